// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/local_copy.h"

#include <algorithm>

#include "domain/rules/names.h"
#include "domain/rules/subscription.h"

namespace samstig::rules {

using base::Id;
using base::Result;
using base::Status;
using base::TimeMs;

namespace {

// Nil for what is no id.
Id IdOr(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

// ---- Readers

template <typename Picks>
Result<std::set<Id>> PeopleWho(LocalCopy& copy, const Picks& picks) {
  std::set<Id> people;
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> all, copy.Find({KeyName::kPersons, {}}));
  for (const v1::Entity& entity : all) {
    const Id person = IdOr(entity.id());
    ASSIGN_OR_RETURN(const bool picked, picks(person));
    if (picked) people.insert(person);
  }
  return people;
}

Result<std::vector<v1::Membership>> HatsOf(LocalCopy& copy, const Id& person) {
  std::vector<v1::Membership> hats;
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> all,
                   copy.Find({KeyName::kMembershipsOfPerson, person}));
  for (const v1::Entity& hat : all) hats.push_back(hat.membership());
  return hats;
}

Result<std::set<Id>> CoachesOf(LocalCopy& copy, const Id& cohort) {
  std::set<Id> coaches;
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> hats,
                   copy.Find({KeyName::kMembershipsAt, cohort}));
  for (const v1::Entity& entity : hats) {
    const v1::Membership& hat = entity.membership();
    if (hat.role() == v1::ROLE_COACH && !hat.ended()) coaches.insert(IdOr(hat.person_id()));
  }
  return coaches;
}

// Peers see each other's hats and not their enrolments: whoever leads in the municipality and is
// in the cohort counts, at worst one too many.
Result<bool> LeadsIn(LocalCopy& copy, const Id& person, const std::string& municipality) {
  ASSIGN_OR_RETURN(const std::vector<v1::Membership> hats, HatsOf(copy, person));
  return std::any_of(hats.begin(), hats.end(), [&](const v1::Membership& hat) {
    return hat.role() == v1::ROLE_LEADER && !hat.ended() && hat.municipality_id() == municipality;
  });
}

Result<std::set<Id>> MembersOf(LocalCopy& copy, const Id& group) {
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, copy.Get(group));
  if (!entity || !entity->has_group()) {
    return Status(v1::REASON_NOT_FOUND, "there is no such group");
  }
  std::set<Id> members;
  for (const std::string& person : entity->group().person_ids()) members.insert(IdOr(person));
  return members;
}

// ---- Notices

class Gatherer {
 public:
  Gatherer(LocalCopy& copy, const Id& me, TimeMs since, TimeMs now)
      : copy_(copy), teller_(copy, me), me_(me), since_(since), now_(now) {}

  Result<std::vector<Notice>> Run() {
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> cohorts, copy_.Find({KeyName::kCohorts, {}}));
    for (const v1::Entity& cohort : cohorts) {
      const Id id = IdOr(cohort.id());
      RETURN_IF_ERROR(AddThreads(id));
      RETURN_IF_ERROR(AddAssignments(id));
      RETURN_IF_ERROR(TellAll({KeyName::kAnnouncementsOfCohort, id}));
      ASSIGN_OR_RETURN(const std::vector<Notice> going, teller_.TellGoing(id, now_));
      notices_.insert(notices_.end(), going.begin(), going.end());
    }
    std::stable_sort(notices_.begin(), notices_.end(),
                     [](const Notice& a, const Notice& b) { return a.at > b.at; });
    return std::move(notices_);
  }

 private:
  Status AddThreads(const Id& cohort) {
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> threads,
                     copy_.Find({KeyName::kThreadsOfCohort, cohort}));
    for (const v1::Entity& thread : threads) {
      RETURN_IF_ERROR(TellAll({KeyName::kPostsOfThread, IdOr(thread.id())}));
      RETURN_IF_ERROR(TellAll({KeyName::kFlagsInThread, IdOr(thread.id())}));
    }
    return {};
  }

  Status AddAssignments(const Id& cohort) {
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> assignments,
                     copy_.Find({KeyName::kAssignmentsOfCohort, cohort}));
    for (const v1::Entity& assignment : assignments) {
      const Id id = IdOr(assignment.id());
      RETURN_IF_ERROR(Tell(assignment));
      ASSIGN_OR_RETURN(const std::optional<Notice> near,
                       teller_.TellDeadline(assignment, now_, kDeadlineAhead));
      if (near) notices_.push_back(*near);
      ASSIGN_OR_RETURN(const std::optional<v1::Entity> nudge, copy_.Get(NudgeId(me_, id)));
      if (nudge) RETURN_IF_ERROR(Tell(*nudge));
      RETURN_IF_ERROR(AddWork(id));
    }
    return {};
  }

  Status AddWork(const Id& assignment) {
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> submissions,
                     copy_.Find({KeyName::kSubmissionsTo, assignment}));
    for (const v1::Entity& submission : submissions) {
      RETURN_IF_ERROR(Tell(submission));
      RETURN_IF_ERROR(TellAll({KeyName::kFeedbackOn, IdOr(submission.id())}));
    }
    return {};
  }

  Status TellAll(const Key& key) {
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> entities, copy_.Find(key));
    for (const v1::Entity& entity : entities) RETURN_IF_ERROR(Tell(entity));
    return {};
  }

  Status Tell(const v1::Entity& entity) {
    // One entity may be found under more than one key.
    if (!seen_.insert(IdOr(entity.id())).second) return {};
    ASSIGN_OR_RETURN(const std::optional<Notice> notice, teller_.Tell(entity));
    if (notice && notice->at >= since_) notices_.push_back(*notice);
    return {};
  }

  LocalCopy& copy_;
  NoticeTeller teller_;
  const Id me_;
  const TimeMs since_;
  const TimeMs now_;
  std::set<Id> seen_;
  std::vector<Notice> notices_;
};

}  // namespace

Result<std::set<Id>> ReadersOf(LocalCopy& copy, const v1::Thread& thread) {
  const Id cohort = IdOr(thread.cohort_id());
  const Scope all = Scope::OfCohort(cohort);
  const auto is_in_cohort = [&](const Id& person) { return copy.IsIn(person, all); };
  if (thread.group_id().empty() && thread.municipality_id().empty()) {
    return PeopleWho(copy, is_in_cohort);
  }
  std::set<Id> readers;
  if (!thread.group_id().empty()) {
    ASSIGN_OR_RETURN(readers, MembersOf(copy, IdOr(thread.group_id())));
  } else {
    ASSIGN_OR_RETURN(readers, PeopleWho(copy, [&](const Id& person) -> Result<bool> {
                       ASSIGN_OR_RETURN(const bool in, is_in_cohort(person));
                       if (!in) return false;
                       return LeadsIn(copy, person, thread.municipality_id());
                     }));
  }
  if (!thread.group_id().empty() || thread.coaches_invited()) {
    ASSIGN_OR_RETURN(std::set<Id> coaches, CoachesOf(copy, cohort));
    readers.merge(coaches);
  }
  return readers;
}

Result<Audience> AudienceOf(LocalCopy& copy, const Id& me, const v1::Thread& thread) {
  ASSIGN_OR_RETURN(const std::set<Id> readers, ReadersOf(copy, thread));
  std::set<Id> all = readers;
  all.insert(me);
  std::vector<v1::Membership> hats;
  for (const Id& person : all) {
    ASSIGN_OR_RETURN(std::vector<v1::Membership> worn, HatsOf(copy, person));
    hats.insert(hats.end(), worn.begin(), worn.end());
  }
  return AudienceOf(me, readers, hats);
}

Result<Talk> TalkIn(LocalCopy& copy, const Id& me, const Id& thread) {
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> posts,
                   copy.Find({KeyName::kPostsOfThread, thread}));
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> mark, copy.Get(ReadMarkId(me, thread)));
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> level, copy.Get(SubscriptionId(me, thread)));
  std::vector<const v1::Entity*> entities;
  entities.reserve(posts.size());
  Talk talk;
  talk.posts = posts.size();
  for (const v1::Entity& post : posts) {
    entities.push_back(&post);
    talk.last_ms = std::max(talk.last_ms, post.made_ms());
  }
  talk.unread = CountUnread(
      entities, mark ? mark->read_mark().read_to_ms() : 0, me,
      level && level->has_subscription() ? level->subscription().level() : kLevelUnsaid);
  return talk;
}

Result<Unread> UnreadIn(LocalCopy& copy, const Id& me, const Id& thread) {
  ASSIGN_OR_RETURN(const Talk talk, TalkIn(copy, me, thread));
  return talk.unread;
}

Result<std::vector<Notice>> NoticesSince(LocalCopy& copy, const Id& me, TimeMs since, TimeMs now) {
  return Gatherer(copy, me, since, now).Run();
}

}  // namespace samstig::rules
