// SPDX-License-Identifier: Apache-2.0
#include "server/decide/retiring.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "domain/rules/retention.h"
#include "server/decide/case.h"
#include "server/decide/ends.h"

namespace samstig::server {

using rules::KeyName;

namespace {

Result<std::optional<v1::Entity>> Load(Reader& reader, const Id& id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(id));
  if (!bytes) return std::optional<v1::Entity>();
  v1::Entity entity;
  if (!entity.ParseFromString(*bytes)) {
    return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  }
  return std::optional<v1::Entity>(std::move(entity));
}

// When what the class has of this cohort goes; nullopt while it stays.
Result<std::optional<TimeMs>> TimeOf(Reader& reader, const v1::Entity& rules, const Part& part) {
  if (!rules::KeptFor(rules.retention(), part.of)) return std::optional<TimeMs>();
  ASSIGN_OR_RETURN(const std::optional<TimeMs> end, EndOfCohort(reader, part.cohort));
  return end ? rules::GoesAt(rules, part.of, *end) : std::optional<TimeMs>();
}

Result<bool> IsPersonOver(Reader& reader, const v1::Entity& rules, const Id& person, TimeMs now) {
  ASSIGN_OR_RETURN(const std::optional<TimeMs> end, EndOfPerson(reader, person));
  if (!end) return false;
  const std::optional<TimeMs> goes = rules::GoesAt(rules, v1::RETENTION_CLASS_PEOPLE, *end);
  return goes && *goes <= now;
}

// A disclosure that came after the end, because somebody still reads, is kept as long from its day.
bool IsOldTrace(const v1::Entity& entity, const v1::Entity& rules, TimeMs now) {
  if (entity.has_nudge()) return true;
  if (!entity.has_disclosure() || entity.disclosure().days().empty()) return false;
  const TimeMs last = *entity.disclosure().days().rbegin() * base::kDayMs;
  const std::optional<TimeMs> kept = rules::KeptFor(rules.retention(), v1::RETENTION_CLASS_TRACES);
  return kept && last + *kept <= now;
}

// Looks through a network.
class Search {
 public:
  Search(Reader& reader, const v1::Entity& rules, TimeMs now)
      : reader_(reader), rules_(rules), now_(now) {}

  Status LookAt(const Id& cohort, const std::set<Part>& done) {
    for (const v1::RetentionClass of :
         {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK, v1::RETENTION_CLASS_TRACES}) {
      const Part part{of, cohort};
      if (done.contains(part)) continue;
      ASSIGN_OR_RETURN(const std::optional<TimeMs> time, TimeOf(reader_, rules_, part));
      if (!time || *time > now_) continue;
      const size_t before = found_.due.size();
      part_ = part;
      RETURN_IF_ERROR(AddPart());
      // Who still reads leaves new traces.
      const bool closed = of != v1::RETENTION_CLASS_TRACES;
      if (closed && found_.due.size() == before) found_.done.insert(part);
    }
    return {};
  }

  Status LookAtPeople() {
    if (!rules::KeptFor(rules_.retention(), v1::RETENTION_CLASS_PEOPLE)) return {};
    ASSIGN_OR_RETURN(const std::vector<Id> people, reader_.Find({KeyName::kPersons, {}}));
    for (const Id& person : people) {
      ASSIGN_OR_RETURN(const bool over, IsPersonOver(reader_, rules_, person, now_));
      if (over) found_.people.push_back(person);
    }
    return {};
  }

  DueNow TakeAll() { return std::move(found_); }

 private:
  Status AddPart() {
    switch (part_.of) {
      case v1::RETENTION_CLASS_WORK:
        return AddWork();
      case v1::RETENTION_CLASS_TALK:
        return AddTalk();
      default:
        return AddTraces();
    }
  }

  Status AddWork() {
    ASSIGN_OR_RETURN(const std::vector<Id> assignments,
                     reader_.Find({KeyName::kAssignmentsOfCohort, part_.cohort}));
    for (const Id& assignment : assignments) {
      ASSIGN_OR_RETURN(const std::vector<Id> reports,
                       reader_.Find({KeyName::kSubmissionsTo, assignment}));
      for (const Id& report : reports) {
        RETURN_IF_ERROR(AddUnder({KeyName::kFeedbackOn, report}));
        RETURN_IF_ERROR(Add(report));
      }
    }
    return {};
  }

  Status AddTalk() {
    ASSIGN_OR_RETURN(const std::vector<Id> threads,
                     reader_.Find({KeyName::kThreadsOfCohort, part_.cohort}));
    for (const Id& thread : threads) {
      ASSIGN_OR_RETURN(const std::vector<Id> posts,
                       reader_.Find({KeyName::kPostsOfThread, thread}));
      for (const Id& post : posts) {
        RETURN_IF_ERROR(AddUnder({KeyName::kReactionsTo, post}));
        RETURN_IF_ERROR(AddUnder({KeyName::kFlagsOn, post}));
        RETURN_IF_ERROR(Add(post));
      }
      RETURN_IF_ERROR(Add(thread));
    }
    return AddUnder({KeyName::kAnnouncementsOfCohort, part_.cohort});
  }

  Status AddTraces() {
    ASSIGN_OR_RETURN(const std::vector<Id> places,
                     reader_.Find({KeyName::kEnrolmentsOfCohort, part_.cohort}));
    std::set<Id> leaders;
    for (const Id& id : places) {
      ASSIGN_OR_RETURN(const std::optional<v1::Entity> place, Load(reader_, id));
      if (place) leaders.insert(IdIn(place->enrolment().person_id()));
    }
    for (const Id& leader : leaders) {
      RETURN_IF_ERROR(AddNudges(Scope::Desk(part_.cohort, leader)));
      RETURN_IF_ERROR(AddDisclosures(leader));
    }
    return {};
  }

  Status AddNudges(const Scope& desk) {
    v1::Entity entity;
    constexpr size_t kAllThereIs = SIZE_MAX >> 1;
    return reader_.ReadLog(desk, 0, kAllThereIs, [&](const LogRow& row) {
      const auto size = static_cast<int>(row.bytes.size());
      if (!row.gone && entity.ParseFromArray(row.bytes.data(), size) && entity.has_nudge()) {
        Found(row.id);
      }
      return true;
    });
  }

  Status AddDisclosures(const Id& leader) {
    ASSIGN_OR_RETURN(const std::vector<Id> ids,
                     reader_.Find({KeyName::kDisclosuresOfPerson, leader}));
    for (const Id& id : ids) {
      ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(reader_, id));
      const bool here = entity && entity->disclosure().cohort_id() == part_.cohort.bytes();
      if (here && IsOldTrace(*entity, rules_, now_)) Found(id);
    }
    return {};
  }

  Status AddUnder(const rules::Key& key) {
    ASSIGN_OR_RETURN(const std::vector<Id> ids, reader_.Find(key));
    for (const Id& id : ids) RETURN_IF_ERROR(Add(id));
    return {};
  }

  // Unless it is retired already.
  Status Add(const Id& id) {
    ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(reader_, id));
    if (entity && entity->retired_ms() == 0) Found(id);
    return {};
  }
  void Found(const Id& id) { found_.due.push_back({part_, id}); }

  Reader& reader_;
  const v1::Entity& rules_;
  const TimeMs now_;
  Part part_;
  DueNow found_;
};

Result<v1::Entity> RulesOf(Reader& reader) {
  ASSIGN_OR_RETURN(std::optional<v1::Entity> rules, Load(reader, rules::RetentionId()));
  return rules ? *std::move(rules) : v1::Entity();
}

// ---- Carrying out

// Takes the words out of what others' words may name; false when nothing names it.
bool Empty(v1::Entity& entity) {
  switch (entity.body_case()) {
    case v1::Entity::kThread:
      entity.mutable_thread()->clear_title();
      return true;
    case v1::Entity::kPost:
      entity.mutable_post()->clear_heads();
      entity.mutable_post()->set_withdrawn(true);
      return true;
    case v1::Entity::kSubmission:
      entity.mutable_submission()->clear_report();
      entity.mutable_submission()->set_erased(true);
      return true;
    default:
      return false;
  }
}

class Retiring {
 public:
  Retiring(Transaction& txn, v1::Entity rules, TimeMs now)
      : txn_(txn), rules_(std::move(rules)), now_(now) {}

  Status Do(const Due& due) {
    ASSIGN_OR_RETURN(const bool over, IsOver(due.part));
    if (!over) return {};
    ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(txn_, due.entity));
    if (!entity) return {};
    if (due.part.of != v1::RETENTION_CLASS_TRACES) return Retire(*entity);
    return IsOldTrace(*entity, rules_, now_) ? Forget(due.entity) : Status();
  }

  // After all.
  Status ForgetVersions() {
    if (forgotten_.empty()) return {};
    std::vector<std::pair<Id, Seq>> versions;
    RETURN_IF_ERROR(txn_.ReadHistory([&](const Id& id, Seq seq, std::string_view) {
      if (forgotten_.contains(id)) versions.emplace_back(id, seq);
    }));
    for (const auto& [id, seq] : versions) RETURN_IF_ERROR(txn_.ForgetHistory(id, seq));
    return {};
  }

 private:
  // Asked once for each part.
  Result<bool> IsOver(const Part& part) {
    const auto known = over_.find(part);
    if (known != over_.end()) return known->second;
    ASSIGN_OR_RETURN(const std::optional<TimeMs> time, TimeOf(txn_, rules_, part));
    return over_[part] = time && *time <= now_;
  }

  // Its bytes say so, for the devices of its author, and for whoever counts.
  Status Retire(v1::Entity entity) {
    if (entity.retired_ms() != 0) return {};
    const Id author = IdIn(entity.author());
    ASSIGN_OR_RETURN(const std::optional<v1::Entity> person, Load(txn_, author));
    const bool somebody = person && person->person().trace() == v1::PERSON_TRACE_UNSPECIFIED;
    const Actor actor{author, {}};
    Case c(txn_, actor, now_, now_);
    entity.set_retired_ms(now_);
    // Nobody would read it any more: only its place stays, where others' words name it.
    if (!somebody && !Empty(entity)) return Forget(IdIn(entity.id()));
    if (!somebody) forgotten_.insert(IdIn(entity.id()));
    return c.Put(entity).status();
  }

  // Its versions go at the end, all in one look through what is kept.
  Status Forget(const Id& id) {
    RETURN_IF_ERROR(txn_.Remove(id).status());
    forgotten_.insert(id);
    return {};
  }

  Transaction& txn_;
  const v1::Entity rules_;
  const TimeMs now_;
  std::map<Part, bool> over_;
  std::set<Id> forgotten_;
};

}  // namespace

Result<DueNow> DueForRetention(Reader& reader, const std::set<Part>& done, TimeMs now) {
  ASSIGN_OR_RETURN(const v1::Entity rules, RulesOf(reader));
  if (rules.retention().rules().empty()) return DueNow();
  Search search(reader, rules, now);
  ASSIGN_OR_RETURN(const std::vector<Id> cohorts, reader.Find({KeyName::kCohorts, {}}));
  for (const Id& cohort : cohorts) RETURN_IF_ERROR(search.LookAt(cohort, done));
  RETURN_IF_ERROR(search.LookAtPeople());
  return search.TakeAll();
}

Result<bool> IsOver(Reader& reader, const Id& person, TimeMs now) {
  ASSIGN_OR_RETURN(const v1::Entity rules, RulesOf(reader));
  return IsPersonOver(reader, rules, person, now);
}

Status CarryOut(Transaction& txn, const std::vector<Due>& due, TimeMs now) {
  ASSIGN_OR_RETURN(v1::Entity rules, RulesOf(txn));
  Retiring retiring(txn, std::move(rules), now);
  for (const Due& one : due) RETURN_IF_ERROR(retiring.Do(one));
  return retiring.ForgetVersions();
}

}  // namespace samstig::server
