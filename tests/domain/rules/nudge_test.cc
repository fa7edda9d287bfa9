// SPDX-License-Identifier: Apache-2.0
// Nudges: a coach's friendly word, one place for each person and assignment, once a day at most.
#include "domain/rules/nudge.h"

#include <gtest/gtest.h>

#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::As;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::kMonday;
using test::Must;
using test::NudgesLeader;

TEST(NudgeTest, SaysAWordAndCountsIt) {
  const FoldResult first = Fold(nullptr, NudgesLeader("anna", "Hur går det?"), As("carin coach"));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->entity.nudge().person_id(), IdNamed("anna").bytes());
  EXPECT_EQ(first->entity.nudge().text(), "Hur går det?");
  EXPECT_EQ(first->entity.nudge().count(), 1u);
  EXPECT_EQ(first->entity.nudge().last_ms(), kMonday);
  EXPECT_EQ(first->history, History::kNone);
  EXPECT_TRUE(KeysOf(first->entity).empty());
  ExpectMakesANewEntity(NudgesLeader("anna"), As("carin coach"));
}

TEST(NudgeTest, NeedsNoWords) {
  EXPECT_THAT(Fold(nullptr, NudgesLeader("anna", ""), As("carin coach")), IsOk());
}

TEST(NudgeTest, ComesAgainAfterADayAndNotBefore) {
  const v1::Entity first = Must(Fold(nullptr, NudgesLeader("anna"), As("carin coach"))).entity;
  EXPECT_EQ(NextNudgeFrom(first.nudge()), kMonday + base::kDayMs);
  const FoldResult soon =
      Fold(&first, NudgesLeader("anna"), As("carl coach", kMonday + base::kDayMs - 1));
  EXPECT_THAT(soon, HasReason(v1::REASON_TOO_SOON));
  EXPECT_THAT(soon.status().detail(), testing::HasSubstr("2026-09-08T06:00:00Z"));
  const FoldResult again = Fold(&first, NudgesLeader("anna", "Säg till om du vill prata."),
                                As("carl coach", kMonday + base::kDayMs));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->entity.nudge().count(), 2u);
  EXPECT_EQ(again->entity.nudge().last_ms(), kMonday + base::kDayMs);
  EXPECT_EQ(again->entity.nudge().text(), "Säg till om du vill prata.");
  EXPECT_EQ(again->history, History::kKeepBefore);
}

TEST(NudgeTest, IsRefused) {
  ExpectRefusals<v1::NudgeLeader>(
      nullptr, NudgesLeader("anna"), As("carin coach"),
      {{"no assignment", [](auto& i) { i.clear_assignment_id(); }, v1::REASON_MISSING_FIELD},
       {"no person", [](auto& i) { i.clear_person_id(); }, v1::REASON_MISSING_FIELD},
       {"a person that is no id", [](auto& i) { i.set_person_id("x"); }, v1::REASON_BAD_ID},
       {"another's id", [](auto& i) { i.set_id(IdNamed("nudge").ToBytes()); }, v1::REASON_BAD_ID},
       {"a long word", [](auto& i) { i.set_text(std::string(kMaxNoteBytes + 1, 'a')); },
        v1::REASON_TEXT_TOO_LONG},
       {"no text", [](auto& i) { i.set_text("\xff"); }, v1::REASON_TEXT_INVALID}});
  const v1::Entity post = APost().WithId(NudgeId(IdNamed("anna"), IdNamed("assignment")));
  EXPECT_THAT(Fold(&post, NudgesLeader("anna"), As("carin coach")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::rules
