// SPDX-License-Identifier: Apache-2.0
// Levels: chosen, or raised by what one does; what was chosen stays.
#include "domain/rules/subscription.h"

#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"
#include "tests/support/talk_story.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::As;
using test::ASubscription;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::SetsLevel;

TEST(SetLevelTest, ChoosesAndChoosesAgain) {
  const FoldResult chosen = Fold(nullptr, SetsLevel("anna", v1::LEVEL_TRACKING), As("anna"));
  ASSERT_THAT(chosen, IsOk());
  EXPECT_THAT(chosen->entity, EqualsProto(v1::Entity(ASubscription("anna"))));
  const FoldResult muted = Fold(&chosen->entity, SetsLevel("anna", v1::LEVEL_MUTED), As("anna"));
  ASSERT_THAT(muted, IsOk());
  EXPECT_EQ(muted->entity.subscription().level(), v1::LEVEL_MUTED);
  EXPECT_EQ(muted->entity.subscription().why(), v1::LEVEL_WHY_CHOSEN);
}

TEST(SetLevelTest, IsRefused) {
  using I = v1::SetLevel;
  ExpectRefusals<I>(
      nullptr, SetsLevel("anna", v1::LEVEL_NORMAL), As("anna"),
      {{"another's id", [](I& i) { i.set_id(SetsLevel("bo", v1::LEVEL_NORMAL).id()); },
        v1::REASON_BAD_ID},
       {"no thread", [](I& i) { i.clear_thread_id(); }, v1::REASON_MISSING_FIELD},
       {"no level", [](I& i) { i.clear_level(); }, v1::REASON_OUT_OF_RANGE},
       {"no such level", [](I& i) { i.set_level(static_cast<v1::Level>(99)); },
        v1::REASON_OUT_OF_RANGE}});
  const v1::Entity post = APost().WithId(SubscriptionId(IdNamed("anna"), IdNamed("thread")));
  EXPECT_THAT(Fold(&post, SetsLevel("anna", v1::LEVEL_NORMAL), As("anna")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

// For every level that can stand, chosen or not, and every one that something makes of it.
TEST(RaiseTest, NeverLowersAndNeverTouchesAChoice) {
  for (int before = v1::LEVEL_UNSPECIFIED; before <= v1::LEVEL_WATCHING; ++before) {
    for (int to = v1::LEVEL_NORMAL; to <= v1::LEVEL_WATCHING; ++to) {
      for (const v1::LevelWhy why : {v1::LEVEL_WHY_CHOSEN, v1::LEVEL_WHY_MENTIONED}) {
        v1::Subscription subscription;
        subscription.set_level(static_cast<v1::Level>(before));
        subscription.set_why(before == v1::LEVEL_UNSPECIFIED ? v1::LEVEL_WHY_UNSPECIFIED : why);
        const v1::Subscription was = subscription;
        const bool chosen = subscription.why() == v1::LEVEL_WHY_CHOSEN;
        const bool raised = Raise(subscription, static_cast<v1::Level>(to), v1::LEVEL_WHY_STARTED);
        EXPECT_EQ(raised, !chosen && to > before && to > v1::LEVEL_NORMAL) << before << to;
        if (raised) {
          EXPECT_EQ(subscription.level(), to);
          EXPECT_EQ(subscription.why(), v1::LEVEL_WHY_STARTED);
        } else {
          EXPECT_THAT(subscription, EqualsProto(was));
        }
      }
    }
  }
}

}  // namespace
}  // namespace samstig::rules
