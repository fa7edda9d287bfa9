// SPDX-License-Identifier: Apache-2.0
#include "cli/programme_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "domain/rules/names.h"

namespace samstig::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

template <typename File>
File Read(const std::string& yaml) {
  Mistakes mistakes("f.yaml");
  DataFile file = ReadDataFile(yaml, "f.yaml", mistakes);
  EXPECT_TRUE(mistakes.none()) << mistakes.Sorted().front().ToString();
  return std::holds_alternative<File>(file) ? std::get<File>(file) : File();
}

const char* const kProgramme = R"(
format: samstig-programme/1
code: liten-stig
version: 2
languages: [sv, en]
name: {sv: Liten stig, en: Small path}
summary: {sv: "En kort stig.", en: "A short path."}
price: {amount_cents: 15000, currency: EUR, per: person}
themes:
  - code: lyssna
    name: {sv: Lyssna, en: Listen}
    summary: {sv: Om., en: On.}
    assignments:
      - code: fem-samtal
        minutes: 90
        title: {sv: Fem samtal, en: Five talks}
        brief:
          sv: |
            Tala med fem.

            1. Fråga, se <https://example.org>.
          en: "Talk to five; < 3 is few."
)";

TEST(ProgrammeFileTest, BecomesMessages) {
  const auto file = Read<ProgrammeFile>(kProgramme);
  EXPECT_EQ(file.programme.code(), "liten-stig");
  EXPECT_EQ(file.programme.version(), 2u);
  EXPECT_THAT(file.programme.languages(), ElementsAre("sv", "en"));
  EXPECT_EQ(file.programme.price_cents(), 15000);
  EXPECT_EQ(file.programme.currency(), "EUR");
  EXPECT_EQ(file.programme.name().by_language().at("en"), "Small path");
  ASSERT_THAT(file.themes, SizeIs(1));
  const v1::Theme& theme = file.themes[0];
  EXPECT_EQ(theme.position(), 1u);
  EXPECT_EQ(theme.programme_id(), rules::ProgrammeId("liten-stig").ToBytes());
  ASSERT_EQ(theme.assignments_size(), 1);
  EXPECT_EQ(theme.assignments(0).minutes(), 90u);
  EXPECT_EQ(theme.assignments(0).brief().by_language().at("sv"),
            "Tala med fem.\n\n1. Fråga, se <https://example.org>.");
}

TEST(ProgrammeFileTest, AShortBriefIsNotedButNoMistake) {
  const auto file = Read<ProgrammeFile>(kProgramme);
  ASSERT_THAT(file.notes, SizeIs(2));
  EXPECT_THAT(file.notes[0].ToString(),
              HasSubstr("f.yaml:17: themes[lyssna].assignments[fem-samtal].brief: "));
  EXPECT_THAT(file.notes[0].problem, HasSubstr("90 to 180 are usual"));
}

TEST(ProgrammeFileTest, MunicipalitiesKeepTheirZeros) {
  const auto file = Read<MunicipalityFile>(
      "format: samstig-municipalities/1\ncountry: FI\nsource: x\nmunicipalities:\n"
      "  - {code: \"035\", name: {sv: Brändö}, languages: [sv], region: Åland}\n");
  ASSERT_THAT(file.municipalities, SizeIs(1));
  EXPECT_EQ(file.municipalities[0].code(), "035");
  EXPECT_EQ(file.municipalities[0].country(), "FI");
  EXPECT_THAT(file.municipalities[0].languages(), ElementsAre("sv"));
}

TEST(ProgrammeFileTest, AFileThatIsNotThereIsNotFound) {
  EXPECT_EQ(ReadFile("/nowhere/at/all.yaml").status().reason(), v1::REASON_NOT_FOUND);
}

}  // namespace
}  // namespace samstig::cli
