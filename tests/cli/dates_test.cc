// SPDX-License-Identifier: Apache-2.0
#include "cli/dates.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <string>

namespace samstig::cli {
namespace {

constexpr TimeMs kNow = 1'788'000'000'000;  // 2026-08-29T10:40:00Z

// Helsinki: two hours ahead of UTC, three in summer, with the turns of 2026 on 29 March and 25
// October.
class DatesTest : public testing::Test {
 protected:
  DatesTest() {
    setenv("TZ", "EET-2EEST,M3.5.0/3,M10.5.0/4", 1);
    tzset();
  }

  static std::string Parsed(const std::string& text, DayEdge edge = DayEdge::kStart) {
    const base::Result<TimeMs> time = ParseDate(text, edge, kNow);
    return time.ok() ? ToRfc3339(*time) : "refused";
  }
};

TEST_F(DatesTest, ADayIsItsFirstOrLastMomentHere) {
  EXPECT_EQ(Parsed("2026-09-15"), "2026-09-14T21:00:00.000Z");
  EXPECT_EQ(Parsed("2026-09-15", DayEdge::kEnd), "2026-09-15T20:59:59.000Z");
  EXPECT_EQ(Parsed("2026-12-15"), "2026-12-14T22:00:00.000Z");
}

TEST_F(DatesTest, ATimeIsMeantHereUnlessItSaysOtherwise) {
  EXPECT_EQ(Parsed("2026-09-15T12:00", DayEdge::kEnd), "2026-09-15T09:00:00.000Z");
  EXPECT_EQ(Parsed("2026-09-15 12:00"), "2026-09-15T09:00:00.000Z");
  EXPECT_EQ(Parsed("2026-09-15T12:00:30Z"), "2026-09-15T12:00:30.000Z");
  EXPECT_EQ(Parsed("2026-09-15T12:00:30.250Z"), "2026-09-15T12:00:30.250Z");
  EXPECT_EQ(Parsed("2026-09-15T12:00+02:00"), "2026-09-15T10:00:00.000Z");
  EXPECT_EQ(Parsed("2026-09-15T12:00-0230"), "2026-09-15T14:30:00.000Z");
}

TEST_F(DatesTest, FromNow) {
  EXPECT_EQ(Parsed("now"), ToRfc3339(kNow));
  EXPECT_EQ(Parsed("+3h"), ToRfc3339(kNow + 3 * base::kHourMs));
  EXPECT_EQ(Parsed("+30m"), ToRfc3339(kNow + 30 * base::kMinuteMs));
  EXPECT_EQ(Parsed("+14d", DayEdge::kEnd), "2026-09-12T20:59:59.000Z");
}

TEST_F(DatesTest, DaysAreCountedOnTheCalendar) {
  // Nine weeks on, the clocks have been turned back: midnight here is another hour in UTC.
  EXPECT_EQ(Parsed("+9w"), "2026-10-30T22:00:00.000Z");
  EXPECT_EQ(Parsed("+1d"), "2026-08-29T21:00:00.000Z");
}

TEST_F(DatesTest, WhatIsNoDateIsRefused) {
  for (const char* text : {"",
                           "soon",
                           "2026",
                           "2026-13-01",
                           "2026-02-30",
                           "2026-9-15",
                           "15.9.2026",
                           "2026-09-15T25:00",
                           "2026-09-15T12",
                           "2026-09-15T12:00X",
                           "2026-09-15T12:00+3",
                           "+",
                           "+d",
                           "+14",
                           "+14x",
                           "+-3d",
                           "+999999999999d",
                           "1969-12-31",
                           "2026-09-15Tnoon",
                           "2026-09-15Z"}) {
    EXPECT_EQ(Parsed(text), "refused") << text;
  }
}

TEST_F(DatesTest, ARefusalSaysWhatToWrite) {
  const base::Status status = ParseDate("soon", DayEdge::kStart, kNow).status();
  EXPECT_EQ(status.reason(), v1::REASON_MALFORMED);
  EXPECT_EQ(status.detail(),
            "“soon” is not a date. Write 2026-09-15, 2026-09-15T12:00, now or +14d");
}

TEST_F(DatesTest, Lengths) {
  EXPECT_EQ(*ParseDuration("7d"), 7 * base::kDayMs);
  EXPECT_EQ(*ParseDuration("36h"), 36 * base::kHourMs);
  EXPECT_EQ(*ParseDuration("2w"), 14 * base::kDayMs);
  EXPECT_EQ(*ParseDuration("0"), 0);
  for (const char* text : {"", "7", "d", "-7d", "7 d", "7y"})
    EXPECT_FALSE(ParseDuration(text).ok()) << text;
}

TEST_F(DatesTest, ForPeople) {
  EXPECT_EQ(ToText(kNow), "Sat 29 Aug 2026 13:40");
  EXPECT_EQ(ToDay(kNow + base::kDayMs, kNow), "Sun 30 Aug");
  EXPECT_EQ(ToDay(kNow + 200 * base::kDayMs, kNow), "Wed 17 Mar 2027");
  EXPECT_EQ(FromNow(kNow + 3 * base::kDayMs, kNow), "in 3 days");
  EXPECT_EQ(FromNow(kNow - base::kMinuteMs, kNow), "1 minute ago");
  EXPECT_EQ(FromNow(kNow - 47 * base::kHourMs, kNow), "47 hours ago");
  EXPECT_EQ(FromNow(kNow - 5, kNow), "just now");
}

TEST_F(DatesTest, BeforeTheEpochToo) { EXPECT_EQ(ToRfc3339(-1), "1969-12-31T23:59:59.999Z"); }

}  // namespace
}  // namespace samstig::cli
