// SPDX-License-Identifier: Apache-2.0
#include "cli/dates.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <optional>

namespace samstig::cli {

using base::Result;
using base::Status;

namespace {

constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
// Amounts beyond this are mistakes, and would overflow.
constexpr int64_t kMostUnits = 100'000;

Status NotADate(std::string_view text) {
  return {
      v1::REASON_MALFORMED,
      "“" + std::string(text) + "” is not a date. Write 2026-09-15, 2026-09-15T12:00, now or +14d"};
}

// The digits at the front, which must be exactly so many; taken off.
std::optional<int> TakeDigits(std::string_view& text, size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool TakeChar(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

struct Moment {
  std::chrono::year_month_day day;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
};

// Local time on this machine, at the offset that holds then.
std::optional<TimeMs> FromLocal(const Moment& m) {
  std::tm tm{};
  tm.tm_year = static_cast<int>(m.day.year()) - 1900;
  tm.tm_mon = static_cast<int>(static_cast<unsigned>(m.day.month())) - 1;
  tm.tm_mday = static_cast<int>(static_cast<unsigned>(m.day.day()));
  tm.tm_hour = m.hour;
  tm.tm_min = m.minute;
  tm.tm_sec = m.second;
  tm.tm_isdst = -1;
  const std::time_t seconds = std::mktime(&tm);
  if (seconds == -1) return std::nullopt;
  return static_cast<TimeMs>(seconds) * 1000 + m.millisecond;
}

TimeMs FromUtc(const Moment& m, int offset_minutes) {
  const auto days = std::chrono::sys_days(m.day).time_since_epoch();
  const TimeMs minutes =
      static_cast<TimeMs>(days.count()) * 24 * 60 + m.hour * 60 + m.minute - offset_minutes;
  return (minutes * 60 + m.second) * 1000 + m.millisecond;
}

// "Z", "+03:00", "-0230". nullopt: not an offset.
std::optional<int> TakeOffset(std::string_view& text) {
  if (TakeChar(text, 'Z') || TakeChar(text, 'z')) return 0;
  const bool minus = !text.empty() && text.front() == '-';
  if (!TakeChar(text, '+') && !TakeChar(text, '-')) return std::nullopt;
  const std::optional<int> hours = TakeDigits(text, 2);
  TakeChar(text, ':');
  const std::optional<int> minutes = TakeDigits(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return (minus ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<std::chrono::year_month_day> TakeDay(std::string_view& text) {
  const std::optional<int> year = TakeDigits(text, 4);
  if (!year || !TakeChar(text, '-')) return std::nullopt;
  const std::optional<int> month = TakeDigits(text, 2);
  if (!month || !TakeChar(text, '-')) return std::nullopt;
  const std::optional<int> day = TakeDigits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *year < 1970 || *year > 9999) return std::nullopt;
  return date;
}

// "12:00", "12:00:30", "12:00:30.250"
bool TakeTime(std::string_view& text, Moment& moment) {
  const std::optional<int> hour = TakeDigits(text, 2);
  if (!hour || *hour > 23 || !TakeChar(text, ':')) return false;
  const std::optional<int> minute = TakeDigits(text, 2);
  if (!minute || *minute > 59) return false;
  moment.hour = *hour;
  moment.minute = *minute;
  if (!TakeChar(text, ':')) return true;
  const std::optional<int> second = TakeDigits(text, 2);
  if (!second || *second > 59) return false;
  moment.second = *second;
  if (!TakeChar(text, '.')) return true;
  const std::optional<int> millisecond = TakeDigits(text, 3);
  if (!millisecond) return false;
  moment.millisecond = *millisecond;
  return true;
}

void MoveToEdge(Moment& moment, DayEdge edge) {
  if (edge == DayEdge::kEnd) moment = {moment.day, 23, 59, 59, 0};
}

std::tm LocalTime(TimeMs time) {
  const auto seconds = static_cast<std::time_t>(time >= 0 ? time / 1000 : (time - 999) / 1000);
  std::tm tm{};
  localtime_r(&seconds, &tm);
  return tm;
}

std::string Printf(const char* format, auto... values) {
  std::array<char, 64> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), format, values...);
  return {buffer.data(), static_cast<size_t>(size)};
}

struct Amount {
  int64_t count = 0;
  char unit = 0;
};

std::optional<Amount> ParseAmount(std::string_view text) {
  Amount amount;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, amount.count);
  if (error != std::errc() || rest != end - 1 || amount.count < 0 || amount.count > kMostUnits) {
    return std::nullopt;
  }
  amount.unit = *rest;
  return amount;
}

std::optional<TimeMs> LengthOf(const Amount& amount) {
  switch (amount.unit) {
    case 'm':
      return amount.count * base::kMinuteMs;
    case 'h':
      return amount.count * base::kHourMs;
    case 'd':
      return amount.count * base::kDayMs;
    case 'w':
      return amount.count * 7 * base::kDayMs;
    default:
      return std::nullopt;
  }
}

// Whole days count on the calendar, whatever the clocks do in between.
std::optional<TimeMs> After(const Amount& amount, DayEdge edge, TimeMs now) {
  if (amount.unit != 'd' && amount.unit != 'w') {
    const std::optional<TimeMs> length = LengthOf(amount);
    return length ? std::optional(now + *length) : std::nullopt;
  }
  std::tm tm = LocalTime(now);
  tm.tm_mday += static_cast<int>(amount.unit == 'w' ? amount.count * 7 : amount.count);
  const bool end = edge == DayEdge::kEnd;
  tm.tm_hour = end ? 23 : 0;
  tm.tm_min = end ? 59 : 0;
  tm.tm_sec = end ? 59 : 0;
  tm.tm_isdst = -1;
  const std::time_t seconds = std::mktime(&tm);
  if (seconds == -1) return std::nullopt;
  return static_cast<TimeMs>(seconds) * 1000;
}

}  // namespace

Result<TimeMs> ParseDate(std::string_view text, DayEdge edge, TimeMs now) {
  if (text == "now") return now;
  if (!text.empty() && text.front() == '+') {
    const std::optional<Amount> amount = ParseAmount(text.substr(1));
    const std::optional<TimeMs> then = amount ? After(*amount, edge, now) : std::nullopt;
    if (!then) return NotADate(text);
    return *then;
  }
  std::string_view rest = text;
  const auto day = TakeDay(rest);
  if (!day) return NotADate(text);
  Moment moment{*day};
  std::optional<TimeMs> then;
  if (rest.empty()) {
    MoveToEdge(moment, edge);
    then = FromLocal(moment);
  } else if ((TakeChar(rest, 'T') || TakeChar(rest, ' ')) && TakeTime(rest, moment)) {
    if (rest.empty()) {
      then = FromLocal(moment);
    } else if (const std::optional<int> offset = TakeOffset(rest); offset && rest.empty()) {
      then = FromUtc(moment, *offset);
    }
  }
  if (!then) return NotADate(text);
  return *then;
}

Result<TimeMs> ParseDuration(std::string_view text) {
  if (text == "0") return TimeMs{0};
  const std::optional<Amount> amount = ParseAmount(text);
  const std::optional<TimeMs> length = amount ? LengthOf(*amount) : std::nullopt;
  if (!length) {
    return Status(v1::REASON_MALFORMED,
                  "“" + std::string(text) + "” is not a length of time. Write 7d, 36h or 2w");
  }
  return *length;
}

std::string ToRfc3339(TimeMs time) {
  const auto since_epoch = std::chrono::milliseconds(time);
  const auto days = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day day{std::chrono::sys_days(days)};
  const std::chrono::hh_mm_ss clock(since_epoch - days);
  return Printf("%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
}

std::string ToUtcDay(uint32_t day) {
  constexpr size_t kDate = 10;  // Of the date in front of the time.
  return ToRfc3339(day * base::kDayMs).substr(0, kDate);
}

std::string ToText(TimeMs time) {
  const std::tm tm = LocalTime(time);
  return Printf("%s %d %s %d %02d:%02d", kDays[static_cast<size_t>(tm.tm_wday)], tm.tm_mday,
                kMonths[static_cast<size_t>(tm.tm_mon)], tm.tm_year + 1900, tm.tm_hour, tm.tm_min);
}

std::string ToDay(TimeMs time, TimeMs now) {
  const std::tm tm = LocalTime(time);
  const std::string day = Printf("%s %d %s", kDays[static_cast<size_t>(tm.tm_wday)], tm.tm_mday,
                                 kMonths[static_cast<size_t>(tm.tm_mon)]);
  if (tm.tm_year == LocalTime(now).tm_year) return day;
  return day + " " + std::to_string(tm.tm_year + 1900);
}

std::string FromNow(TimeMs time, TimeMs now) {
  const TimeMs distance = time > now ? time - now : now - time;
  if (distance < base::kMinuteMs) return "just now";
  std::string words;
  const auto say = [&](TimeMs unit, const char* name) {
    const TimeMs count = distance / unit;
    words = std::to_string(count) + " " + name + (count == 1 ? "" : "s");
  };
  if (distance < base::kHourMs) {
    say(base::kMinuteMs, "minute");
  } else if (distance < 2 * base::kDayMs) {
    say(base::kHourMs, "hour");
  } else {
    say(base::kDayMs, "day");
  }
  return time > now ? "in " + words : words + " ago";
}

}  // namespace samstig::cli
