// SPDX-License-Identifier: Apache-2.0
#include "server/decide/erasing.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "domain/base/encoding.h"
#include "domain/base/text.h"
#include "domain/rules/attachments.h"
#include "domain/rules/keys.h"
#include "domain/rules/mentions.h"
#include "domain/rules/names.h"
#include "server/decide/blob_key.h"
#include "server/decide/case.h"
#include "server/decide/erased_places.h"
#include "server/decide/erased_words.h"
#include "server/decide/grants.h"
#include "server/decide/remade.h"
#include "server/decide/seats.h"
#include "server/decide/threads.h"
#include "server/decide/traces.h"

namespace samstig::server {

using rules::KeyName;
using Fate = ErasedWords::Fate;

namespace {

std::string Trace(v1::PersonTrace trace) { return rules::TraceId(trace).ToBytes(); }

v1::ErasureChoice ChoiceFor(const v1::ErasureChoices& choices, const std::string& thread) {
  for (const v1::ThreadErasure& one : choices.threads()) {
    if (one.thread_id() == thread) return one.choice();
  }
  return choices.posts();
}

// A form that brings a person into the network or into a place there. Parked, it lies with who
// filled it in, and holds a name and an address.
bool IsFormAbout(const v1::Mutation& mutation, const std::string& person,
                 const std::string& address) {
  const auto is = [&](const std::string& id, const std::string& email) {
    return id == person || (!address.empty() && base::NormalEmail(email) == address);
  };
  switch (mutation.intent_case()) {
    case v1::Mutation::kInvitePerson:
      return is(mutation.invite_person().id(), mutation.invite_person().email());
    case v1::Mutation::kCorrectEmail:
      return is(mutation.correct_email().id(), mutation.correct_email().email());
    case v1::Mutation::kEnrolLeader:
      return is(mutation.enrol_leader().person_id(), mutation.enrol_leader().email());
    case v1::Mutation::kReplaceLeader:
      return is(mutation.replace_leader().person_id(), mutation.replace_leader().email());
    case v1::Mutation::kGrantHat:
      return is(mutation.grant_hat().membership().person_id(), {});
    default:
      return false;
  }
}

// One person's erasure: first all of it is worked out, then it is written.
class Erasing {
 public:
  Erasing(Transaction& txn, const Id& person, const v1::ErasureChoices& choices, TimeMs now,
          base::Random& random)
      : txn_(txn),
        person_(person),
        choices_(choices),
        actor_{person, {}},
        c_(txn, actor_, now, now),
        words_(person),
        remade_(person, now, random) {}

  Result<v1::Erasure> Run() {
    ASSIGN_OR_RETURN(traces_, FindTraces(txn_, person_));
    RETURN_IF_ERROR(Learn());
    for (const v1::Entity& entity : traces_.entities) RETURN_IF_ERROR(Judge(entity));
    RETURN_IF_ERROR(JudgePlaces());
    RETURN_IF_ERROR(JudgeForms());
    RETURN_IF_ERROR(JudgeKept());
    RETURN_IF_ERROR(Write());
    return counted_;
  }

 private:
  // ---- What has to be known

  Status Learn() {
    words_.submissions = traces_.submissions;
    words_.coached = traces_.coached;
    words_.thread_of = traces_.thread_of;
    for (const std::string& thread : traces_.threads) {
      ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, c_.TryLoad(IdIn(thread)));
      if (entity) words_.talk[thread] = TalkOf(*entity);
    }
    for (const v1::Entity& entity : traces_.entities) {
      const bool own = words_.IsPerson(entity.author());
      if (own && entity.post().withdrawn()) words_.taken_back.insert(entity.id());
    }
    return {};
  }

  Talk TalkOf(const v1::Entity& thread) const {
    // What was retired is read by its author alone: it would be left for nobody.
    const v1::ErasureChoice choice =
        thread.retired_ms() != 0 ? v1::ERASURE_CHOICE_DELETE : ChoiceFor(choices_, thread.id());
    if (choice == v1::ERASURE_CHOICE_DELETE) return {choice, person_.ToBytes()};
    if (choice == v1::ERASURE_CHOICE_ANONYMISE) {
      return {choice, Trace(v1::PERSON_TRACE_ANONYMOUS)};
    }
    const bool coach = traces_.coached.contains(thread.thread().cohort_id());
    return {choice, Trace(coach ? v1::PERSON_TRACE_COACH : v1::PERSON_TRACE_LEADER)};
  }

  // ---- What becomes of what

  Status Judge(const v1::Entity& entity) {
    Count(entity);
    if (words_.submissions.contains(entity.id())) RETURN_IF_ERROR(JudgeWork(entity));
    const bool own = words_.IsPerson(entity.author());
    if (own && entity.has_reaction()) RemakeIn(entity.reaction().post_id(), entity);
    if (own && entity.has_flag()) RemakeIn(entity.flag().post_id(), entity);
    Apply(entity);
    return {};
  }

  void Apply(v1::Entity entity) {
    const bool own_post = entity.has_post() && words_.IsPerson(entity.author());
    switch (words_.Apply(entity)) {
      case Fate::kStays:
        return;
      case Fate::kChanges:
        if (own_post) KeepFilesOf(entity);
        changes_[entity.id()] = std::move(entity);
        return;
      case Fate::kGoes:
        goes_.insert(IdIn(entity.id()));
        return;
    }
  }

  void RemakeIn(const std::string& post, const v1::Entity& said) {
    const auto thread = words_.thread_of.find(post);
    if (thread != words_.thread_of.end()) remade_.Make(said, words_.TalkIn(thread->second));
  }

  // What a coach said about the work does not name the person.
  Status JudgeWork(const v1::Entity& submission) {
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> dialogue,
                     c_.LoadAll({KeyName::kFeedbackOn, IdIn(submission.id())}));
    for (const v1::Entity& turn : dialogue) {
      if (!words_.IsPerson(turn.author())) Apply(turn);
    }
    const bool retired = submission.retired_ms() != 0;  // Coaches do not read it any more.
    if (retired || choices_.work() != v1::ERASURE_CHOICE_ANONYMISE) return {};
    ASSIGN_OR_RETURN(const v1::Entity assignment, c_.Load(submission.submission().assignment_id(),
                                                          v1::Entity::kAssignment, "assignment"));
    // One for a single leader tells whose work it is.
    if (!assignment.assignment().person_id().empty()) return {};
    remade_.MakeWork(submission, dialogue);
    return {};
  }

  Status JudgePlaces() {
    ErasedPlaces places(c_, words_);
    RETURN_IF_ERROR(places.Find());
    goes_.insert(places.goes().begin(), places.goes().end());
    for (const auto& [id, thread] : places.unpinned()) {
      v1::Entity& changed = changes_.emplace(id, thread).first->second;
      *changed.mutable_thread()->mutable_pinned() = thread.thread().pinned();
    }
    for (const Id& id : goes_) changes_.erase(id.ToBytes());
    return {};
  }

  Status JudgeForms() {
    ASSIGN_OR_RETURN(const std::optional<std::string> address, txn_.EmailOf(person_));
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> parked,
                     c_.LoadAll({KeyName::kParkedItems, Id()}));
    for (const v1::Entity& item : parked) {
      v1::Mutation mutation;
      if (!mutation.ParseFromString(item.parked().mutation())) continue;
      if (!IsFormAbout(mutation, person_.ToBytes(), address.value_or(""))) continue;
      goes_.insert(IdIn(item.id()));
    }
    return {};
  }

  // Kept versions, also of what has ended.
  Status JudgeKept() {
    const std::string_view wanted = person_.bytes();
    return txn_.ReadHistory([&](const Id& id, Seq seq, std::string_view bytes) {
      const bool goes = goes_.contains(id);
      if (!goes && bytes.find(wanted) == std::string_view::npos) return;
      v1::Entity version;
      const bool parses = version.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
      const bool own_post = version.has_post() && words_.IsPerson(version.author());
      // What does not parse is nobody's to keep.
      const Fate fate = goes || !parses ? Fate::kGoes : words_.ApplyToKept(version);
      if (fate == Fate::kGoes) forgotten_.emplace_back(id, seq);
      if (fate != Fate::kChanges) return;
      if (own_post) KeepFilesOf(version);
      kept_.push_back({id, seq, base::DeterministicBytes(version)});
    });
  }

  void KeepFilesOf(const v1::Entity& entity) {
    for (const v1::Attachment& file : rules::AttachmentsOf(entity)) {
      files_.emplace(file.sha256(), entity.author());
    }
  }

  void Count(const v1::Entity& entity) {
    switch (ChoiceOf(entity)) {
      case v1::ERASURE_CHOICE_DELETE:
        return counted_.set_deleted(counted_.deleted() + 1);
      case v1::ERASURE_CHOICE_ANONYMISE:
        return counted_.set_anonymised(counted_.anonymised() + 1);
      case v1::ERASURE_CHOICE_KEEP_WITH_ROLE:
        return counted_.set_kept_with_role(counted_.kept_with_role() + 1);
      default:
        return;
    }
  }

  // By which choice the words of the person in this entity go; none when it holds none.
  v1::ErasureChoice ChoiceOf(const v1::Entity& entity) const {
    if (words_.submissions.contains(entity.id())) return choices_.work();
    if (!words_.IsPerson(entity.author())) return v1::ERASURE_CHOICE_UNSPECIFIED;
    const auto at = [&](const std::string& post) {
      const auto thread = words_.thread_of.find(post);
      return thread == words_.thread_of.end() ? v1::ERASURE_CHOICE_DELETE
                                              : words_.TalkIn(thread->second).choice;
    };
    switch (entity.body_case()) {
      case v1::Entity::kThread:
        return words_.TalkIn(entity.id()).choice;
      case v1::Entity::kPost:
        return words_.TalkIn(entity.post().thread_id()).choice;
      case v1::Entity::kReaction:
        return at(entity.reaction().post_id());
      case v1::Entity::kFlag:
        return at(entity.flag().post_id());
      case v1::Entity::kFeedback:
        return words_.submissions.contains(entity.feedback().submission_id())
                   ? choices_.work()
                   : v1::ERASURE_CHOICE_KEEP_WITH_ROLE;
      case v1::Entity::kAssignment:
      case v1::Entity::kAnnouncement:
      case v1::Entity::kNudge:
        return v1::ERASURE_CHOICE_KEEP_WITH_ROLE;
      default:
        break;
    }
    v1::Entity copy = entity;
    return words_.Apply(copy) == Fate::kGoes ? v1::ERASURE_CHOICE_DELETE
                                             : v1::ERASURE_CHOICE_UNSPECIFIED;
  }

  // ---- Writing

  Status Write() {
    RETURN_IF_ERROR(MakeTraces());
    // First, so that nothing that follows gives anything to somebody who has gone.
    RETURN_IF_ERROR(c_.Put(changes_.at(person_.ToBytes())).status());
    for (const auto& [id, entity] : changes_) {
      if (id != person_.bytes()) RETURN_IF_ERROR(c_.Put(entity).status());
    }
    RETURN_IF_ERROR(EndPlaces());
    for (const Id& id : goes_) RETURN_IF_ERROR(txn_.Remove(id).status());
    for (const v1::Entity& entity : remade_.entities()) {
      RETURN_IF_ERROR(c_.Put(entity).status());
    }
    RETURN_IF_ERROR(SettleRights());
    RETURN_IF_ERROR(FlagMentions());
    for (const auto& [id, seq] : forgotten_) RETURN_IF_ERROR(txn_.ForgetHistory(id, seq));
    for (const Kept& kept : kept_) {
      RETURN_IF_ERROR(txn_.ReplaceHistory(kept.id, kept.seq, kept.bytes));
    }
    RETURN_IF_ERROR(MoveFiles());
    return txn_.ForgetPerson(person_);
  }

  // Those that something is by from now on.
  Status MakeTraces() {
    for (const v1::PersonTrace trace :
         {v1::PERSON_TRACE_ANONYMOUS, v1::PERSON_TRACE_LEADER, v1::PERSON_TRACE_COACH}) {
      const Id id = rules::TraceId(trace);
      ASSIGN_OR_RETURN(const std::optional<std::string> there, txn_.Get(id));
      if (there || !IsUsed(id.bytes())) continue;
      v1::Entity entity = c_.New(id);
      entity.set_author(id.ToBytes());
      entity.mutable_person()->set_trace(trace);
      RETURN_IF_ERROR(c_.Put(entity).status());
    }
    return {};
  }

  bool IsUsed(std::string_view trace) const {
    const auto names = [&](const v1::Entity& entity) {
      return entity.SerializeAsString().find(trace) != std::string::npos;
    };
    const auto& remade = remade_.entities();
    return std::any_of(remade.begin(), remade.end(), names) ||
           std::any_of(changes_.begin(), changes_.end(),
                       [&](const auto& change) { return names(change.second); });
  }

  // What was completed stays so, for the counts; the rest is given back.
  Status EndPlaces() {
    ASSIGN_OR_RETURN(std::vector<v1::Entity> places,
                     c_.LoadAll({KeyName::kEnrolmentsOfPerson, person_}));
    for (v1::Entity& place : places) {
      v1::Enrolment& enrolment = *place.mutable_enrolment();
      if (enrolment.state() != v1::ENROLMENT_STATE_ACTIVE &&
          enrolment.state() != v1::ENROLMENT_STATE_WAITLISTED) {
        continue;
      }
      enrolment.set_state(v1::ENROLMENT_STATE_WITHDRAWN);
      RETURN_IF_ERROR(c_.Put(place).status());
      const Id cohort = IdIn(enrolment.cohort_id());
      RETURN_IF_ERROR(RefreshAfterEnrolment(c_, cohort, person_));
      RETURN_IF_ERROR(MoveUp(c_, cohort, IdIn(enrolment.municipality_id())));
    }
    return {};
  }

  Status SettleRights() {
    RETURN_IF_ERROR(RefreshGrants(c_, person_));
    RETURN_IF_ERROR(c_.Rescope(person_));
    for (const std::string& cohort : traces_.coached) {
      RETURN_IF_ERROR(RescopeFlags(c_, IdIn(cohort)));
    }
    for (const std::string& cohort : traces_.visited) {
      RETURN_IF_ERROR(c_.Rescope(IdIn(cohort)));
    }
    for (const std::string& cohort : remade_.cohorts()) {
      ASSIGN_OR_RETURN(const std::vector<v1::Entity> staff,
                       c_.LoadAll({KeyName::kMembershipsAt, IdIn(cohort)}));
      for (const v1::Entity& coach : staff) {
        RETURN_IF_ERROR(RefreshGrants(c_, IdIn(coach.membership().person_id())));
      }
    }
    return {};
  }

  // What others wrote about the person is theirs. The coaches look whether it may stand, where they
  // read along.
  Status FlagMentions() {
    for (const v1::Entity& entity : traces_.entities) {
      const bool others = entity.has_post() && !words_.IsPerson(entity.author());
      if (!others || !rules::IsMentioned(entity.post(), person_)) continue;
      ASSIGN_OR_RETURN(const v1::Entity thread,
                       c_.Load(entity.post().thread_id(), v1::Entity::kThread, "thread"));
      const bool coaches_read =
          thread.thread().municipality_id().empty() || thread.thread().coaches_invited();
      if (coaches_read) RETURN_IF_ERROR(FlagAsThirdPerson(entity));
    }
    return {};
  }

  Status FlagAsThirdPerson(const v1::Entity& post) {
    const Id anonymous = rules::TraceId(v1::PERSON_TRACE_ANONYMOUS);
    const Id id = rules::FlagId(anonymous, IdIn(post.id()));
    ASSIGN_OR_RETURN(std::optional<v1::Entity> entity, c_.TryLoad(id));
    if (!entity) {
      entity = c_.New(id);
      entity->set_author(anonymous.ToBytes());
    }
    v1::Flag& flag = *entity->mutable_flag();
    if (flag.state() == v1::FLAG_STATE_OPEN) return {};
    flag.set_post_id(post.id());
    flag.set_thread_id(post.post().thread_id());
    flag.set_cause(v1::FLAG_CAUSE_THIRD_PERSON);
    flag.set_state(v1::FLAG_STATE_OPEN);
    v1::FlagStep& step = *flag.add_history();
    step.set_to(v1::FLAG_STATE_OPEN);
    step.set_by(anonymous.ToBytes());
    step.set_at_ms(c_.now());
    return c_.Put(*entity).status();
  }

  // A file is its author's: what is named by somebody else now is that one's, all else goes.
  Status MoveFiles() {
    for (const v1::Entity& entity : remade_.entities()) KeepFilesOf(entity);
    for (const auto& [sha256, author] : files_) {
      const Id owner = IdIn(author);
      RETURN_IF_ERROR(txn_.CopyBlob(BlobKey(person_, sha256), BlobKey(owner, sha256), owner));
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> blobs, txn_.BlobsOf(person_));
    for (const std::string& blob : blobs) RETURN_IF_ERROR(txn_.DeleteBlob(blob));
    return {};
  }

  struct Kept {
    Id id;
    Seq seq;
    std::string bytes;
  };

  Transaction& txn_;
  const Id person_;
  const v1::ErasureChoices& choices_;
  const Actor actor_;
  Case c_;
  Traces traces_;
  ErasedWords words_;
  Remade remade_;
  std::map<std::string, v1::Entity> changes_;  // By id.
  std::set<Id> goes_;
  std::vector<std::pair<Id, Seq>> forgotten_;
  std::vector<Kept> kept_;
  std::set<std::pair<std::string, std::string>> files_;  // SHA-256 and whose it is from now on.
  v1::Erasure counted_;
};

Status Record(Case& c, const v1::Erasure& erasure) {
  const Id id = rules::ErasureId(IdIn(erasure.person_id()));
  // If somebody has taken the id on purpose, that goes.
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> taken, c.TryLoad(id));
  if (taken) {
    for (const rules::Key& key : rules::KeysOf(*taken)) {
      RETURN_IF_ERROR(c.txn().DropKey(id, key));
    }
    RETURN_IF_ERROR(c.txn().Remove(id).status());
  }
  v1::Entity entity = c.New(id);
  *entity.mutable_erasure() = erasure;
  return c.Put(entity).status();
}

}  // namespace

Result<Erased> ErasePerson(Transaction& txn, const Id& person, const v1::ErasureChoices& choices,
                           TimeMs now, base::Random& random) {
  const Actor self{person, {}};
  Case c(txn, self, now, now);
  Erased erased;
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> done, c.TryLoad(rules::ErasureId(person)));
  if (done && done->has_erasure()) {
    erased.erasure = done->erasure();
    return erased;
  }
  RETURN_IF_ERROR(c.Load(person.bytes(), v1::Entity::kPerson, "person").status());
  ASSIGN_OR_RETURN(const bool last, IsLastOrganiser(txn, person));
  if (last) return Status(v1::REASON_LAST_ORGANISER, "nobody else is an organiser of the network");
  ASSIGN_OR_RETURN(const std::vector<DeviceRow> devices, txn.DevicesOf(person));
  for (const DeviceRow& device : devices) erased.devices.push_back(device.device);
  ASSIGN_OR_RETURN(erased.erasure, Erasing(txn, person, choices, now, random).Run());
  erased.erasure.set_person_id(person.ToBytes());
  erased.erasure.set_done_ms(now);
  *erased.erasure.mutable_choices() = choices;
  RETURN_IF_ERROR(Record(c, erased.erasure));
  return erased;
}

Status EraseAgain(Transaction& txn, const v1::Erasure& done, base::Random& random) {
  const Id person = IdIn(done.person_id());
  const Actor self{person, {}};
  Case c(txn, self, done.done_ms(), done.done_ms());
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> record, c.TryLoad(rules::ErasureId(person)));
  if (record && record->has_erasure()) return {};
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, c.TryLoad(person));
  if (entity && entity->has_person()) {
    // Whoever else runs the network today may not have then. That is mended by hand; a name that
    // came back is not.
    RETURN_IF_ERROR(Erasing(txn, person, done.choices(), done.done_ms(), random).Run().status());
  } else {
    v1::Entity gone = c.New(person);
    gone.mutable_person()->set_trace(v1::PERSON_TRACE_GONE);
    RETURN_IF_ERROR(c.Put(gone).status());
  }
  return Record(c, done);
}

}  // namespace samstig::server
