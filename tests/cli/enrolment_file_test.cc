// SPDX-License-Identifier: Apache-2.0
// Lists of leaders as HR saves them: what is read, and that every mistake is told with its line and
// column.
#include "cli/enrolment_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/rules/fold.h"
#include "tests/support/story.h"

namespace samstig::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kMark = "\xef\xbb\xbf";

// A list without a mistake.
const std::string kList =
    "Namn;E-post;Befattning;Sektor;Språk;Anställningsnummer\n"
    "Åsa Östman;asa@pargas.example;Rektor;Bildning;sv;1001\n"
    "Bo Berg;bo@pargas.example;;;;\n";

struct Read {
  EnrolmentFile file;
  std::vector<Mistake> mistakes;
};

Read Reading(const std::string& bytes) {
  Mistakes mistakes("f.csv");
  EnrolmentFile file = ReadEnrolments(bytes, "f.csv", mistakes);
  return {std::move(file), mistakes.Sorted()};
}

// `from` becomes `to`, once.
std::string With(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string WithEvery(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string InWindows1252(std::string text) {
  text = WithEvery(text, "Å", "\xc5");
  text = WithEvery(text, "å", "\xe5");
  text = WithEvery(text, "ä", "\xe4");
  text = WithEvery(text, "Ö", "\xd6");
  return WithEvery(text, "ö", "\xf6");
}

// ---- What is read

struct Spelling {
  const char* name;
  std::string bytes;
};

void PrintTo(const Spelling& s, std::ostream* out) { *out << s.name; }

class OneListTest : public testing::TestWithParam<Spelling> {};

TEST_P(OneListTest, IsReadTheSameInEverySpelling) {
  const Read read = Reading(GetParam().bytes);
  EXPECT_THAT(read.mistakes, IsEmpty()) << read.mistakes.front().ToString();
  ASSERT_THAT(read.file.rows, SizeIs(2));
  const Leader& asa = read.file.rows[0].leader;
  EXPECT_EQ(asa.name, "Åsa Östman");
  EXPECT_EQ(asa.email, "asa@pargas.example");
  EXPECT_EQ(asa.position, "Rektor");
  EXPECT_EQ(asa.sector, "Bildning");
  EXPECT_EQ(asa.language, "sv");
  EXPECT_EQ(asa.number, "1001");
  const Leader& bo = read.file.rows[1].leader;
  EXPECT_EQ(bo.name, "Bo Berg");
  EXPECT_EQ(bo.position + bo.sector + bo.language + bo.number, "");
  EXPECT_THAT(read.file.notes, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Spellings, OneListTest,
    testing::Values(
        Spelling{"Utf8", kList}, Spelling{"Utf8WithMark", kMark + kList},
        Spelling{"Windows1252", InWindows1252(kList)},
        Spelling{"Crlf", WithEvery(kList, "\n", "\r\n")},
        Spelling{"LoneCr", WithEvery(kList, "\n", "\r")},
        Spelling{"Commas", WithEvery(kList, ";", ",")},
        Spelling{"Tabs", WithEvery(kList, ";", "\t")},
        Spelling{"NoLastLineEnd", kList.substr(0, kList.size() - 1)},
        Spelling{"Quotes", With(kList, "Åsa Östman", "\"Åsa Östman\"")},
        Spelling{"SpacesRoundCells", With(kList, "Åsa Östman;", " Åsa Östman \xc2\xa0;")},
        Spelling{"EmptyLines", With(kList, "Bo", "\n \nBo") + "\n\n"},
        Spelling{"RowsOfEmptyCells", kList + ";;;;;\n; ;;;;\n"},
        Spelling{"Capitals", With(kList, "Namn;E-post;Befattning;Sektor;Språk;Anställningsnummer",
                                  "NAMN;E-POST;BEFATTNING;SEKTOR;SPRÅK;ANSTÄLLNINGSNUMMER")},
        Spelling{"English", With(kList, "Namn;E-post;Befattning;Sektor;Språk;Anställningsnummer",
                                 "name;email;Position;sector;language;External ID")},
        Spelling{"Finnish", With(kList, "Namn;E-post;Befattning;Sektor;Språk;Anställningsnummer",
                                 "Nimi;Sähköposti;Tehtävä;Toimiala;Kieli;Henkilönumero")},
        Spelling{"FinnishCapitals",
                 With(kList, "Namn;E-post;Befattning;Sektor;Språk;Anställningsnummer",
                      "NIMI;SÄHKÖPOSTI;TEHTÄVÄ;TOIMIALA;KIELI;HENKILÖNUMERO")},
        Spelling{"FinnishFromAMac",
                 With(kList, "Namn;E-post;Befattning;Sektor;Språk;Anställningsnummer",
                      "Nimi;Sa\xcc\x88hko\xcc\x88posti;Tehta\xcc\x88va\xcc\x88;Toimiala;Kieli;id")},
        Spelling{"Danish", With(kList, "Namn;E-post;Befattning;Sektor;Språk;Anställningsnummer",
                                "Navn;E-mail;Stilling;Sektor;Sprog;Medarbejdernummer")},
        Spelling{"LanguageInCapitals", With(kList, ";sv;", ";SV;")}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(EnrolmentFileTest, ColumnsMayComeInAnyOrder) {
  const Read read = Reading("epost,titel,namn\nbo@x.example,Chef,Bo\n");
  EXPECT_THAT(read.mistakes, IsEmpty());
  ASSERT_THAT(read.file.rows, SizeIs(1));
  EXPECT_EQ(read.file.rows[0].leader.name, "Bo");
  EXPECT_EQ(read.file.rows[0].leader.position, "Chef");
  EXPECT_EQ(read.file.separator, ',');
}

TEST(EnrolmentFileTest, QuotesHoldSeparatorsAndQuotes) {
  const Read read = Reading("namn;epost;titel\nBo;bo@x.example;\"Chef; \"\"vik.\"\"\"\n");
  EXPECT_THAT(read.mistakes, IsEmpty());
  ASSERT_THAT(read.file.rows, SizeIs(1));
  EXPECT_EQ(read.file.rows[0].leader.position, "Chef; \"vik.\"");
}

TEST(EnrolmentFileTest, ASeparatorInAQuotedHeadingDoesNotCount) {
  const Read read = Reading("\"a, b, c\";namn;epost\nx;Bo;bo@x.example\n");
  EXPECT_THAT(read.mistakes, IsEmpty());
  EXPECT_EQ(read.file.separator, ';');
}

TEST(EnrolmentFileTest, LinesAreThoseOfTheFile) {
  const Read read =
      Reading("\nanteckning;namn;epost\n\"två\nrader\";Bo;bo@x.example\n\nx;Cia;cia@x.example\n");
  EXPECT_THAT(read.mistakes, IsEmpty());
  ASSERT_THAT(read.file.rows, SizeIs(2));
  EXPECT_EQ(read.file.rows[0].line, 3);
  EXPECT_EQ(read.file.rows[1].line, 6);
}

// ---- Whom they report to

const std::string kTownHall =
    "namn;epost;chef\n"
    "Anna;anna@x.example;Bo@X.example\n"
    "Axel;axel@x.example;\n"
    "Bo;bo@x.example;disa@x.example\n"
    "Disa;disa@x.example;somebody@else.example\n";

TEST(EnrolmentFileTest, AManagerIsNamedByTheAddressInFourLanguages) {
  for (const char* heading : {"manager", "Manager's e-mail", "närmaste chef", "CHEF",
                              "Esihenkilön sähköposti", "leder"}) {
    const Read read = Reading(With(kTownHall, "chef", heading));
    EXPECT_THAT(read.mistakes, IsEmpty()) << heading;
    EXPECT_THAT(read.file.notes, IsEmpty()) << heading;
    ASSERT_THAT(read.file.rows, SizeIs(4));
    EXPECT_EQ(read.file.rows[0].leader.manager, "Bo@X.example");
    EXPECT_EQ(read.file.rows[1].leader.manager, "");
  }
}

TEST(EnrolmentFileTest, ManagersComeBeforeThoseWhoReportToThem) {
  std::vector<std::string> names;
  for (const LeaderRow& row : ManagersFirst(Reading(kTownHall).file.rows)) {
    names.push_back(row.leader.name);
  }
  EXPECT_THAT(names, ElementsAre("Disa", "Bo", "Anna", "Axel"));
}

TEST(EnrolmentFileTest, NobodyReportsToHimselfNorInARing) {
  const Read own = Reading(With(kTownHall, "somebody@else.example", "disa@x.example"));
  ASSERT_THAT(own.mistakes, SizeIs(1));
  EXPECT_EQ(own.mistakes[0].ToString(), "f.csv:5: chef: is the leader's own address");
  const Read ring = Reading(With(kTownHall, "somebody@else.example", "anna@x.example"));
  ASSERT_THAT(ring.mistakes, SizeIs(3)) << "Axel is not in it";
  EXPECT_THAT(ring.mistakes[0].ToString(), HasSubstr("f.csv:2: chef: makes a ring"));
  EXPECT_THAT(ManagersFirst(ring.file.rows), SizeIs(4)) << "and nobody is lost by it";
}

TEST(EnrolmentFileTest, AManagerIsAnAddressAndNoName) {
  const Read read = Reading(With(kTownHall, "disa@x.example\n", "Disa\n"));
  ASSERT_THAT(read.mistakes, SizeIs(1));
  EXPECT_EQ(read.mistakes[0].ToString(), "f.csv:4: chef: has no @");
}

// ----

TEST(EnrolmentFileTest, AColumnOfAnotherNameIsNotedAndNotRead) {
  const Read read = Reading("namn;epost;Telefon;befatning;\nBo;bo@x.example;+358 40 1;Chef;\n");
  EXPECT_THAT(read.mistakes, IsEmpty());
  std::vector<std::string> notes;
  for (const Mistake& note : read.file.notes) notes.push_back(note.ToString());
  EXPECT_THAT(notes,
              ElementsAre("f.csv:1: Telefon: this column is not read",
                          "f.csv:1: befatning: this column is not read; did you mean befattning?",
                          "f.csv:1: column 5: this column is not read"));
  EXPECT_EQ(read.file.rows.at(0).leader.position, "");
}

TEST(EnrolmentFileTest, AsManyRowsAsAllowedAreRead) {
  std::string list = "namn;epost\n";
  for (size_t i = 0; i < kMaxEnrolmentRows; ++i) {
    list += "Bo;bo" + std::to_string(i) + "@x.example\n";
  }
  const Read read = Reading(list);
  EXPECT_THAT(read.mistakes, IsEmpty());
  EXPECT_THAT(read.file.rows, SizeIs(kMaxEnrolmentRows));
}

TEST(EnrolmentFileTest, ALeaderIsKnownByTheNumberElseByTheAddressInSmallLetters) {
  EXPECT_EQ(KeyOf({.name = "Bo", .email = "Bo@X.example", .number = "17"}), "17");
  EXPECT_EQ(KeyOf({.name = "Bo", .email = "Bo@X.example"}), "bo@x.example");
}

// ---- Mistakes

struct Case {
  const char* name;
  std::string bytes;
  int line;
  const char* field;
  const char* problem;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }
std::string NameOfCase(const testing::TestParamInfo<Case>& info) { return info.param.name; }

class ListMistakeTest : public testing::TestWithParam<Case> {};

TEST_P(ListMistakeTest, IsToldWithLineAndColumn) {
  const Case& c = GetParam();
  const Read read = Reading(c.bytes);
  ASSERT_FALSE(read.mistakes.empty());
  EXPECT_EQ(read.mistakes.size(), 1u) << read.mistakes.back().ToString();
  EXPECT_EQ(read.mistakes[0].line, c.line);
  EXPECT_EQ(read.mistakes[0].field, c.field);
  EXPECT_THAT(read.mistakes[0].problem, HasSubstr(c.problem));
  EXPECT_EQ(read.mistakes[0].file, "f.csv");
}

std::string Rows(size_t count) {
  std::string list = "namn;epost\n";
  for (size_t i = 0; i < count; ++i) list += "Bo;b" + std::to_string(i) + "@x.example\n";
  return list;
}

INSTANTIATE_TEST_SUITE_P(
    Files, ListMistakeTest,
    testing::Values(
        Case{"Empty", "", 1, "", "the file is empty"},
        Case{"OnlyTheMark", kMark, 1, "", "the file is empty"},
        Case{"OnlyLineEnds", "\r\n\n \n", 1, "", "the file is empty"},
        Case{"OnlyEmptyCells", ";;;\n;;;\n", 1, "", "the file is empty"},
        Case{"OnlyTheHeader", "namn;epost\n", 1, "", "nobody is in the file"},
        Case{"OnlyTheHeaderAndEmptyCells", "namn;epost\n;\n;\n", 1, "", "nobody is in the file"},
        Case{"NoSeparator", "namn\nBo\n", 1, "", "no ; or , or tab"},
        Case{"AnotherSeparator", "namn|epost\nBo|bo@x.example\n", 1, "", "no ; or , or tab"},
        Case{"NulByte", With(kList, "Bo", std::string("B\0o", 3)), 3, "", "a NUL byte"},
        Case{"Utf16LittleEndian", std::string("\xff\xfen\0a\0", 6), 1, "", "this is UTF-16"},
        Case{"Utf16BigEndian", std::string("\xfe\xff\0n\0a", 6), 1, "", "this is UTF-16"},
        Case{"Utf16WithoutMark", std::string("n\0a\0m\0", 6), 1, "", "a NUL byte"},
        Case{"Workbook", "PK\x03\x04 and so on", 1, "", "a workbook"},
        Case{"OldWorkbook", "\xd0\xcf\x11\xe0 and so on", 1, "", "a workbook"},
        Case{"NotInWindows1252", With(InWindows1252(kList), "Bo", "B\x81"), 3, "",
             "the byte 0x81 is neither"},
        Case{"MarkedAsUtf8ButIsNot", kMark + InWindows1252(kList), 1, "", "marked as UTF-8"},
        Case{"TwoEncodings", With(kList, "Bo Berg", "B\xf6 Berg"), 1, "", "while others are not"},
        Case{"TooManyRows", Rows(10'001), 10'002, "", "over 10000 rows"},
        Case{"UnclosedQuote", With(kList, "Bo Berg", "\"Bo Berg"), 3, "column 1", "never closed"},
        Case{"UnclosedQuoteAtTheEnd", kList + "Cia;\"", 4, "column 2", "never closed"},
        Case{"QuoteInACell", With(kList, "Bo Berg", "Bo \"B\" Berg"), 3, "column 1",
             "a quote in a cell"},
        Case{"TextAfterAQuote", With(kList, "Rektor", "\"Rektor\" vik."), 2, "column 3",
             "text after the closing quote"}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Headers, ListMistakeTest,
    testing::Values(Case{"NoName", "befattning;epost\nChef;bo@x.example\n", 1, "name",
                         "no such column; its heading is name, namn, nimi or navn"},
                    Case{"NameInTwoParts", "förnamn;efternamn;epost\nBo;Berg;bo@x.example\n", 1,
                         "name", "with the whole name"},
                    Case{"NoEmail", "namn;befattning\nBo;Chef\n", 1, "e-mail",
                         "no such column; its heading is e-mail, e-post or sähköposti"},
                    Case{"AColumnTwice", "namn;epost;namn\nBo;bo@x.example;Bo\n", 1, "namn",
                         "given twice; the first is column 1"},
                    Case{"AColumnTwiceInTwoLanguages", "namn;epost;Sähköposti\nBo;bo@x.example;\n",
                         1, "Sähköposti", "given twice; the first is column 2"},
                    Case{"ControlCharacter", "namn;epost;\x1b[2J\nBo;bo@x.example;\n", 1,
                         "column 3", "a control character"}),
    NameOfCase);

// The row of Bo with one cell changed.
std::string Bo(const std::string& name, const std::string& email, const std::string& more = ";;;") {
  return With(kList, "Bo Berg;bo@pargas.example;;;;", name + ";" + email + ";" + more);
}
std::string BoNamed(const std::string& name) { return Bo(name, "bo@pargas.example"); }
std::string BoAt(const std::string& email) { return Bo("Bo", email); }
std::string BoAs(const std::string& position) { return Bo("Bo", "bo@x.example", position + ";;;"); }
std::string BoIn(const std::string& sector) {
  return Bo("Bo", "bo@x.example", ";" + sector + ";;");
}
std::string BoSpeaks(const std::string& language) {
  return Bo("Bo", "bo@x.example", ";;" + language + ";");
}
std::string BoNumbered(const std::string& number) {
  return Bo("Bo", "bo@x.example", ";;;" + number);
}

INSTANTIATE_TEST_SUITE_P(
    Cells, ListMistakeTest,
    testing::Values(
        Case{"TooFew", With(kList, "Bo Berg;bo@pargas.example;;;;", "Bo Berg;bo@pargas.example"), 3,
             "", "2 cells, but the header line has 6"},
        Case{"TooMany", With(kList, "Bo Berg;", "Bo Berg;B;"), 3, "",
             "7 cells, but the header line has 6"},
        Case{"NameEmpty", BoNamed(""), 3, "Namn", "is empty"},
        Case{"NameOfSpaces", BoNamed("\"  \""), 3, "Namn", "is empty"},
        Case{"NameOfHardSpaces", BoNamed("\xc2\xa0\xc2\xa0"), 3, "Namn", "is empty"},
        Case{"NameTooLong", BoNamed(std::string(201, 'x')), 3, "Namn", "201 bytes; at most 200"},
        Case{"NameWithControl", BoNamed("B\x07o"), 3, "Namn", "control character"},
        Case{"NameOfTwoLines", BoNamed("\"Bo\nBerg\""), 3, "Namn", "control character"},
        Case{"NameBroken", BoNamed("PÃ¤r"), 3, "Namn", "broke in an earlier conversion"},
        Case{"NameBrokenCapital", BoNamed("Ã–rjan"), 3, "Namn", "broke in an earlier conversion"},
        Case{"NameGivenUp", BoNamed("P\xef\xbf\xbdr"), 3, "Namn", "broke in an earlier conversion"},
        Case{"FormulaEquals", BoNamed("=1+1"), 3, "Namn", "begins with ="},
        Case{"FormulaPlus", BoAs("+358"), 3, "Befattning", "begins with +"},
        Case{"FormulaAt", BoIn("@SUM(A1)"), 3, "Sektor", "begins with @"},
        Case{"FormulaInQuotes", BoNamed("\"=HYPERLINK(1)\""), 3, "Namn", "begins with ="},
        Case{"EmailEmpty", BoAt(""), 3, "E-post", "is empty"},
        Case{"EmailWithoutAt", BoAt("bo.pargas.example"), 3, "E-post", "has no @"},
        Case{"EmailWithSpace", BoAt("bo berg@pargas.example"), 3, "E-post", "has a space"},
        Case{"EmailWithName", BoAt("Bo <bo@pargas.example>"), 3, "E-post", "has a space"},
        Case{"EmailWithoutDomain", BoAt("bo@"), 3, "E-post", "has no domain"},
        Case{"EmailWithHalfADomain", BoAt("bo@pargas"), 3, "E-post", "has no domain"},
        Case{"EmailWithoutPerson", BoAt("\" @pargas.example\""), 3, "E-post", "begins with @"},
        Case{"EmailTwoInOne", BoAt("bo@x.example/b@x.example"), 3, "E-post", "more than one @"},
        Case{"EmailTwoDots", BoAt("bo@pargas..example"), 3, "E-post", "not of the form"},
        Case{"EmailAsALink", BoAt("mailto:bo@pargas.example"), 3, "E-post", "not of the form"},
        Case{"EmailTooLong", BoAt(std::string(250, 'x') + "@x.fi"), 3, "E-post", "at most 254"},
        Case{"EmailNotAscii", BoAt("bö@pargas.example"), 3, "E-post", "beyond a to z"},
        Case{"EmailTwice", BoAt("asa@pargas.example"), 3, "E-post", "the first is in line 2"},
        Case{"EmailTwiceByCase", BoAt("ASA@Pargas.example"), 3, "E-post", "the first is in line 2"},
        Case{"PositionTooLong", BoAs(std::string(201, 'x')), 3, "Befattning", "at most 200"},
        Case{"PositionWithControl", BoAs("a\x01"), 3, "Befattning", "control character"},
        Case{"SectorTooLong", BoIn(std::string(101, 'x')), 3, "Sektor", "at most 100"},
        Case{"LanguageInWords", BoSpeaks("svenska"), 3, "Språk", "not a language tag"},
        Case{"LanguageTwo", BoSpeaks("sv/fi"), 3, "Språk", "not a language tag"},
        Case{"LanguageOneLetter", BoSpeaks("s"), 3, "Språk", "not a language tag"},
        Case{"LanguageCutOff", BoSpeaks("sv-"), 3, "Språk", "not a language tag"},
        Case{"LanguageWithDots", BoSpeaks("sv_FI"), 3, "Språk", "not a language tag"}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Numbers, ListMistakeTest,
    testing::Values(
        Case{"Twice", BoNumbered("1001"), 3, "Anställningsnummer", "the first is in line 2"},
        Case{"TooLong", BoNumbered(std::string(65, '1')), 3, "Anställningsnummer", "at most 64"},
        Case{"WithControl", BoNumbered("1\x02"), 3, "Anställningsnummer", "control character"},
        Case{"AnAddress", BoNumbered("bo@x.example"), 3, "Anställningsnummer", "has an @"},
        Case{"Rounded", BoNumbered("\"1,00234E+11\""), 3, "Anställningsnummer", "was rounded"},
        Case{"Swedish", BoNumbered("850709-9805"), 3, "Anställningsnummer",
             "looks like a personal identity code, which does not belong here; use an employee "
             "number"},
        Case{"SwedishPlain", BoNumbered("8507099805"), 3, "Anställningsnummer", "identity code"},
        Case{"SwedishLong", BoNumbered("19850709-9805"), 3, "Anställningsnummer", "identity code"},
        Case{"SwedishLongPlain", BoNumbered("198507099805"), 3, "Anställningsnummer",
             "identity code"},
        Case{"SwedishOverAHundred", BoNumbered("120709+9805"), 3, "Anställningsnummer",
             "identity code"},
        Case{"SwedishCoordination", BoNumbered("850769-9805"), 3, "Anställningsnummer",
             "identity code"},
        Case{"SwedishWithADash", BoNumbered("850709–9805"), 3, "Anställningsnummer",
             "identity code"},
        Case{"SwedishWithSpaces", BoNumbered("85 07 09 9805"), 3, "Anställningsnummer",
             "identity code"},
        Case{"Finnish", BoNumbered("131052-308T"), 3, "Anställningsnummer", "identity code"},
        Case{"FinnishOfThisCentury", BoNumbered("131005A308t"), 3, "Anställningsnummer",
             "identity code"},
        Case{"FinnishOfTheNewSigns", BoNumbered("131005F3082"), 3, "Anställningsnummer",
             "identity code"},
        Case{"FinnishOfTheCenturyBefore", BoNumbered("131099+308T"), 3, "Anställningsnummer",
             "identity code"},
        Case{"FinnishWithADigit", BoNumbered("131052-3081"), 3, "Anställningsnummer",
             "identity code"},
        Case{"Danish", BoNumbered("311285-1234"), 3, "Anställningsnummer", "identity code"},
        Case{"DanishPlain", BoNumbered("3112851234"), 3, "Anställningsnummer", "identity code"},
        Case{"Norwegian", BoNumbered("31128512345"), 3, "Anställningsnummer", "identity code"},
        Case{"NorwegianWithSpace", BoNumbered("311285 12345"), 3, "Anställningsnummer",
             "identity code"}),
    NameOfCase);

TEST(ListMistakesTest, EmployeeNumbersAreNone) {
  for (const char* number : {"1", "000123", "A-1042", "12345678", "9999999999", "4500017",
                             "2024-0017", "HR131052", "abc", "131352-308T"}) {
    EXPECT_THAT(Reading(BoNumbered(number)).mistakes, IsEmpty()) << number;
  }
}

TEST(ListMistakesTest, AllOfThemAreToldInTheOrderOfLines) {
  const Read read = Reading(
      "namn;epost\n"
      ";bo\n"
      "Cia;cia@x.example\n"
      "Dan;CIA@x.example\n"
      "Eva\n");
  std::vector<std::string> told;
  for (const Mistake& mistake : read.mistakes) told.push_back(mistake.ToString());
  EXPECT_THAT(told, ElementsAre("f.csv:2: namn: is empty", "f.csv:2: epost: has no @",
                                "f.csv:4: epost: is in the file twice; the first is in line 3",
                                "f.csv:5: 1 cell, but the header line has 2"));
  std::vector<bool> in_order;
  for (const LeaderRow& row : read.file.rows) in_order.push_back(row.in_order);
  EXPECT_THAT(in_order, ElementsAre(false, true, false, false));
}

TEST(ListMistakesTest, NeverRepeatTheCodeOfAPerson) {
  for (const Mistake& mistake : Reading(BoNumbered("131052-308T")).mistakes) {
    EXPECT_THAT(mistake.ToString(), testing::Not(HasSubstr("131052")));
  }
}

TEST(ListMistakesTest, EveryPrefixOfAListIsRead) {
  for (const std::string& whole :
       {With(kList, "Rektor", "\"Re;\"\"\nktor\""), InWindows1252(kList)}) {
    for (size_t size = 0; size < whole.size(); ++size) Reading(whole.substr(0, size));
  }
}

// What the reader lets through is what the rules take: otherwise half a file would be enrolled.
TEST(ListMistakesTest, TheRulesTakeWhatHasNone) {
  const std::string list = "namn;epost;titel;sektor;kieli\n" + std::string(200, 'x') + ";" +
                           std::string(242, 'x') + "@pargas.fi;" + std::string(200, 'x') + ";" +
                           std::string(100, 'x') + ";sv-FI\n" +
                           "Bo;o'neil+x@pargas.fi;\t-;\"\";FIN\n";
  const Read read = Reading(list);
  ASSERT_THAT(read.mistakes, IsEmpty()) << read.mistakes.front().ToString();
  ASSERT_THAT(read.file.rows, SizeIs(2));
  for (const LeaderRow& row : read.file.rows) {
    v1::EnrolLeader intent = test::EnrolsLeader("anna");
    intent.set_name(row.leader.name);
    intent.set_email(row.leader.email);
    intent.set_position(row.leader.position);
    intent.set_sector(row.leader.sector);
    intent.set_language(row.leader.language);
    const auto folded = rules::Fold(nullptr, intent, {});
    EXPECT_TRUE(folded.ok()) << folded.status().ToString();
  }
}

}  // namespace
}  // namespace samstig::cli
