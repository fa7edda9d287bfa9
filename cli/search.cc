// SPDX-License-Identifier: Apache-2.0
// Finding words in all that can be read: search.
#include <memory>

#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace samstig::cli {

using client::SearchHit;

namespace {

struct SearchOptions {
  std::vector<std::string> words;
  size_t limit = 20;
};

// The place in one line, with what matches between * and *.
std::string Place(const std::string& snippet) {
  std::string line;
  for (const char c : snippet) {
    if (c == SearchHit::kMatchBegins || c == SearchHit::kMatchEnds) {
      line.push_back('*');
    } else {
      line.push_back(c == '\n' || c == '\t' ? ' ' : c);
    }
  }
  return line;
}

std::string KindOf(const v1::Entity& entity) {
  switch (entity.body_case()) {
    case v1::Entity::kPost:
      return "post";
    case v1::Entity::kThread:
      return "thread";
    case v1::Entity::kAssignment:
      return "assignment";
    case v1::Entity::kDraft:
      return "draft";
    case v1::Entity::kSubmission:
      return "report";
    case v1::Entity::kTool:
      return "tool";
    case v1::Entity::kTeam:
      return "team";
    case v1::Entity::kFeedback:
      return "feedback";
    case v1::Entity::kAnnouncement:
      return "announcement";
    case v1::Entity::kNudge:
      return "nudge";
    default:
      return "";
  }
}

Result<Exit> Search(Session& s, const SearchOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  std::string words;
  for (const std::string& word : options.words) words += word + " ";
  ASSIGN_OR_RETURN(const std::vector<SearchHit> hits, copy->client().Search(words, options.limit));
  Json document = Json::array();
  Table table({"", "what", "by", "words"});
  std::vector<Id> listing;
  for (const SearchHit& hit : hits) {
    ASSIGN_OR_RETURN(const Shown shown, copy->Get(hit.id));
    listing.push_back(hit.id);
    Json json = ToJson(*copy, shown);
    json["snippet"] = Place(hit.snippet);
    document.push_back(std::move(json));
    table.Add({std::to_string(listing.size()), KindOf(shown.entity),
               Who(*copy, shown.entity.author()), Place(hit.snippet)});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("Nothing that you can read has these words.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

}  // namespace

void AddSearchVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<SearchOptions>();
  CLI::App* search =
      app.add_subcommand("search", "Find words in all that you can read")->group(group::kAll);
  search->add_option("WORDS", options->words, "The words, or how they begin")->required();
  search->add_option("--limit", options->limit, "At most so many; else 20")
      ->check(CLI::Range(1, 1'000));
  verbs.On(search, [options](Session& s) { return Search(s, *options); });
}

}  // namespace samstig::cli
