// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/csv.h"

#include <gtest/gtest.h>

namespace samstig::cli::figures {
namespace {

TEST(CsvTest, PlainCellsStayAsTheyAre) {
  EXPECT_EQ(CsvCell("Närpes"), "Närpes");
  EXPECT_EQ(CsvCell(""), "");
  EXPECT_EQ(CsvCell("a, b = c"), "a, b = c");
}

TEST(CsvTest, WhatWouldBreakTheTableIsQuoted) {
  EXPECT_EQ(CsvCell("a;b"), "\"a;b\"");
  EXPECT_EQ(CsvCell("säg \"hej\""), "\"säg \"\"hej\"\"\"");
  EXPECT_EQ(CsvCell("en\nrad"), "\"en\nrad\"");
}

TEST(CsvTest, WhatASpreadsheetWouldCarryOutIsText) {
  EXPECT_EQ(CsvCell("=1+1"), "'=1+1");
  EXPECT_EQ(CsvCell("+358"), "'+358");
  EXPECT_EQ(CsvCell("-1"), "'-1");
  EXPECT_EQ(CsvCell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(CsvCell("\t=1"), "'\t=1");
  EXPECT_EQ(CsvCell("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(CsvCell("=HYPERLINK(\"http://x\";\"y\")"),
            "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"");
}

TEST(CsvTest, RowsSayTheirPeopleAndTheCutOffAndLeaveOutWhatIsNotTold) {
  Sheet sheet;
  sheet.words = {"group", "name"};
  sheet.people.key = "n";
  sheet.figures = {{"handed_in", "handed in", ""}, {"late", "late", ""}};
  sheet.groups = {{"", {MakeRow("Närpes", {"municipality", "Närpes"}, 7, Telling::kTold, {3, 1})}},
                  {"",
                   {MakeRow("Pargas", {"municipality", "Pargas"}, 3, Telling::kTooFew, {2, 2}),
                    MakeRow("Åbo", {"municipality", "Åbo"}, 6, Telling::kShieldsOthers, {2, 2})}}};
  EXPECT_EQ(ToCsv(sheet, "2026-03-16T00:00:00.000Z", 42),
            "\xef\xbb\xbfgroup;name;n;handed_in;late;suppressed;as_of;as_of_seq\r\n"
            "municipality;Närpes;7;3;1;;2026-03-16T00:00:00.000Z;42\r\n"
            "municipality;Pargas;3;;;FEWER_THAN_5;2026-03-16T00:00:00.000Z;42\r\n"
            "municipality;Åbo;6;;;SHIELDS_OTHERS;2026-03-16T00:00:00.000Z;42\r\n");
}

}  // namespace
}  // namespace samstig::cli::figures
