// SPDX-License-Identifier: Apache-2.0
// Every mistake in a data file is told with its line and its field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/programme_file.h"

namespace samstig::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A programme without a mistake. Line 1 is the one after R"(.
const char* const kProgramme = R"(format: samstig-programme/1
code: liten-stig
version: 2
languages: [sv-FI, fi]
name:
  sv-FI: Liten stig
  fi: Pieni polku
summary:
  sv-FI: En kort stig.
  fi: Lyhyt polku.
price: {amount_cents: 15000, currency: EUR, per: person}
themes:
  - code: lyssna
    name:
      sv-FI: Lyssna
      fi: Kuuntele
    summary:
      sv-FI: Om att lyssna.
      fi: Kuuntelemisesta.
    assignments:
      - code: fem-samtal
        minutes: 90
        title:
          sv-FI: Fem samtal
          fi: Viisi keskustelua
        brief:
          sv-FI: |
            Tala med fem.

            1. Fråga.
          fi: Puhu viiden kanssa.
      - code: en-promenad
        minutes: 30
        title: {sv-FI: En promenad, fi: Kävely}
        brief: {sv-FI: Gå., fi: Kävele.}
)";

const char* const kMunicipalities = R"(format: samstig-municipalities/1
country: FI
source: A list.
municipalities:
  - {code: "035", name: {sv: Brändö, fi: Brändö}, languages: [sv], region: Åland}
  - {code: "445", name: {sv: Pargas, fi: Parainen}, languages: [sv, fi]}
)";

const char* const kDemo = R"(format: samstig-demo/1
network: {slug: demo, name: Demo}
organiser: {name: Ordna Exempelberg, email: ordna@example.org}
coaches:
  - {name: Lära Provgren, email: lara@example.org}
municipalities:
  - code: "445"
    admin: {name: Adla Påhittsson, email: adla@pargas.example}
    leaders:
      - {name: Bokhild Fabelström, email: bokhild@pargas.example, position: Chef, sector: kultur}
cohort: {round: 3, name: {sv: Omgång 3}}
)";

std::vector<Mistake> MistakesIn(const std::string& yaml) {
  Mistakes mistakes("f.yaml");
  ReadDataFile(yaml, "f.yaml", mistakes);
  return mistakes.Sorted();
}

// `from` becomes `to`, once.
std::string With(std::string yaml, const std::string& from, const std::string& to) {
  const size_t at = yaml.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? yaml : yaml.replace(at, from.size(), to);
}

struct Case {
  const char* name;
  const char* file;
  std::string from;
  std::string to;
  int line;
  const char* field;
  const char* problem;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

std::string NameOf(const testing::TestParamInfo<Case>& info) { return info.param.name; }

class OneMistakeTest : public testing::TestWithParam<Case> {};

TEST_P(OneMistakeTest, IsToldWithLineAndField) {
  const Case& c = GetParam();
  const std::vector<Mistake> mistakes = MistakesIn(With(c.file, c.from, c.to));
  ASSERT_EQ(mistakes.size(), 1u) << (mistakes.empty() ? "" : mistakes[1].ToString());
  EXPECT_EQ(mistakes[0].line, c.line);
  EXPECT_EQ(mistakes[0].field, c.field);
  EXPECT_THAT(mistakes[0].problem, HasSubstr(c.problem));
  EXPECT_EQ(mistakes[0].file, "f.yaml");
}

const std::string kLong(201, 'a');

INSTANTIATE_TEST_SUITE_P(Format, OneMistakeTest,
                         testing::Values(Case{"FormatUnknown", kProgramme, "programme/1",
                                              "programme/9", 1, "format", "not known"},
                                         Case{"FormatMissing", kProgramme,
                                              "format: samstig-programme/1", "", 2, "format",
                                              "is missing"},
                                         Case{"FormatIsAList", kProgramme, "samstig-programme/1",
                                              "[a]", 1, "format", "this is a list"},
                                         Case{"NotYaml", kProgramme, "code: liten-stig",
                                              "code: 'a' b: c", 2, "", "not YAML"},
                                         Case{"TabIndent", kProgramme, "  sv-FI: Liten stig",
                                              "\tsv-FI: Liten stig", 6, "", "not YAML"},
                                         Case{"SecondDocument", kMunicipalities, "country: FI",
                                              "---\ncountry: FI", 3, "", "second document"}),
                         NameOf);

INSTANTIATE_TEST_SUITE_P(
    Programme, OneMistakeTest,
    testing::Values(
        Case{"CodeMissing", kProgramme, "code: liten-stig\n", "", 1, "code", "is missing"},
        Case{"CodeEmpty", kProgramme, "code: liten-stig", "code:", 2, "code", "is empty"},
        Case{"CodeCapital", kProgramme, "liten-stig", "Liten", 2, "code",
             "“Liten” must be 3 to 64"},
        Case{"CodeShort", kProgramme, "liten-stig", "ab", 2, "code", "must be 3 to 64"},
        Case{"CodeLong", kProgramme, "liten-stig", kLong, 2, "code", "must be 3 to 64"},
        Case{"CodeTwice", kProgramme, "version: 2", "code: igen\nversion: 2", 3, "code",
             "first is in line 2"},
        Case{"VersionMissing", kProgramme, "version: 2\n", "", 1, "version", "is missing"},
        Case{"VersionWord", kProgramme, "version: 2", "version: two", 3, "version",
             "“two” is not a whole"},
        Case{"VersionFraction", kProgramme, "version: 2", "version: 2.5", 3, "version",
             "not a whole number"},
        Case{"VersionZero", kProgramme, "version: 2", "version: 0", 3, "version",
             "is 0; it must be 1 to"},
        Case{"VersionQuoted", kProgramme, "version: 2", "version: \"2\"", 3, "version",
             "not a whole number"},
        Case{"VersionHuge", kProgramme, "version: 2", "version: 99999999999999999999", 3, "version",
             "not a whole number"},
        Case{"LanguagesWord", kProgramme, "[sv-FI, fi]", "sv-FI", 4, "languages",
             "a list belongs here"},
        Case{"LanguageTag", kProgramme, "[sv-FI, fi]", "[sv-FI, fi, \"?\"]", 4, "languages",
             "not a language tag"},
        Case{"LanguageTwice", kProgramme, "[sv-FI, fi]", "[sv-FI, fi, fi]", 4, "languages",
             "fi is given twice"},
        Case{"LanguageIsAMap", kProgramme, "[sv-FI, fi]", "[sv-FI, fi, {a: b}]", 4, "languages",
             "this is a group of fields"},
        Case{"NameMissing", kProgramme, "name:\n  sv-FI: Liten stig\n  fi: Pieni polku\n", "", 1,
             "name", "is missing"},
        Case{"NameIsAWord", kProgramme, "name:\n  sv-FI: Liten stig\n  fi: Pieni polku\n",
             "name: Stig\n", 5, "name", "a text for each language"},
        Case{"NameLacksFinnish", kProgramme, "  fi: Pieni polku\n", "", 5, "name.fi", "is missing"},
        Case{"NameInAForeignTongue", kProgramme, "  fi: Pieni polku",
             "  fi: Pieni polku\n  da: Sti", 8, "name.da", "not among the languages: sv-FI and fi"},
        Case{"NameTwice", kProgramme, "  fi: Pieni polku", "  fi: Pieni polku\n  fi: Polku", 8,
             "name.fi", "given twice"},
        Case{"NameEmpty", kProgramme, "fi: Pieni polku", "fi: \"  \"", 7, "name.fi", "is empty"},
        Case{"NameNothing", kProgramme, "fi: Pieni polku", "fi:", 7, "name.fi", "is empty"},
        Case{"NameIsAList", kProgramme, "fi: Pieni polku", "fi: [a]", 7, "name.fi",
             "this is a list"},
        Case{"NameLong", kProgramme, "Pieni polku", kLong, 7, "name.fi",
             "has 201 bytes; at most 200"},
        Case{"NameTwoLines", kProgramme, "fi: Pieni polku", "fi: \"a\\nb\"", 7, "name.fi",
             "control character"},
        Case{"SummaryNotUtf8", kProgramme, "fi: Lyhyt polku.", "fi: \"a\\a\"", 10, "summary.fi",
             "control character"},
        Case{"SummaryMissing", kProgramme, "summary:\n  sv-FI: En kort stig.\n  fi: Lyhyt polku.\n",
             "", 1, "summary", "is missing"},
        Case{"UnknownField", kProgramme, "version: 2", "version: 2\nversio: 3", 4, "versio",
             "no such field; did you mean version?"},
        Case{"FieldOfAnotherFormat", kProgramme, "version: 2", "version: 2\ncountry: FI", 4,
             "country", "no such field"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Price, OneMistakeTest,
    testing::Values(
        Case{"Missing", kProgramme, "price: {amount_cents: 15000, currency: EUR, per: person}\n",
             "", 1, "price", "is missing"},
        Case{"Word", kProgramme, "{amount_cents: 15000, currency: EUR, per: person}", "cheap", 11,
             "price", "a group of fields belongs here"},
        Case{"Amount", kProgramme, "15000", "150 euro", 11, "price.amount_cents",
             "not a whole number"},
        Case{"Negative", kProgramme, "15000", "-1", 11, "price.amount_cents",
             "is -1; it must be 0 to"},
        Case{"Currency", kProgramme, "EUR", "eur", 11, "price.currency", "three capital letters"},
        Case{"CurrencyLong", kProgramme, "EUR", "EURO", 11, "price.currency",
             "three capital letters"},
        Case{"Per", kProgramme, "per: person", "per: cohort", 11, "price.per", "must be person"},
        Case{"Unknown", kProgramme, "per: person", "per: person, vat: 25", 11, "price.vat",
             "no such field"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Themes, OneMistakeTest,
    testing::Values(Case{"CodeMissing", kProgramme, "code: lyssna\n    name", "name", 13,
                         "themes[1].code", "is missing"},
                    Case{"CodeBad", kProgramme, "code: lyssna", "code: Lyssna!", 13,
                         "themes[Lyssna!].code", "must be 3 to 64"},
                    Case{"NameLacksSwedish", kProgramme, "      sv-FI: Lyssna\n", "", 14,
                         "themes[lyssna].name.sv-FI", "is missing"},
                    Case{"Unknown", kProgramme,
                         "    assignments:", "    hours: 3\n    assignments:", 20,
                         "themes[lyssna].hours", "no such field"},
                    Case{"MinutesMissing", kProgramme, "        minutes: 90\n", "", 21,
                         "themes[lyssna].assignments[fem-samtal].minutes", "is missing"},
                    Case{"MinutesFew", kProgramme, "minutes: 90", "minutes: 4", 22,
                         "themes[lyssna].assignments[fem-samtal].minutes",
                         "is 4; it must be 5 to 600"},
                    Case{"MinutesMany", kProgramme, "minutes: 30", "minutes: 601", 33,
                         "themes[lyssna].assignments[en-promenad].minutes", "5 to 600"},
                    Case{"MinutesWords", kProgramme, "minutes: 30", "minutes: half an hour", 33,
                         "themes[lyssna].assignments[en-promenad].minutes", "not a whole number"},
                    Case{"AssignmentCodeTwice", kProgramme, "en-promenad", "fem-samtal", 32,
                         "themes[lyssna].assignments[fem-samtal].code", "used twice"},
                    Case{"AssignmentIsAWord", kProgramme,
                         "      - code: en-promenad\n        minutes: 30\n        title: {sv-FI: "
                         "En promenad, fi: Kävely}\n        brief: {sv-FI: Gå., fi: Kävele.}\n",
                         "      - en-promenad\n", 32, "themes[lyssna].assignments[2]",
                         "a group of fields belongs here"},
                    Case{"TitleLong", kProgramme, "En promenad,", std::string(121, 'a') + ",", 34,
                         "themes[lyssna].assignments[en-promenad].title",
                         "sv-FI has 121 characters; at most 120"},
                    Case{"TitleEmpty", kProgramme, "fi: Kävely}", "fi: ''}", 34,
                         "themes[lyssna].assignments[en-promenad].title.fi", "is empty"},
                    Case{"BriefMissing", kProgramme, "        brief: {sv-FI: Gå., fi: Kävele.}\n",
                         "", 32, "themes[lyssna].assignments[en-promenad].brief", "is missing"},
                    Case{"BriefLacksFinnish", kProgramme, "          fi: Puhu viiden kanssa.\n", "",
                         26, "themes[lyssna].assignments[fem-samtal].brief.fi", "is missing"},
                    Case{"BriefHtml", kProgramme, "Tala med fem.", "Tala med <b>fem</b>.", 26,
                         "themes[lyssna].assignments[fem-samtal].brief", "sv-FI has HTML"},
                    Case{"BriefLong", kProgramme, "Kävele.", std::string(20'001, 'a'), 35,
                         "themes[lyssna].assignments[en-promenad].brief.fi", "at most 20000"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Municipalities, OneMistakeTest,
    testing::Values(
        Case{"CountryMissing", kMunicipalities, "country: FI\n", "", 1, "country", "is missing"},
        Case{"CountrySmall", kMunicipalities, "country: FI", "country: fi", 2, "country",
             "two capital letters"},
        Case{"CountryLong", kMunicipalities, "country: FI", "country: FIN", 2, "country",
             "two capital letters"},
        Case{"SourceMissing", kMunicipalities, "source: A list.\n", "", 1, "source", "is missing"},
        Case{"CodeUnquoted", kMunicipalities, "\"035\"", "035", 5, "municipalities[035].code",
             "in quotes"},
        Case{"CodeShort", kMunicipalities, "\"035\"", "\"35\"", 5, "municipalities[35].code",
             "three or four"},
        Case{"CodeLetters", kMunicipalities, "\"035\"", "\"o35\"", 5, "municipalities[o35].code",
             "three or four"},
        Case{"CodeTwice", kMunicipalities, "\"445\"", "\"035\"", 6, "municipalities[035].code",
             "used twice"},
        Case{"NameLacksALanguage", kMunicipalities, ", fi: Parainen", "", 6,
             "municipalities[445].name", "has no fi, a language of the municipality"},
        Case{"NameTag", kMunicipalities, "fi: Parainen", "fi: Parainen, \"!\": x", 6,
             "municipalities[445].name", "not a language tag"},
        Case{"LanguagesEmpty", kMunicipalities, "[sv, fi]", "[]", 6,
             "municipalities[445].languages", "the list is empty"},
        Case{"Unknown", kMunicipalities, "region: Åland", "regon: Åland", 5,
             "municipalities[035].regon", "did you mean region?"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Demo, OneMistakeTest,
    testing::Values(
        Case{"RealAddress", kDemo, "adla@pargas.example", "adla@pargas.fi", 8,
             "municipalities[445].admin.email", "example.org or .example"},
        Case{"NoAddress", kDemo, "lara@example.org", "lara", 5, "coaches[1].email",
             "not of the form"},
        Case{"AddressTwice", kDemo, "bokhild@pargas.example", "adla@pargas.example", 10,
             "municipalities[445].leaders[1].email", "used twice"},
        Case{"SlugBad", kDemo, "slug: demo", "slug: De", 2, "network.slug", "must be 3 to 32"},
        Case{"PositionMissing", kDemo, ", position: Chef", "", 10,
             "municipalities[445].leaders[1].position", "is missing"},
        Case{"RoundZero", kDemo, "round: 3", "round: 0", 11, "cohort.round", "1 to 1000"}),
    NameOf);

TEST(MistakesTest, GoodFilesHaveNone) {
  EXPECT_THAT(MistakesIn(kProgramme), IsEmpty());
  EXPECT_THAT(MistakesIn(kMunicipalities), IsEmpty());
  EXPECT_THAT(MistakesIn(kDemo), IsEmpty());
}

TEST(MistakesTest, AllOfThemAreToldInTheOrderOfLines) {
  std::string yaml = With(kProgramme, "version: 2", "version: x");
  yaml = With(yaml, "minutes: 90", "minutes: 1");
  yaml = With(yaml, "code: liten-stig", "code: A");
  std::vector<std::string> told;
  for (const Mistake& mistake : MistakesIn(yaml)) told.push_back(mistake.ToString());
  EXPECT_THAT(
      told,
      ElementsAre(
          "f.yaml:2: code: “A” must be 3 to 64 characters of a-z, 0-9 and hyphen",
          "f.yaml:3: version: “x” is not a whole number",
          "f.yaml:22: themes[lyssna].assignments[fem-samtal].minutes: is 1; it must be 5 to 600"));
}

TEST(MistakesTest, AnEmptyFileIsOne) {
  for (const char* empty : {"", "\n\n", "# only words\n", "---\n"}) {
    const std::vector<Mistake> mistakes = MistakesIn(empty);
    ASSERT_EQ(mistakes.size(), 1u);
    EXPECT_EQ(mistakes[0].ToString(), "f.yaml:1: the file is empty");
  }
}

TEST(MistakesTest, AListAtTheTopIsOne) {
  const std::vector<Mistake> mistakes = MistakesIn("- a\n- b\n");
  ASSERT_EQ(mistakes.size(), 1u);
  EXPECT_THAT(mistakes[0].problem, HasSubstr("this is a list"));
}

TEST(MistakesTest, TooManyAssignmentsInATheme) {
  std::string list;
  for (int i = 0; i < 101; ++i) {
    list += "      - {code: upp-" + std::to_string(i) +
            ", minutes: 30, title: {sv-FI: T, fi: T}, brief: {sv-FI: B, fi: B}}\n";
  }
  const std::string yaml = With(kProgramme, "    assignments:\n", "    assignments:\n" + list);
  const std::vector<Mistake> mistakes = MistakesIn(yaml);
  ASSERT_EQ(mistakes.size(), 1u);
  EXPECT_EQ(mistakes[0].field, "themes[lyssna].assignments");
  EXPECT_THAT(mistakes[0].problem, HasSubstr("103 assignments; at most 100"));
}

TEST(MistakesTest, DeepNestingIsNoAccident) {
  EXPECT_THAT(MistakesIn(std::string(100'000, '[')), testing::Not(IsEmpty()));
}

TEST(MistakesTest, EveryPrefixOfAFileIsRead) {
  const std::string whole = kProgramme;
  for (size_t size = 0; size < whole.size(); ++size) MistakesIn(whole.substr(0, size));
}

}  // namespace
}  // namespace samstig::cli
