// SPDX-License-Identifier: Apache-2.0
#include "server/groups/rearrange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/groups/problems.h"

namespace samstig::server::groups {
namespace {

using testing::ElementsAre;

const std::vector<size_t> kAllFour = {0, 1, 2, 3};
const std::vector<Room> kTwoRooms = {{{}, 2}, {{}, 2}};
const Cost kDear = {1'000, 0, 0, 0};

TEST(RearrangeTest, TheBestArrangementIsProvedToBeIt) {
  Problem problem = Strangers(4, 2);
  ComeFrom(problem, {0, 1}, "Pargas");
  HaveMet(problem, {0, 2});
  const auto found = Rearrange(Costs(problem), kAllFour, kTwoRooms, kDear, kNoLimit);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->proved);
  EXPECT_THAT(found->room_of, ElementsAre(0, 1, 1, 0));
}

TEST(RearrangeTest, WhatIsNoBetterIsNotFound) {
  EXPECT_FALSE(Rearrange(Costs(Strangers(4, 2)), kAllFour, kTwoRooms, Cost{}, kNoLimit));
}

// Bo, who stays in the second room, is in Anna's line of command; Bea in the first is from where
// Axel is.
TEST(RearrangeTest, ThoseWhoStayCountToo) {
  Problem problem = Strangers(4, 2);
  const size_t anna = 0;
  const size_t axel = 1;
  const size_t bea = 2;
  const size_t bo = 3;
  problem.lines = {{anna, bo}};
  ComeFrom(problem, {axel, bea}, "Pargas");
  const std::vector<Room> rooms = {{{bea}, 1}, {{bo}, 1}};
  const auto found = Rearrange(Costs(problem), {anna, axel}, rooms, kDear, kNoLimit);
  ASSERT_TRUE(found);
  EXPECT_THAT(found->room_of, ElementsAre(0, 1));
  EXPECT_FALSE(Rearrange(Costs(problem), {axel, anna}, {{{bo}, 1}, {{bo}, 1}}, kDear, kNoLimit));
}

TEST(RearrangeTest, ASearchThatIsCutOffProvesNothing) {
  Problem problem = Strangers(12, 4);
  ComeFrom(problem, {0, 1, 2, 3, 4}, "Pargas");
  ComeFrom(problem, {5, 6, 7, 8}, "Raseborg");
  HaveMet(problem, {0, 5, 9, 10});
  HaveMet(problem, {1, 6, 11});
  std::vector<size_t> all;
  for (size_t i = 0; i < 12; ++i) all.push_back(i);
  const std::vector<Room> rooms = {{{}, 4}, {{}, 4}, {{}, 4}};
  const auto found = Rearrange(Costs(problem), all, rooms, kDear, 0);
  ASSERT_TRUE(found) << "the first way down";
  EXPECT_FALSE(found->proved);
}

TEST(FindAnyTest, SaysWhetherThereIsOneOrItWasNotFoundOut) {
  Problem problem = Strangers(4, 2);
  problem.lines = {{0, 1}, {2, 3}};
  Arrangement found;
  EXPECT_EQ(FindAny(Costs(problem), kAllFour, kTwoRooms, kNoLimit, found), Found::kYes);
  EXPECT_NE(found.room_of[0], found.room_of[1]);
  problem.lines = {{0, 1}, {1, 2}, {0, 2}};
  EXPECT_EQ(FindAny(Costs(problem), kAllFour, kTwoRooms, kNoLimit, found), Found::kNo);
}

}  // namespace
}  // namespace samstig::server::groups
