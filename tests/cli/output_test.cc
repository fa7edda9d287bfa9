// SPDX-License-Identifier: Apache-2.0
#include "cli/output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace samstig::cli {
namespace {

using ::testing::HasSubstr;

class OutputTest : public testing::Test {
 protected:
  Output Open(Output::Mode mode) { return {out, err, mode}; }
  static Output::Mode Json() { return {Output::Style::kJson}; }

  std::ostringstream out;
  std::ostringstream err;
};

TEST_F(OutputTest, PeopleReadLines) {
  Output output = Open({});
  output.Print("one");
  output.Say("two\n");
  output.Document({{"a", 1}});
  EXPECT_EQ(out.str(), "one\ntwo\n");
}

TEST_F(OutputTest, JsonIsOneDocumentAndNothingElse) {
  Output output = Open(Json());
  output.Print("one");
  output.Say("two");
  output.Note("three");
  output.Complain("four");
  output.Document({{"b", 1}, {"a", {{"name", "Närpes"}}}});
  EXPECT_EQ(out.str(), "{\n  \"b\": 1,\n  \"a\": {\n    \"name\": \"Närpes\"\n  }\n}\n");
  EXPECT_EQ(err.str(), "");
}

TEST_F(OutputTest, JsonErrorsHaveReasonAndDetail) {
  Output output = Open(Json());
  output.Error({v1::REASON_NO_SEATS, "none agreed"});
  EXPECT_EQ(err.str(),
            "{\n  \"error\": {\n    \"reason\": \"NO_SEATS\",\n    \"detail\": \"none agreed\"\n  "
            "}\n}\n");
  EXPECT_EQ(out.str(), "");
}

TEST_F(OutputTest, ErrorsForPeopleAreSentences) {
  Output output = Open({});
  output.Error({v1::REASON_NOT_ALLOWED, "it takes a coach of the cohort"});
  EXPECT_EQ(
      err.str(),
      "samstig: Your role does not allow this. (NOT_ALLOWED: it takes a coach of the cohort)\n");
}

TEST_F(OutputTest, DamagedTextDoesNotStopJson) {
  Output output = Open(Json());
  output.Document({{"text", "a\xff"}});
  EXPECT_THAT(out.str(), HasSubstr("a\xef\xbf\xbd"));
}

TEST_F(OutputTest, QuietSaysOnlyWhatWasAskedFor) {
  Output output = Open({Output::Style::kPeople, /*quiet=*/true});
  output.Say("done");
  output.Note("by the way");
  output.Print("the list");
  EXPECT_EQ(out.str(), "the list\n");
  EXPECT_EQ(err.str(), "");
}

TEST_F(OutputTest, ProgressIsForTerminalsOnly) {
  Output output = Open({});
  output.Progress("sending", 1, 2);
  output.EndProgress();
  EXPECT_EQ(err.str(), "");
  Output seen = Open({Output::Style::kPeople, false, false, /*err_is_terminal=*/true});
  seen.Progress("sending", 1, 2);
  EXPECT_THAT(err.str(), HasSubstr("1/2"));
}

TEST(TableTest, AlignsByCharacters) {
  Table table({"", "municipality", "seats"});
  table.Add({"1", "Närpes", "3"});
  table.Add({"2", "Raseborg", "12"});
  EXPECT_EQ(table.ToString(80),
            "   municipality  seats\n"
            "1  Närpes        3\n"
            "2  Raseborg      12\n");
}

TEST(TableTest, WrapsTheLastColumnUnderItself) {
  Table table({"n", "words"});
  table.Add({"1", "one two three four five six seven"});
  EXPECT_EQ(table.ToString(23),
            "n  words\n"
            "1  one two three four\n"
            "   five six seven\n");
}

TEST(TableTest, MissingCellsAreEmpty) {
  Table table({"a", "b"});
  table.Add({"1"});
  EXPECT_EQ(table.ToString(80), "a  b\n1\n");
}

}  // namespace
}  // namespace samstig::cli
