// SPDX-License-Identifier: Apache-2.0
// Files: attach, fetch.
#include "cli/attach.h"

#include <array>
#include <filesystem>
#include <memory>
#include <utility>

#include "cli/candidates.h"
#include "cli/json.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace samstig::cli {

namespace {

constexpr std::chrono::milliseconds kFetchTime{10 * 60'000};

std::string NameOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

Result<v1::Attachment> AttachOne(Copy& copy, const std::string& path) {
  const std::string name = NameOf(path);
  return copy.client().AttachFile(path, name, MediaTypeOf(name));
}

Json ToJson(const v1::Attachment& file) {
  std::string hash;
  for (const char c : file.sha256()) {
    static constexpr char kDigits[] = "0123456789abcdef";
    hash.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    hash.push_back(kDigits[static_cast<unsigned char>(c) & 0xf]);
  }
  return {{"sha256", hash},
          {"size", file.size()},
          {"name", file.name()},
          {"media_type", file.media_type()}};
}

// ---- attach

struct AttachOptions {
  std::string post;
  std::vector<std::string> files;
};

// Adds files to one's own post: its text stays.
Result<Exit> Attach(Session& s, const AttachOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.post, "post", Posts));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kPost, "post"));
  v1::Mutation mutation;
  v1::EditPost& edit = *mutation.mutable_edit_post();
  edit.set_id(id.ToBytes());
  v1::Revision& revision = *edit.mutable_revision();
  revision.set_revision_id(copy->client().NewId().ToBytes());
  revision.set_claimed_ms(s.Now());
  revision.set_text(TextOf(shown.entity.post()));
  for (const v1::Revision& head : shown.entity.post().heads()) {
    edit.add_replaces(head.revision_id().empty() ? shown.entity.id() : head.revision_id());
    revision.mutable_attachments()->MergeFrom(head.attachments());
  }
  RETURN_IF_ERROR(AttachFiles(*copy, options.files, *revision.mutable_attachments()));
  Json files = Json::array();
  for (const v1::Attachment& file : revision.attachments()) files.push_back(ToJson(file));
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  s.SendFiles();
  return s.Tell(sent, "Attached", {{"post_id", id.ToText()}, {"attachments", files}});
}

// ---- fetch

struct FetchOptions {
  std::string what;
  std::string to;
};

// A name that nobody has taken in the folder: "bild.jpg", "bild (2).jpg".
std::string FreePath(const std::string& folder, const std::string& name) {
  const std::filesystem::path wanted(name);
  std::filesystem::path path = std::filesystem::path(folder) / wanted;
  for (int n = 2; std::filesystem::exists(path); ++n) {
    path = std::filesystem::path(folder) /
           (wanted.stem().string() + " (" + std::to_string(n) + ")" + wanted.extension().string());
  }
  return path.string();
}

Result<Exit> Fetch(Session& s, const FetchOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.what, "post or report", Everything));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id));
  const std::vector<v1::Attachment> files = rules::AttachmentsOf(shown.entity);
  if (files.empty()) return Status(v1::REASON_NOT_FOUND, "It has no files.");
  const std::string folder = options.to.empty() ? "." : options.to;
  Json document = Json::array();
  for (const v1::Attachment& file : files) {
    ASSIGN_OR_RETURN(const std::string held, copy->client().Fetch(id, file, kFetchTime));
    const std::string path = FreePath(folder, file.name());
    std::error_code error;
    std::filesystem::copy_file(held, path, error);
    if (error) return Status(v1::REASON_UNAVAILABLE, "It cannot be written: " + path);
    Json json = ToJson(file);
    json["path"] = path;
    document.push_back(std::move(json));
    s.out().Print(path);
  }
  s.out().Document(document);
  return Exit::kOk;
}

}  // namespace

void AddFilesOption(CLI::App* verb, std::vector<std::string>& files) {
  verb->add_option("--attach", files, "A file to go with it; may be given several times")
      ->check(CLI::ExistingFile)
      ->allow_extra_args(false);
}

Status AttachFiles(Copy& copy, const std::vector<std::string>& files, rules::Attachments& to) {
  for (const std::string& path : files) {
    ASSIGN_OR_RETURN(*to.Add(), AttachOne(copy, path));
  }
  return {};
}

std::string MediaTypeOf(const std::string& file_name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes = {{
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".png", "image/png"},
      {".gif", "image/gif"},
      {".heic", "image/heic"},
      {".webp", "image/webp"},
      {".pdf", "application/pdf"},
      {".txt", "text/plain"},
      {".md", "text/markdown"},
      {".mp3", "audio/mpeg"},
      {".m4a", "audio/mp4"},
      {".mp4", "video/mp4"},
      {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
  }};
  const std::string end = Lower(std::filesystem::path(file_name).extension().string());
  for (const auto& [extension, type] : kTypes) {
    if (end == extension) return std::string(type);
  }
  return "application/octet-stream";
}

void AddAttachVerbs(CLI::App& app, Verbs& verbs) {
  auto attach = std::make_shared<AttachOptions>();
  CLI::App* add = app.add_subcommand("attach", "Add files to a post of yours")->group(group::kTalk);
  add->add_option("POST", attach->post, "The post")->required();
  add->add_option("FILE", attach->files, "The files")->required()->check(CLI::ExistingFile);
  verbs.On(add, [attach](Session& s) { return Attach(s, *attach); });

  auto fetch = std::make_shared<FetchOptions>();
  CLI::App* get =
      app.add_subcommand("fetch", "Get the files of a post or a report")->group(group::kAll);
  get->add_option("WHAT", fetch->what, "The post or the report")->required();
  get->add_option("--to", fetch->to, "The folder to put them into; else this one")
      ->check(CLI::ExistingDirectory);
  verbs.On(get, [fetch](Session& s) { return Fetch(s, *fetch); });
}

}  // namespace samstig::cli
