// SPDX-License-Identifier: Apache-2.0
#include "cli/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/exit.h"

namespace samstig::cli {
namespace {

using ::testing::HasSubstr;

TEST(WordsTest, StatesHaveTheContractsNamesAndPlainWords) {
  EXPECT_EQ(Name(v1::COHORT_STATE_WRAPPING_UP), "WRAPPING_UP");
  EXPECT_EQ(Word(v1::COHORT_STATE_WRAPPING_UP), "wrapping up");
  EXPECT_EQ(Name(v1::VERDICT_RETURN), "RETURN");
  EXPECT_EQ(Word(v1::REACTION_SYMBOL_TRIED_IT_TOO), "tried it too");
  EXPECT_EQ(Word(v1::FLAG_CAUSE_THIRD_PERSON), "third person");
  EXPECT_EQ(Name(v1::FLAG_STATE_UPHELD), "UPHELD");
  EXPECT_EQ(Name(v1::LEVEL_WATCHING), "WATCHING");
  EXPECT_EQ(Word(v1::LEVEL_WHY_MENTIONED), "mentioned");
  EXPECT_EQ(Name(static_cast<v1::SeatState>(77)), "UNKNOWN");
}

TEST(WordsTest, WhoStandsInPlaceOfAPersonHasAWord) {
  EXPECT_EQ(TraceWord(v1::PERSON_TRACE_UNSPECIFIED), "");
  EXPECT_EQ(TraceWord(v1::PERSON_TRACE_GONE), "somebody who has left");
  EXPECT_EQ(TraceWord(v1::PERSON_TRACE_ANONYMOUS), "anonymous");
  EXPECT_EQ(TraceWord(v1::PERSON_TRACE_LEADER), "a leader");
  EXPECT_EQ(TraceWord(v1::PERSON_TRACE_COACH), "a coach");
}

TEST(WordsTest, PeopleWriteStatesInTheirWay) {
  const auto parse = [](const char* word) {
    return ValueOf(word, v1::COHORT_STATE_DRAFT, v1::COHORT_STATE_PAUSED);
  };
  EXPECT_EQ(parse("wrapping-up"), v1::COHORT_STATE_WRAPPING_UP);
  EXPECT_EQ(parse("Wrapping up"), v1::COHORT_STATE_WRAPPING_UP);
  EXPECT_EQ(parse("WRAPPING_UP"), v1::COHORT_STATE_WRAPPING_UP);
  EXPECT_EQ(parse("unspecified"), std::nullopt);
  EXPECT_EQ(parse("gone"), std::nullopt);
}

TEST(WordsTest, EveryReasonHasASentenceAndAnExitCode) {
  for (int value = v1::Reason_MIN; value <= v1::Reason_MAX; ++value) {
    if (!v1::Reason_IsValid(value)) continue;
    const auto reason = static_cast<v1::Reason>(value);
    EXPECT_THAT(std::string(Explanation(reason)), testing::Not(HasSubstr("newer version.")))
        << value;
    EXPECT_EQ(ExitFor(reason) == Exit::kOk, reason == v1::REASON_UNSPECIFIED) << value;
  }
}

TEST(WordsTest, ExitCodesTellWhatToDo) {
  EXPECT_EQ(ExitFor(v1::REASON_NO_SEATS), Exit::kRefused);
  EXPECT_EQ(ExitFor(v1::REASON_MALFORMED), Exit::kUsage);
  EXPECT_EQ(ExitFor(v1::REASON_UNAVAILABLE), Exit::kOffline);
  EXPECT_EQ(ExitFor(v1::REASON_TOKEN_EXPIRED), Exit::kSignedOut);
  EXPECT_EQ(ExitFor(v1::REASON_IN_USE), Exit::kLocalData);
}

TEST(WordsTest, ATagSpeaksForItsLanguage) {
  EXPECT_TRUE(SpeaksFor("sv-FI", "sv"));
  EXPECT_TRUE(SpeaksFor("sv", "SV-fi"));
  EXPECT_FALSE(SpeaksFor("fi", "sv"));
  EXPECT_FALSE(SpeaksFor("svx", "sv"));
}

TEST(WordsTest, WhatACoachWroteIsFoundInAWriteThatWasRefused) {
  v1::Mutation nudge;
  nudge.mutable_nudge_leader()->set_text("Hur går det?");
  EXPECT_EQ(Subject(nudge), "a nudge");
  EXPECT_EQ(TextIn(nudge, {}), "Hur går det?");
  v1::Mutation announce;
  announce.mutable_announce()->set_title("Vi ses");
  announce.mutable_announce()->set_text("Klockan nio.");
  EXPECT_EQ(Subject(announce), "an announcement");
  EXPECT_EQ(TextIn(announce, {}), "Vi ses\n\nKlockan nio.");
  v1::Mutation edit;
  auto& assignment = *edit.mutable_edit_assignment()->mutable_assignment();
  (*assignment.mutable_title()->mutable_by_language())["sv"] = "Lyssna";
  (*assignment.mutable_brief()->mutable_by_language())["sv"] = "I tio minuter.";
  assignment.set_change_note("Nu längre.");
  EXPECT_EQ(TextIn(edit, {}), "Lyssna\n\nI tio minuter.\n\nNu längre.");
}

TEST(WordsTest, ATextIsPickedByLanguage) {
  v1::LocalText text;
  (*text.mutable_by_language())["sv-FI"] = "hej";
  (*text.mutable_by_language())["fi"] = "moi";
  EXPECT_EQ(Pick(text, {"fi"}), "moi");
  EXPECT_EQ(Pick(text, {"sv"}), "hej");
  EXPECT_EQ(Pick(text, {"sv-SE"}), "hej");
  EXPECT_EQ(Pick(text, {"da", "fi"}), "moi");
  EXPECT_EQ(Pick(text, {}), "moi");
  EXPECT_EQ(Pick({}, {"fi"}), "");
}

TEST(WordsTest, TheWordsOfAReportAreAllThere) {
  v1::Mutation mutation;
  v1::Report& report = *mutation.mutable_submit()->mutable_report();
  report.set_tried("vi gick");
  report.set_next_step("gå igen");
  report.set_did_not_work(true);
  EXPECT_EQ(TextIn(mutation, {}),
            "What I tried:\nvi gick\n\nNext step:\ngå igen\n\nIt did not work.");
  EXPECT_EQ(Subject(mutation), "a report");
}

TEST(WordsTest, AnAssignmentsWordsComeInAllLanguagesTheWantedFirst) {
  v1::Mutation mutation;
  v1::Assignment& assignment = *mutation.mutable_post_assignment()->mutable_assignment();
  (*assignment.mutable_title()->mutable_by_language())["fi"] = "Moi";
  (*assignment.mutable_brief()->mutable_by_language())["fi"] = "Kokeile.";
  (*assignment.mutable_title()->mutable_by_language())["sv"] = "Hej";
  (*assignment.mutable_brief()->mutable_by_language())["sv"] = "Pröva.";
  EXPECT_EQ(TextIn(mutation, {"sv-FI"}), "Hej\n\nPröva.\n\nMoi\n\nKokeile.");
}

}  // namespace
}  // namespace samstig::cli
