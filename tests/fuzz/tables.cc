// SPDX-License-Identifier: Apache-2.0
// A file of leaders as any spreadsheet may have left it: read, or refused with mistakes that name
// lines.
#include "cli/enrolment_file.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig::cli;
  Mistakes mistakes("leaders.csv");
  const EnrolmentFile file =
      ReadEnrolments(samstig::fuzz::TextOf(data, size), "leaders.csv", mistakes);
  FUZZ_MUST(file.rows.size() <= kMaxEnrolmentRows);
  for (const LeaderRow& row : file.rows) FUZZ_MUST(row.line >= 1);
  for (const Mistake& mistake : mistakes.Sorted()) FUZZ_MUST(!mistake.problem.empty());
  FUZZ_MUST(ManagersFirst(file.rows).size() == file.rows.size());
  return 0;
}
