// SPDX-License-Identifier: Apache-2.0
#include "server/sync/propose.h"

#include <utility>

#include "domain/rules/keys.h"
#include "samstig/v1/entity.pb.h"
#include "server/decide/command.h"
#include "server/decide/grants.h"
#include "server/groups/explain.h"
#include "server/groups/fair_groups.h"

namespace samstig::server {

using rules::KeyName;

namespace {

Result<std::vector<v1::Entity>> LoadAll(Reader& reader, const rules::Key& key) {
  ASSIGN_OR_RETURN(const std::vector<Id> ids, reader.Find(key));
  std::vector<v1::Entity> entities;
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(id));
    if (!bytes) continue;
    if (!entities.emplace_back().ParseFromString(*bytes)) {
      return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
    }
  }
  return entities;
}

Status RequireCoach(Snapshot& snapshot, const Id& person, const Id& cohort) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, snapshot.Get(cohort));
  v1::Entity entity;
  if (!bytes || !entity.ParseFromString(*bytes) || !entity.has_cohort()) {
    return {v1::REASON_NOT_FOUND, "there is no such cohort"};
  }
  ASSIGN_OR_RETURN(const bool coach, snapshot.Holds(person, Scope::Staff(cohort)));
  if (!coach) return {v1::REASON_NOT_ALLOWED, "it takes a coach of the cohort"};
  return {};
}

// What is known of the people of one cohort.
class Facts {
 public:
  Facts(Snapshot& snapshot, const Id& cohort) : snapshot_(snapshot), cohort_(cohort) {}

  Result<GroupQuestion> Gather(const v1::ProposeGroupsRequest& request) {
    ASSIGN_OR_RETURN(std::vector<v1::Entity> own,
                     LoadAll(snapshot_, {KeyName::kGroupsOfCohort, cohort_}));
    std::set<std::string> kept;
    for (const v1::Entity& entity : own) {
      if (!request.keep_live_groups() || entity.group().dissolved()) continue;
      kept.insert(entity.group().person_ids().begin(), entity.group().person_ids().end());
    }
    RETURN_IF_ERROR(AddPeople(kept));
    RETURN_IF_ERROR(AddLines());
    RETURN_IF_ERROR(AddMeetings());
    question_.problem.size = request.size();
    question_.problem.seed = request.seed() == 0 ? 1 : request.seed();
    return std::move(question_);
  }

 private:
  // In the order of their ids, which stays the same whoever asks.
  Status AddPeople(const std::set<std::string>& kept) {
    ASSIGN_OR_RETURN(std::vector<v1::Entity> enrolments,
                     LoadAll(snapshot_, {KeyName::kEnrolmentsOfCohort, cohort_}));
    std::map<Id, groups::Person> people;
    for (const v1::Entity& entity : enrolments) {
      const v1::Enrolment& enrolment = entity.enrolment();
      if (!IsTakingPart(enrolment.state())) continue;
      if (kept.contains(enrolment.person_id())) {
        ++question_.kept;
        continue;
      }
      groups::Person person;
      person.id = IdIn(enrolment.person_id());
      person.municipality = IdIn(enrolment.municipality_id());
      person.returning = enrolment.returning();
      ASSIGN_OR_RETURN(person.sector, SectorOf(person));
      people.emplace(person.id, std::move(person));
    }
    for (auto& [id, person] : people) {
      places_[id] = question_.problem.people.size();
      question_.problem.people.push_back(std::move(person));
    }
    return {};
  }

  Result<std::string> SectorOf(const groups::Person& person) {
    ASSIGN_OR_RETURN(std::vector<v1::Entity> hats,
                     LoadAll(snapshot_, {KeyName::kMembershipsOfPerson, person.id}));
    for (const v1::Entity& entity : hats) {
      const v1::Membership& hat = entity.membership();
      if (hat.ended() || hat.role() != v1::ROLE_LEADER) continue;
      if (hat.municipality_id() == person.municipality.bytes()) return hat.sector();
    }
    return std::string();
  }

  // Those between two of them need not take part themselves.
  Status AddLines() {
    std::map<Id, std::vector<Id>> known;
    const rules::ManagersOf stored = ManagersIn(snapshot_);
    const rules::ManagersOf managers = [&](const Id& person) -> Result<std::vector<Id>> {
      const auto found = known.find(person);
      if (found != known.end()) return found->second;
      ASSIGN_OR_RETURN(std::vector<Id> asked, stored(person));
      known[person] = asked;
      return asked;
    };
    for (const auto& [id, place] : places_) {
      ASSIGN_OR_RETURN(const std::set<Id> above, rules::Above(id, managers));
      for (const Id& manager : above) {
        const auto at = places_.find(manager);
        if (at != places_.end()) question_.problem.lines.insert({place, at->second});
      }
    }
    return {};
  }

  // In all groups there ever were, of this cohort and of others.
  Status AddMeetings() {
    ASSIGN_OR_RETURN(const std::vector<Id> cohorts, snapshot_.Find({KeyName::kCohorts, Id()}));
    for (const Id& cohort : cohorts) {
      ASSIGN_OR_RETURN(std::vector<v1::Entity> all,
                       LoadAll(snapshot_, {KeyName::kGroupsOfCohort, cohort}));
      for (const v1::Entity& entity : all) AddMeeting(entity.group());
    }
    return {};
  }

  void AddMeeting(const v1::Group& group) {
    std::vector<size_t> here;
    for (const std::string& person : group.person_ids()) {
      const auto at = places_.find(IdIn(person));
      if (at != places_.end()) here.push_back(at->second);
    }
    for (size_t i = 0; i < here.size(); ++i) {
      for (size_t j = i + 1; j < here.size(); ++j) {
        ++question_.problem.met[groups::PairOf(here[i], here[j])];
      }
    }
  }

  Snapshot& snapshot_;
  const Id cohort_;
  GroupQuestion question_;
  std::map<Id, size_t> places_;
};

// ---- The answer

v1::PlacementReasonKind KindOf(groups::Why why) {
  switch (why) {
    case groups::Why::kOnlyOneOfMunicipality:
      return v1::PLACEMENT_REASON_KIND_ONLY_ONE_OF_MUNICIPALITY;
    case groups::Why::kApartFromLine:
      return v1::PLACEMENT_REASON_KIND_APART_FROM_LINE;
    case groups::Why::kApartFromThoseMet:
      return v1::PLACEMENT_REASON_KIND_APART_FROM_THOSE_MET;
    case groups::Why::kOneOfReturning:
      return v1::PLACEMENT_REASON_KIND_ONE_OF_RETURNING;
    case groups::Why::kWithReturning:
      return v1::PLACEMENT_REASON_KIND_WITH_RETURNING;
    case groups::Why::kOnlyOneOfSector:
      return v1::PLACEMENT_REASON_KIND_ONLY_ONE_OF_SECTOR;
  }
  return v1::PLACEMENT_REASON_KIND_UNSPECIFIED;
}

v1::UnmetWishKind KindOf(groups::Short what) {
  switch (what) {
    case groups::Short::kSameMunicipality:
      return v1::UNMET_WISH_KIND_SAME_MUNICIPALITY;
    case groups::Short::kMetBefore:
      return v1::UNMET_WISH_KIND_MET_BEFORE;
    case groups::Short::kTooManyReturning:
      return v1::UNMET_WISH_KIND_TOO_MANY_RETURNING;
    case groups::Short::kTooFewReturning:
      return v1::UNMET_WISH_KIND_TOO_FEW_RETURNING;
    case groups::Short::kSameSector:
      return v1::UNMET_WISH_KIND_SAME_SECTOR;
  }
  return v1::UNMET_WISH_KIND_UNSPECIFIED;
}

// What both kinds of facts have alike.
template <typename Fact, typename Message>
void Fill(const groups::Problem& problem, const Fact& fact, Message& message) {
  if (!fact.municipality.IsNil()) message.set_municipality_id(fact.municipality.ToBytes());
  for (const size_t place : fact.people) {
    message.add_person_ids(problem.people[place].id.ToBytes());
  }
  message.set_count(static_cast<uint32_t>(fact.count));
  message.set_sector(fact.sector);
}

}  // namespace

Result<GroupQuestion> AskForGroups(Snapshot& snapshot, const Id& person,
                                   const v1::ProposeGroupsRequest& request) {
  ASSIGN_OR_RETURN(const Id cohort, Id::Parse(request.cohort_id(), "cohort_id"));
  RETURN_IF_ERROR(RequireCoach(snapshot, person, cohort));
  return Facts(snapshot, cohort).Gather(request);
}

Status AnswerGroups(const GroupQuestion& question, v1::ProposeGroupsResponse& response) {
  const groups::Problem& problem = question.problem;
  ASSIGN_OR_RETURN(const groups::Groups found, groups::FairGroups(problem));
  const std::vector<groups::Explained> explained = groups::Explain(problem, found);
  for (size_t g = 0; g < found.size(); ++g) {
    v1::ProposedGroup& group = *response.add_groups();
    for (size_t i = 0; i < found[g].size(); ++i) {
      v1::Placement& placement = *group.add_placements();
      placement.set_person_id(problem.people[found[g][i]].id.ToBytes());
      for (const groups::Reason& reason : explained[g].reasons[i]) {
        v1::PlacementReason& message = *placement.add_reasons();
        message.set_kind(KindOf(reason.why));
        Fill(problem, reason, message);
      }
    }
    for (const groups::Unmet& unmet : explained[g].unmet) {
      v1::UnmetWish& message = *group.add_unmet();
      message.set_kind(KindOf(unmet.what));
      Fill(problem, unmet, message);
      message.set_unavoidable(unmet.unavoidable);
    }
  }
  response.set_seed(problem.seed);
  response.set_kept_people(static_cast<uint32_t>(question.kept));
  return {};
}

}  // namespace samstig::server
