// SPDX-License-Identifier: Apache-2.0
// Weeks as ISO 8601 counts them: they begin on Monday, and week 1 of a year is the one with its
// first Thursday. In UTC, so that the same report comes out on every device.
#ifndef SAMSTIG_CLI_FIGURES_WEEK_H_
#define SAMSTIG_CLI_FIGURES_WEEK_H_

#include <string>

#include "domain/base/clock.h"

namespace samstig::cli::figures {

inline constexpr base::TimeMs kWeekMs = 7 * base::kDayMs;

// The first moment of the week that has this time.
base::TimeMs WeekStart(base::TimeMs time);
// "2026-W53"
std::string WeekName(base::TimeMs time);
// "2026-12-28"
std::string DayName(base::TimeMs time);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_WEEK_H_
