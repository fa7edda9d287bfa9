// SPDX-License-Identifier: Apache-2.0
// The verb groups, each in the file of its name, and how a verb is hung into the command line:
//
//   auto options = std::make_shared<ReplyOptions>();
//   CLI::App* verb = app.add_subcommand("reply", "Write in a thread");
//   verb->add_option("THREAD", options->thread)->required();
//   verbs.On(verb, [options](Session& session) { return Reply(session, *options); });
#ifndef SAMSTIG_CLI_VERBS_H_
#define SAMSTIG_CLI_VERBS_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "cli/session.h"

namespace samstig::cli {

// What a verb does. The Status of a failure is shown, and tells the exit code.
using Verb = std::function<Result<Exit>(Session&)>;

// Collects which verb the command line asked for.
class Verbs {
 public:
  void On(CLI::App* app, Verb verb) {
    app->callback([this, verb = std::move(verb)] { Choose(verb); });
  }
  void Choose(Verb verb) { chosen_ = std::move(verb); }
  const Verb& chosen() const { return chosen_; }

 private:
  Verb chosen_;
};

// Headings of the list of verbs in the help, in its order.
namespace group {
inline constexpr const char* kAll = "For everybody";
inline constexpr const char* kTalk = "Threads";
inline constexpr const char* kLeader = "Leaders";
inline constexpr const char* kCoach = "Coaches";
inline constexpr const char* kMunicipality = "Municipality admins";
inline constexpr const char* kOrganiser = "Organisers";
inline constexpr const char* kAccount = "This device";
inline constexpr const char* kOperator = "Operators of a server";
}  // namespace group

void AddTodayVerb(CLI::App& app, Verbs& verbs);        // today
void AddNoticesVerb(CLI::App& app, Verbs& verbs);      // notices
void AddReadVerb(CLI::App& app, Verbs& verbs);         // read
void AddVersionsVerb(CLI::App& app, Verbs& verbs);     // versions
void AddSearchVerb(CLI::App& app, Verbs& verbs);       // search
void AddAttachVerbs(CLI::App& app, Verbs& verbs);      // attach fetch
void AddThreadVerbs(CLI::App& app, Verbs& verbs);      // threads thread reply edit take-back
void AddReactVerb(CLI::App& app, Verbs& verbs);        // react
void AddLevelVerb(CLI::App& app, Verbs& verbs);        // level
void AddModerationVerbs(CLI::App& app, Verbs& verbs);  // flag moderation remove put-back
void AddWorkVerbs(CLI::App& app, Verbs& verbs);        // write submit
void AddShareVerb(CLI::App& app, Verbs& verbs);        // share
void AddWhoReadVerb(CLI::App& app, Verbs& verbs);      // who-read
void AddNoteVerbs(CLI::App& app, Verbs& verbs);        // tools tool team
void AddGroupsVerb(CLI::App& app, Verbs& verbs);       // groups
void AddGroupVerbs(CLI::App& app, Verbs& verbs);       // group form|change|dissolve
void AddGuestVerbs(CLI::App& app, Verbs& verbs);       // guest invite|list|end
void AddManagerVerb(CLI::App& app, Verbs& verbs);      // manager
void AddCoachVerbs(CLI::App& app, Verbs& verbs);       // library assignments
void AddAssignVerbs(CLI::App& app, Verbs& verbs);      // assign revise publish close
void AddProgressVerbs(CLI::App& app, Verbs& verbs);    // progress nudge
void AddAnnounceVerbs(CLI::App& app, Verbs& verbs);    // announcements announce
void AddReviewVerbs(CLI::App& app, Verbs& verbs);      // review feedback
void AddReportVerb(CLI::App& app, Verbs& verbs);       // report
void AddEnrolVerbs(CLI::App& app, Verbs& verbs);       // catalogue enrol enrolments withdraw
void AddSeatVerbs(CLI::App& app, Verbs& verbs);        // seats
void AddTermsVerbs(CLI::App& app, Verbs& verbs);       // terms
void AddMoveVerbs(CLI::App& app, Verbs& verbs);        // replace transfer correct-email
void AddCohortVerbs(CLI::App& app, Verbs& verbs);      // cohort invite
void AddImportVerb(CLI::App& app, Verbs& verbs);       // import
void AddAccountVerbs(CLI::App& app, Verbs& verbs);     // sign-in whoami devices revoke
void AddRetentionVerbs(CLI::App& app, Verbs& verbs);   // retention
void AddMyDataVerb(CLI::App& app, Verbs& verbs);       // my-data
void AddLeaveVerbs(CLI::App& app, Verbs& verbs);       // export sign-out
void AddEraseVerbs(CLI::App& app, Verbs& verbs);       // erase-me erase-person
void AddOutboxVerb(CLI::App& app, Verbs& verbs);       // outbox
void AddSyncVerbs(CLI::App& app, Verbs& verbs);        // sync watch why
void AddOperatorVerbs(CLI::App& app, Verbs& verbs);    // init status
void AddKeepingVerbs(CLI::App& app, Verbs& verbs);     // backup backups restore verify
void AddHelpVerbs(CLI::App& app, Verbs& verbs);        // help completion

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_VERBS_H_
