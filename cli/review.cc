// SPDX-License-Identifier: Apache-2.0
// The dialogue on reports: review (what waits for an answer) and feedback.
#include <algorithm>
#include <memory>

#include "cli/dates.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace samstig::cli {

namespace {

struct ReviewOptions {
  bool all = false;
};

Result<Exit> Review(Session& s, const ReviewOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> submissions, copy->AllSubmissions());
  // Who has waited longest comes first.
  std::stable_sort(submissions.begin(), submissions.end(), [](const Shown& a, const Shown& b) {
    return a.entity.made_ms() < b.entity.made_ms();
  });
  Json document = Json::array();
  Table table({"", "handed in", "leader", "try", "state", "assignment"});
  std::vector<Id> listing;
  for (const Shown& shown : submissions) {
    const v1::Submission& submission = shown.entity.submission();
    ASSIGN_OR_RETURN(bool waits, WaitsForCoach(*copy, shown));
    if (!waits && !options.all) continue;
    listing.push_back(IdIn(shown.entity.id()));
    Json json = ToJson(*copy, shown);
    json["waits"] = waits;
    document.push_back(std::move(json));
    table.Add({std::to_string(listing.size()), FromNow(shown.entity.made_ms(), s.Now()),
               Who(*copy, submission.person_id()), std::to_string(submission.attempt()),
               Word(submission.state()) + (submission.late() ? ", late" : ""),
               copy->AssignmentTitle(submission.assignment_id())});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("No report waits for an answer.");
  } else {
    table.PrintTo(s.out());
    s.out().Print("\nRead one: samstig read 1. Answer it: samstig feedback 1 TEXT --acknowledge");
  }
  return Exit::kOk;
}

struct FeedbackOptions {
  std::string submission;
  std::string text;
  bool comment = false;
  bool send_back = false;
  bool acknowledge = false;
};

v1::Verdict VerdictOf(const FeedbackOptions& options) {
  if (options.send_back) return v1::VERDICT_RETURN;
  return options.acknowledge ? v1::VERDICT_ACKNOWLEDGE : v1::VERDICT_COMMENT;
}

Result<Exit> Feedback(Session& s, const FeedbackOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id submission, s.Find(options.submission, "report", Submissions));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(submission, v1::Entity::kSubmission, "report"));
  ASSIGN_OR_RETURN(std::string text, TextFrom(s, options.text, ""));
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  v1::GiveFeedback& give = *mutation.mutable_give_feedback();
  give.set_id(id.ToBytes());
  give.set_submission_id(submission.ToBytes());
  give.set_text(text);
  give.set_verdict(VerdictOf(options));
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  const std::string author = shown.entity.submission().person_id();
  const std::string readers = copy->IsMe(author)
                                  ? "the coaches can read it"
                                  : copy->PersonName(author) + " and the coaches can read it";
  return s.Tell(sent, "Feedback (" + Word(give.verdict()) + "); " + readers,
                {{"feedback_id", id.ToText()}, {"submission_id", submission.ToText()}});
}

}  // namespace

void AddReviewVerbs(CLI::App& app, Verbs& verbs) {
  auto review = std::make_shared<ReviewOptions>();
  CLI::App* queue =
      app.add_subcommand("review", "Reports that wait for your answer")->group(group::kCoach);
  queue->add_flag("--all", review->all, "Also those that were answered");
  verbs.On(queue, [review](Session& s) { return Review(s, *review); });

  auto feedback = std::make_shared<FeedbackOptions>();
  CLI::App* give =
      app.add_subcommand("feedback", "Answer a report, or go on talking about your own")
          ->group(group::kCoach);
  give->add_option("REPORT", feedback->submission, "The report")->required();
  give->add_option("TEXT", feedback->text,
                   "Your words; - reads standard input; without it an editor opens");
  CLI::Option* comment =
      give->add_flag("--comment", feedback->comment, "Go on talking (the default)");
  CLI::Option* send_back = give->add_flag("--return", feedback->send_back, "Ask for another try");
  CLI::Option* thanks = give->add_flag("--acknowledge", feedback->acknowledge, "Done, with thanks");
  comment->excludes(send_back)->excludes(thanks);
  send_back->excludes(thanks);
  verbs.On(give, [feedback](Session& s) { return Feedback(s, *feedback); });
}

}  // namespace samstig::cli
