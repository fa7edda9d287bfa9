// SPDX-License-Identifier: Apache-2.0
#include "cli/own_data.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <utility>

#include "cli/dates.h"
#include "client-lib/native/blob_folder.h"

namespace samstig::cli {

using base::Id;
using client::OwnThing;

namespace {

std::string KindOf(const v1::Entity& entity) {
  const auto* field = v1::Entity::descriptor()->FindFieldByNumber(entity.body_case());
  return field == nullptr ? "unknown" : field->name();
}

Json ProtoJson(const v1::Entity& entity) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  // It prints whatever was parsed.
  static_cast<void>(google::protobuf::util::MessageToJsonString(entity, &text, options));
  return Json::parse(text, nullptr, /*allow_exceptions=*/false);
}

std::string IdText(const std::string& bytes) { return Id::FromBytes(bytes).ToText(); }

// ---- Texts

std::string Section(const char* heading, const std::string& text) {
  return text.empty() ? "" : std::string("**") + heading + "**\n\n" + text + "\n\n";
}

std::string ReportText(const v1::Report& report) {
  return Section("What I tried", report.tried()) + Section("What happened", report.happened()) +
         Section("Insight", report.insight()) + Section("Next step", report.next_step()) +
         (report.did_not_work() ? "*Tried; it did not work.*\n\n" : "");
}

template <typename Heads>
std::string HeadsText(const Heads& heads) {
  std::string text;
  for (const v1::Revision& head : heads) {
    text += head.has_report() ? ReportText(head.report()) : head.text() + "\n\n";
  }
  return text;
}

// The file it belongs in, and its words; empty when it has none of anybody's.
std::pair<std::string, std::string> TextOf(const v1::Entity& entity) {
  switch (entity.body_case()) {
    case v1::Entity::kPost:
      return {"posts.md", HeadsText(entity.post().heads())};
    case v1::Entity::kThread:
      return {"threads.md", entity.thread().title() + "\n\n"};
    case v1::Entity::kDraft:
      return {"drafts.md", HeadsText(entity.draft().heads())};
    case v1::Entity::kSubmission:
      return {"reports.md", ReportText(entity.submission().report())};
    case v1::Entity::kFeedback:
      return {"feedback.md", entity.feedback().text() + "\n\n"};
    case v1::Entity::kTool:
      return {"tools.md",
              Section("Tool", entity.tool().title()) + HeadsText(entity.tool().heads())};
    case v1::Entity::kTeam:
      return {"teams.md", Section("Team", entity.team().name()) + HeadsText(entity.team().heads())};
    case v1::Entity::kAnnouncement:
      return {"announcements.md", Section("Title", entity.announcement().title()) +
                                      entity.announcement().text() + "\n\n"};
    case v1::Entity::kNudge:
      return {"nudges.md", entity.nudge().text().empty() ? "" : entity.nudge().text() + "\n\n"};
    case v1::Entity::kFlag:
      return {"flags.md", entity.flag().note().empty() ? "" : entity.flag().note() + "\n\n"};
    default:
      return {};
  }
}

}  // namespace

Json OwnDataJson(const OwnDataAbout& about, const std::vector<OwnThing>& things,
                 const std::vector<OwnFile>& files) {
  Json document = {{"format", "samstig-own-data"},  {"version", 1},
                   {"network", about.network},      {"person", about.person},
                   {"made", ToRfc3339(about.made)}, {"things", Json::array()},
                   {"files", Json::array()}};
  for (const OwnThing& thing : things) {
    const v1::Entity& present = thing.versions.back();
    Json entry = {{"kind", KindOf(present)},
                  {"id", IdText(present.id())},
                  {"author", IdText(present.author())},
                  {"made", ToRfc3339(present.made_ms())},
                  {"versions", Json::array()}};
    for (const v1::Entity& version : thing.versions)
      entry["versions"].push_back(ProtoJson(version));
    document["things"].push_back(std::move(entry));
  }
  for (const OwnFile& file : files) {
    document["files"].push_back({{"file", file.name.empty() ? Json() : Json(file.name)},
                                 {"called", file.called},
                                 {"sha256", client::Hexadecimal(file.sha256)}});
  }
  return document;
}

std::map<std::string, std::string> OwnDataTexts(const OwnDataAbout& about,
                                                const std::vector<OwnThing>& things) {
  std::map<std::string, std::string> texts;
  for (const OwnThing& thing : things) {
    const v1::Entity& present = thing.versions.back();
    const auto [file, words] = TextOf(present);
    std::string earlier;
    for (size_t i = 0; i + 1 < thing.versions.size(); ++i) {
      const std::string before = TextOf(thing.versions[i]).second;
      if (!before.empty()) earlier += "*Earlier:*\n\n" + before;
    }
    if (file.empty() || (words.empty() && earlier.empty())) continue;
    const bool mine = IdText(present.author()) == about.person;
    texts[file] += "## " + ToRfc3339(present.made_ms()) + (mine ? "" : " (to you)") + "\n\n" +
                   (words.empty() ? "*Taken back.*\n\n" : words) + earlier;
  }
  return texts;
}

}  // namespace samstig::cli
