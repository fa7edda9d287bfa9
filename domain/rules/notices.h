// SPDX-License-Identifier: Apache-2.0
// Notices: what a person is told of, and why. One rule for the device's list and the server's
// mails. Nothing is stored for a notice: it follows from an entity as it is now and from what is
// known of the person.
//
//   const std::optional<Notice> notice = NoticeOf(post, {.me = anna, .level = v1::LEVEL_WATCHING});
//
// One's own doings are no notice, nor is what was read, taken back or taken down. A muted thread
// tells nothing.
#ifndef SAMSTIG_DOMAIN_RULES_NOTICES_H_
#define SAMSTIG_DOMAIN_RULES_NOTICES_H_

#include <optional>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "samstig/v1/entity.pb.h"

namespace samstig::rules {

// Why somebody is told. Closed: each has its words in every language.
enum class NoticeWhy {
  kMentionsYou,
  kAnswersYou,
  kYouWatchWhatYouStarted,
  kYouWatch,  // By choice.
  kYourWork,  // Feedback on one's own submission.
  kYourCohort,
  kYourGroup,
  kForYou,   // An assignment for this person alone.
  kNotDone,  // An assignment that is due, with nothing handed in.
  kNudged,
  kYouCoach,
  kGoesSoon,  // What was written in the cohort, by the rules of retention.
};

struct Notice {
  v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED;
  NoticeWhy why = NoticeWhy::kMentionsYou;
  // Where to look: the thread, assignment, submission or announcement.
  base::Id place;
  // Who wrote it; nil where that is not for the person to know.
  base::Id who;
  base::TimeMs at = 0;
};

// What is known of the person besides the entity. What stands here by default is what holds where
// nothing is stored.
struct NoticeContext {
  base::Id me;
  // Of the cohort that the entity belongs to.
  bool coach = false;
  // ---- Of a post: the person's level in its thread and why, how far it was read, and whether the
  // post it answers is the person's own.
  v1::Level level = v1::LEVEL_NORMAL;
  v1::LevelWhy level_why = v1::LEVEL_WHY_UNSPECIFIED;
  base::TimeMs read_to = 0;
  bool answers_me = false;
  // ---- Of feedback: whose submission it is about.
  base::Id worker;
  // ---- Of an assignment: whether the person takes part where it was given, and has handed in.
  bool takes_part = false;
  bool handed_in = false;
  // ---- Of a flag: whether the flagged post is the person's own.
  bool own_post = false;
};

std::optional<Notice> NoticeOf(const v1::Entity& entity, const NoticeContext& context);

inline constexpr base::TimeMs kDeadlineAhead = 48 * base::kHourMs;

// Whether an assignment that is due within `ahead` is still to be done by the person. `at` of the
// notice is when it began to be so near.
std::optional<Notice> DeadlineOf(const v1::Entity& assignment, const NoticeContext& context,
                                 base::TimeMs now, base::TimeMs ahead = kDeadlineAhead);

// What goes of a cohort within the time of notice (rules/retention.h): the person wrote there or
// reads there, and may want to take away what is the person's own. One for each time at which work
// or talk goes; `at` of the notice is when it began to be so near. `rules` and `end` are the
// network's rules and the cohort's end (EndId).
std::vector<Notice> GoingOf(const v1::Entity& rules, const v1::Entity& end, const base::Id& cohort,
                            base::TimeMs now);

// Of these, a change to what was there before is news as well: a new version, another nudge, a flag
// that was opened again. All else is news once, when it is made.
bool IsNewsWhenChanged(v1::Entity::BodyCase kind);

// What waits for no digest when a person wants to be told soon.
bool IsUrgent(v1::NoticeKind kind);

// ---- What a person wants to hear by mail

// The settings as they hold: those that are stored, or what goes for everybody.
v1::NoticeSettings NoticeSettingsOf(const v1::Entity* stored);
bool WantsMail(const v1::NoticeSettings& settings, v1::NoticeKind kind);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_NOTICES_H_
