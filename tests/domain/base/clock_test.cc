// SPDX-License-Identifier: Apache-2.0
#include "domain/base/clock.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace samstig::base {
namespace {

TEST(ClockTest, ADayHas86400Seconds) {
  EXPECT_EQ(kDayMs, 86'400 * kSecondMs);
  EXPECT_EQ(kDayMs, 24 * 60 * kMinuteMs);
}

TEST(FakeClockTest, StandsStillUntilItIsMoved) {
  test::FakeClock clock(5'000);
  EXPECT_EQ(clock.Now(), 5'000);
  EXPECT_EQ(clock.Now(), 5'000);
  clock.Advance(kMinuteMs);
  EXPECT_EQ(clock.Now(), 65'000);
  clock.Set(1'000);
  EXPECT_EQ(clock.Now(), 1'000);
}

}  // namespace
}  // namespace samstig::base
