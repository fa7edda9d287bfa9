// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/csv.h"

namespace samstig::cli::figures {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kBeginsFormula = "=+-@\t\r";

std::string Line(const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ';';
    line += CsvCell(cells[i]);
  }
  return line + "\r\n";
}

}  // namespace

std::string_view Name(Telling telling) {
  switch (telling) {
    case Telling::kTold:
      return "";
    case Telling::kTooFew:
      return "FEWER_THAN_5";
    case Telling::kShieldsOthers:
      return "SHIELDS_OTHERS";
  }
  return "";
}

std::string CsvCell(std::string_view text) {
  std::string cell(text);
  if (!cell.empty() && kBeginsFormula.find(cell.front()) != std::string_view::npos) {
    cell.insert(0, 1, '\'');
  }
  if (cell.find_first_of(";\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string ToCsv(const Sheet& sheet, const std::string& as_of, uint64_t seq) {
  std::vector<std::string> keys = sheet.words;
  keys.push_back(sheet.people.key);
  for (const Figure& figure : sheet.figures) keys.push_back(figure.key);
  for (const char* key : {"suppressed", "as_of", "as_of_seq"}) keys.emplace_back(key);
  std::string csv = std::string(kByteOrderMark) + Line(keys);
  for (const Group& group : sheet.groups) {
    for (const Row& row : group.rows) {
      std::vector<std::string> cells = row.words;
      cells.push_back(std::to_string(row.n));
      for (const uint64_t value : row.values) cells.push_back(std::to_string(value));
      cells.resize(sheet.words.size() + 1 + sheet.figures.size());
      cells.emplace_back(Name(row.telling));
      cells.push_back(as_of);
      cells.push_back(std::to_string(seq));
      csv += Line(cells);
    }
  }
  return csv;
}

}  // namespace samstig::cli::figures
