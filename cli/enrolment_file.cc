// SPDX-License-Identifier: Apache-2.0
#include "cli/enrolment_file.h"

#include <map>
#include <optional>

#include "cli/csv_reader.h"
#include "cli/leader_cells.h"
#include "cli/text.h"
#include "domain/base/text.h"

namespace samstig::cli {

namespace {

std::string& FieldOf(Leader& leader, Column column) {
  switch (column) {
    case Column::kName:
      return leader.name;
    case Column::kEmail:
      return leader.email;
    case Column::kPosition:
      return leader.position;
    case Column::kSector:
      return leader.sector;
    case Column::kLanguage:
      return leader.language;
    case Column::kNumber:
      return leader.number;
    case Column::kManager:
      break;
  }
  return leader.manager;
}

constexpr size_t kNobody = ~size_t{0};

// For each row the one of the person whom it reports to; kNobody when that is nobody of the file.
std::vector<size_t> ManagersIn(const std::vector<LeaderRow>& rows) {
  std::map<std::string, size_t> by_email;
  for (size_t i = 0; i < rows.size(); ++i) {
    by_email.emplace(base::NormalEmail(rows[i].leader.email), i);
  }
  std::vector<size_t> managers;
  for (const LeaderRow& row : rows) {
    const auto found = by_email.find(base::NormalEmail(row.leader.manager));
    const bool here = !row.leader.manager.empty() && found != by_email.end();
    managers.push_back(here ? found->second : kNobody);
  }
  return managers;
}

// Reads one file.
class EnrolmentReader {
 public:
  EnrolmentReader(const std::string& file, Mistakes& mistakes) : file_(file), mistakes_(mistakes) {}

  EnrolmentFile Read(std::string_view bytes) {
    const CsvTable table = ReadCsv(bytes, kMaxEnrolmentRows, mistakes_);
    result_.encoding = table.encoding;
    result_.separator = table.separator;
    if (table.header.cells.empty()) return std::move(result_);
    if (!ReadHeader(table.header)) return std::move(result_);
    for (const CsvRow& row : table.rows) ReadRow(row);
    CheckManagers();
    if (table.rows.empty() && mistakes_.none()) {
      mistakes_.Add(table.header.line, "", "nobody is in the file, only the header line");
    }
    return std::move(result_);
  }

 private:
  // False when rows cannot be read by it.
  bool ReadHeader(const CsvRow& header) {
    std::map<Column, size_t> seen;
    const size_t before = mistakes_.count();
    for (const std::string& cell : header.cells) {
      const size_t number = headings_.size() + 1;
      headings_.push_back(cell.empty() ? "column " + std::to_string(number) : Clip(cell, 40));
      columns_.push_back(std::nullopt);
      if (!base::CheckLine(cell, "heading", 1 << 20, base::Emptiness::kAllowed).ok()) {
        headings_.back() = "column " + std::to_string(number);
        mistakes_.Add(header.line, headings_.back(), "a control character in the heading");
        continue;
      }
      const std::optional<Column> column = ColumnCalled(cell);
      if (!column) {
        Note(header.line, cell, number);
      } else if (!seen.emplace(*column, number).second) {
        mistakes_.Add(header.line, headings_.back(),
                      "given twice; the first is column " + std::to_string(seen[*column]));
      } else {
        columns_.back() = column;
      }
    }
    for (const Column needed : {Column::kName, Column::kEmail}) {
      if (seen.contains(needed)) continue;
      mistakes_.Add(header.line, needed == Column::kName ? "name" : "e-mail",
                    "no such column; its heading is " + HeadingsOf(needed) +
                        (needed == Column::kName ? ", with the whole name" : ""));
    }
    return mistakes_.count() == before;
  }

  void Note(int line, const std::string& heading, size_t number) {
    const std::string nearest = NearestHeading(heading);
    std::string problem = "this column is not read";
    if (!nearest.empty()) problem += "; did you mean " + nearest + "?";
    result_.notes.push_back(
        {file_, line, heading.empty() ? "column " + std::to_string(number) : Clip(heading, 40),
         problem});
  }

  void ReadRow(const CsvRow& row) {
    LeaderRow read{row.line, {}, true};
    const size_t before = mistakes_.count();
    if (row.cells.size() != columns_.size()) {
      mistakes_.Add(row.line, "",
                    Count(row.cells.size(), "cell", "cells") + ", but the header line has " +
                        std::to_string(columns_.size()));
    }
    for (size_t i = 0; i < std::min(columns_.size(), row.cells.size()); ++i) {
      if (!columns_[i]) continue;
      FieldOf(read.leader, *columns_[i]) = row.cells[i];
      // In a row of another length the cells are not where they should be.
      if (row.cells.size() == columns_.size()) CheckCell(row, i);
    }
    read.leader.language = NormalLanguage(read.leader.language);
    read.in_order = mistakes_.count() == before;
    result_.rows.push_back(std::move(read));
  }

  void CheckCell(const CsvRow& row, size_t i) {
    const Column column = *columns_[i];
    const std::string& cell = row.cells[i];
    if (const std::string problem = ProblemWith(column, cell); !problem.empty()) {
      mistakes_.Add(row.line, headings_[i], problem);
    } else if (column == Column::kEmail) {
      CheckOnlyOnce(emails_, base::NormalEmail(cell), row.line, i);
    } else if (column == Column::kNumber && !cell.empty()) {
      CheckOnlyOnce(numbers_, cell, row.line, i);
    }
  }

  // Nobody reports to himself, nor in a ring of the file.
  void CheckManagers() {
    const std::vector<size_t> managers = ManagersIn(result_.rows);
    for (size_t row = 0; row < managers.size(); ++row) {
      size_t above = managers[row];
      for (size_t steps = 0; above != kNobody && above != row && steps < managers.size(); ++steps) {
        above = managers[above];
      }
      if (above != row) continue;
      mistakes_.Add(result_.rows[row].line, HeadingOf(Column::kManager),
                    managers[row] == row ? "is the leader's own address"
                                         : "makes a ring of people who report to one another");
    }
  }

  std::string HeadingOf(Column column) const {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i] == column) return headings_[i];
    }
    return {};
  }

  void CheckOnlyOnce(std::map<std::string, int>& seen, const std::string& value, int line,
                     size_t i) {
    const auto [first, is_new] = seen.emplace(value, line);
    if (is_new) return;
    mistakes_.Add(line, headings_[i],
                  "is in the file twice; the first is in line " + std::to_string(first->second));
  }

  const std::string& file_;
  Mistakes& mistakes_;
  EnrolmentFile result_;
  // As they are written, for messages; and what they mean.
  std::vector<std::string> headings_;
  std::vector<std::optional<Column>> columns_;
  std::map<std::string, int> emails_;
  std::map<std::string, int> numbers_;
};

}  // namespace

std::string KeyOf(const Leader& leader) {
  return leader.number.empty() ? base::NormalEmail(leader.email) : leader.number;
}

EnrolmentFile ReadEnrolments(std::string_view bytes, const std::string& file, Mistakes& mistakes) {
  return EnrolmentReader(file, mistakes).Read(bytes);
}

std::vector<LeaderRow> ManagersFirst(const std::vector<LeaderRow>& rows) {
  const std::vector<size_t> managers = ManagersIn(rows);
  std::vector<LeaderRow> ordered;
  std::vector<bool> done(rows.size(), false);
  for (size_t row = 0; row < rows.size(); ++row) {
    // From this one up to somebody who was placed before, then down again.
    std::vector<size_t> line;
    for (size_t next = row; next != kNobody && !done[next]; next = managers[next]) {
      done[next] = true;
      line.push_back(next);
    }
    for (auto below = line.rbegin(); below != line.rend(); ++below) {
      ordered.push_back(rows[*below]);
    }
  }
  return ordered;
}

}  // namespace samstig::cli
