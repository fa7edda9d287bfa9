// SPDX-License-Identifier: Apache-2.0
// A bar chart in plain text: for each row how many of how many.
#ifndef SAMSTIG_CLI_FIGURES_CHART_H_
#define SAMSTIG_CLI_FIGURES_CHART_H_

#include <cstdint>
#include <string>
#include <vector>

namespace samstig::cli::figures {

struct Bar {
  std::string label;
  uint64_t count = 0;
  uint64_t of = 0;
};

// Blocks are drawn in eighths of a character; ASCII is for what is no terminal.
enum class Ink { kBlocks, kAscii };

// Lines of at most `width` columns. Labels may take a third of it.
std::string Chart(const std::vector<Bar>& bars, size_t width, Ink ink);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_CHART_H_
