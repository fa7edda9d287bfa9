// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/disclosure.h"

#include <gmock/gmock.h>

#include "domain/rules/keys.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using testing::ElementsAre;

TEST(DisclosureTest, DaysAreAscendingAndEachOnce) {
  v1::Disclosure disclosure;
  EXPECT_EQ(AddDay(disclosure, 20), DayWas::kAdded);
  EXPECT_EQ(AddDay(disclosure, 22), DayWas::kAdded);
  EXPECT_EQ(AddDay(disclosure, 22), DayWas::kThere);
  EXPECT_EQ(AddDay(disclosure, 21), DayWas::kAdded) << "a clock that was put back";
  EXPECT_EQ(AddDay(disclosure, 20), DayWas::kThere);
  EXPECT_THAT(disclosure.days(), ElementsAre(20, 21, 22));
}

TEST(DisclosureTest, TheNewestFourHundredAreKept) {
  v1::Disclosure disclosure;
  for (uint32_t day = 1; day <= 450; ++day) AddDay(disclosure, day);
  EXPECT_EQ(disclosure.days_size(), kMaxDisclosureDays);
  EXPECT_EQ(disclosure.days(0), 51u);
  EXPECT_EQ(disclosure.days(kMaxDisclosureDays - 1), 450u);
}

TEST(DisclosureTest, ADayBeginsAtMidnightUtc) {
  EXPECT_EQ(DayOf(base::kDayMs - 1), 0u);
  EXPECT_EQ(DayOf(base::kDayMs), 1u);
}

TEST(DisclosureTest, IsFoundUnderTheLeader) {
  v1::Entity entity;
  entity.mutable_disclosure()->set_person_id(test::IdNamed("bo").ToBytes());
  EXPECT_THAT(KeysOf(entity), ElementsAre(Key{KeyName::kDisclosuresOfPerson, test::IdNamed("bo")}));
}

}  // namespace
}  // namespace samstig::rules
