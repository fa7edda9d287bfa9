// SPDX-License-Identifier: Apache-2.0
// A leader's own work: write (the draft) and submit.
#include <memory>

#include "cli/attach.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/report_text.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"

namespace samstig::cli {

namespace {

struct WorkOptions {
  std::string assignment;
  std::optional<std::string> tried;
  std::optional<std::string> happened;
  std::optional<std::string> insight;
  std::optional<std::string> next_step;
  bool did_not_work = false;
  std::vector<std::string> files;
  bool anything() const {
    return tried || happened || insight || next_step || did_not_work || !files.empty();
  }
};

void Apply(const WorkOptions& options, v1::Report& report) {
  if (options.tried) report.set_tried(*options.tried);
  if (options.happened) report.set_happened(*options.happened);
  if (options.insight) report.set_insight(*options.insight);
  if (options.next_step) report.set_next_step(*options.next_step);
  if (options.did_not_work) report.set_did_not_work(true);
}

// The next version of the draft, which joins all versions that were seen.
v1::Mutation SaveDraft(Session& s, Copy& copy, const Id& assignment,
                       const std::optional<v1::Draft>& before, const v1::Report& report) {
  v1::Mutation mutation;
  v1::SaveDraft& save = *mutation.mutable_save_draft();
  save.set_id(rules::WorkId(copy.me(), assignment).ToBytes());
  save.set_assignment_id(assignment.ToBytes());
  save.mutable_revision()->set_revision_id(copy.client().NewId().ToBytes());
  save.mutable_revision()->set_claimed_ms(s.Now());
  *save.mutable_revision()->mutable_report() = report;
  if (before) {
    for (const v1::Revision& head : before->heads()) save.add_replaces(head.revision_id());
  }
  return mutation;
}

Result<Exit> Write(Session& s, const WorkOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id assignment, s.Find(options.assignment, "assignment", Assignments));
  ASSIGN_OR_RETURN(Work work, WorkOn(*copy, assignment));
  v1::Report report = work.draft ? Joined(*work.draft) : v1::Report();
  if (options.anything()) {
    Apply(options, report);
  } else {
    ASSIGN_OR_RETURN(std::string text, TextFrom(s, "", ToEditorText(report)));
    v1::Report edited = FromEditorText(text, report.did_not_work());
    *edited.mutable_attachments() = report.attachments();
    report = edited;
  }
  RETURN_IF_ERROR(AttachFiles(*copy, options.files, *report.mutable_attachments()));
  ASSIGN_OR_RETURN(Sent sent, s.Send(SaveDraft(s, *copy, assignment, work.draft, report)));
  if (!options.files.empty()) s.SendFiles();
  return s.Tell(
      sent, "Draft on “" + copy->AssignmentTitle(assignment.ToBytes()) + "”; only you can read it",
      {{"assignment_id", assignment.ToText()}, {"draft", ToJson(report)}});
}

Result<Exit> Submit(Session& s, const WorkOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.assignment, "assignment", Assignments));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kAssignment, "assignment"));
  ASSIGN_OR_RETURN(Work work, WorkOn(*copy, id));
  if (work.draft && work.draft->heads_size() > 1 && !options.anything()) {
    return Status(v1::REASON_ILLEGAL_MOVE,
                  "Two of your devices wrote the draft at the same time. Read it (samstig read " +
                      options.assignment + "), make it one (samstig write), then submit.");
  }
  v1::Report report = work.draft ? Joined(*work.draft) : v1::Report();
  Apply(options, report);
  RETURN_IF_ERROR(AttachFiles(*copy, options.files, *report.mutable_attachments()));
  const v1::Assignment& assignment = shown.entity.assignment();
  const Id submission = copy->client().NewId();
  v1::Mutation mutation;
  v1::Submit& submit = *mutation.mutable_submit();
  submit.set_id(submission.ToBytes());
  submit.set_assignment_id(id.ToBytes());
  submit.set_cohort_id(assignment.cohort_id());
  submit.set_assignment_version(assignment.version());
  *submit.mutable_report() = report;
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  if (report.attachments_size() > 0) s.SendFiles();
  return s.Tell(
      sent, "Report on “" + copy->Text(assignment.title()) + "”; you and the coaches can read it",
      {{"submission_id", submission.ToText()}, {"assignment_id", id.ToText()}});
}

void AddWords(CLI::App* verb, const std::shared_ptr<WorkOptions>& options) {
  verb->add_option("ASSIGNMENT", options->assignment, "The assignment")->required();
  verb->add_option("--tried", options->tried, "What you tried");
  verb->add_option("--happened", options->happened, "What happened");
  verb->add_option("--insight", options->insight, "What you learnt");
  verb->add_option("--next", options->next_step, "Your next step");
  AddFilesOption(verb, options->files);
  verb->add_flag("--did-not-work", options->did_not_work,
                 "Tried it, and it did not work: a good result too");
}

}  // namespace

void AddWorkVerbs(CLI::App& app, Verbs& verbs) {
  auto write = std::make_shared<WorkOptions>();
  CLI::App* draft = app.add_subcommand("write", "Write your draft; without options an editor opens")
                        ->group(group::kLeader);
  AddWords(draft, write);
  verbs.On(draft, [write](Session& s) { return Write(s, *write); });

  auto submit = std::make_shared<WorkOptions>();
  CLI::App* hand_in = app.add_subcommand("submit", "Hand in your draft, with these changes if any")
                          ->group(group::kLeader);
  AddWords(hand_in, submit);
  verbs.On(hand_in, [submit](Session& s) { return Submit(s, *submit); });
}

}  // namespace samstig::cli
