// SPDX-License-Identifier: Apache-2.0
#include "cli/csv_reader.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cli/text.h"

namespace samstig::cli {

namespace {

constexpr std::string_view kHardSpace = "\xc2\xa0";

// Also the space that does not break, which web pages and PDFs leave behind.
std::string TrimCell(std::string_view cell) {
  std::string trimmed = Trim(cell);
  while (trimmed.rfind(kHardSpace, 0) == 0) trimmed = Trim(trimmed.substr(kHardSpace.size()));
  while (trimmed.size() >= kHardSpace.size() &&
         trimmed.compare(trimmed.size() - kHardSpace.size(), kHardSpace.size(), kHardSpace) == 0) {
    trimmed = Trim(trimmed.substr(0, trimmed.size() - kHardSpace.size()));
  }
  return trimmed;
}

// The first line with its end: LF, CRLF or a lone CR.
std::string_view FirstLine(std::string_view text) {
  const size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return text;
  const bool both = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
  return text.substr(0, end + (both ? 2 : 1));
}

// What the header line has most of, outside of quotes; NUL when it has none of them.
char FindSeparator(std::string_view text) {
  std::string_view line;
  while (!text.empty() && Trim(line).empty()) {
    line = FirstLine(text);
    text.remove_prefix(line.size());
  }
  std::array<std::pair<char, int>, 3> counts = {{{';', 0}, {'\t', 0}, {',', 0}}};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    for (auto& [separator, count] : counts) count += !quoted && c == separator ? 1 : 0;
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most->second == 0 ? '\0' : most->first;
}

// libcsv, fed line by line, so that it is known where a row begins.
class Parser {
 public:
  Parser(char separator, size_t max_rows, Mistakes& mistakes)
      : max_rows_(max_rows), mistakes_(mistakes) {
    // Every line end is reported, also of empty lines: only then does a row go on in the next.
    constexpr unsigned char kOptions = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL;
    csv_init(&parser_, kOptions);
    csv_set_delim(&parser_, static_cast<unsigned char>(separator));
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  std::vector<CsvRow> Parse(std::string_view text) {
    for (; !text.empty() && rows_.size() <= max_rows_ + 1; ++line_) {
      const std::string_view line = FirstLine(text);
      text.remove_prefix(line.size());
      if (!within_row_) row_.line = line_;
      within_row_ = true;
      if (csv_parse(&parser_, line.data(), line.size(), OnCell, OnRow, this) != line.size()) {
        Complain();
        return std::move(rows_);
      }
    }
    if (rows_.size() > max_rows_ + 1) {
      mistakes_.Add(rows_.back().line, "",
                    "over " + std::to_string(max_rows_) + " rows; split the file");
      rows_.pop_back();
    } else if (csv_fini(&parser_, OnCell, OnRow, this) != 0) {
      mistakes_.Add(row_.line, Column(), "the quote that opens this cell is never closed");
    }
    return std::move(rows_);
  }

 private:
  static void OnCell(void* cell, size_t size, void* self) {
    static_cast<Parser*>(self)->row_.cells.push_back(
        TrimCell({static_cast<const char*>(cell), size}));
  }

  static void OnRow(int, void* self) { static_cast<Parser*>(self)->EndRow(); }

  void EndRow() {
    within_row_ = false;
    const bool blank = std::all_of(row_.cells.begin(), row_.cells.end(),
                                   [](const std::string& cell) { return cell.empty(); });
    if (!blank) rows_.push_back(row_);
    row_.cells.clear();
  }

  std::string Column() const { return "column " + std::to_string(row_.cells.size() + 1); }

  void Complain() {
    if (csv_error(&parser_) != CSV_EPARSE) {
      mistakes_.Add(line_, "", csv_strerror(csv_error(&parser_)));
    } else if (parser_.quoted != 0) {
      mistakes_.Add(
          line_, Column(),
          "text after the closing quote of a cell; a quote within a cell is doubled: \"\"");
    } else {
      mistakes_.Add(line_, Column(),
                    "a quote in a cell that does not begin with one; put the whole cell in quotes, "
                    "and double those within it");
    }
  }

  const size_t max_rows_;
  Mistakes& mistakes_;
  csv_parser parser_{};
  int line_ = 1;
  bool within_row_ = false;
  CsvRow row_;
  // The header is one of them.
  std::vector<CsvRow> rows_;
};

}  // namespace

CsvTable ReadCsv(std::string_view bytes, size_t max_rows, Mistakes& mistakes) {
  CsvTable table;
  const std::optional<CsvText> decoded = DecodeCsv(bytes, mistakes);
  if (!decoded) return table;
  table.encoding = decoded->encoding;
  if (Trim(decoded->text).empty()) {
    mistakes.Add(1, "", "the file is empty");
    return table;
  }
  table.separator = FindSeparator(decoded->text);
  if (table.separator == '\0') {
    mistakes.Add(1, "", "the header line has no ; or , or tab between columns");
    return table;
  }
  table.rows = Parser(table.separator, max_rows, mistakes).Parse(decoded->text);
  if (table.rows.empty()) {
    if (mistakes.none()) mistakes.Add(1, "", "the file is empty");
    return table;
  }
  table.header = std::move(table.rows.front());
  table.rows.erase(table.rows.begin());
  return table;
}

}  // namespace samstig::cli
