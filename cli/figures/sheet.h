// SPDX-License-Identifier: Apache-2.0
// A report, computed: rows of figures, and what each figure means. How it is shown is for others;
// they cannot show what must not be told, for it is not here.
#ifndef SAMSTIG_CLI_FIGURES_SHEET_H_
#define SAMSTIG_CLI_FIGURES_SHEET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "cli/figures/small_groups.h"

namespace samstig::cli::figures {

struct Figure {
  std::string key;      // For programs: "handed_in".
  std::string heading;  // For people: "handed in".
  std::string definition;
};

struct Row {
  // What people read in front of the figures.
  std::string label;
  // For programs: one for each of Sheet::words.
  std::vector<std::string> words;
  // How many people the figures speak of.
  size_t n = 0;
  Telling telling = Telling::kTold;
  // One for each figure; none at all unless the row is told.
  std::vector<uint64_t> values;
};

// Rows under one heading.
struct Group {
  std::string heading;
  std::vector<Row> rows;
};

struct Sheet {
  std::vector<std::string> words;
  // The column of Row::n.
  Figure people;
  std::vector<Figure> figures;
  std::vector<Group> groups;
};

Row MakeRow(std::string label, std::vector<std::string> words, size_t n, Telling telling,
            std::vector<uint64_t> values);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_SHEET_H_
