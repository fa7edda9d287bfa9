// SPDX-License-Identifier: Apache-2.0
#include "server/store/sqlite/sqlite_keeper.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <utility>

#include "server/store/sqlite/checks.h"
#include "server/store/sqlite/migrations.h"

namespace samstig::server {

using base::Database;
using base::Statement;

namespace {

constexpr int kStepsBetweenQuestions = 100'000;

int AskWhetherToStop(void* go_on) { return (*static_cast<const KeepGoing*>(go_on))() ? 0 : 1; }

// Long queries ask, too. `go_on` outlives the work.
void Interruptible(Database& db, const KeepGoing& go_on) {
  sqlite3_progress_handler(db.handle(), kStepsBetweenQuestions, &AskWhetherToStop,
                           const_cast<KeepGoing*>(&go_on));
}

Result<Database> OpenToRead(const std::string& path) {
  // So that looking at what was kept aside does not fold its log in, damaged or not.
  ASSIGN_OR_RETURN(Database db, Database::Open(path, Database::Mode::kReadOnly));
  RETURN_IF_ERROR(db.Execute("PRAGMA busy_timeout = 5000"));
  return db;
}

Result<int64_t> SchemaOf(Database& db) {
  ASSIGN_OR_RETURN(Statement select, db.Prepare("PRAGMA user_version"));
  ASSIGN_OR_RETURN(bool row, select.Step());
  return row ? select.ColumnInt(0) : 0;
}

// From a file of many journals to one file: what the write-ahead log holds goes in, and the log
// goes.
Status LeaveOneFile(Database& db) {
  ASSIGN_OR_RETURN(Statement change, db.Prepare("PRAGMA journal_mode = DELETE"));
  ASSIGN_OR_RETURN(bool row, change.Step());
  if (!row || change.ColumnBytes(0) != "delete") {
    return {v1::REASON_IN_USE, "the file is in use by another program"};
  }
  return {};
}

Status Flush(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) close(fd);
  if (flushed) return {};
  return {v1::REASON_UNAVAILABLE, "the copy cannot be flushed to disk"};
}

class SqliteKeeper final : public Keeper {
 public:
  explicit SqliteKeeper(MakeBlobNamer make_namer) : make_namer_(std::move(make_namer)) {}

  Status Copy(const std::string& from, const std::string& to, const KeepGoing& go_on) override {
    {
      ASSIGN_OR_RETURN(Database source, OpenToRead(from));
      ASSIGN_OR_RETURN(Database copy, Database::Open(to, Database::Mode::kReadWriteCreate));
      // A copy that a crash cuts short is thrown away, so it needs no journal and one flush at its
      // end.
      RETURN_IF_ERROR(copy.Execute(
          "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"));
      RETURN_IF_ERROR(source.CopyTo(copy, go_on));
      RETURN_IF_ERROR(LeaveOneFile(copy));
    }
    RETURN_IF_ERROR(Flush(to));
    // By a new connection: the old one would read from its own memory.
    ASSIGN_OR_RETURN(Database copy, OpenToRead(to));
    Interruptible(copy, go_on);
    Findings findings;
    RETURN_IF_ERROR(CheckFile(copy, findings));
    if (findings.empty()) return {};
    return {v1::REASON_DATA_DAMAGED, "the copy is not whole: " + findings.list().front()};
  }

  Result<Facts> Look(const std::string& path) override {
    ASSIGN_OR_RETURN(Database db, OpenToRead(path));
    Facts facts;
    ASSIGN_OR_RETURN(const int64_t schema, SchemaOf(db));
    facts.newer = schema > static_cast<int64_t>(Migrations().size());
    Result<Statement> select = db.Prepare(
        "SELECT (SELECT value FROM meta WHERE name = 'slug'), "
        "(SELECT value FROM meta WHERE name = 'last_seq')");
    if (!select.ok()) return Status(v1::REASON_DATA_DAMAGED, "the file is no network of Samstig's");
    ASSIGN_OR_RETURN(bool row, select->Step());
    if (!row || select->ColumnIsNull(0)) {
      return Status(v1::REASON_DATA_DAMAGED, "the file is no network of Samstig's");
    }
    facts.slug = std::string(select->ColumnBytes(0));
    facts.last_seq = select->ColumnUint(1);
    return facts;
  }

  Result<Verdict> Verify(const std::string& path, const KeepGoing& go_on) override {
    Verdict verdict;
    Findings findings;
    const Status verified = VerifyInto(path, go_on, findings, verdict);
    if (!verified.ok() && verified.reason() != v1::REASON_DATA_DAMAGED) return verified;
    if (!verified.ok()) findings.Add("file", verified.detail());
    verdict.findings = findings.list();
    return verdict;
  }

  std::vector<std::string> Companions(const std::string& path) const override {
    return {path + "-wal", path + "-shm"};
  }

  Status Join(const std::string& path) override {
    ASSIGN_OR_RETURN(Database db, Database::Open(path, Database::Mode::kReadWrite));
    return LeaveOneFile(db);
  }

 private:
  Status VerifyInto(const std::string& path, const KeepGoing& go_on, Findings& findings,
                    Verdict& verdict) {
    ASSIGN_OR_RETURN(Database db, OpenToRead(path));
    Interruptible(db, go_on);
    RETURN_IF_ERROR(db.Execute("BEGIN"));  // All checks see the state at one commit.
    RETURN_IF_ERROR(CheckFile(db, findings));
    // In a file that is not whole the other checks would find the same again in a thousand places.
    if (!findings.empty()) return {};
    ASSIGN_OR_RETURN(const int64_t schema, SchemaOf(db));
    if (schema < 1 || schema > static_cast<int64_t>(Migrations().size())) {
      findings.Add("file", "schema " + std::to_string(schema) + " is none that is known here");
      return {};
    }
    ASSIGN_OR_RETURN(Known known, ReadKnown(db, findings));
    verdict.entities = known.live;
    verdict.log_rows = known.log_rows;
    verdict.blobs = known.blobs;
    const CheckContext context{db, known, make_namer_, go_on};
    for (const NamedCheck& check : AllChecks()) {
      if (check.since > schema) continue;
      if (!go_on()) return {v1::REASON_UNAVAILABLE, "the verification was stopped"};
      const Status ran = check.run(context, findings);
      if (ran.ok()) continue;
      if (ran.reason() != v1::REASON_DATA_DAMAGED) return ran;
      findings.Add(check.name, ran.detail());
    }
    return {};
  }

  const MakeBlobNamer make_namer_;
};

}  // namespace

std::unique_ptr<Keeper> MakeSqliteKeeper(MakeBlobNamer make_namer) {
  return std::make_unique<SqliteKeeper>(std::move(make_namer));
}

}  // namespace samstig::server
