// SPDX-License-Identifier: Apache-2.0
// Which rows of a report may be told: none that speaks of fewer than five people, and none from
// which such a row could be computed. docs/decisions/0042-reports.md says why five.
#ifndef SAMSTIG_CLI_FIGURES_SMALL_GROUPS_H_
#define SAMSTIG_CLI_FIGURES_SMALL_GROUPS_H_

#include <cstddef>
#include <vector>

namespace samstig::cli::figures {

inline constexpr size_t kFewest = 5;

enum class Telling {
  kTold,
  kTooFew,
  kShieldsOthers,  // Large enough, but the total less this row would tell of too few.
};

// A row that stands alone.
Telling TellingOf(size_t people);

// Rows that stand beside their total: what is left of it when the told rows are taken away speaks
// of nobody, or of five at least.
std::vector<Telling> TellingOf(const std::vector<size_t>& people);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_SMALL_GROUPS_H_
