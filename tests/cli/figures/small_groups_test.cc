// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/small_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

namespace samstig::cli::figures {
namespace {

using People = std::vector<size_t>;

// "7 (3) [9]": told, too few, not told for the sake of others.
std::string Told(const People& people) {
  const std::vector<Telling> telling = TellingOf(people);
  std::string rows;
  for (size_t i = 0; i < people.size(); ++i) {
    if (i > 0) rows += ' ';
    const std::string n = std::to_string(people[i]);
    rows += telling[i] == Telling::kTold     ? n
            : telling[i] == Telling::kTooFew ? "(" + n + ")"
                                             : "[" + n + "]";
  }
  return rows;
}

TEST(SmallGroupsTest, FiveIsEnough) {
  EXPECT_EQ(TellingOf(size_t{4}), Telling::kTooFew);
  EXPECT_EQ(TellingOf(size_t{5}), Telling::kTold);
  EXPECT_EQ(Told({5, 6, 7}), "5 6 7");
}

TEST(SmallGroupsTest, OneSmallRowTakesTheNextSmallestWithIt) {
  EXPECT_EQ(Told({9, 3, 7, 8}), "9 (3) [7] 8");
}

TEST(SmallGroupsTest, OfTwoAlikeTheFirstGoes) { EXPECT_EQ(Told({6, 2, 6}), "[6] (2) 6"); }

TEST(SmallGroupsTest, SmallRowsThatAreFiveTogetherNeedNoOther) {
  EXPECT_EQ(Told({2, 3, 9}), "(2) (3) 9");
  EXPECT_EQ(Told({4, 4, 5}), "(4) (4) 5");
}

TEST(SmallGroupsTest, SmallRowsThatAreTooFewEvenTogetherDo) {
  EXPECT_EQ(Told({2, 2, 9, 6}), "(2) (2) 9 [6]");
  EXPECT_EQ(Told({1, 1, 1, 1, 5}), "(1) (1) (1) (1) [5]");
}

TEST(SmallGroupsTest, ARowOfNobodyShieldsNobody) { EXPECT_EQ(Told({0, 3, 9}), "(0) (3) [9]"); }

TEST(SmallGroupsTest, RowsOfNobodyHideNothing) { EXPECT_EQ(Told({0, 9}), "(0) 9"); }

TEST(SmallGroupsTest, WithoutALargeRowThereIsNothingToTakeAlong) {
  EXPECT_EQ(Told({3}), "(3)");
  EXPECT_EQ(Told({1, 3}), "(1) (3)");
  EXPECT_EQ(Told({}), "");
}

// All tables of up to four rows with up to nine people each.
TEST(SmallGroupsTest, WhatIsLeftOfTheTotalNeverSpeaksOfOneToFour) {
  for (size_t code = 0; code < 10'000; ++code) {
    const People people = {code / 1'000, code / 100 % 10, code / 10 % 10, code % 10};
    const size_t total = std::accumulate(people.begin(), people.end(), size_t{0});
    if (TellingOf(total) != Telling::kTold) continue;  // Nor is the total told then.
    const std::vector<Telling> telling = TellingOf(people);
    size_t left = total;
    for (size_t i = 0; i < people.size(); ++i) {
      if (telling[i] != Telling::kTold) continue;
      EXPECT_GE(people[i], kFewest) << Told(people);
      left -= people[i];
    }
    EXPECT_TRUE(left == 0 || left >= kFewest) << Told(people);
  }
}

}  // namespace
}  // namespace samstig::cli::figures
