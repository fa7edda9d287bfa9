// SPDX-License-Identifier: Apache-2.0
// The report on progress: how many of the leaders have handed in what, by theme and assignment, and
// by municipality over all assignments. Never by both, and never ranked: municipalities come by
// name.
#ifndef SAMSTIG_CLI_FIGURES_PROGRESS_H_
#define SAMSTIG_CLI_FIGURES_PROGRESS_H_

#include "cli/figures/facts.h"
#include "cli/figures/sheet.h"

namespace samstig::cli::figures {

// Groups: assignments under their themes; municipalities with the total.
Sheet Progress(const Facts& facts);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_PROGRESS_H_
