// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "domain/rules/fold.h"
#include "domain/rules/names.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

TEST(MarkReadTest, MovesForwardAndNeverBack) {
  const v1::Entity first = Must(rules::Fold(nullptr, MarksRead("anna", 100), As("anna"))).entity;
  EXPECT_EQ(first.read_mark().read_to_ms(), 100);
  const v1::Entity further = Must(rules::Fold(&first, MarksRead("anna", 300), As("anna"))).entity;
  EXPECT_EQ(further.read_mark().read_to_ms(), 300);
  const v1::Entity behind = Must(rules::Fold(&further, MarksRead("anna", 200), As("anna"))).entity;
  EXPECT_EQ(behind.read_mark().read_to_ms(), 300);
}

TEST(MarkReadTest, RefusesWhatIsNoMark) {
  EXPECT_THAT(rules::Fold(nullptr, MarksRead("anna", 0), As("anna")),
              HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(rules::Fold(nullptr, MarksRead("anna", -1), As("anna")),
              HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(rules::Fold(nullptr, MarksRead("anna", 1), As("bo")), HasReason(v1::REASON_BAD_ID));
  v1::MarkRead nowhere = MarksRead("anna", 1);
  nowhere.clear_thread_id();
  EXPECT_THAT(rules::Fold(nullptr, nowhere, As("anna")), HasReason(v1::REASON_MISSING_FIELD));
  const v1::Entity post = APost().WithId(rules::ReadMarkId(IdNamed("anna"), IdNamed("thread")));
  EXPECT_THAT(rules::Fold(&post, MarksRead("anna", 1), As("anna")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::test
