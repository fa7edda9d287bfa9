// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/week.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace samstig::cli::figures {

namespace {

std::chrono::sys_days DayOf(base::TimeMs time) {
  return std::chrono::sys_days(
      std::chrono::floor<std::chrono::days>(std::chrono::milliseconds(time)));
}

std::chrono::sys_days MondayOf(base::TimeMs time) {
  const std::chrono::sys_days day = DayOf(time);
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

std::string Printf(const char* format, auto... values) {
  std::array<char, 64> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), format, values...);
  return {buffer.data(), static_cast<size_t>(size)};
}

}  // namespace

base::TimeMs WeekStart(base::TimeMs time) {
  return std::chrono::milliseconds(MondayOf(time).time_since_epoch()).count();
}

std::string WeekName(base::TimeMs time) {
  // A week belongs to the year that its Thursday is in.
  const std::chrono::sys_days thursday = MondayOf(time) + std::chrono::days(3);
  const std::chrono::year year = std::chrono::year_month_day(thursday).year();
  const std::chrono::sys_days new_year(year / std::chrono::January / 1);
  return Printf("%04d-W%02d", static_cast<int>(year),
                static_cast<int>((thursday - new_year).count()) / 7 + 1);
}

std::string DayName(base::TimeMs time) {
  const std::chrono::year_month_day day(DayOf(time));
  return Printf("%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()));
}

}  // namespace samstig::cli::figures
