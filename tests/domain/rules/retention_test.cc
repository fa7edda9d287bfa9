// SPDX-License-Identifier: Apache-2.0
// How long a network keeps what.
#include "domain/rules/retention.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "domain/rules/fold.h"
#include "domain/rules/names.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using test::As;
using test::HasReason;
using test::IsOk;

v1::SetRetention Keeping(const std::vector<std::pair<int, uint32_t>>& rules) {
  v1::SetRetention intent;
  intent.set_id(RetentionId().ToBytes());
  for (const auto& [of, days] : rules) {
    v1::RetentionRule& rule = *intent.add_rules();
    rule.set_class_(static_cast<v1::RetentionClass>(of));
    rule.set_days(days);
  }
  return intent;
}

TEST(SetRetentionTest, SetsAllOfIt) {
  const FoldResult first = Fold(nullptr, Keeping({{1, 30}, {2, 36'500}}), As("olle"));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->entity.retention().rules_size(), 2);
  const FoldResult then = Fold(&first->entity, Keeping({{4, 365}}), As("ulla"));
  ASSERT_THAT(then, IsOk());
  ASSERT_EQ(then->entity.retention().rules_size(), 1);
  EXPECT_EQ(then->entity.retention().rules(0).class_(), v1::RETENTION_CLASS_PEOPLE);
  EXPECT_THAT(Fold(&then->entity, Keeping({}), As("olle")), IsOk()) << "everything is kept";
}

TEST(SetRetentionTest, RefusesWhatMakesNoSense) {
  EXPECT_THAT(Fold(nullptr, Keeping({{1, 29}}), As("olle")), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(Fold(nullptr, Keeping({{1, 36'501}}), As("olle")),
              HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(Fold(nullptr, Keeping({{0, 30}}), As("olle")), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(Fold(nullptr, Keeping({{99, 30}}), As("olle")), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(Fold(nullptr, Keeping({{2, 30}, {2, 60}}), As("olle")),
              HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(Fold(nullptr, Keeping({{2, 30}, {1, 60}}), As("olle")),
              HasReason(v1::REASON_MALFORMED));
  v1::SetRetention elsewhere = Keeping({});
  elsewhere.set_id(DataTermsId().ToBytes());
  EXPECT_THAT(Fold(nullptr, elsewhere, As("olle")), HasReason(v1::REASON_BAD_ID));
}

// ---- When

v1::Entity Set(const v1::Entity* before, const std::vector<std::pair<int, uint32_t>>& rules,
               base::TimeMs now) {
  return test::Must(Fold(before, Keeping(rules), As("olle", now))).entity;
}

constexpr base::TimeMs kDay = base::kDayMs;
constexpr base::TimeMs kSet = 1'000 * kDay;

TEST(GoesAtTest, CountsFromTheEnd) {
  const v1::Entity rules = Set(nullptr, {{1, 730}}, kSet);
  EXPECT_EQ(GoesAt(rules, v1::RETENTION_CLASS_WORK, kSet), kSet + 730 * kDay);
  EXPECT_EQ(GoesAt(rules, v1::RETENTION_CLASS_TALK, kSet), std::nullopt) << "kept";
}

TEST(GoesAtTest, NeverSoonerThanThirtyDaysAfterTheRuleWasSet) {
  const v1::Entity rules = Set(nullptr, {{1, 730}}, kSet);
  EXPECT_EQ(GoesAt(rules, v1::RETENTION_CLASS_WORK, 0), kSet + 30 * kDay);
}

TEST(GoesAtTest, NeverSoonerThanThirtyDaysAfterItBecameStricter) {
  const v1::Entity first = Set(nullptr, {{1, 730}}, kSet);
  const v1::Entity same = Set(&first, {{1, 730}}, kSet + 10 * kDay);
  EXPECT_EQ(GoesAt(same, v1::RETENTION_CLASS_WORK, 0), kSet + 30 * kDay) << "nothing changed";
  const v1::Entity slacker = Set(&first, {{1, 731}}, kSet + 10 * kDay);
  EXPECT_EQ(GoesAt(slacker, v1::RETENTION_CLASS_WORK, 0), kSet + 30 * kDay);
  const v1::Entity stricter = Set(&first, {{1, 729}}, kSet + 10 * kDay);
  EXPECT_EQ(GoesAt(stricter, v1::RETENTION_CLASS_WORK, 0), kSet + 40 * kDay);
  const v1::Entity more = Set(&first, {{1, 730}, {2, 30}}, kSet + 10 * kDay);
  EXPECT_EQ(GoesAt(more, v1::RETENTION_CLASS_TALK, 0), kSet + 40 * kDay)
      << "a rule is stricter than none";
}

}  // namespace
}  // namespace samstig::rules
