// SPDX-License-Identifier: Apache-2.0
// Flags: opened, settled, opened again; every word of it stays in the history.
#include <gtest/gtest.h>

#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"
#include "tests/support/talk_story.h"

namespace samstig::rules {
namespace {

using test::AFlag;
using test::APost;
using test::As;
using test::Dismisses;
using test::EqualsProto;
using test::FlagsPost;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::Must;
using test::Upholds;
using testing::ElementsAre;

v1::Entity After(const v1::Entity* before, const auto& intent, std::string_view who) {
  return Must(Fold(before, intent, As(who))).entity;
}

std::vector<std::string> NotesOf(const v1::Entity& flag) {
  std::vector<std::string> notes;
  for (const v1::FlagStep& step : flag.flag().history()) notes.push_back(step.note());
  return notes;
}

TEST(FlagPostTest, OpensAFlagOnce) {
  const v1::Entity flag = After(nullptr, FlagsPost("anna"), "anna");
  v1::Entity expected = AFlag();
  expected.mutable_flag()->clear_thread_id();  // That is the server's to say.
  EXPECT_THAT(flag, EqualsProto(expected));
  EXPECT_THAT(After(&flag, FlagsPost("anna"), "anna"), EqualsProto(flag)) << "twice is once";
  EXPECT_THAT(KeysOf(v1::Entity(AFlag())),
              ElementsAre(Key{KeyName::kFlagsOn, IdNamed("post")},
                          Key{KeyName::kFlagsInThread, IdNamed("thread")}));
}

TEST(FlagPostTest, WithOtherWordsItSaysBoth) {
  const v1::Entity first = After(nullptr, FlagsPost("anna", "Om min chef."), "anna");
  const v1::Entity second = After(&first, FlagsPost("anna", "Om vår chef."), "anna");
  EXPECT_EQ(second.flag().note(), "Om vår chef.");
  EXPECT_THAT(NotesOf(second), ElementsAre("Om min chef.", "Om vår chef."));
}

TEST(FlagPostTest, OpensASettledOneAgain) {
  const v1::Entity open = AFlag();
  const v1::Entity settled = After(&open, Dismisses(open, "Det är ok."), "carin");
  const v1::Entity again = After(&settled, FlagsPost("anna"), "anna");
  EXPECT_EQ(again.flag().state(), v1::FLAG_STATE_OPEN);
  EXPECT_THAT(NotesOf(again), ElementsAre("", "Det är ok.", ""));
  EXPECT_EQ(again.flag().thread_id(), IdNamed("thread").bytes());
}

// However often it is opened again, there is room for the word that settles it.
TEST(FlagPostTest, HasTwentyStepsAtMost) {
  v1::Entity flag = After(nullptr, FlagsPost("anna"), "anna");
  FoldResult next = FoldResult(Folded{flag});
  for (int n = 0; n < 40 && next.ok(); ++n) {
    flag = next->entity;
    const bool open = flag.flag().state() == v1::FLAG_STATE_OPEN;
    next = open ? Fold(&flag, Dismisses(flag), As("carin"))
                : Fold(&flag, FlagsPost("anna"), As("anna"));
  }
  EXPECT_THAT(next, HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_EQ(flag.flag().state(), v1::FLAG_STATE_DISMISSED);
  EXPECT_LE(flag.flag().history_size(), 20);
}

TEST(FlagPostTest, IsRefused) {
  using I = v1::FlagPost;
  ExpectRefusals<I>(
      nullptr, FlagsPost("anna", std::string(kMaxAnswerBytes, 'a')), As("anna"),
      {{"another's id", [](I& i) { i.set_id(FlagsPost("bo").id()); }, v1::REASON_BAD_ID},
       {"no post", [](I& i) { i.clear_post_id(); }, v1::REASON_MISSING_FIELD},
       {"no cause", [](I& i) { i.clear_cause(); }, v1::REASON_OUT_OF_RANGE},
       {"no such cause", [](I& i) { i.set_cause(static_cast<v1::FlagCause>(99)); },
        v1::REASON_OUT_OF_RANGE},
       {"a long note", [](I& i) { i.set_note(std::string(kMaxAnswerBytes + 1, 'a')); },
        v1::REASON_TEXT_TOO_LONG}});
  const v1::Entity post = APost().WithId(FlagId(IdNamed("anna"), IdNamed("post")));
  EXPECT_THAT(Fold(&post, FlagsPost("anna"), As("anna")), HasReason(v1::REASON_ALREADY_EXISTS));
}

TEST(SettleFlagTest, SaysByWhomWhenAndWhy) {
  const v1::Entity open = AFlag();
  const v1::Entity upheld = After(&open, Upholds(open, "Det pekar ut en person."), "carin");
  EXPECT_EQ(upheld.flag().state(), v1::FLAG_STATE_UPHELD);
  ASSERT_EQ(upheld.flag().history_size(), 2);
  EXPECT_EQ(upheld.flag().history(1).by(), IdNamed("carin").bytes());
  EXPECT_EQ(upheld.flag().history(1).at_ms(), test::kMonday);
  EXPECT_EQ(upheld.flag().history(1).note(), "Det pekar ut en person.");
}

TEST(SettleFlagTest, OnlyOnce) {
  const v1::Entity open = AFlag();
  const v1::Entity dismissed = After(&open, Dismisses(open), "carin");
  EXPECT_EQ(dismissed.flag().state(), v1::FLAG_STATE_DISMISSED);
  EXPECT_THAT(Fold(&dismissed, Upholds(open), As("another coach")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
}

TEST(SettleFlagTest, IsRefused) {
  const v1::Entity open = AFlag();
  using I = v1::SettleFlag;
  ExpectRefusals<I>(
      &open, Upholds(open), As("carin"),
      {{"a long note", [](I& i) { i.set_note(std::string(kMaxAnswerBytes + 1, 'a')); },
        v1::REASON_TEXT_TOO_LONG}});
  ExpectNotFound(Upholds(open), As("carin"), APost());
}

}  // namespace
}  // namespace samstig::rules
