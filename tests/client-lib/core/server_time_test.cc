// SPDX-License-Identifier: Apache-2.0
// What time a device claims: the server's, as far as it knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/client-lib/core/sync_core_fixture.h"

namespace samstig::test {
namespace {

using base::kDayMs;
using base::kHourMs;

class ServerTimeTest : public SyncCoreTest {
 protected:
  base::TimeMs ClaimedByTheNextWrite() {
    anna_.Writes(Says("när?"));
    return Must(anna_.core().OutboxItems()).back().mutation.claimed_ms();
  }
  void HearsOfTheServer() {
    anna_.Writes(Says("Hej!"));
    ASSERT_THAT(anna_.SyncsOnce(), testing::Optional(IsOk()));
  }
};

TEST_F(ServerTimeTest, ADeviceThatNeverHeardOfItBelievesItsOwnClock) {
  EXPECT_EQ(anna_.core().ServerTime(), clock_.Now());
  EXPECT_EQ(ClaimedByTheNextWrite(), clock_.Now());
}

TEST_F(ServerTimeTest, AWrongClockIsSetRightAndStaysSoWithoutANetwork) {
  for (const base::TimeMs ahead : {3 * kHourMs, -400 * kDayMs}) {
    server_.clock_ahead = ahead;
    HearsOfTheServer();
    clock_.Advance(kHourMs);
    EXPECT_EQ(anna_.core().ServerTime(), clock_.Now() + ahead);
    EXPECT_EQ(ClaimedByTheNextWrite(), clock_.Now() + ahead);
    anna_.Crashes();
    EXPECT_EQ(anna_.core().ServerTime(), clock_.Now() + ahead) << "also after a restart";
  }
}

TEST_F(ServerTimeTest, WhatTheNetworkTakesIsNoDifference) {
  server_.clock_ahead = -1'900;
  HearsOfTheServer();
  EXPECT_EQ(anna_.core().ServerTime(), clock_.Now());
}

}  // namespace
}  // namespace samstig::test
