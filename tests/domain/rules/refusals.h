// SPDX-License-Identifier: Apache-2.0
// Tables of refusals: a good intent, one thing spoilt in it, the reason that must come back.
#ifndef SAMSTIG_TESTS_DOMAIN_RULES_REFUSALS_H_
#define SAMSTIG_TESTS_DOMAIN_RULES_REFUSALS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/rules/fold.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::rules {

template <typename Intent>
struct Spoilt {
  const char* what;
  void (*spoil)(Intent& intent);
  v1::Reason reason;
};

// `good` is taken as it is, so that each refusal has one cause.
template <typename Intent>
void ExpectRefusals(const v1::Entity* before, const Intent& good, const Maker& maker,
                    const std::vector<Spoilt<Intent>>& table) {
  EXPECT_THAT(Fold(before, good, maker), test::IsOk());
  for (const Spoilt<Intent>& spoilt : table) {
    Intent intent = good;
    spoilt.spoil(intent);
    EXPECT_THAT(Fold(before, intent, maker), test::HasReason(spoilt.reason)) << spoilt.what;
  }
}

// All makers of new things are alike in this: they set id, author and time, and want a free id.
template <typename Intent>
void ExpectMakesANewEntity(const Intent& intent, const Maker& maker) {
  const FoldResult made = Fold(nullptr, intent, maker);
  ASSERT_THAT(made, test::IsOk());
  EXPECT_EQ(made->entity.id(), intent.id());
  EXPECT_EQ(made->entity.author(), maker.person.bytes());
  EXPECT_EQ(made->entity.made_ms(), maker.now);
  EXPECT_EQ(made->history, History::kNone);
  EXPECT_FALSE(made->merged);
  EXPECT_FALSE(made->gone);
}

template <typename Intent>
void ExpectWantsAFreeId(const Intent& intent, const Maker& maker) {
  const FoldResult made = Fold(nullptr, intent, maker);
  ASSERT_THAT(made, test::IsOk());
  EXPECT_THAT(Fold(&made->entity, intent, maker), test::HasReason(v1::REASON_ALREADY_EXISTS));
  Intent bad = intent;
  bad.set_id("short");
  EXPECT_THAT(Fold(nullptr, bad, maker), test::HasReason(v1::REASON_BAD_ID));
  bad.clear_id();
  EXPECT_THAT(Fold(nullptr, bad, maker), test::HasReason(v1::REASON_MISSING_FIELD));
}

// Changes something of its own kind only.
template <typename Intent>
void ExpectNotFound(const Intent& intent, const Maker& maker, const v1::Entity& another_kind) {
  EXPECT_THAT(Fold(nullptr, intent, maker), test::HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(Fold(&another_kind, intent, maker), test::HasReason(v1::REASON_NOT_FOUND));
}

}  // namespace samstig::rules

#endif  // SAMSTIG_TESTS_DOMAIN_RULES_REFUSALS_H_
