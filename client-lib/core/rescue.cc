// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/rescue.h"

#include <map>
#include <utility>

namespace samstig::client {

using base::Database;
using base::Statement;

namespace {

// A hole of more rows than this is not walked one by one.
constexpr uint64_t kMaxHole = 1'000'000;

class Reading {
 public:
  Reading(Database& db, Rescued& rescued) : db_(db), rescued_(rescued) {}

  void Writes() {
    // From both ends up to what cannot be read, then what lies in between one by one.
    const uint64_t low = Walk("SELECT number, mutation FROM write ORDER BY number");
    if (whole_) return;
    const uint64_t high = Walk("SELECT number, mutation FROM write ORDER BY number DESC");
    Result<Statement> one = db_.Prepare("SELECT mutation FROM write WHERE number = ?1");
    if (!one.ok() || high <= low || high - low > kMaxHole) return;
    for (uint64_t number = low + 1; number < high; ++number) {
      const Result<bool> found = one->Bind(1, number).Step();
      if (found.ok() && *found) bytes_[number] = one->ColumnBytes(0);
      one->Reset();
    }
  }

  void Outcomes() {
    Result<Statement> one = db_.Prepare(
        "SELECT number, kind, reason, detail, seq, open FROM outcome WHERE number = ?1");
    for (auto& [number, bytes] : bytes_) {
      RescuedWrite write{number, std::move(bytes), std::nullopt};
      if (one.ok()) {
        const Result<bool> found = one->Bind(1, number).Step();
        if (!found.ok()) rescued_.damaged = true;
        const bool judged = found.ok() && *found;
        const bool open = judged && one->ColumnInt(5) != 0;
        if (open) {
          write.parked = StoredOutcome{number, static_cast<v1::OutcomeKind>(one->ColumnInt(1)),
                                       static_cast<v1::Reason>(one->ColumnInt(2)),
                                       std::string(one->ColumnBytes(3)), one->ColumnUint(4)};
        }
        one->Reset();
        if (judged && !open) continue;  // The server has it.
      } else {
        rescued_.damaged = true;
      }
      rescued_.writes.push_back(std::move(write));
    }
  }

  void Blobs() {
    // A database from before there were attachments has no such table.
    Result<Statement> row = db_.Prepare("SELECT sha256, name FROM blob_own WHERE there = 0");
    if (!row.ok()) return;
    while (true) {
      const Result<bool> more = row->Step();
      if (!more.ok()) rescued_.damaged = true;
      if (!more.ok() || !*more) return;
      rescued_.blobs.push_back(
          {std::string(row->ColumnBytes(0)), std::string(row->ColumnBytes(1))});
    }
  }

  void Network() {
    Result<Statement> row = db_.Prepare("SELECT value FROM meta WHERE name = 'network'");
    if (!row.ok()) return;
    const Result<bool> found = row->Step();
    if (found.ok() && *found) rescued_.network = row->ColumnBytes(0);
  }

 private:
  // The number that was read last.
  uint64_t Walk(std::string_view sql) {
    uint64_t last = 0;
    Result<Statement> row = db_.Prepare(sql);
    if (!row.ok()) {
      rescued_.damaged = true;
      return last;
    }
    while (true) {
      const Result<bool> more = row->Step();
      if (more.ok() && !*more) {
        whole_ = true;
        return last;
      }
      if (!more.ok()) {
        rescued_.damaged = true;
        return last;
      }
      last = row->ColumnUint(0);
      bytes_[last] = row->ColumnBytes(1);
    }
  }

  Database& db_;
  Rescued& rescued_;
  bool whole_ = false;
  std::map<uint64_t, std::string> bytes_;
};

}  // namespace

Rescued RescueFrom(Database& db) {
  Rescued rescued;
  Reading reading(db, rescued);
  reading.Network();
  reading.Writes();
  reading.Outcomes();
  reading.Blobs();
  return rescued;
}

Result<Rescued> RescueFromFile(const std::string& path) {
  ASSIGN_OR_RETURN(Database db, Database::Open(path, Database::Mode::kReadWrite));
  RETURN_IF_ERROR(db.Execute("PRAGMA locking_mode=EXCLUSIVE"));
  // The first look at its pages. A file that is no database at all has nothing to give.
  ASSIGN_OR_RETURN(Statement tables, db.Prepare("SELECT count(*) FROM sqlite_schema"));
  RETURN_IF_ERROR(tables.Run());
  return RescueFrom(db);
}

}  // namespace samstig::client
