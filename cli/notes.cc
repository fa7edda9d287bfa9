// SPDX-License-Identifier: Apache-2.0
// What a leader keeps for the own eyes: tools, tool save|drop, team, team save|drop.
#include <memory>

#include "cli/attach.h"
#include "cli/dates.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// The own ones that are not put away.
template <typename IsDropped>
Result<std::vector<Shown>> Kept(Copy& copy, KeyName key, const IsDropped& is_dropped) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(key));
  std::erase_if(all, is_dropped);
  return all;
}
Result<std::vector<Shown>> KeptTools(Copy& copy) {
  return Kept(copy, KeyName::kTools, [](const Shown& t) { return t.entity.tool().dropped(); });
}
Result<std::vector<Shown>> KeptTeams(Copy& copy) {
  return Kept(copy, KeyName::kTeams, [](const Shown& t) { return t.entity.team().dropped(); });
}

// The one of this very name, whether it is kept or was put away: to save it again is to change it.
template <typename NameOf>
std::optional<Shown> Named(const std::vector<Shown>& all, const std::string& name,
                           const NameOf& name_of) {
  for (const Shown& shown : all) {
    if (Lower(name_of(shown.entity)) == Lower(name)) return shown;
  }
  return std::nullopt;
}

// The next version of a note: the new words, or those that are there; joins all heads seen.
template <typename Intent, typename Note>
Status Fill(Session& s, Copy& copy, const std::optional<std::string>& words, const Note& before,
            const std::vector<std::string>& files, Intent& save) {
  v1::Revision& revision = *save.mutable_revision();
  revision.set_revision_id(copy.client().NewId().ToBytes());
  revision.set_claimed_ms(s.Now());
  revision.set_text(JoinedText(before.heads()));
  if (words) {
    ASSIGN_OR_RETURN(*revision.mutable_text(), TextFrom(s, *words, revision.text()));
  }
  for (const v1::Revision& head : before.heads()) {
    save.add_replaces(head.revision_id());
    revision.mutable_attachments()->MergeFrom(head.attachments());
  }
  return AttachFiles(copy, files, *revision.mutable_attachments());
}

std::string Versions(int heads) {
  return heads > 1 ? std::to_string(heads) + " versions side by side" : "";
}

// ---- tools

Result<Exit> ListTools(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> tools, KeptTools(*copy));
  Json document = Json::array();
  Table table({"", "tool", "found in", "", "words"});
  std::vector<Id> listing;
  for (const Shown& shown : tools) {
    const v1::Tool& tool = shown.entity.tool();
    listing.push_back(IdIn(shown.entity.id()));
    document.push_back(ToJson(*copy, shown));
    table.Add({std::to_string(listing.size()), tool.title(),
               tool.assignment_id().empty() ? "" : copy->AssignmentTitle(tool.assignment_id()),
               shown.pending ? "will be sent" : Versions(tool.heads_size()),
               Clip(JoinedText(tool.heads()), 60)});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("Your toolbox is empty: samstig tool save TITLE");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

struct ToolOptions {
  std::string title;
  std::optional<std::string> words;
  std::string from;
  std::vector<std::string> files;
};

Result<Exit> SaveTool(Session& s, const ToolOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy->All(KeyName::kTools));
  const auto before =
      Named(all, options.title, [](const v1::Entity& e) { return e.tool().title(); });
  v1::Mutation mutation;
  v1::SaveTool& save = *mutation.mutable_save_tool();
  const Id id = before ? IdIn(before->entity.id()) : copy->client().NewId();
  save.set_id(id.ToBytes());
  save.set_title(options.title);
  const v1::Tool tool = before ? before->entity.tool() : v1::Tool();
  save.set_assignment_id(tool.assignment_id());
  if (!options.from.empty()) {
    ASSIGN_OR_RETURN(Id assignment, s.Find(options.from, "assignment", Assignments));
    save.set_assignment_id(assignment.ToBytes());
  }
  RETURN_IF_ERROR(Fill(s, *copy, options.words, tool, options.files, save));
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  if (!options.files.empty()) s.SendFiles();
  return s.Tell(sent, "“" + options.title + "” is in your toolbox; only you can read it",
                {{"tool_id", id.ToText()}});
}

struct DropOptions {
  std::string thing;
};

Result<Exit> DropTool(Session& s, const DropOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.thing, "tool", Tools));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kTool, "tool"));
  v1::Mutation mutation;
  mutation.mutable_drop_tool()->set_id(id.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "“" + shown.entity.tool().title() +
                    "” put away; its words are kept: samstig "
                    "versions " +
                    ShortId(id),
                {{"tool_id", id.ToText()}});
}

// ---- team

Result<Exit> ListTeams(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> teams, KeptTeams(*copy));
  Json document = Json::array();
  Table table({"", "team", "people", "", "notes"});
  std::vector<Id> listing;
  for (const Shown& shown : teams) {
    const v1::Team& team = shown.entity.team();
    listing.push_back(IdIn(shown.entity.id()));
    document.push_back(ToJson(*copy, shown));
    table.Add({std::to_string(listing.size()), team.name(), std::to_string(team.size()),
               shown.pending ? "will be sent" : Versions(team.heads_size()),
               Clip(JoinedText(team.heads()), 60)});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("You have noted no team: samstig team save NAME --size N");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

struct TeamOptions {
  std::string name;
  std::optional<uint32_t> size;
  std::optional<std::string> words;
};

Result<Exit> SaveTeam(Session& s, const TeamOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy->All(KeyName::kTeams));
  const auto before = Named(all, options.name, [](const v1::Entity& e) { return e.team().name(); });
  if (!before && !options.size) {
    return Status(v1::REASON_MALFORMED,
                  "How many people are in it? Try: samstig team save NAME --size 12");
  }
  const v1::Team team = before ? before->entity.team() : v1::Team();
  v1::Mutation mutation;
  v1::SaveTeam& save = *mutation.mutable_save_team();
  const Id id = before ? IdIn(before->entity.id()) : copy->client().NewId();
  save.set_id(id.ToBytes());
  save.set_name(options.name);
  save.set_size(options.size.value_or(team.size()));
  RETURN_IF_ERROR(Fill(s, *copy, options.words, team, {}, save));
  const uint32_t size = save.size();
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "Your team “" + options.name + "”, " + Count(size, "person", "people") +
                    "; only you can read it",
                {{"team_id", id.ToText()}, {"size", size}});
}

Result<Exit> DropTeam(Session& s, const DropOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.thing, "team", Teams));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kTeam, "team"));
  v1::Mutation mutation;
  mutation.mutable_drop_team()->set_id(id.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "“" + shown.entity.team().name() +
                    "” put away; your notes are kept: samstig "
                    "versions " +
                    ShortId(id),
                {{"team_id", id.ToText()}});
}

void AddToolVerbs(CLI::App& app, Verbs& verbs) {
  verbs.On(app.add_subcommand("tools", "What works for you, kept for later; only you see it")
               ->group(group::kLeader),
           ListTools);
  CLI::App* tool = app.add_subcommand("tool", "Keep something in your toolbox, or put it away")
                       ->group(group::kLeader);
  tool->require_subcommand(1);
  auto save = std::make_shared<ToolOptions>();
  CLI::App* keep = tool->add_subcommand("save", "Keep a tool, or change one of this title");
  keep->add_option("TITLE", save->title, "What you call it")->required();
  keep->add_option("TEXT", save->words,
                   "How it goes; - reads standard input; without it the words stay as they are");
  keep->add_option("--from", save->from, "The assignment where you found it");
  keep->add_option("--file", save->files, "A file to keep with it; as often as wanted")
      ->check(CLI::ExistingFile)
      ->allow_extra_args(false);
  verbs.On(keep, [save](Session& s) { return SaveTool(s, *save); });
  auto drop = std::make_shared<DropOptions>();
  CLI::App* away = tool->add_subcommand("drop", "Put a tool away; its words are kept as history");
  away->add_option("TOOL", drop->thing, "Its number in samstig tools, or its title")->required();
  verbs.On(away, [drop](Session& s) { return DropTool(s, *drop); });
}

void AddTeamVerbs(CLI::App& app, Verbs& verbs) {
  CLI::App* team =
      app.add_subcommand("team", "Your own team at work; only you see it")->group(group::kLeader);
  team->require_subcommand(0, 1);
  auto save = std::make_shared<TeamOptions>();
  CLI::App* keep = team->add_subcommand("save", "Note a team, or change the one of this name");
  keep->add_option("NAME", save->name, "What you call it")->required();
  keep->add_option("NOTES", save->words,
                   "What you think about it; - reads standard input; without it they stay");
  keep->add_option("--size", save->size, "How many people, 1 to 1000; needed for a new one");
  verbs.On(keep, [save](Session& s) { return SaveTeam(s, *save); });
  auto drop = std::make_shared<DropOptions>();
  CLI::App* away = team->add_subcommand("drop", "Put a team away; your notes are kept as history");
  away->add_option("TEAM", drop->thing, "Its number in samstig team, or its name")->required();
  verbs.On(away, [drop](Session& s) { return DropTeam(s, *drop); });
  // The callback of `team` itself runs after those of its parts.
  team->callback([team, &verbs] {
    if (team->get_subcommands().empty()) verbs.Choose(ListTeams);
  });
}

}  // namespace

void AddNoteVerbs(CLI::App& app, Verbs& verbs) {
  AddToolVerbs(app, verbs);
  AddTeamVerbs(app, verbs);
}

}  // namespace samstig::cli
