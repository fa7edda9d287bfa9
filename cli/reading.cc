// SPDX-License-Identifier: Apache-2.0
#include "cli/reading.h"

#include <algorithm>

#include "cli/text.h"
#include "cli/words.h"
#include "domain/rules/names.h"

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

Result<ThreadSummary> Summarise(Copy& copy, const Shown& thread) {
  ASSIGN_OR_RETURN(std::vector<Shown> posts,
                   copy.All(KeyName::kPostsOfThread, IdIn(thread.entity.id())));
  const Result<Shown> mark = copy.Get(rules::ReadMarkId(copy.me(), IdIn(thread.entity.id())));
  const base::TimeMs read_to = mark.ok() ? mark->entity.read_mark().read_to_ms() : 0;
  ThreadSummary summary;
  summary.posts = posts.size();
  for (const Shown& post : posts) {
    const base::TimeMs made = post.entity.made_ms();
    summary.last = std::max(summary.last, made);
    if (made > read_to && !copy.IsMe(post.entity.author())) ++summary.unread;
  }
  return summary;
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
  const v1::SubmissionState state = submission.entity.submission().state();
  if (state == v1::SUBMISSION_STATE_SUBMITTED) return true;
  if (state != v1::SUBMISSION_STATE_IN_DIALOGUE) return false;
  ASSIGN_OR_RETURN(std::vector<Shown> turns, Dialogue(copy, IdIn(submission.entity.id())));
  return !turns.empty() &&
         turns.back().entity.author() == submission.entity.submission().person_id();
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
