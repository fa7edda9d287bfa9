// SPDX-License-Identifier: Apache-2.0
// A cohort's themes: those of the version of the programme that it was planned with.
#ifndef SAMSTIG_CLI_EDITIONS_H_
#define SAMSTIG_CLI_EDITIONS_H_

#include <vector>

#include "cli/copy.h"

namespace samstig::cli {

// Each under the id that the programme's own theme has, so that assignments of all versions belong
// to the same themes. Where nothing was kept of that version, as it is now.
Result<std::vector<Shown>> ThemesFor(Copy& copy, const v1::Cohort& cohort);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_EDITIONS_H_
