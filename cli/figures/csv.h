// SPDX-License-Identifier: Apache-2.0
// A report as CSV after RFC 4180, in the dialect that a Nordic Excel opens by itself: UTF-8 with a
// byte order mark, and semicolons, since the comma is in the numbers there.
#ifndef SAMSTIG_CLI_FIGURES_CSV_H_
#define SAMSTIG_CLI_FIGURES_CSV_H_

#include <string>
#include <string_view>

#include "cli/figures/sheet.h"

namespace samstig::cli::figures {

// "FEWER_THAN_5", "SHIELDS_OTHERS"; empty for what is told.
std::string_view Name(Telling telling);

// One cell. What a spreadsheet would take for a formula gets an apostrophe in front: a title or a
// name is written by somebody else.
std::string CsvCell(std::string_view text);

// A line of keys, then the rows of all groups; figures that are not told are empty. `as_of` and
// `seq` are in each line, so that files of several days can be put together.
std::string ToCsv(const Sheet& sheet, const std::string& as_of, uint64_t seq);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_CSV_H_
