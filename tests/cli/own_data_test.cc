// SPDX-License-Identifier: Apache-2.0
#include "cli/own_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <filesystem>

#include "cli/zip_file.h"
#include "tests/support/as_nobody.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::cli {
namespace {

using client::OwnThing;
using test::APost;
using test::ARevision;
using test::ASubmission;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::kMonday;
using test::Must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::Not;
using testing::Pair;

OwnDataAbout AboutAnna() { return {"stigen", IdNamed("anna").ToText(), kMonday}; }

OwnThing Thing(std::initializer_list<v1::Entity> versions) { return {{versions}}; }

// ---- For programs

TEST(OwnDataJsonTest, HasEachThingWithItsVersions) {
  const Json json = OwnDataJson(AboutAnna(), {Thing({APost("ett"), APost("två")})}, {});
  EXPECT_EQ(json["format"], "samstig-own-data");
  EXPECT_EQ(json["network"], "stigen");
  const Json& thing = json["things"].at(0);
  EXPECT_EQ(thing["kind"], "post");
  EXPECT_EQ(thing["id"], IdNamed("post").ToText());
  EXPECT_EQ(thing["author"], IdNamed("anna").ToText());
  EXPECT_EQ(thing["versions"].size(), 2u);
  EXPECT_EQ(thing["versions"][0]["post"]["heads"][0]["text"], "ett");
  EXPECT_EQ(thing["versions"][1]["post"]["heads"][0]["text"], "två");
}

TEST(OwnDataJsonTest, NamesFilesAndThoseThatCouldNotBeHad) {
  const Json json = OwnDataJson(
      AboutAnna(), {}, {{"files/1-a.txt", "\xab\xcd", "a.txt"}, {"", "\x01\x02", "b.txt"}});
  EXPECT_EQ(json["files"][0]["file"], "files/1-a.txt");
  EXPECT_EQ(json["files"][0]["sha256"], "abcd");
  EXPECT_TRUE(json["files"][1]["file"].is_null());
  EXPECT_EQ(json["files"][1]["called"], "b.txt");
}

TEST(OwnDataJsonTest, WhatANewerServerKnowsIsKeptAsFarAsItGoes) {
  v1::Entity newer;
  newer.set_id(IdNamed("poll").ToBytes());
  newer.set_author(IdNamed("anna").ToBytes());
  const Json json = OwnDataJson(AboutAnna(), {Thing({newer})}, {});
  EXPECT_EQ(json["things"][0]["kind"], "unknown");
}

// ---- For people

TEST(OwnDataTextsTest, AreGroupedByKind) {
  const auto texts =
      OwnDataTexts(AboutAnna(), {Thing({APost("Hej!")}), Thing({ASubmission()}),
                                 Thing({test::AFeedback("Bra gjort!")}), Thing({test::APerson()})});
  EXPECT_THAT(texts, ElementsAre(Pair("feedback.md", HasSubstr("(to you)\n\nBra gjort!")),
                                 Pair("posts.md", HasSubstr("Z\n\nHej!")),
                                 Pair("reports.md", HasSubstr("**What I tried**"))));
}

TEST(OwnDataTextsTest, WhatWasSupersededStandsBehind) {
  const auto texts = OwnDataTexts(AboutAnna(), {Thing({APost("ett"), APost("två")})});
  EXPECT_THAT(texts.at("posts.md"), HasSubstr("två\n\n*Earlier:*\n\nett"));
}

TEST(OwnDataTextsTest, WhatWasTakenBackIsStillOnesOwn) {
  const auto texts = OwnDataTexts(AboutAnna(), {Thing({APost("ångrat"), APost().Withdrawn()})});
  EXPECT_THAT(texts.at("posts.md"), HasSubstr("*Taken back.*\n\n*Earlier:*\n\nångrat"));
}

TEST(OwnDataTextsTest, NothingIsNoFile) {
  EXPECT_THAT(OwnDataTexts(AboutAnna(), {Thing({test::APerson()})}), IsEmpty());
}

// ---- The archive

class ZipFileTest : public testing::Test {
 protected:
  std::map<std::string, std::string> Contents(const std::string& path) {
    std::map<std::string, std::string> contents;
    zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
    EXPECT_NE(archive, nullptr);
    if (archive == nullptr) return contents;
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
      zip_stat_t stat;
      zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &stat);
      std::string bytes(stat.size, '\0');
      zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
      EXPECT_EQ(zip_fread(file, bytes.data(), bytes.size()),
                static_cast<zip_int64_t>(bytes.size()));
      zip_fclose(file);
      contents[stat.name] = bytes;
    }
    zip_discard(archive);
    return contents;
  }

  test::TempDir dir_;
};

TEST_F(ZipFileTest, HoldsWhatWasAdded) {
  const std::string path = dir_.File("mine.zip");
  test::WriteFile(dir_.File("bild.png"), "bytes");
  ZipFile zip = Must(ZipFile::Make(path));
  EXPECT_THAT(zip.Add("läs mig.md", "Hej"), IsOk());
  EXPECT_THAT(zip.AddFile("files/1-bild.png", dir_.File("bild.png")), IsOk());
  EXPECT_FALSE(std::filesystem::exists(path)) << "not before it is whole";
  EXPECT_THAT(zip.Finish(), IsOk());
  EXPECT_THAT(Contents(path),
              ElementsAre(Pair("files/1-bild.png", "bytes"), Pair("läs mig.md", "Hej")));
}

TEST_F(ZipFileTest, OverwritesNothing) {
  const std::string path = dir_.File("mine.zip");
  test::WriteFile(path, "something else");
  EXPECT_THAT(ZipFile::Make(path).status(), HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_EQ(test::ReadFile(path), "something else");
}

TEST_F(ZipFileTest, WhatFailsLeavesNothingBehind) {
  const std::string path = dir_.File("mine.zip");
  {
    ZipFile zip = Must(ZipFile::Make(path));
    EXPECT_THAT(zip.Add("a", "a"), IsOk());
  }
  ZipFile zip = Must(ZipFile::Make(path));
  EXPECT_THAT(zip.AddFile("files/gone", dir_.File("gone")), IsOk());
  EXPECT_THAT(zip.Finish(), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path()));
}

TEST_F(ZipFileTest, AFolderThatIsNotThereOrNotOnesOwnIsSaid) {
  ZipFile nowhere = Must(ZipFile::Make(dir_.path() + "/none/mine.zip"));
  EXPECT_THAT(nowhere.Add("a", "a"), IsOk());
  EXPECT_THAT(nowhere.Finish(), HasReason(v1::REASON_NOT_FOUND));
  const test::AsNobody nobody;
  EXPECT_THAT(ZipFile::Make(dir_.File("mine.zip")).status(), HasReason(v1::REASON_READ_ONLY));
}

}  // namespace
}  // namespace samstig::cli
