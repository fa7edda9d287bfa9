// SPDX-License-Identifier: Apache-2.0
// A list of leaders as a municipality's HR has it, a CSV file with a heading for each column: read
// into leaders to be enrolled. docs/decisions/0041-enrolment-files.md.
#ifndef SAMSTIG_CLI_ENROLMENT_FILE_H_
#define SAMSTIG_CLI_ENROLMENT_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "cli/csv_text.h"
#include "cli/mistakes.h"

namespace samstig::cli {

inline constexpr size_t kMaxEnrolmentFileBytes = 5 << 20;
inline constexpr size_t kMaxEnrolmentRows = 10'000;

struct Leader {
  std::string name = {};
  std::string email = {};
  std::string position = {};
  std::string sector = {};
  // Empty for the municipality's first.
  std::string language = {};
  // The employer's own, if it has one.
  std::string number = {};
  // The address of the person whom the leader reports to, if it is known.
  std::string manager = {};
};

// What makes a leader the same one in the next file, for rules::EnrolmentId.
std::string KeyOf(const Leader& leader);

struct LeaderRow {
  int line = 0;
  Leader leader;
  bool in_order = true;
};

struct EnrolmentFile {
  Encoding encoding = Encoding::kUtf8;
  char separator = ';';
  std::vector<LeaderRow> rows;
  // Words of advice: a column that is not read. They stop nothing.
  std::vector<Mistake> notes;
};

// Every mistake is added. Only when there are none may anybody be enrolled from it.
EnrolmentFile ReadEnrolments(std::string_view bytes, const std::string& file, Mistakes& mistakes);

// The rows in an order in which whoever reports to somebody of the file comes after that one, else
// as they are: only who is there already can be named as a manager.
std::vector<LeaderRow> ManagersFirst(const std::vector<LeaderRow>& rows);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_ENROLMENT_FILE_H_
