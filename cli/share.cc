// SPDX-License-Identifier: Apache-2.0
// share: the insight of one's own report, with the readers of a thread. Who they are is said
// before, and the server refuses when others have come to it meanwhile.
#include <memory>
#include <string>
#include <vector>

#include "cli/audience.h"
#include "cli/input.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace samstig::cli {

namespace {

struct ShareOptions {
  std::string submission;
  std::string thread;
  std::string text;
  bool as_it_is = false;
  bool yes = false;
};

std::string NamesOf(Copy& copy, const std::set<Id>& people) {
  std::vector<std::string> names;
  for (const Id& person : people) names.push_back(copy.PersonName(person.ToBytes()));
  return Listed(names);
}

// What an author should know before anything is sent. CANCELLED when the answer is no.
Status Warn(Session& s, Copy& copy, const rules::Audience& audience, bool yes) {
  std::string warning;
  if (!audience.own_hr.empty()) {
    warning += "From your HR: " + NamesOf(copy, audience.own_hr) + ". ";
  }
  if (!audience.line_of_command.empty()) {
    warning += "In your line of command: " + NamesOf(copy, audience.line_of_command) + ". ";
  }
  if (warning.empty()) return {};
  s.out().Note(Trim(warning));
  if (yes) return {};
  ASSIGN_OR_RETURN(std::string answer, Ask(s, warning + "Share it all the same? yes or no:"));
  if (Lower(answer) == "yes") return {};
  return {v1::REASON_CANCELLED, "Nothing was sent."};
}

Result<std::string> TextOfShare(Session& s, const ShareOptions& options, const v1::Report& report) {
  const std::string insight = Trim(report.insight()).empty() ? TextIn(report) : report.insight();
  if (options.as_it_is) return insight;
  return TextFrom(s, options.text, insight);
}

Result<Exit> Share(Session& s, const ShareOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id submission, s.Find(options.submission, "report", Submissions));
  ASSIGN_OR_RETURN(Shown report, copy->Get(submission, v1::Entity::kSubmission, "report"));
  if (!copy->IsMe(report.entity.submission().person_id())) {
    return Status(v1::REASON_NOT_ALLOWED, "Only its author shares a report.");
  }
  ASSIGN_OR_RETURN(Id thread, s.Find(options.thread, "thread", Threads));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(thread, v1::Entity::kThread, "thread"));
  // What is told now holds as of this state of the copy, whatever comes while the author writes.
  const v1::AudienceSeen seen = copy->client().AsOf();
  ASSIGN_OR_RETURN(rules::Audience audience, AudienceOf(*copy, shown.entity.thread()));
  s.out().Say("Those who can read it: " + AudienceLine(audience));
  RETURN_IF_ERROR(Warn(s, *copy, audience, options.yes));
  ASSIGN_OR_RETURN(std::string text, TextOfShare(s, options, report.entity.submission().report()));
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  v1::WritePost& post = *mutation.mutable_write_post();
  post.set_id(id.ToBytes());
  post.set_thread_id(thread.ToBytes());
  post.set_text(text);
  post.set_from_submission(submission.ToBytes());
  *post.mutable_audience() = seen;
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Shared in “" + TitleOf(shown.entity.thread()) + "”",
                {{"post_id", id.ToText()},
                 {"thread_id", thread.ToText()},
                 {"people", audience.people.size()},
                 {"municipalities", audience.municipalities.size()},
                 {"own_hr", audience.own_hr.size()},
                 {"line_of_command", audience.line_of_command.size()}});
}

}  // namespace

void AddShareVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<ShareOptions>();
  CLI::App* share = app.add_subcommand("share", "Share what you learnt from a report of yours")
                        ->group(group::kLeader);
  share->add_option("REPORT", options->submission, "Your report")->required();
  share->add_option("THREAD", options->thread, "The thread to share it in")->required();
  share->add_option("TEXT", options->text,
                    "Your words; - reads standard input; without it an editor opens on what you "
                    "learnt");
  share->add_flag("--as-it-is", options->as_it_is, "What you learnt, as you wrote it");
  share->add_flag("--yes", options->yes, "Do not ask, whoever can read it");
  verbs.On(share, [options](Session& s) { return Share(s, *options); });
}

}  // namespace samstig::cli
