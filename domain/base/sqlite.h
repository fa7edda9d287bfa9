// SPDX-License-Identifier: Apache-2.0
// A thin, exception-free layer over SQLite's C API: open, prepare, bind, step. Not thread-safe: a
// Database and its Statements belong to one thread at a time.
#ifndef SAMSTIG_DOMAIN_BASE_SQLITE_H_
#define SAMSTIG_DOMAIN_BASE_SQLITE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "domain/base/id.h"
#include "domain/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace samstig::base {

// A prepared statement. Views that Column...() return live until the next Step, Reset or
// destruction.
class Statement {
 public:
  Statement() = default;
  Statement(Statement&& other) noexcept : stmt_(std::exchange(other.stmt_, nullptr)) {}
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  // Parameters count from 1, as in SQL (?1). Bound bytes must outlive the Step.
  Statement& Bind(int index, int64_t value);
  Statement& Bind(int index, uint64_t value) { return Bind(index, static_cast<int64_t>(value)); }
  Statement& Bind(int index, int value) { return Bind(index, static_cast<int64_t>(value)); }
  Statement& Bind(int index, uint32_t value) { return Bind(index, static_cast<int64_t>(value)); }
  Statement& BindBlob(int index, std::string_view bytes);
  Statement& BindText(int index, std::string_view text);
  Statement& Bind(int index, const Id& id) { return BindBlob(index, id.bytes()); }
  Statement& BindNull(int index);

  // True when there is a row. Resets itself after the last row and after an error.
  Result<bool> Step();
  // For statements without rows: steps to the end.
  Status Run();
  void Reset();

  // Columns count from 0.
  int64_t ColumnInt(int column) const;
  uint64_t ColumnUint(int column) const { return static_cast<uint64_t>(ColumnInt(column)); }
  std::string_view ColumnBytes(int column) const;
  bool ColumnIsNull(int column) const;
  // DATA_DAMAGED unless the column has 16 bytes.
  Result<Id> ColumnId(int column) const;

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* stmt) : stmt_(stmt) {}
  sqlite3_stmt* stmt_ = nullptr;
};

class Database {
 public:
  enum class Mode { kReadWriteCreate, kReadWrite, kReadOnly };

  // `vfs`: the name of a registered SQLite VFS, or empty for the system's.
  static Result<Database> Open(const std::string& path, Mode mode, const std::string& vfs = "");

  Database() = default;
  Database(Database&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  Database& operator=(Database&& other) noexcept;
  ~Database();

  // One or more statements without parameters.
  Status Execute(const std::string& sql);
  // A statement that is going to be used many times.
  Result<Statement> Prepare(std::string_view sql);
  // Fills the database `to`, which has nothing in it, with this one's state at one commit, page by
  // page, while others go on writing here. Asks `keep_going` now and then: UNAVAILABLE when it says
  // no. `to` is of no use after a failure. https://www.sqlite.org/backup.html
  Status CopyTo(Database& to, const std::function<bool()>& keep_going);
  // What the write-ahead log holds survives a power cut from here on: also what a commit left there
  // whose sync failed. Only after something was read or written; nothing without a log.
  // https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html#sqlitefcntljournalpointer
  Status SyncLog();
  // Rows changed by the last INSERT, UPDATE or DELETE.
  int64_t Changes() const;
  // The number of the row that the last INSERT made; of a table with such numbers.
  int64_t LastInsertedRow() const;
  bool InTransaction() const;
  sqlite3* handle() const { return db_; }

 private:
  explicit Database(sqlite3* db) : db_(db) {}
  sqlite3* db_ = nullptr;
};

}  // namespace samstig::base

#endif  // SAMSTIG_DOMAIN_BASE_SQLITE_H_
