// SPDX-License-Identifier: Apache-2.0
#include "server/notify/rhythm.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace samstig::server {
namespace {

using base::kDayMs;
using base::kHourMs;
using base::kMinuteMs;
using base::TimeMs;
using test::kMonday;  // 2026-09-07T06:00Z: nine in Helsinki.

const absl::TimeZone kHelsinki = ZoneNamed("Europe/Helsinki").zone;

v1::NoticeSettings Daily(uint32_t minute) {
  v1::NoticeSettings settings;
  settings.set_rhythm(v1::MAIL_RHYTHM_DAILY);
  settings.set_digest_minute(minute);
  return settings;
}

v1::NoticeSettings Quiet(uint32_t from, uint32_t to) {
  v1::NoticeSettings settings = Daily(450);
  settings.set_quiet_from_minute(from);
  settings.set_quiet_to_minute(to);
  return settings;
}

TimeMs Utc(const char* time) {
  absl::Time parsed;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, time, &parsed, &error)) << error;
  return absl::ToUnixMillis(parsed);
}

TEST(ZoneTest, WhatIsNotKnownIsUtc) {
  EXPECT_TRUE(ZoneNamed("Europe/Helsinki").known);
  for (const char* name : {"Europe/Atlantis", "", "/etc/localtime", "../etc/passwd", "file:x"}) {
    const Zone zone = ZoneNamed(name);
    EXPECT_FALSE(zone.known) << name;
    EXPECT_EQ(zone.zone, absl::UTCTimeZone()) << name;
  }
}

TEST(DigestTest, ComesDailyAtTheLocalTime) {
  const v1::NoticeSettings settings = Daily(7 * 60 + 30);
  const TimeMs tomorrow = Utc("2026-09-08T04:30:00Z");
  EXPECT_EQ(NextDigest(settings, kHelsinki, kMonday), tomorrow);
  EXPECT_EQ(NextDigest(settings, kHelsinki, tomorrow - 1), tomorrow);
  EXPECT_EQ(NextDigest(settings, kHelsinki, tomorrow), tomorrow + kDayMs);
}

TEST(DigestTest, ComesWeeklyOnItsDay) {
  v1::NoticeSettings settings = Daily(7 * 60 + 30);
  settings.set_rhythm(v1::MAIL_RHYTHM_WEEKLY);
  settings.set_digest_weekday(1);
  const TimeMs next_monday = Utc("2026-09-14T04:30:00Z");
  EXPECT_EQ(NextDigest(settings, kHelsinki, kMonday), next_monday);
  EXPECT_EQ(NextDigest(settings, kHelsinki, next_monday), next_monday + 7 * kDayMs);
  settings.set_digest_weekday(7);
  EXPECT_EQ(NextDigest(settings, kHelsinki, kMonday), Utc("2026-09-13T04:30:00Z"));
}

// In the night to 2027-03-28 the clocks go from three to four.
TEST(DigestTest, AtATimeThatIsJumpedOverComesAtTheJump) {
  const v1::NoticeSettings settings = Daily(3 * 60 + 30);
  const TimeMs saturday = Utc("2027-03-27T01:30:00Z");
  const TimeMs sunday = NextDigest(settings, kHelsinki, saturday);
  EXPECT_EQ(sunday, Utc("2027-03-28T01:00:00Z"));
  EXPECT_EQ(NextDigest(settings, kHelsinki, sunday), Utc("2027-03-29T00:30:00Z"));
}

TEST(DigestTest, StaysAtItsHourInTheSpring) {
  const v1::NoticeSettings settings = Daily(7 * 60 + 30);
  EXPECT_EQ(NextDigest(settings, kHelsinki, Utc("2027-03-27T06:00:00Z")),
            Utc("2027-03-28T04:30:00Z"));
}

// In the night to 2026-10-25 the clocks go from four back to three.
TEST(DigestTest, AtATimeThatComesTwiceComesOnce) {
  const v1::NoticeSettings settings = Daily(3 * 60 + 30);
  const TimeMs sunday = NextDigest(settings, kHelsinki, Utc("2026-10-24T12:00:00Z"));
  EXPECT_EQ(sunday, Utc("2026-10-25T00:30:00Z"));
  EXPECT_EQ(NextDigest(settings, kHelsinki, sunday), Utc("2026-10-26T01:30:00Z"));
}

TEST(QuietTest, HoursMayGoOverMidnight) {
  const v1::NoticeSettings settings = Quiet(20 * 60, 7 * 60);
  EXPECT_EQ(AfterQuiet(settings, kHelsinki, kMonday), kMonday);
  const TimeMs evening = Utc("2026-09-07T17:00:00Z");  // Eight in Helsinki.
  const TimeMs morning = Utc("2026-09-08T04:00:00Z");
  EXPECT_EQ(AfterQuiet(settings, kHelsinki, evening - 1), evening - 1);
  EXPECT_EQ(AfterQuiet(settings, kHelsinki, evening), morning);
  EXPECT_EQ(AfterQuiet(settings, kHelsinki, morning - kMinuteMs), morning);
  EXPECT_EQ(AfterQuiet(settings, kHelsinki, morning), morning);
}

TEST(QuietTest, HoursMayBeOfTheDayAndEqualOnesAreNone) {
  const v1::NoticeSettings day = Quiet(8 * 60, 16 * 60);
  EXPECT_EQ(AfterQuiet(day, kHelsinki, kMonday), Utc("2026-09-07T13:00:00Z"));
  EXPECT_EQ(AfterQuiet(day, kHelsinki, kMonday + 8 * kHourMs), kMonday + 8 * kHourMs);
  EXPECT_EQ(AfterQuiet(Quiet(540, 540), kHelsinki, kMonday), kMonday);
}

TEST(QuietTest, ADigestWaitsForTheirEndAndComesOnceADay) {
  const v1::NoticeSettings settings = Quiet(20 * 60, 9 * 60);  // The digest is at half past seven.
  const TimeMs nine = Utc("2026-09-08T06:00:00Z");
  EXPECT_EQ(NextDigest(settings, kHelsinki, kMonday), nine);
  EXPECT_EQ(NextDigest(settings, kHelsinki, nine), nine + kDayMs);
  // At ten in the evening: it waits until the next day.
  v1::NoticeSettings late = settings;
  late.set_digest_minute(22 * 60);
  EXPECT_EQ(NextDigest(late, kHelsinki, kMonday), nine);
  EXPECT_EQ(NextDigest(late, kHelsinki, nine), nine + kDayMs);
}

TEST(QuietTest, EndInTheHourThatComesTwiceIsNeverInThePast) {
  const v1::NoticeSettings settings = Quiet(60, 3 * 60 + 30);
  const TimeMs second_three = Utc("2026-10-25T01:10:00Z");  // 03:10 for the second time.
  EXPECT_EQ(AfterQuiet(settings, kHelsinki, second_three), Utc("2026-10-25T01:30:00Z"));
}

}  // namespace
}  // namespace samstig::server
