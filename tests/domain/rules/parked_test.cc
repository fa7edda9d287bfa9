// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AParkedItem;
using test::APost;
using test::As;
using test::DiscardsParked;
using test::EqualsProto;
using test::HasReason;
using test::IsOk;
using test::MutationOf;
using test::Submits;

const v1::Entity kParked = AParkedItem(MutationOf(Submits("Jag lyssnade.")));

TEST(DiscardParkedTest, LetsItGoButKeepsItAsHistory) {
  const FoldResult discarded = Fold(&kParked, DiscardsParked(kParked), As("anna"));
  ASSERT_THAT(discarded, IsOk());
  EXPECT_TRUE(discarded->gone);
  EXPECT_EQ(discarded->history, History::kKeepBefore);
  EXPECT_THAT(discarded->entity, EqualsProto(kParked));
}

TEST(DiscardParkedTest, IsItsAuthorsAlone) {
  EXPECT_THAT(Fold(&kParked, DiscardsParked(kParked), As("bo")), HasReason(v1::REASON_NOT_ALLOWED));
}

TEST(DiscardParkedTest, NeedsAParkedItem) {
  ExpectNotFound(DiscardsParked(kParked), As("anna"), APost());
}

}  // namespace
}  // namespace samstig::rules
