// SPDX-License-Identifier: Apache-2.0
// The report on activity: what leaders wrote, week by week. It is a history: who has withdrawn
// since is still in the weeks of then.
#ifndef SAMSTIG_CLI_FIGURES_ACTIVITY_H_
#define SAMSTIG_CLI_FIGURES_ACTIVITY_H_

#include "cli/figures/facts.h"
#include "cli/figures/sheet.h"

namespace samstig::cli::figures {

// From the week of the first word to the week of `now`, quiet ones included. Of a cohort with too
// few leaders there is the total alone, which is not told.
Sheet Activity(const Facts& facts, base::TimeMs now);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_ACTIVITY_H_
