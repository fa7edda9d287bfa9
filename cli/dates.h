// SPDX-License-Identifier: Apache-2.0
// Dates as people type and read them, in this machine's time zone; RFC 3339 in UTC for programs.
#ifndef SAMSTIG_CLI_DATES_H_
#define SAMSTIG_CLI_DATES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/base/clock.h"
#include "domain/base/result.h"

namespace samstig::cli {

using base::TimeMs;

// What a date without a time of day means: its first or its last moment. "Due on the 15th" includes
// the 15th.
enum class DayEdge { kStart, kEnd };

// "2026-09-15", "2026-09-15T12:00", "2026-09-15T12:00:00Z" or with "+03:00"; "now"; "+14d", "+3h",
// "+30m",
// "+2w" from now (whole days and weeks take the edge). MALFORMED otherwise.
base::Result<TimeMs> ParseDate(std::string_view text, DayEdge edge, TimeMs now);

// "7d", "36h", "2w", "0". MALFORMED otherwise.
base::Result<TimeMs> ParseDuration(std::string_view text);

// "2026-09-15T09:00:00.000Z"
std::string ToRfc3339(TimeMs time);
// "2026-09-07", of a day counted from 1970, UTC.
std::string ToUtcDay(uint32_t day);

// "Tue 15 Sep 2026 23:59"
std::string ToText(TimeMs time);
// "Tue 15 Sep"; with the year when it is not this one.
std::string ToDay(TimeMs time, TimeMs now);
// "in 3 days", "yesterday", "just now"
std::string FromNow(TimeMs time, TimeMs now);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_DATES_H_
