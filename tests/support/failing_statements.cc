// SPDX-License-Identifier: Apache-2.0
#include "tests/support/failing_statements.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>
#include <string_view>

namespace samstig::test {
namespace {

// How many statements from now on; 0 for none.
thread_local int64_t to_come = 0;
thread_local std::string of_file;
thread_local std::string failed_sql;
// Whose statement has just started that is to fail.
thread_local const void* fails_now = nullptr;

// These check for interrupts too late or not at all.
bool IsOfTransactions(std::string_view sql) {
  for (const std::string_view verb :
       {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA"}) {
    if (sql.starts_with(verb)) return true;
  }
  return false;
}

int StatementStarts(unsigned, void* db, void* statement, void* text) {
  if (to_come == 0) return 0;
  const std::string_view sql = static_cast<const char*>(text);
  if (sql.starts_with("--") || IsOfTransactions(sql))
    return 0;  // A trigger is part of its statement.
  if (!std::string_view(sqlite3_db_filename(static_cast<sqlite3*>(db), "main"))
           .ends_with(of_file)) {
    return 0;
  }
  if (--to_come > 0) return 0;
  failed_sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
  fails_now = db;
  return 0;
}

// Asked at each of its jumps, of which the first comes before it does anything. An interrupt would
// end whatever else is under way as well.
int Goes(void* db) {
  if (fails_now != db) return 0;
  fails_now = nullptr;
  return 1;
}

int IsOpened(sqlite3* db, char**, const sqlite3_api_routines*) {
  sqlite3_progress_handler(db, 1, Goes, db);
  return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, StatementStarts, db);
}

}  // namespace

void FailingStatements::Watch() {
  // Registered once, however often it is called.
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(IsOpened));
}

void FailingStatements::FailAt(int64_t n, const std::string& file) {
  to_come = n;
  of_file = file;
}

bool FailingStatements::StillToCome() {
  const bool still = to_come > 0;
  to_come = 0;
  return still;
}

void FailingStatements::EachInTurn(const std::function<bool()>& fails) {
  if (to_come > 0) {
    fails();
    return;
  }
  for (int64_t n = 1; !testing::Test::HasFatalFailure(); ++n) {
    FailAt(n);
    const bool has_failed = fails();
    if (StillToCome()) return;
    EXPECT_TRUE(has_failed) << "it went on although statement " << n << " failed: " << failed_sql;
  }
}

}  // namespace samstig::test
