// SPDX-License-Identifier: Apache-2.0
// my-data: everything of one's own in the network, to take away.
#include <algorithm>
#include <chrono>
#include <memory>
#include <set>

#include "cli/own_data.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/zip_file.h"
#include "domain/rules/attachments.h"

namespace samstig::cli {

namespace {

constexpr std::chrono::minutes kForAFile{5};

constexpr char kReadMe[] =
    "# Your data in Samstig\n\n"
    "- data.json: everything, for programs: what you wrote with all its versions, what is about\n"
    "  you or was said to you alone, and to whose devices something of your desk was sent on\n"
    "  which days since 1970-01-01 (kind disclosure).\n"
    "- *.md: the texts, to read.\n"
    "- files/: your attachments.\n\n"
    "What others wrote where you could read it is theirs and is not in here.\n";

struct MyDataOptions {
  std::string file;
};

// What people call a file may be anything; in the archive it has a plain name behind its number.
std::string PlainName(const std::string& called) {
  std::string plain;
  for (const char c : called) {
    const bool harmless = c != '/' && c != '\\' && c != ':' && static_cast<unsigned char>(c) >= ' ';
    plain.push_back(harmless ? c : '_');
  }
  return plain;
}

// The attachments of the own things, each file once. Those that cannot be had are named all the
// same.
Result<std::vector<OwnFile>> AddFiles(Session& s, Copy& copy,
                                      const std::vector<client::OwnThing>& things, ZipFile& zip) {
  std::vector<OwnFile> files;
  std::set<std::string> seen;
  for (const client::OwnThing& thing : things) {
    const v1::Entity& present = thing.versions.back();
    if (!copy.IsMe(present.author())) continue;
    for (const v1::Attachment& attachment : rules::AttachmentsOf(present)) {
      if (!seen.insert(attachment.sha256()).second) continue;
      OwnFile file{"", attachment.sha256(), attachment.name()};
      const Result<std::string> path =
          copy.client().Fetch(IdIn(present.id()), attachment, kForAFile);
      if (path.ok()) {
        file.name =
            "files/" + std::to_string(files.size() + 1) + "-" + PlainName(attachment.name());
        RETURN_IF_ERROR(zip.AddFile(file.name, *path));
      } else {
        s.out().Complain("(" + Clip(attachment.name(), 60) +
                         " could not be had: " + path.status().detail() + ")");
      }
      files.push_back(std::move(file));
    }
  }
  return files;
}

Result<Exit> MyData(Session& s, const MyDataOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(ZipFile zip, ZipFile::Make(options.file));
  ASSIGN_OR_RETURN(const std::vector<client::OwnThing> things, copy->client().ListOwn());
  const OwnDataAbout about{copy->client().GetAccount()->network, copy->me().ToText(), s.Now()};
  RETURN_IF_ERROR(zip.Add("README.md", kReadMe));
  for (const auto& [name, text] : OwnDataTexts(about, things)) {
    RETURN_IF_ERROR(zip.Add(name, text));
  }
  ASSIGN_OR_RETURN(const std::vector<OwnFile> files, AddFiles(s, *copy, things, zip));
  RETURN_IF_ERROR(zip.Add("data.json", OwnDataJson(about, things, files).dump(2)));
  RETURN_IF_ERROR(zip.Finish());
  const auto had = static_cast<uint64_t>(std::count_if(
      files.begin(), files.end(), [](const auto& file) { return !file.name.empty(); }));
  s.out().Document({{"state", "SAVED"},
                    {"file", options.file},
                    {"things", things.size()},
                    {"files", had},
                    {"missing_files", files.size() - had}});
  s.out().Say("Your data are in " + options.file + ": " + Count(things.size(), "thing", "things") +
              " and " + Count(had, "file", "files") + ".");
  return had == files.size() ? Exit::kOk : Exit::kRefused;
}

}  // namespace

void AddMyDataVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<MyDataOptions>();
  CLI::App* verb = app.add_subcommand("my-data", "Save everything of yours into a ZIP file")
                       ->group(group::kAccount);
  verb->add_option("FILE", options->file, "The new file")->required();
  verbs.On(verb, [options](Session& s) { return MyData(s, *options); });
}

}  // namespace samstig::cli
