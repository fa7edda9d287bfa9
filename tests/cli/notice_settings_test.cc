// SPDX-License-Identifier: Apache-2.0
#include "cli/notice_settings.h"

#include <gtest/gtest.h>

namespace samstig::cli {
namespace {

TEST(TimeOfDayTest, IsReadAndShownAsOnAClock) {
  EXPECT_EQ(MinuteOf("00:00"), 0u);
  EXPECT_EQ(MinuteOf("07:30"), 450u);
  EXPECT_EQ(MinuteOf("23:59"), 1439u);
  EXPECT_EQ(TimeOfDay(450), "07:30");
  EXPECT_EQ(TimeOfDay(1439), "23:59");
}

TEST(TimeOfDayTest, WhatIsNoTimeIsNotGuessedAt) {
  for (const char* text : {"", "7:30", "0730", "07.30", "24:00", "07:60", "07:3", "07:300", "ab:cd",
                           "-1:00", " 7:30"}) {
    EXPECT_EQ(MinuteOf(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace samstig::cli
