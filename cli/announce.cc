// SPDX-License-Identifier: Apache-2.0
// A word from the staff to everybody in a cohort: announcements, announce.
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

Result<Exit> List(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> all, AllAnnouncements(*copy));
  Json document = Json::array();
  Table table({"", "when", "from", "to", "title"});
  std::vector<Id> listing;
  for (const Shown& shown : all) {
    const v1::Announcement& announcement = shown.entity.announcement();
    listing.push_back(IdIn(shown.entity.id()));
    document.push_back(ToJson(*copy, shown));
    table.Add({std::to_string(listing.size()), FromNow(shown.entity.made_ms(), s.Now()),
               Who(*copy, shown.entity.author()), copy->CohortName(announcement.cohort_id()),
               announcement.title() + (shown.pending ? " (will be sent)" : "")});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("No announcements.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

// The words of an announcement: typed, from a file, from an editor.
struct Words {
  std::string title;
  std::string text;
  std::string file;
};

Result<Piece> PieceFrom(Session& s, const Words& words, const std::string& start) {
  if (!words.file.empty()) {
    if (!words.text.empty()) {
      return Status(v1::REASON_MALFORMED, "Give the words or --file, not both.");
    }
    return ReadPiece(words.file, words.title);
  }
  ASSIGN_OR_RETURN(std::string text, TextFrom(s, words.text, start));
  return Piece{words.title, text};
}

struct AnnounceOptions {
  std::string cohort;
  Words words;
};

Result<Exit> Announce(Session& s, const AnnounceOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id cohort, s.Find(options.cohort, "cohort", Cohorts));
  ASSIGN_OR_RETURN(Piece piece, PieceFrom(s, options.words, ""));
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  v1::Announce& announce = *mutation.mutable_announce();
  announce.set_id(id.ToBytes());
  announce.set_cohort_id(cohort.ToBytes());
  announce.set_title(piece.title);
  announce.set_text(piece.text);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "Announcement; everybody in " + copy->CohortName(cohort.ToBytes()) +
                    " and the organisers can read it",
                {{"announcement_id", id.ToText()}});
}

struct ChangeOptions {
  std::string announcement;
  Words words;
};

Result<Exit> Change(Session& s, const ChangeOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.announcement, "announcement", Announcements));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kAnnouncement, "announcement"));
  const v1::Announcement& before = shown.entity.announcement();
  ASSIGN_OR_RETURN(Piece piece, PieceFrom(s, options.words, before.text()));
  v1::Mutation mutation;
  v1::EditAnnouncement& edit = *mutation.mutable_edit_announcement();
  edit.set_id(id.ToBytes());
  edit.set_title(piece.title.empty() ? before.title() : piece.title);
  edit.set_text(piece.text);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Announcement changed; the words before stay in its versions",
                {{"announcement_id", id.ToText()}});
}

Result<Exit> TakeDown(Session& s, const ChangeOptions& options) {
  ASSIGN_OR_RETURN(Id id, s.Find(options.announcement, "announcement", Announcements));
  v1::Mutation mutation;
  mutation.mutable_take_down_announcement()->set_id(id.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Announcement taken down", {{"announcement_id", id.ToText()}});
}

}  // namespace

void AddAnnounceVerbs(CLI::App& app, Verbs& verbs) {
  CLI::App* all =
      app.add_subcommand("announcements", "What the staff has to say; change it, take it down")
          ->group(group::kAll);
  all->require_subcommand(0, 1);
  // The callback of `announcements` itself runs after those of its parts.
  all->callback([all, &verbs] {
    if (all->get_subcommands().empty()) verbs.Choose(List);
  });

  auto change = std::make_shared<ChangeOptions>();
  CLI::App* edit = all->add_subcommand("edit", "Change one, as a coach or an organiser");
  edit->add_option("ANNOUNCEMENT", change->announcement, "Which")->required();
  edit->add_option("TEXT", change->words.text,
                   "The new words; - reads standard input; without them an editor opens");
  edit->add_option("--title", change->words.title, "A new title");
  edit->add_option("--file", change->words.file, "A Markdown file with the new words");
  verbs.On(edit, [change](Session& s) { return Change(s, *change); });

  auto down = std::make_shared<ChangeOptions>();
  CLI::App* take = all->add_subcommand("take-down", "Take one down, as a coach or an organiser");
  take->add_option("ANNOUNCEMENT", down->announcement, "Which")->required();
  verbs.On(take, [down](Session& s) { return TakeDown(s, *down); });

  auto announce = std::make_shared<AnnounceOptions>();
  CLI::App* say =
      app.add_subcommand("announce", "Tell everybody in a cohort something")->group(group::kCoach);
  say->add_option("COHORT", announce->cohort, "Which cohort")->required();
  say->add_option("TITLE", announce->words.title, "In one line")->required();
  say->add_option("TEXT", announce->words.text,
                  "Your words; - reads standard input; without them an editor opens");
  say->add_option("--file", announce->words.file, "A Markdown file with the words");
  verbs.On(say, [announce](Session& s) { return Announce(s, *announce); });
}

}  // namespace samstig::cli
