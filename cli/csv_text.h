// SPDX-License-Identifier: Apache-2.0
// The bytes of a table from a spreadsheet as UTF-8. Excel writes Windows-1252 unless asked for
// UTF-8, and everything else writes UTF-8; the two are told apart by their bytes.
#ifndef SAMSTIG_CLI_CSV_TEXT_H_
#define SAMSTIG_CLI_CSV_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

#include "cli/mistakes.h"

namespace samstig::cli {

enum class Encoding { kUtf8, kWindows1252 };
// "UTF-8", "Windows-1252"
std::string_view NameOf(Encoding encoding);

struct CsvText {
  Encoding encoding = Encoding::kUtf8;
  std::string text;
};

// Without the byte order mark. Nothing when the bytes are no text; why is then among the mistakes.
std::optional<CsvText> DecodeCsv(std::string_view bytes, Mistakes& mistakes);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_CSV_TEXT_H_
