// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/blobs.h"

#include <algorithm>
#include <utility>

#include "domain/rules/attachments.h"

namespace samstig::client {

using base::Ok;
using base::Statement;

namespace {

OwnBlob ReadOwn(const Statement& row) {
  return {std::string(row.ColumnBytes(0)), row.ColumnUint(1), std::string(row.ColumnBytes(2)),
          row.ColumnInt(3) != 0};
}

}  // namespace

Result<Blobs> Blobs::Open(LocalStore& store) {
  Blobs blobs(store);
  Statements& sql = blobs.sql_;
  const std::pair<Statement*, std::string_view> all[] = {
      {&sql.keep, "INSERT OR IGNORE INTO blob_own VALUES (?1, ?2, ?3, 0)"},
      {&sql.own, "SELECT sha256, size, name, there FROM blob_own ORDER BY sha256"},
      {&sql.find_own, "SELECT sha256, size, name, there FROM blob_own WHERE sha256 = ?1"},
      {&sql.unsent, "SELECT sha256, size, name, there FROM blob_own WHERE there = 0 ORDER BY size"},
      {&sql.is_there, "UPDATE blob_own SET there = 1 WHERE sha256 = ?1"},
      {&sql.none_there, "UPDATE blob_own SET there = 0"},
      {&sql.fetching, "INSERT OR IGNORE INTO blob_fetched VALUES (?1, ?2)"},
      {&sql.is_fetched, "SELECT 1 FROM blob_fetched WHERE sha256 = ?1 AND entity = ?2"},
      {&sql.fetched_for, "SELECT sha256 FROM blob_fetched WHERE entity = ?1"},
      {&sql.release, "DELETE FROM blob_fetched WHERE sha256 = ?1 AND entity = ?2"},
      {&sql.still_fetched,
       "SELECT 1 FROM blob_fetched WHERE sha256 = ?1 "
       "UNION ALL SELECT 1 FROM blob_own WHERE sha256 = ?1 LIMIT 1"},
      {&sql.drop, "INSERT OR IGNORE INTO blob_dropped VALUES (?1)"},
      {&sql.undrop, "DELETE FROM blob_dropped WHERE sha256 = ?1"},
      {&sql.dropped, "SELECT sha256 FROM blob_dropped"},
  };
  for (const auto& [statement, text] : all) {
    ASSIGN_OR_RETURN(*statement, store.database().Prepare(text));
  }
  return blobs;
}

// ---- Own

Status Blobs::Keep(std::string_view sha256, uint64_t size, std::string_view name) {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kAtOnce));
  RETURN_IF_ERROR(sql_.keep.BindBlob(1, sha256).Bind(2, size).BindText(3, name).Run());
  // The same bytes may have come from somebody else and been about to go.
  RETURN_IF_ERROR(sql_.undrop.BindBlob(1, sha256).Run());
  return txn.Commit();
}

Result<std::vector<OwnBlob>> Blobs::Own() {
  std::vector<OwnBlob> all;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, sql_.own.Step());
    if (!more) return all;
    all.push_back(ReadOwn(sql_.own));
  }
}

Result<std::optional<OwnBlob>> Blobs::FindOwn(std::string_view sha256) {
  Statement& row = sql_.find_own.BindBlob(1, sha256);
  ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<OwnBlob>();
  std::optional<OwnBlob> own = ReadOwn(row);
  row.Reset();
  return own;
}

Result<std::optional<OwnBlob>> Blobs::NextToSend(const std::vector<std::string>& left_out) {
  Statement& row = sql_.unsent;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return std::optional<OwnBlob>();
    std::optional<OwnBlob> own = ReadOwn(row);
    if (std::find(left_out.begin(), left_out.end(), own->sha256) != left_out.end()) continue;
    row.Reset();
    return own;
  }
}

Status Blobs::IsThere(std::string_view sha256) {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(sql_.is_there.BindBlob(1, sha256).Run());
  return txn.Commit();
}

Status Blobs::SendAllAgain() { return sql_.none_there.Run(); }

// ---- Fetched

Status Blobs::Fetching(std::string_view sha256, const Id& entity) {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kAtOnce));
  RETURN_IF_ERROR(sql_.fetching.BindBlob(1, sha256).Bind(2, entity).Run());
  RETURN_IF_ERROR(sql_.undrop.BindBlob(1, sha256).Run());
  return txn.Commit();
}

Result<bool> Blobs::IsFetched(std::string_view sha256, const Id& entity) {
  Statement& row = sql_.is_fetched.BindBlob(1, sha256).Bind(2, entity);
  Result<bool> found = row.Step();
  row.Reset();
  return found;
}

Status Blobs::Applied(const std::vector<Id>& replaced) {
  for (const Id& entity : replaced) {
    sql_.fetched_for.Bind(1, entity);
    ASSIGN_OR_RETURN(const std::vector<std::string> hashes, Hashes(sql_.fetched_for));
    for (const std::string& sha256 : hashes) {
      ASSIGN_OR_RETURN(const bool named, StillNames(entity, sha256));
      if (!named) RETURN_IF_ERROR(Release(sha256, entity));
    }
  }
  return Ok();
}

Result<bool> Blobs::StillNames(const Id& id, std::string_view sha256) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_->EntityBytes(id));
  v1::Entity entity;
  return bytes && entity.ParseFromString(*bytes) && rules::NamesBlob(entity, sha256);
}

Status Blobs::Release(std::string_view sha256, const Id& entity) {
  RETURN_IF_ERROR(sql_.release.BindBlob(1, sha256).Bind(2, entity).Run());
  Statement& row = sql_.still_fetched.BindBlob(1, sha256);
  ASSIGN_OR_RETURN(const bool stays, row.Step());
  row.Reset();
  return stays ? Ok() : sql_.drop.BindBlob(1, sha256).Run();
}

Result<std::vector<std::string>> Blobs::Hashes(Statement& row) {
  std::vector<std::string> hashes;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return hashes;
    hashes.emplace_back(row.ColumnBytes(0));
  }
}

Result<std::vector<std::string>> Blobs::Dropped() { return Hashes(sql_.dropped); }

Status Blobs::Deleted(std::string_view sha256) {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(sql_.undrop.BindBlob(1, sha256).Run());
  return txn.Commit();
}

}  // namespace samstig::client
