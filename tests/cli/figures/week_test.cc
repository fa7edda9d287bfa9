// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/week.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "cli/dates.h"

namespace samstig::cli::figures {
namespace {

base::TimeMs At(const char* time) { return *ParseDate(time, DayEdge::kStart, 0); }

TEST(WeekTest, BeginsOnMondayAtMidnight) {
  EXPECT_EQ(WeekName(At("2026-03-15T23:59:59.999Z")), "2026-W11");
  EXPECT_EQ(WeekName(At("2026-03-16T00:00:00Z")), "2026-W12");
  EXPECT_EQ(WeekStart(At("2026-03-18T12:00:00Z")), At("2026-03-16T00:00:00Z"));
  EXPECT_EQ(WeekStart(At("2026-03-16T00:00:00Z")), At("2026-03-16T00:00:00Z"));
}

TEST(WeekTest, TheFirstDaysOfAYearCanBelongToTheLastWeekOfTheOldOne) {
  EXPECT_EQ(WeekName(At("2026-12-31T12:00:00Z")), "2026-W53");
  EXPECT_EQ(WeekName(At("2027-01-03T23:59:00Z")), "2026-W53");
  EXPECT_EQ(WeekName(At("2027-01-04T00:00:00Z")), "2027-W01");
  EXPECT_EQ(WeekName(At("2022-01-01T12:00:00Z")), "2021-W52");
}

TEST(WeekTest, TheLastDaysOfAYearCanBelongToTheFirstWeekOfTheNewOne) {
  EXPECT_EQ(WeekName(At("2024-12-29T23:59:00Z")), "2024-W52");
  EXPECT_EQ(WeekName(At("2024-12-30T00:00:00Z")), "2025-W01");
  EXPECT_EQ(WeekName(At("2025-01-05T12:00:00Z")), "2025-W01");
}

TEST(WeekTest, AYearThatBeginsOnAThursdayHas53Weeks) {
  EXPECT_EQ(WeekName(At("2020-12-31T12:00:00Z")), "2020-W53");
  EXPECT_EQ(WeekName(At("2015-12-31T12:00:00Z")), "2015-W53");
  EXPECT_EQ(WeekName(At("2025-12-31T12:00:00Z")), "2026-W01");
}

TEST(WeekTest, IsCountedInUtcWhereverTheDeviceIs) {
  setenv("TZ", "EET-2EEST,M3.5.0/3,M10.5.0/4", 1);  // NOLINT(concurrency-mt-unsafe): one thread
  tzset();
  // Monday 01:30 in Helsinki is still Sunday.
  EXPECT_EQ(WeekName(At("2026-03-16T01:30:00+02:00")), "2026-W11");
  EXPECT_EQ(WeekName(At("2026-03-16T01:30")), "2026-W11");
  EXPECT_EQ(DayName(At("2026-03-16T01:30")), "2026-03-15");
}

TEST(WeekTest, DaysAreWrittenAsInDates) {
  EXPECT_EQ(DayName(At("2026-12-28T00:00:00Z")), "2026-12-28");
}

}  // namespace
}  // namespace samstig::cli::figures
