// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/notices.h"

#include <algorithm>

#include "domain/rules/retention.h"
#include "domain/rules/trace.h"

namespace samstig::rules {

using base::Id;
using base::TimeMs;

namespace {

constexpr uint32_t kDigestMinute = 7 * 60 + 30;
constexpr uint32_t kMonday = 1;

// Nil for what is no id.
Id IdOr(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

bool IsMentioned(const v1::Post& post, const Id& person) {
  return std::any_of(post.heads().begin(), post.heads().end(), [&](const v1::Revision& head) {
    return std::any_of(head.mentions().begin(), head.mentions().end(),
                       [&](const std::string& mentioned) { return IdOr(mentioned) == person; });
  });
}

std::optional<Notice> OfPost(const v1::Entity& entity, const NoticeContext& context) {
  const v1::Post& post = entity.post();
  if (post.withdrawn() || post.has_removal()) return std::nullopt;
  if (context.level == v1::LEVEL_MUTED || entity.made_ms() <= context.read_to) return std::nullopt;
  Notice notice;
  notice.place = IdOr(post.thread_id());
  notice.who = IdOr(entity.author());
  notice.at = entity.made_ms();
  if (IsMentioned(post, context.me)) {
    notice.kind = v1::NOTICE_KIND_MENTION;
    notice.why = NoticeWhy::kMentionsYou;
  } else if (context.answers_me) {
    notice.kind = v1::NOTICE_KIND_ANSWER;
    notice.why = NoticeWhy::kAnswersYou;
  } else if (context.level == v1::LEVEL_WATCHING) {
    notice.kind = v1::NOTICE_KIND_POST;
    notice.why = context.level_why == v1::LEVEL_WHY_STARTED ? NoticeWhy::kYouWatchWhatYouStarted
                                                            : NoticeWhy::kYouWatch;
  } else {
    return std::nullopt;
  }
  return notice;
}

// The leader hears of each turn, the coaches of the leader's.
std::optional<Notice> OfFeedback(const v1::Entity& entity, const NoticeContext& context) {
  if (entity.feedback().erased() || IsTraceId(entity.author())) return std::nullopt;
  Notice notice{v1::NOTICE_KIND_FEEDBACK, NoticeWhy::kYourWork,
                IdOr(entity.feedback().submission_id()), IdOr(entity.author()), entity.made_ms()};
  if (context.worker == context.me) return notice;
  if (!context.coach || context.worker != notice.who) return std::nullopt;
  notice.why = NoticeWhy::kYouCoach;
  return notice;
}

NoticeWhy WhyOf(const v1::Assignment& assignment) {
  switch (assignment.target_case()) {
    case v1::Assignment::kGroupId:
      return NoticeWhy::kYourGroup;
    case v1::Assignment::kPersonId:
      return NoticeWhy::kForYou;
    case v1::Assignment::TARGET_NOT_SET:
      break;
  }
  return NoticeWhy::kYourCohort;
}

// Whether it is for this person to do.
bool IsTask(const v1::Assignment& assignment, const NoticeContext& context) {
  if (assignment.state() != v1::ASSIGNMENT_STATE_OPEN || !context.takes_part) return false;
  return assignment.person_id().empty() || IdOr(assignment.person_id()) == context.me;
}

std::optional<Notice> OfAssignment(const v1::Entity& entity, const NoticeContext& context) {
  const v1::Assignment& assignment = entity.assignment();
  if (!IsTask(assignment, context)) return std::nullopt;
  return Notice{v1::NOTICE_KIND_ASSIGNMENT, WhyOf(assignment), IdOr(entity.id()),
                IdOr(entity.author()), std::max(entity.made_ms(), assignment.publish_ms())};
}

std::optional<Notice> OfAnnouncement(const v1::Entity& entity, const NoticeContext&) {
  if (entity.announcement().taken_down()) return std::nullopt;
  return Notice{v1::NOTICE_KIND_ANNOUNCEMENT, NoticeWhy::kYourCohort, IdOr(entity.id()),
                IdOr(entity.author()), entity.made_ms()};
}

std::optional<Notice> OfNudge(const v1::Entity& entity, const NoticeContext& context) {
  const v1::Nudge& nudge = entity.nudge();
  if (IdOr(nudge.person_id()) != context.me || context.handed_in) return std::nullopt;
  return Notice{v1::NOTICE_KIND_NUDGE, NoticeWhy::kNudged, IdOr(nudge.assignment_id()),
                IdOr(entity.author()), nudge.last_ms()};
}

std::optional<Notice> OfSubmission(const v1::Entity& entity, const NoticeContext& context) {
  const v1::Submission& submission = entity.submission();
  // Nobody waits for an answer.
  if (submission.erased() || IsTraceId(submission.person_id())) return std::nullopt;
  // Once somebody has answered, there is nothing new about it.
  if (!context.coach || submission.state() != v1::SUBMISSION_STATE_SUBMITTED) return std::nullopt;
  return Notice{v1::NOTICE_KIND_SUBMISSION, NoticeWhy::kYouCoach, IdOr(entity.id()),
                IdOr(submission.person_id()), entity.made_ms()};
}

std::optional<Notice> OfFlag(const v1::Entity& entity, const NoticeContext& context) {
  const v1::Flag& flag = entity.flag();
  // The post's author does not learn of it from here, coach or not.
  if (!context.coach || context.own_post || flag.state() != v1::FLAG_STATE_OPEN) {
    return std::nullopt;
  }
  const TimeMs at =
      flag.history().empty() ? entity.made_ms() : flag.history(flag.history_size() - 1).at_ms();
  return Notice{v1::NOTICE_KIND_FLAG, NoticeWhy::kYouCoach, IdOr(flag.thread_id()), Id(), at};
}

}  // namespace

std::optional<Notice> NoticeOf(const v1::Entity& entity, const NoticeContext& context) {
  if (context.me.IsNil() || entity.author() == context.me.bytes()) return std::nullopt;
  switch (entity.body_case()) {
    case v1::Entity::kPost:
      return OfPost(entity, context);
    case v1::Entity::kFeedback:
      return OfFeedback(entity, context);
    case v1::Entity::kAssignment:
      return OfAssignment(entity, context);
    case v1::Entity::kAnnouncement:
      return OfAnnouncement(entity, context);
    case v1::Entity::kNudge:
      return OfNudge(entity, context);
    case v1::Entity::kSubmission:
      return OfSubmission(entity, context);
    case v1::Entity::kFlag:
      return OfFlag(entity, context);
    default:
      return std::nullopt;
  }
}

std::optional<Notice> DeadlineOf(const v1::Entity& entity, const NoticeContext& context, TimeMs now,
                                 TimeMs ahead) {
  const v1::Assignment& assignment = entity.assignment();
  if (!IsTask(assignment, context) || context.handed_in) return std::nullopt;
  const TimeMs near = assignment.due_ms() - ahead;
  if (now < assignment.opens_ms() || now < near || now >= assignment.due_ms()) return std::nullopt;
  return Notice{v1::NOTICE_KIND_DEADLINE, NoticeWhy::kNotDone, IdOr(entity.id()), Id(),
                std::max(near, assignment.opens_ms())};
}

std::vector<Notice> GoingOf(const v1::Entity& rules, const v1::Entity& end, const Id& cohort,
                            TimeMs now) {
  std::vector<Notice> notices;
  for (const v1::RetentionClass of : {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK}) {
    const std::optional<TimeMs> goes = GoesAt(rules, of, end.made_ms());
    if (!goes || now < *goes - kRetentionNotice || now >= *goes) continue;
    const Notice notice{v1::NOTICE_KIND_ANNOUNCEMENT, NoticeWhy::kGoesSoon, cohort, Id(),
                        *goes - kRetentionNotice};
    if (notices.empty() || notices.back().at != notice.at) notices.push_back(notice);
  }
  return notices;
}

bool IsNewsWhenChanged(v1::Entity::BodyCase kind) {
  return kind == v1::Entity::kAssignment || kind == v1::Entity::kNudge || kind == v1::Entity::kFlag;
}

bool IsUrgent(v1::NoticeKind kind) {
  return kind == v1::NOTICE_KIND_MENTION || kind == v1::NOTICE_KIND_ANSWER ||
         kind == v1::NOTICE_KIND_FEEDBACK || kind == v1::NOTICE_KIND_NUDGE;
}

v1::NoticeSettings NoticeSettingsOf(const v1::Entity* stored) {
  v1::NoticeSettings settings;
  if (stored != nullptr && stored->has_notice_settings()) {
    settings = stored->notice_settings();
  } else {
    settings.set_rhythm(v1::MAIL_RHYTHM_DAILY);
    settings.set_digest_minute(kDigestMinute);
    settings.set_digest_weekday(kMonday);
  }
  if (settings.time_zone().empty()) settings.set_time_zone("Europe/Helsinki");
  return settings;
}

bool WantsMail(const v1::NoticeSettings& settings, v1::NoticeKind kind) {
  return settings.rhythm() != v1::MAIL_RHYTHM_NEVER &&
         std::find(settings.off().begin(), settings.off().end(), kind) == settings.off().end();
}

}  // namespace samstig::rules
