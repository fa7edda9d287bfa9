// SPDX-License-Identifier: Apache-2.0
// Reactions: sets that unite, whatever the order and however often.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Entity After(const v1::Entity* before, const auto& intent) {
  return Must(rules::Fold(before, intent, As("anna"))).entity;
}

TEST(ReactionTest, SymbolsAreASetInTheirOrder) {
  const v1::Entity first = After(nullptr, Reacts("anna", v1::REACTION_SYMBOL_IDEA));
  const v1::Entity both = After(&first, Reacts("anna", v1::REACTION_SYMBOL_THANKS));
  const v1::Entity again = After(&both, Reacts("anna", v1::REACTION_SYMBOL_IDEA));
  EXPECT_THAT(again.reaction().symbols(),
              ElementsAre(v1::REACTION_SYMBOL_THANKS, v1::REACTION_SYMBOL_IDEA));
  EXPECT_EQ(again.SerializeAsString(), both.SerializeAsString()) << "twice changes nothing";
  EXPECT_THAT(rules::KeysOf(again),
              ElementsAre(rules::Key{rules::KeyName::kReactionsTo, IdNamed("post")}));
}

TEST(ReactionTest, WhatTwoDevicesAddUnitesInAnyOrder) {
  const auto idea = Reacts("anna", v1::REACTION_SYMBOL_IDEA);
  const auto heart = Reacts("anna", v1::REACTION_SYMBOL_HEART);
  const v1::Entity a = After(nullptr, idea), b = After(nullptr, heart);
  EXPECT_EQ(After(&a, heart).SerializeAsString(), After(&b, idea).SerializeAsString());
}

TEST(ReactionTest, TakenBackIsGoneAndTwiceIsOnce) {
  const v1::Entity both = After(nullptr, Reacts("anna", v1::REACTION_SYMBOL_IDEA));
  const v1::Entity none = After(&both, TakesReactionBack("anna", v1::REACTION_SYMBOL_IDEA));
  EXPECT_THAT(none.reaction().symbols(), IsEmpty());
  const v1::Entity again = After(&none, TakesReactionBack("anna", v1::REACTION_SYMBOL_IDEA));
  EXPECT_EQ(again.SerializeAsString(), none.SerializeAsString());
  const v1::Entity never = After(nullptr, TakesReactionBack("anna", v1::REACTION_SYMBOL_HEART));
  EXPECT_THAT(never.reaction().symbols(), IsEmpty());
}

TEST(ReactionTest, RefusesWhatIsNoReaction) {
  const auto refuses = [](const v1::React& intent, v1::Reason reason,
                          const v1::Entity* before = nullptr) {
    EXPECT_THAT(rules::Fold(before, intent, As("anna")), HasReason(reason));
    v1::TakeBackReaction back;
    back.set_id(intent.id());
    back.set_post_id(intent.post_id());
    back.set_symbol(intent.symbol());
    EXPECT_THAT(rules::Fold(before, back, As("anna")), HasReason(reason));
  };
  refuses(Reacts("bo", v1::REACTION_SYMBOL_IDEA), v1::REASON_BAD_ID);
  refuses(Reacts("anna", v1::REACTION_SYMBOL_UNSPECIFIED), v1::REASON_OUT_OF_RANGE);
  refuses(Reacts("anna", static_cast<v1::ReactionSymbol>(99)), v1::REASON_OUT_OF_RANGE);
  v1::React nowhere = Reacts("anna", v1::REACTION_SYMBOL_IDEA);
  nowhere.clear_post_id();
  refuses(nowhere, v1::REASON_MISSING_FIELD);
  const v1::Entity post = APost().WithId(rules::ReactionId(IdNamed("anna"), IdNamed("post")));
  refuses(Reacts("anna", v1::REACTION_SYMBOL_IDEA), v1::REASON_ALREADY_EXISTS, &post);
}

}  // namespace
}  // namespace samstig::test
