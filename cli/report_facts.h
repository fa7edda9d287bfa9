// SPDX-License-Identifier: Apache-2.0
// What a report on a cohort is computed from, out of the local copy: as much as this person's
// rights have put there.
#ifndef SAMSTIG_CLI_REPORT_FACTS_H_
#define SAMSTIG_CLI_REPORT_FACTS_H_

#include "cli/copy.h"
#include "cli/figures/facts.h"

namespace samstig::cli {

// Seats and places of the cohort.
Result<figures::Facts> PlacesIn(Copy& copy, const Id& cohort);

// Those, and all that was written there and that the server has taken. Only coaches have it.
Result<figures::Facts> WorkIn(Copy& copy, const Id& cohort);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_REPORT_FACTS_H_
