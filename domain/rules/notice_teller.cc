// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/notice_teller.h"

#include "domain/rules/names.h"

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

}  // namespace

Result<std::optional<v1::Entity>> NoticeTeller::Load(const std::string& id,
                                                     v1::Entity::BodyCase kind) {
  if (IdOr(id).IsNil()) return std::optional<v1::Entity>();
  ASSIGN_OR_RETURN(std::optional<v1::Entity> entity, source_.Get(IdOr(id)));
  if (entity && entity->body_case() != kind) entity.reset();
  return entity;
}

Result<const NoticeTeller::Standing*> NoticeTeller::MyStanding() {
  if (standing_) return &*standing_;
  Standing standing;
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats,
                   source_.Find({KeyName::kMembershipsOfPerson, me_}));
  for (const v1::Entity& entity : hats) {
    const v1::Membership& hat = entity.membership();
    if (hat.role() == v1::ROLE_COACH && !hat.ended())
      standing.coached.insert(IdOr(hat.cohort_id()));
  }
  ASSIGN_OR_RETURN(std::vector<v1::Entity> enrolments,
                   source_.Find({KeyName::kEnrolmentsOfPerson, me_}));
  for (const v1::Entity& entity : enrolments) {
    const v1::Enrolment& enrolment = entity.enrolment();
    if (enrolment.state() == v1::ENROLMENT_STATE_ACTIVE ||
        enrolment.state() == v1::ENROLMENT_STATE_COMPLETED) {
      standing.places.insert(IdOr(enrolment.cohort_id()));
    }
  }
  standing_ = std::move(standing);
  return &*standing_;
}

Result<std::set<Id>> NoticeTeller::Places() {
  ASSIGN_OR_RETURN(const Standing* standing, MyStanding());
  return standing->places;
}

Result<std::set<Id>> NoticeTeller::Cohorts() {
  ASSIGN_OR_RETURN(const Standing* standing, MyStanding());
  std::set<Id> cohorts = standing->places;
  cohorts.insert(standing->coached.begin(), standing->coached.end());
  return cohorts;
}

Result<std::vector<Notice>> NoticeTeller::TellGoing(const Id& cohort, TimeMs now) {
  ASSIGN_OR_RETURN(const std::set<Id> mine, Cohorts());
  if (!mine.contains(cohort)) return std::vector<Notice>();
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> rules, source_.Get(RetentionId()));
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> end, source_.Get(EndId(cohort)));
  return rules && end ? GoingOf(*rules, *end, cohort, now) : std::vector<Notice>();
}

Result<Id> NoticeTeller::CohortOf(const v1::Entity& entity) {
  const auto of_thread = [&](const std::string& thread_id) -> Result<Id> {
    ASSIGN_OR_RETURN(std::optional<v1::Entity> thread, Load(thread_id, v1::Entity::kThread));
    return thread ? IdOr(thread->thread().cohort_id()) : Id();
  };
  switch (entity.body_case()) {
    case v1::Entity::kPost:
      return of_thread(entity.post().thread_id());
    case v1::Entity::kFlag:
      return of_thread(entity.flag().thread_id());
    case v1::Entity::kFeedback: {
      ASSIGN_OR_RETURN(std::optional<v1::Entity> work,
                       Load(entity.feedback().submission_id(), v1::Entity::kSubmission));
      return work ? IdOr(work->submission().cohort_id()) : Id();
    }
    case v1::Entity::kNudge: {
      ASSIGN_OR_RETURN(std::optional<v1::Entity> assignment,
                       Load(entity.nudge().assignment_id(), v1::Entity::kAssignment));
      return assignment ? IdOr(assignment->assignment().cohort_id()) : Id();
    }
    case v1::Entity::kCohort:
      return IdOr(entity.id());
    case v1::Entity::kAssignment:
      return IdOr(entity.assignment().cohort_id());
    case v1::Entity::kSubmission:
      return IdOr(entity.submission().cohort_id());
    case v1::Entity::kAnnouncement:
      return IdOr(entity.announcement().cohort_id());
    default:
      return Id();
  }
}

Result<bool> NoticeTeller::HandedIn(const std::string& assignment) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> attempts,
                   source_.Find({KeyName::kAttemptsAtWork, WorkId(me_, IdOr(assignment))}));
  return !attempts.empty();
}

Status NoticeTeller::AddThread(const v1::Post& post, NoticeContext& context) {
  const Id thread = IdOr(post.thread_id());
  ASSIGN_OR_RETURN(std::optional<v1::Entity> level,
                   Load(SubscriptionId(me_, thread).ToBytes(), v1::Entity::kSubscription));
  if (level) {
    context.level = level->subscription().level();
    context.level_why = level->subscription().why();
  }
  ASSIGN_OR_RETURN(std::optional<v1::Entity> mark,
                   Load(ReadMarkId(me_, thread).ToBytes(), v1::Entity::kReadMark));
  if (mark) context.read_to = mark->read_mark().read_to_ms();
  ASSIGN_OR_RETURN(std::optional<v1::Entity> parent, Load(post.reply_to(), v1::Entity::kPost));
  context.answers_me = parent && parent->author() == me_.bytes();
  return {};
}

Result<NoticeContext> NoticeTeller::ContextOf(const v1::Entity& entity) {
  NoticeContext context;
  context.me = me_;
  ASSIGN_OR_RETURN(const Standing* standing, MyStanding());
  ASSIGN_OR_RETURN(const Id cohort, CohortOf(entity));
  context.coach = standing->coached.contains(cohort);
  context.takes_part = standing->places.contains(cohort);
  switch (entity.body_case()) {
    case v1::Entity::kPost:
      RETURN_IF_ERROR(AddThread(entity.post(), context));
      break;
    case v1::Entity::kFeedback: {
      ASSIGN_OR_RETURN(std::optional<v1::Entity> work,
                       Load(entity.feedback().submission_id(), v1::Entity::kSubmission));
      if (work) context.worker = IdOr(work->submission().person_id());
      break;
    }
    case v1::Entity::kFlag: {
      ASSIGN_OR_RETURN(std::optional<v1::Entity> post,
                       Load(entity.flag().post_id(), v1::Entity::kPost));
      context.own_post = post && post->author() == me_.bytes();
      break;
    }
    case v1::Entity::kNudge: {
      ASSIGN_OR_RETURN(context.handed_in, HandedIn(entity.nudge().assignment_id()));
      break;
    }
    case v1::Entity::kAssignment: {
      ASSIGN_OR_RETURN(context.handed_in, HandedIn(entity.id()));
      break;
    }
    default:
      break;
  }
  return context;
}

Result<std::optional<Notice>> NoticeTeller::Tell(const v1::Entity& entity) {
  ASSIGN_OR_RETURN(const NoticeContext context, ContextOf(entity));
  return NoticeOf(entity, context);
}

Result<std::optional<Notice>> NoticeTeller::TellDeadline(const v1::Entity& assignment, TimeMs now,
                                                         TimeMs ahead) {
  ASSIGN_OR_RETURN(const NoticeContext context, ContextOf(assignment));
  return DeadlineOf(assignment, context, now, ahead);
}

}  // namespace samstig::rules
