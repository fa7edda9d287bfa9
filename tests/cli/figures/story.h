// SPDX-License-Identifier: Apache-2.0
// A cohort for the stories about figures, and a sheet as lines that can be read.
#ifndef SAMSTIG_TESTS_CLI_FIGURES_STORY_H_
#define SAMSTIG_TESTS_CLI_FIGURES_STORY_H_

#include <string>
#include <vector>

#include "cli/dates.h"
#include "cli/figures/facts.h"
#include "cli/figures/sheet.h"

namespace samstig::cli::figures {

inline base::TimeMs At(const std::string& time) { return *ParseDate(time, DayEdge::kStart, 0); }

// "Pargas", "Pargas 2", ...: so many leaders of a municipality who take part.
inline void AddLeaders(Facts& facts, const std::string& municipality, int count) {
  facts.municipalities.push_back({municipality, municipality.substr(0, 1), municipality});
  for (int i = 1; i <= count; ++i) {
    facts.places.push_back({municipality + " " + std::to_string(i), municipality});
  }
}

// "Pargas 5: 3 0 1"; in place of figures "-" for too few, "*" for the sake of others.
inline std::vector<std::string> Lines(const Group& group) {
  std::vector<std::string> lines;
  for (const Row& row : group.rows) {
    std::string line = row.label + " " + std::to_string(row.n) + ":";
    for (const uint64_t value : row.values) line += " " + std::to_string(value);
    if (row.telling == Telling::kTooFew) line += " -";
    if (row.telling == Telling::kShieldsOthers) line += " *";
    lines.push_back(line);
  }
  return lines;
}

inline std::string Headings(const Sheet& sheet) {
  std::string headings;
  for (const Figure& figure : sheet.figures) {
    headings += (headings.empty() ? "" : ", ") + figure.heading;
  }
  return headings;
}

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_TESTS_CLI_FIGURES_STORY_H_
