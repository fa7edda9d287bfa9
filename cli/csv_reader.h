// SPDX-License-Identifier: Apache-2.0
// A table with a header line, after RFC 4180: cells between separators, quotes round a cell that
// has separators, line ends or (doubled) quotes in it. The separator is what the header line has
// most of.
#ifndef SAMSTIG_CLI_CSV_READER_H_
#define SAMSTIG_CLI_CSV_READER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/csv_text.h"
#include "cli/mistakes.h"

namespace samstig::cli {

struct CsvRow {
  // Of the file, from 1: where the row begins.
  int line = 0;
  // Without the spaces at their ends.
  std::vector<std::string> cells;
};

struct CsvTable {
  Encoding encoding = Encoding::kUtf8;
  char separator = ';';
  CsvRow header;
  // Rows of empty cells, which spreadsheets leave behind, are not among them.
  std::vector<CsvRow> rows;
};

// Every mistake is added; what is read despite of one is what comes before it.
CsvTable ReadCsv(std::string_view bytes, size_t max_rows, Mistakes& mistakes);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_CSV_READER_H_
