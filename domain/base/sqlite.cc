// SPDX-License-Identifier: Apache-2.0
#include "domain/base/sqlite.h"

#include <sqlite3.h>

#include <utility>

namespace samstig::base {
namespace {

// What SQLite's result codes mean to a caller. https://www.sqlite.org/rescode.html
v1::Reason ReasonOf(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return v1::REASON_DISK_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return v1::REASON_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return v1::REASON_DATA_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return v1::REASON_IN_USE;
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_INTERRUPT:
      return v1::REASON_UNAVAILABLE;
    default:
      return v1::REASON_INTERNAL;
  }
}

Status Error(sqlite3* db, int code) {
  // The message names tables and columns, never values: all values are bound.
  return {ReasonOf(code),
          std::string("SQLite: ") + (db ? sqlite3_errmsg(db) : sqlite3_errstr(code))};
}

// SQLite counts what it takes of memory under one lock for all threads of the program, for a
// question that nobody asks (https://www.sqlite.org/c3ref/c_config_covering_index_scan.html,
// SQLITE_CONFIG_MEMSTATUS). In vain, and harmless, where somebody has used SQLite before.
void CountNoMemory() {
  [[maybe_unused]] static const int kOnce = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

Statement& Statement::operator=(Statement&& other) noexcept {
  if (this != &other) {
    sqlite3_finalize(stmt_);
    stmt_ = std::exchange(other.stmt_, nullptr);
  }
  return *this;
}

Statement::~Statement() { sqlite3_finalize(stmt_); }

Statement& Statement::Bind(int index, int64_t value) {
  sqlite3_bind_int64(stmt_, index, value);
  return *this;
}

Statement& Statement::BindBlob(int index, std::string_view bytes) {
  // A null pointer would bind NULL; an empty blob is not NULL.
  const char* data = bytes.data() == nullptr ? "" : bytes.data();
  sqlite3_bind_blob64(stmt_, index, data, bytes.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::BindText(int index, std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(stmt_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::BindNull(int index) {
  sqlite3_bind_null(stmt_, index);
  return *this;
}

Result<bool> Statement::Step() {
  const int code = sqlite3_step(stmt_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    Reset();
    return false;
  }
  Status error = Error(sqlite3_db_handle(stmt_), code);
  Reset();
  return error;
}

Status Statement::Run() {
  while (true) {
    Result<bool> row = Step();
    if (!row.ok()) return row.status();
    if (!*row) return Ok();
  }
}

void Statement::Reset() { sqlite3_reset(stmt_); }

int64_t Statement::ColumnInt(int column) const { return sqlite3_column_int64(stmt_, column); }

std::string_view Statement::ColumnBytes(int column) const {
  const void* data = sqlite3_column_blob(stmt_, column);
  const auto size = static_cast<size_t>(sqlite3_column_bytes(stmt_, column));
  return data == nullptr ? std::string_view()
                         : std::string_view(static_cast<const char*>(data), size);
}

bool Statement::ColumnIsNull(int column) const {
  return sqlite3_column_type(stmt_, column) == SQLITE_NULL;
}

Result<Id> Statement::ColumnId(int column) const {
  const std::string_view bytes = ColumnBytes(column);
  if (bytes.size() != Id::kSize) {
    return Status(v1::REASON_DATA_DAMAGED, "an id in the database does not have 16 bytes");
  }
  return Id::FromBytes(bytes);
}

Result<Database> Database::Open(const std::string& path, Mode mode, const std::string& vfs) {
  CountNoMemory();
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case Mode::kReadWriteCreate:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
    case Mode::kReadWrite:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case Mode::kReadOnly:
      flags |= SQLITE_OPEN_READONLY;
      break;
  }
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &db, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (code != SQLITE_OK) {
    Status error = Error(db, code);
    sqlite3_close_v2(db);
    return error;
  }
  Database database(db);
  // SQLite opens what it may not write for reading alone, and fails at the first write with
  // whatever comes in its way.
  if (mode != Mode::kReadOnly && sqlite3_db_readonly(db, "main") == 1) {
    return Status(v1::REASON_READ_ONLY, "the file cannot be written");
  }
  return database;
}

Database& Database::operator=(Database&& other) noexcept {
  if (this != &other) {
    sqlite3_close_v2(db_);
    db_ = std::exchange(other.db_, nullptr);
  }
  return *this;
}

Database::~Database() { sqlite3_close_v2(db_); }

Status Database::Execute(const std::string& sql) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Ok() : Error(db_, code);
}

Result<Statement> Database::Prepare(std::string_view sql) {
  sqlite3_stmt* stmt = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
  if (code != SQLITE_OK) return Error(db_, code);
  return Statement(stmt);
}

Status Database::CopyTo(Database& to, const std::function<bool()>& keep_going) {
  constexpr int kPagesPerStep = 256;
  // One read transaction around all steps: without it each commit of somebody else's would start
  // the copy anew, and under steady writing it would never end.
  RETURN_IF_ERROR(Execute("BEGIN; SELECT count(*) FROM sqlite_master"));
  sqlite3_backup* copy = sqlite3_backup_init(to.db_, "main", db_, "main");
  int code = copy == nullptr ? sqlite3_errcode(to.db_) : SQLITE_OK;
  bool stopped = false;
  while (code == SQLITE_OK && !stopped) {
    stopped = !keep_going();
    if (!stopped) code = sqlite3_backup_step(copy, kPagesPerStep);
  }
  sqlite3_backup_finish(copy);
  const Status ended = Execute("COMMIT");
  if (stopped) return {v1::REASON_UNAVAILABLE, "the copy was stopped"};
  if (code != SQLITE_DONE) return Error(nullptr, code);
  return ended;
}

Status Database::SyncLog() {
  sqlite3_file* log = nullptr;
  int code = sqlite3_file_control(db_, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  const bool is_open = code == SQLITE_OK && log != nullptr && log->pMethods != nullptr;
  if (is_open) code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  return code == SQLITE_OK ? Ok() : Error(nullptr, code);
}

int64_t Database::Changes() const { return sqlite3_changes64(db_); }

int64_t Database::LastInsertedRow() const { return sqlite3_last_insert_rowid(db_); }

bool Database::InTransaction() const { return sqlite3_get_autocommit(db_) == 0; }

}  // namespace samstig::base
