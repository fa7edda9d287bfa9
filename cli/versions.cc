// SPDX-License-Identifier: Apache-2.0
// versions: all that was ever written in one thing of one's own, from the server's archive.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"

namespace samstig::cli {
namespace {

constexpr size_t kTextWidth = 88;

// When the device says that the newest of it was written; 0 when it does not say.
base::TimeMs ClaimedIn(const google::protobuf::RepeatedPtrField<v1::Revision>& heads) {
  return heads.empty() ? 0 : heads.rbegin()->claimed_ms();
}

base::TimeMs WrittenAt(const v1::Entity& version) {
  base::TimeMs claimed = 0;
  if (version.has_post()) claimed = ClaimedIn(version.post().heads());
  if (version.has_draft()) claimed = ClaimedIn(version.draft().heads());
  if (version.has_tool()) claimed = ClaimedIn(version.tool().heads());
  if (version.has_team()) claimed = ClaimedIn(version.team().heads());
  return claimed == 0 ? version.made_ms() : claimed;
}

// The words in it, for the kinds that hold a person's words.
std::string WordsIn(Copy& copy, const v1::Entity& version) {
  if (version.has_post() && version.post().has_removal()) {
    return "(" + RemovalLine(version.post().removal()) + ")";
  }
  if (version.has_post()) {
    return version.post().withdrawn() ? "(taken back)" : TextOf(version.post());
  }
  if (version.has_draft()) return TextIn(Joined(version.draft()));
  if (version.has_tool()) {
    return version.tool().dropped() ? "(put away)" : JoinedText(version.tool().heads());
  }
  if (version.has_team()) {
    return version.team().dropped() ? "(put away)" : JoinedText(version.team().heads());
  }
  if (version.has_submission()) return TextIn(version.submission().report());
  if (version.has_feedback()) return version.feedback().text();
  if (version.has_thread()) return version.thread().title();
  if (version.has_announcement()) {
    const v1::Announcement& a = version.announcement();
    return a.taken_down() ? "(taken down)" : a.title() + "\n\n" + a.text();
  }
  if (version.has_assignment()) {
    const v1::Assignment& a = version.assignment();
    const std::string note = a.change_note().empty() ? "" : "\n\n(" + a.change_note() + ")";
    return copy.Text(a.title()) + "\n\n" + copy.Text(a.brief()) + note;
  }
  return "samstig versions --json has what is known of it";
}

struct VersionsOptions {
  std::string thing;
  bool brief = false;
};

// What is meant: an id in full also when this copy no longer has it; an assignment that somebody
// else posted stands for one's draft on it.
Result<Id> FindOwn(Session& s, Copy& copy, const VersionsOptions& options) {
  if (options.brief) return s.Find(options.thing, "assignment", Assignments);
  if (const std::optional<Id> id = Id::FromText(options.thing)) return *id;
  ASSIGN_OR_RETURN(Id id, s.Find(options.thing, "thing", Everything));
  ASSIGN_OR_RETURN(Shown shown, copy.Get(id));
  const bool is_own = shown.entity.author() == copy.me().bytes();
  if (shown.entity.has_assignment() && !is_own) return rules::WorkId(copy.me(), id);
  return id;
}

Result<Exit> Versions(Session& s, const VersionsOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, FindOwn(s, *copy, options));
  ASSIGN_OR_RETURN(std::vector<v1::Entity> versions, copy->client().ListVersions(id));
  Json document = Json::array();
  size_t number = 0;
  for (const v1::Entity& version : versions) {
    document.push_back(ToJson(*copy, {version, false}));
    if (number > 0) s.out().Print("");
    s.out().Heading(std::to_string(++number) + "  " + ToText(WrittenAt(version)) + " (" +
                    FromNow(WrittenAt(version), s.Now()) + ")");
    s.out().Print(Wrap(WordsIn(*copy, version), kTextWidth, "   "));
  }
  s.out().Document(document);
  return Exit::kOk;
}

}  // namespace

void AddVersionsVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<VersionsOptions>();
  CLI::App* versions =
      app.add_subcommand("versions", "All versions of something you wrote, from the server")
          ->group(group::kAll);
  versions
      ->add_option(
          "THING", options->thing,
          "Its number in the last list, or a part of its id; an assignment stands for your "
          "draft on it")
      ->required();
  versions->add_flag("--brief", options->brief,
                     "Of an assignment: what it said in each version, not your draft");
  verbs.On(versions, [options](Session& s) { return Versions(s, *options); });
}

}  // namespace samstig::cli
