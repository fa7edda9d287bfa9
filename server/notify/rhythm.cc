// SPDX-License-Identifier: Apache-2.0
#include "server/notify/rhythm.h"

#include <absl/time/civil_time.h>

namespace samstig::server {

using base::TimeMs;

namespace {

constexpr uint32_t kMinutesAnHour = 60;

// Monday is 1, Sunday 7.
uint32_t WeekdayOf(absl::CivilDay day) {
  static constexpr absl::Weekday kMonday = absl::Weekday::monday;
  return static_cast<uint32_t>(absl::GetWeekday(day)) - static_cast<uint32_t>(kMonday) + 1;
}

absl::TimeZone::TimeInfo At(const absl::TimeZone& zone, absl::CivilDay day, uint32_t minute) {
  return zone.At(absl::CivilSecond(day.year(), day.month(), day.day(), minute / kMinutesAnHour,
                                   minute % kMinutesAnHour));
}

TimeMs First(const absl::TimeZone::TimeInfo& info) {
  const bool skipped = info.kind == absl::TimeZone::TimeInfo::SKIPPED;
  return absl::ToUnixMillis(skipped ? info.trans : info.pre);
}

// The first time after `after` at which the clock shows the minute of that day.
TimeMs FirstAfter(const absl::TimeZone& zone, absl::CivilDay day, uint32_t minute, TimeMs after) {
  const absl::TimeZone::TimeInfo info = At(zone, day, minute);
  const TimeMs first = First(info);
  return first > after ? first : absl::ToUnixMillis(info.post);
}

}  // namespace

Zone ZoneNamed(const std::string& name) {
  Zone zone{absl::UTCTimeZone(), false};
  // The rule lets no path through; absl would open one as a file.
  const bool is_path = name.empty() || name.front() == '/' || name.find_first_of(".:") != name.npos;
  zone.known = !is_path && absl::LoadTimeZone(name, &zone.zone);
  if (!zone.known) zone.zone = absl::UTCTimeZone();
  return zone;
}

TimeMs AfterQuiet(const v1::NoticeSettings& settings, const absl::TimeZone& zone, TimeMs time) {
  const uint32_t from = settings.quiet_from_minute();
  const uint32_t to = settings.quiet_to_minute();
  if (from == to) return time;
  const absl::CivilMinute local = absl::ToCivilMinute(absl::FromUnixMillis(time), zone);
  const uint32_t minute =
      static_cast<uint32_t>(local.hour()) * kMinutesAnHour + static_cast<uint32_t>(local.minute());
  const bool over_midnight = from > to;
  const bool before_end = minute < to;
  const bool after_start = minute >= from;
  const bool quiet = over_midnight ? after_start || before_end : after_start && before_end;
  if (!quiet) return time;
  const absl::CivilDay today(local);
  const TimeMs end = FirstAfter(zone, before_end ? today : today + 1, to, time);
  return end > time ? end : time;
}

TimeMs NextDigest(const v1::NoticeSettings& settings, const absl::TimeZone& zone, TimeMs after) {
  const absl::CivilDay today = absl::ToCivilDay(absl::FromUnixMillis(after), zone);
  const bool weekly = settings.rhythm() == v1::MAIL_RHYTHM_WEEKLY;
  // From yesterday, whose digest the quiet hours may have moved into today.
  for (int days = -1; days <= 8; ++days) {
    const absl::CivilDay day = today + days;
    if (weekly && WeekdayOf(day) != settings.digest_weekday()) continue;
    const TimeMs planned = First(At(zone, day, settings.digest_minute()));
    const TimeMs time = AfterQuiet(settings, zone, planned);
    if (time > after) return time;
  }
  return after + 7 * base::kDayMs;  // A weekly one without a day: settings that no rule let in.
}

}  // namespace samstig::server
