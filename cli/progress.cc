// SPDX-License-Identifier: Apache-2.0
// Who has done what on an assignment, and who is silent: progress; and a friendly word to those:
// nudge. What a coach sees is what a leader handed in or said: never drafts, never what was read.
#include <algorithm>
#include <memory>
#include <optional>

#include "cli/dates.h"
#include "cli/going.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"
#include "domain/rules/nudge.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// Where one leader stands.
struct Standing {
  std::string person;
  std::string name;
  std::optional<Shown> attempt;
  base::TimeMs last = 0;  // When the leader last handed in or said something; 0: never.
  std::optional<Shown> nudge;
};

Result<Standing> StandingOf(Copy& copy, const Id& assignment, const std::string& person) {
  Standing standing;
  standing.person = person;
  standing.name = Who(copy, person);
  const Id id = IdIn(person);
  ASSIGN_OR_RETURN(std::vector<Shown> attempts,
                   copy.All(KeyName::kAttemptsAtWork, rules::WorkId(id, assignment)));
  for (Shown& attempt : attempts) {
    standing.last = std::max(standing.last, attempt.entity.made_ms());
    ASSIGN_OR_RETURN(std::vector<Shown> turns, Dialogue(copy, IdIn(attempt.entity.id())));
    for (const Shown& turn : turns) {
      if (turn.entity.author() != person) continue;
      standing.last = std::max(standing.last, turn.entity.made_ms());
    }
    const bool newer = !standing.attempt || attempt.entity.submission().attempt() >
                                                standing.attempt->entity.submission().attempt();
    if (newer) standing.attempt = std::move(attempt);
  }
  Result<Shown> nudge = copy.Get(rules::NudgeId(id, assignment));
  if (nudge.ok()) standing.nudge = *std::move(nudge);
  return standing;
}

// Everybody for whom the assignment is, by name: no order of merit.
Result<std::vector<Standing>> Standings(Copy& copy, const Shown& assignment) {
  std::vector<Standing> all;
  ASSIGN_OR_RETURN(std::vector<std::string> people,
                   AddresseesOf(copy, assignment.entity.assignment()));
  for (const std::string& person : people) {
    ASSIGN_OR_RETURN(Standing standing, StandingOf(copy, IdIn(assignment.entity.id()), person));
    all.push_back(std::move(standing));
  }
  std::sort(all.begin(), all.end(),
            [](const Standing& a, const Standing& b) { return a.name < b.name; });
  return all;
}

// The contract's names, and SILENT for who has handed in nothing.
std::string StateName(const Standing& standing) {
  return standing.attempt ? Name(standing.attempt->entity.submission().state()) : "SILENT";
}

std::string NudgedText(const Standing& standing, base::TimeMs now) {
  if (!standing.nudge) return "";
  const v1::Nudge& nudge = standing.nudge->entity.nudge();
  return FromNow(nudge.last_ms(), now) + " (" + Count(nudge.count(), "time", "times") + ")";
}

Json StandingJson(const Standing& standing) {
  Json json;
  json["person"] = {{"id", IdJson(standing.person)}, {"name", standing.name}};
  json["state"] = StateName(standing);
  json["late"] = standing.attempt && standing.attempt->entity.submission().late();
  json["last"] = TimeJson(standing.last);
  json["submission_id"] = standing.attempt ? IdJson(standing.attempt->entity.id()) : Json(nullptr);
  json["nudged"] =
      TimeJson(standing.nudge ? standing.nudge->entity.nudge().last_ms() : base::TimeMs{0});
  json["nudges"] = standing.nudge ? standing.nudge->entity.nudge().count() : 0;
  return json;
}

struct ProgressOptions {
  std::string assignment;
};

Result<Exit> Progress(Session& s, const ProgressOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.assignment, "assignment", Assignments));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kAssignment, "assignment"));
  RETURN_IF_ERROR(RequireStillThere(*copy, IdIn(shown.entity.assignment().cohort_id()),
                                    {v1::RETENTION_CLASS_WORK}, s.Now()));
  ASSIGN_OR_RETURN(std::vector<Standing> all, Standings(*copy, shown));
  Json document = Json::array();
  Table table({"", "leader", "state", "last word", "nudged"});
  std::vector<Id> listing;
  size_t silent = 0;
  for (const Standing& standing : all) {
    if (!standing.attempt) ++silent;
    // A number reads the report; of who is silent it names the person, to be nudged.
    listing.push_back(IdIn(standing.attempt ? standing.attempt->entity.id() : standing.person));
    const bool late = standing.attempt && standing.attempt->entity.submission().late();
    document.push_back(StandingJson(standing));
    table.Add({std::to_string(listing.size()), standing.name,
               WordOf(StateName(standing)) + (late ? ", late" : ""),
               standing.last == 0 ? "" : FromNow(standing.last, s.Now()),
               NudgedText(standing, s.Now())});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("This copy knows of nobody whom the assignment is for.");
    return Exit::kOk;
  }
  s.out().Heading(copy->Text(shown.entity.assignment().title()) + ": " +
                  std::to_string(all.size() - silent) + " of " + std::to_string(all.size()) +
                  " have handed in");
  table.PrintTo(s.out());
  if (silent > 0) {
    s.out().Print("\nA friendly word to the silent: samstig nudge " + options.assignment +
                  " --silent");
  }
  return Exit::kOk;
}

// ---- nudge

struct NudgeOptions {
  std::string assignment;
  bool silent = false;
  std::string person;
  std::string say;
};

v1::Mutation NudgeTo(const Id& assignment, const Id& person, const std::string& words) {
  v1::Mutation mutation;
  v1::NudgeLeader& nudge = *mutation.mutable_nudge_leader();
  nudge.set_id(rules::NudgeId(person, assignment).ToBytes());
  nudge.set_assignment_id(assignment.ToBytes());
  nudge.set_person_id(person.ToBytes());
  nudge.set_text(words);
  return mutation;
}

// Who has handed in nothing and was not nudged within the last day.
Result<Exit> NudgeSilent(Session& s, Copy& copy, const Shown& assignment, const std::string& say) {
  ASSIGN_OR_RETURN(std::vector<Standing> all, Standings(copy, assignment));
  const Id id = IdIn(assignment.entity.id());
  std::vector<v1::Mutation> nudges;
  std::vector<std::string> names;
  std::vector<std::string> too_soon;
  base::TimeMs again = 0;
  for (const Standing& standing : all) {
    if (standing.attempt) continue;
    const base::TimeMs next =
        standing.nudge ? rules::NextNudgeFrom(standing.nudge->entity.nudge()) : base::TimeMs{0};
    if (next > s.Now()) {
      too_soon.push_back(standing.name);
      again = std::max(again, next);
      continue;
    }
    nudges.push_back(NudgeTo(id, IdIn(standing.person), say));
    names.push_back(standing.name);
  }
  if (!too_soon.empty()) {
    s.out().Note("Nudged within the last day already: " + Listed(too_soon) + "; again from " +
                 ToText(again) + ".");
  }
  if (nudges.empty()) {
    s.out().Print("There is nobody to nudge now.");
    s.out().Document({{"nudged", 0}, {"too_soon", too_soon.size()}, {"state", "CONFIRMED"}});
    return Exit::kOk;
  }
  const size_t count = nudges.size();
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(nudges), Session::Ties::kNone));
  return s.Tell(sent, "Nudge to " + Listed(names),
                {{"nudged", count}, {"too_soon", too_soon.size()}});
}

Result<Exit> Nudge(Session& s, const NudgeOptions& options) {
  if (options.silent == !options.person.empty()) {
    return Status(v1::REASON_MALFORMED, "Say whom: --silent, or --person NAME.");
  }
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.assignment, "assignment", Assignments));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kAssignment, "assignment"));
  if (options.silent) return NudgeSilent(s, *copy, shown, options.say);
  ASSIGN_OR_RETURN(Id person, s.Find(options.person, "leader", Participants));
  ASSIGN_OR_RETURN(Sent sent, s.Send(NudgeTo(id, person, options.say)));
  return s.Tell(sent, "Nudge to " + Who(*copy, person.ToBytes()), {{"nudged", 1}, {"too_soon", 0}});
}

}  // namespace

void AddProgressVerbs(CLI::App& app, Verbs& verbs) {
  auto progress = std::make_shared<ProgressOptions>();
  CLI::App* who =
      app.add_subcommand("progress", "Who has handed in what on an assignment, and who is silent")
          ->group(group::kCoach);
  who->add_option("ASSIGNMENT", progress->assignment, "The assignment")->required();
  verbs.On(who, [progress](Session& s) { return Progress(s, *progress); });

  auto nudge = std::make_shared<NudgeOptions>();
  CLI::App* word =
      app.add_subcommand("nudge", "A friendly word to those who have handed in nothing")
          ->group(group::kCoach);
  word->add_option("ASSIGNMENT", nudge->assignment, "The assignment")->required();
  word->add_flag("--silent", nudge->silent, "All who have handed in nothing");
  word->add_option("--person", nudge->person, "One leader, by name");
  word->add_option("--say", nudge->say, "Your words; may be left out");
  verbs.On(word, [nudge](Session& s) { return Nudge(s, *nudge); });
}

}  // namespace samstig::cli
