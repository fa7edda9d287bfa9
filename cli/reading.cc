// SPDX-License-Identifier: Apache-2.0
#include "cli/reading.h"

#include <algorithm>

#include "cli/text.h"
#include "cli/words.h"
#include "domain/rules/assignment.h"
#include "domain/rules/names.h"
#include "domain/rules/trace.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

void Join(const std::string& words, std::string& into) {
  if (Trim(words).empty() || into.find(Trim(words)) != std::string::npos) return;
  if (!into.empty()) into += "\n\n";
  into += Trim(words);
}

}  // namespace

std::string Who(Copy& copy, const std::string& person) {
  if (copy.IsMe(person)) return "you";
  const std::string home = copy.HomeOf(person);
  return home.empty() ? copy.PersonName(person) : copy.PersonName(person) + ", " + home;
}

ThreadLevel LevelIn(Copy& copy, const Id& thread) {
  const Result<Shown> shown = copy.Get(rules::SubscriptionId(copy.me(), thread));
  if (!shown.ok() || !shown->entity.has_subscription()) return {};
  return {shown->entity.subscription().level(), shown->entity.subscription().why()};
}

std::string LevelLine(const ThreadLevel& level) {
  switch (level.why) {
    case v1::LEVEL_WHY_CHOSEN:
      return Word(level.level) + ", as you chose";
    case v1::LEVEL_WHY_STARTED:
      return Word(level.level) + ", since you started it";
    case v1::LEVEL_WHY_WROTE:
      return Word(level.level) + ", since you wrote in it";
    case v1::LEVEL_WHY_MENTIONED:
      return Word(level.level) + ", since you were mentioned in it";
    default:
      return Word(level.level);
  }
}

Result<ThreadSummary> Summarise(Copy& copy, const Shown& thread) {
  const Id id = IdIn(thread.entity.id());
  ASSIGN_OR_RETURN(std::vector<Shown> posts, copy.All(KeyName::kPostsOfThread, id));
  const Result<Shown> mark = copy.Get(rules::ReadMarkId(copy.me(), id));
  const base::TimeMs read_to = mark.ok() ? mark->entity.read_mark().read_to_ms() : 0;
  ThreadSummary summary;
  summary.posts = posts.size();
  summary.level = LevelIn(copy, id);
  std::vector<const v1::Entity*> entities;
  for (const Shown& post : posts) {
    summary.last = std::max(summary.last, post.entity.made_ms());
    entities.push_back(&post.entity);
  }
  summary.unread = rules::CountUnread(entities, read_to, copy.me(), summary.level.level);
  return summary;
}

std::string UnreadLine(const ThreadSummary& summary) {
  std::string line = std::to_string(summary.unread.posts) + " of " + std::to_string(summary.posts);
  if (summary.unread.mentions > 0) {
    line += "; " + Count(summary.unread.mentions, "names you", "name you");
  }
  return line;
}

namespace {

// The group that an assignment is for, if there is one and it is known here.
std::optional<Shown> GroupOf(Copy& copy, const v1::Assignment& assignment) {
  if (!assignment.has_group_id()) return std::nullopt;
  Result<Shown> group = copy.Get(IdIn(assignment.group_id()), v1::Entity::kGroup, "group");
  return group.ok() ? std::optional<Shown>(*std::move(group)) : std::nullopt;
}

bool IsFor(Copy& copy, const v1::Assignment& assignment, const std::string& person) {
  const std::optional<Shown> group = GroupOf(copy, assignment);
  return rules::IsFor(assignment, person, group ? &group->entity.group() : nullptr);
}

}  // namespace

std::string ForWhom(Copy& copy, const v1::Assignment& assignment) {
  if (assignment.has_person_id()) return Who(copy, assignment.person_id());
  if (!assignment.has_group_id()) return "all";
  const std::optional<Shown> group = GroupOf(copy, assignment);
  return group ? group->entity.group().name() : "a group";
}

Result<std::vector<std::string>> AddresseesOf(Copy& copy, const v1::Assignment& assignment) {
  ASSIGN_OR_RETURN(std::vector<Shown> places,
                   copy.All(KeyName::kEnrolmentsOfCohort, IdIn(assignment.cohort_id())));
  std::vector<std::string> people;
  for (const Shown& place : places) {
    const v1::Enrolment& enrolment = place.entity.enrolment();
    const bool takes_part = enrolment.state() == v1::ENROLMENT_STATE_ACTIVE ||
                            enrolment.state() == v1::ENROLMENT_STATE_COMPLETED;
    if (takes_part && IsFor(copy, assignment, enrolment.person_id())) {
      people.push_back(enrolment.person_id());
    }
  }
  return people;
}

bool IsMine(Copy& copy, const v1::Assignment& assignment) {
  return assignment.state() != v1::ASSIGNMENT_STATE_SCHEDULED &&
         IsFor(copy, assignment, copy.me().ToBytes());
}

Result<std::vector<Shown>> AllAnnouncements(Copy& copy) {
  std::vector<Shown> all;
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, copy.All(KeyName::kCohorts));
  for (const Shown& cohort : cohorts) {
    ASSIGN_OR_RETURN(std::vector<Shown> here,
                     copy.All(KeyName::kAnnouncementsOfCohort, IdIn(cohort.entity.id())));
    for (Shown& shown : here) {
      if (!shown.entity.announcement().taken_down()) all.push_back(std::move(shown));
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Shown& a, const Shown& b) {
    return a.entity.made_ms() > b.entity.made_ms();
  });
  return all;
}

// A read mark of an assignment counts its versions as that of a thread counts time: both only grow.
uint32_t VersionRead(Copy& copy, const Id& assignment) {
  const Result<Shown> mark = copy.Get(rules::ReadMarkId(copy.me(), assignment));
  const auto read =
      mark.ok() ? static_cast<uint32_t>(mark->entity.read_mark().read_to_ms()) : uint32_t{0};
  const Result<Work> work = WorkOn(copy, assignment);
  if (!work.ok() || !work->attempt) return read;
  return std::max(read, work->attempt->entity.submission().assignment_version());
}

std::optional<v1::Mutation> NotesVersionRead(Copy& copy, const Shown& assignment) {
  const Id id = IdIn(assignment.entity.id());
  const uint32_t version = assignment.entity.assignment().version();
  if (assignment.pending || version == 0 || VersionRead(copy, id) >= version) return std::nullopt;
  v1::Mutation mutation;
  v1::MarkRead& mark = *mutation.mutable_mark_read();
  mark.set_id(rules::ReadMarkId(copy.me(), id).ToBytes());
  mark.set_thread_id(id.ToBytes());
  mark.set_read_to_ms(version);
  return mutation;
}

Result<Work> WorkOn(Copy& copy, const Id& assignment) {
  Work work;
  const Id id = rules::WorkId(copy.me(), assignment);
  const Result<Shown> draft = copy.Get(id);
  if (draft.ok() && draft->entity.has_draft()) work.draft = draft->entity.draft();
  ASSIGN_OR_RETURN(std::vector<Shown> attempts, copy.All(KeyName::kAttemptsAtWork, id));
  work.attempts = attempts.size();
  for (Shown& attempt : attempts) {
    // An attempt that the server has not numbered yet is the newest.
    const auto order = [](const Shown& shown) {
      const uint32_t number = shown.entity.submission().attempt();
      return number == 0 ? UINT32_MAX : number;
    };
    if (!work.attempt || order(attempt) >= order(*work.attempt)) work.attempt = std::move(attempt);
  }
  return work;
}

std::string WorkState(const Work& work, base::TimeMs due, base::TimeMs now) {
  const std::string late = now > due ? ", overdue" : "";
  if (!work.attempt) return (work.draft ? "draft" : "to do") + late;
  const v1::Submission& submission = work.attempt->entity.submission();
  if (work.attempt->pending) return "handed in; will be sent";
  switch (submission.state()) {
    case v1::SUBMISSION_STATE_RETURNED:
      return "asked for another try" + late;
    case v1::SUBMISSION_STATE_ACKNOWLEDGED:
      return "done, with thanks";
    case v1::SUBMISSION_STATE_IN_DIALOGUE:
      return "handed in; there is an answer";
    default:
      return submission.late() ? "handed in, late" : "handed in";
  }
}

Result<std::vector<Shown>> Dialogue(Copy& copy, const Id& submission) {
  ASSIGN_OR_RETURN(std::vector<Shown> turns, copy.All(KeyName::kFeedbackOn, submission));
  std::stable_sort(turns.begin(), turns.end(), [](const Shown& a, const Shown& b) {
    return a.entity.made_ms() < b.entity.made_ms();
  });
  return turns;
}

Result<bool> WaitsForCoach(Copy& copy, const Shown& submission) {
  const v1::Submission& work = submission.entity.submission();
  if (work.erased() || rules::IsTraceId(work.person_id())) return false;
  const v1::SubmissionState state = work.state();
  if (state == v1::SUBMISSION_STATE_SUBMITTED) return true;
  if (state != v1::SUBMISSION_STATE_IN_DIALOGUE) return false;
  ASSIGN_OR_RETURN(std::vector<Shown> turns, Dialogue(copy, IdIn(submission.entity.id())));
  return !turns.empty() &&
         turns.back().entity.author() == submission.entity.submission().person_id();
}

std::string RemovalLine(const v1::Removal& removal) {
  const std::string line = "taken down by a coach as " + Word(removal.cause());
  return removal.note().empty() ? line : line + ": " + removal.note();
}

std::string TextOrWhyNone(const v1::Post& post) {
  if (post.withdrawn()) return "(taken back)";
  if (post.has_removal()) return "(" + RemovalLine(post.removal()) + ")";
  // Put back on this device; the text itself is the server's to give.
  if (post.heads().empty()) return "(put back; its text comes with the server's answer)";
  return TextOf(post);
}

std::string JoinedText(const google::protobuf::RepeatedPtrField<v1::Revision>& heads) {
  std::string joined;
  for (const v1::Revision& head : heads) Join(head.text(), joined);
  return joined;
}

v1::Report Joined(const v1::Draft& draft) {
  v1::Report joined;
  for (const v1::Revision& head : draft.heads()) {
    const v1::Report& report = head.report();
    Join(report.tried(), *joined.mutable_tried());
    Join(report.happened(), *joined.mutable_happened());
    Join(report.insight(), *joined.mutable_insight());
    Join(report.next_step(), *joined.mutable_next_step());
    joined.set_did_not_work(joined.did_not_work() || report.did_not_work());
  }
  return joined;
}

}  // namespace samstig::cli
