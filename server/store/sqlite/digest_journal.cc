// SPDX-License-Identifier: Apache-2.0
#include "server/store/sqlite/digest_journal.h"

#include <map>
#include <optional>

namespace samstig::server {

using base::Result;
using base::Statement;
using base::Status;
using rules::Digest;

namespace {

constexpr char kReadSql[] = "SELECT sum FROM digest WHERE scope = ?1 AND leaf = ?2";
constexpr char kWriteSql[] = "INSERT OR REPLACE INTO digest(scope, leaf, sum) VALUES(?1, ?2, ?3)";
constexpr char kDeleteSql[] = "DELETE FROM digest WHERE scope = ?1 AND leaf = ?2";
constexpr char kScopeSql[] = "SELECT leaf, sum FROM digest WHERE scope = ?1";
constexpr char kFilledSql[] = "SELECT 1 FROM meta WHERE name = 'digests'";
constexpr char kMarkFilledSql[] = "INSERT OR REPLACE INTO meta(name, value) VALUES('digests', 1)";
constexpr char kAllSql[] =
    "SELECT l.scope, e.id, e.bytes FROM log l JOIN entity e ON e.no = l.entity "
    "WHERE l.gone = 0 AND e.bytes IS NOT NULL";

Result<Digest> Parsed(std::string_view bytes) {
  const std::optional<Digest> digest = Digest::FromBytes(bytes);
  if (!digest) return Status(v1::REASON_DATA_DAMAGED, "a digest has not 16 bytes");
  return *digest;
}

Result<Digest> Read(Connection& connection, int64_t scope, int leaf) {
  ASSIGN_OR_RETURN(Statement * select, connection.Get(kReadSql));
  ASSIGN_OR_RETURN(bool found, select->Bind(1, scope).Bind(2, leaf).Step());
  if (!found) return Digest();
  Result<Digest> digest = Parsed(select->ColumnBytes(0));
  select->Reset();
  return digest;
}

Status Write(Connection& connection, int64_t scope, int leaf, const Digest& digest) {
  ASSIGN_OR_RETURN(Statement * write, connection.Get(digest.IsZero() ? kDeleteSql : kWriteSql));
  write->Bind(1, scope).Bind(2, leaf);
  const std::string bytes = digest.ToBytes();
  if (!digest.IsZero()) write->BindBlob(3, bytes);
  return write->Run();
}

}  // namespace

void DigestJournal::Add(int64_t scope, const base::Id& id, const Digest& digest) {
  entries_.push_back({scope, rules::LeafOf(id), digest});
}

void DigestJournal::Subtract(int64_t scope, const base::Id& id, const Digest& digest) {
  Digest change;
  change -= digest;
  entries_.push_back({scope, rules::LeafOf(id), change});
}

Status DigestJournal::Flush(Connection& connection) {
  std::map<std::pair<int64_t, int>, Digest> changes;
  for (const Entry& entry : entries_) changes[{entry.scope, entry.leaf}] += entry.change;
  for (const auto& [place, change] : changes) {
    if (change.IsZero()) continue;
    ASSIGN_OR_RETURN(Digest digest, Read(connection, place.first, place.second));
    digest += change;
    RETURN_IF_ERROR(Write(connection, place.first, place.second, digest));
  }
  entries_.clear();
  return {};
}

Status FillDigests(Connection& connection) {
  ASSIGN_OR_RETURN(Statement * filled, connection.Get(kFilledSql));
  ASSIGN_OR_RETURN(bool done, filled->Step());
  if (done) filled->Reset();
  if (done) return {};
  RETURN_IF_ERROR(connection.db().Execute("BEGIN IMMEDIATE"));
  const auto fill = [&]() -> Status {
    RETURN_IF_ERROR(connection.db().Execute("DELETE FROM digest"));
    DigestJournal journal;
    ASSIGN_OR_RETURN(Statement * all, connection.Get(kAllSql));
    while (true) {
      ASSIGN_OR_RETURN(bool row, all->Step());
      if (!row) break;
      ASSIGN_OR_RETURN(base::Id id, all->ColumnId(1));
      journal.Add(all->ColumnInt(0), id, Digest::Of(all->ColumnBytes(2)));
    }
    RETURN_IF_ERROR(journal.Flush(connection));
    ASSIGN_OR_RETURN(Statement * mark, connection.Get(kMarkFilledSql));
    RETURN_IF_ERROR(mark->Run());
    return connection.db().Execute("COMMIT");
  };
  Status status = fill();
  if (!status.ok() && connection.db().InTransaction()) (void)connection.db().Execute("ROLLBACK");
  return status;
}

Result<rules::LeafDigests> ReadDigests(Connection& connection, int64_t scope) {
  rules::LeafDigests leaves{};
  ASSIGN_OR_RETURN(Statement * select, connection.Get(kScopeSql));
  select->Bind(1, scope);
  while (true) {
    ASSIGN_OR_RETURN(bool row, select->Step());
    if (!row) return leaves;
    const auto leaf = static_cast<size_t>(select->ColumnUint(0));
    ASSIGN_OR_RETURN(Digest digest, Parsed(select->ColumnBytes(1)));
    if (leaf >= leaves.size()) return Status(v1::REASON_DATA_DAMAGED, "a digest has no leaf");
    leaves[leaf] = digest;
  }
}

}  // namespace samstig::server
