// SPDX-License-Identifier: Apache-2.0
// What a transaction does to leave nothing behind.
#include "server/store/sqlite/sqlite_transaction.h"

namespace samstig::server {

using base::Statement;

namespace {

constexpr char kAllHistorySql[] =
    "SELECT e.id, h.seq, h.bytes FROM history h JOIN entity e ON e.no = h.entity";
constexpr char kReplaceHistorySql[] =
    "UPDATE history SET bytes = ?3 WHERE seq = ?2 AND entity = "
    "(SELECT no FROM entity WHERE id = ?1)";
constexpr char kForgetHistorySql[] =
    "DELETE FROM history WHERE seq = ?2 AND entity = (SELECT no FROM entity WHERE id = ?1)";
// In this order: codes are found by the address, outcomes by the device.
constexpr const char* kForgetPersonSql[] = {
    "DELETE FROM code WHERE email IN (SELECT email FROM account WHERE person = ?1)",
    "DELETE FROM account WHERE person = ?1",
    "DELETE FROM outcome WHERE device IN (SELECT no FROM device WHERE person = ?1)",
    "DELETE FROM device WHERE person = ?1",
    "DELETE FROM request WHERE person = ?1",
    "DELETE FROM notice_mark WHERE person = ?1",
    "DELETE FROM out_mail WHERE person = ?1",
};
constexpr char kBlobsOfSql[] = "SELECT sha256 FROM blob WHERE uploader = ?1";
constexpr char kCopyBlobSql[] =
    "INSERT OR IGNORE INTO blob(sha256, size, uploader, complete, held_chunks) "
    "SELECT ?2, size, ?3, complete, held_chunks FROM blob WHERE sha256 = ?1";
constexpr char kCopyChunksSql[] =
    "INSERT INTO blob_chunk(blob, chunk, data) "
    "SELECT (SELECT no FROM blob WHERE sha256 = ?2), chunk, data FROM blob_chunk "
    "WHERE blob = (SELECT no FROM blob WHERE sha256 = ?1)";
constexpr char kDropChunksSql[] =
    "DELETE FROM blob_chunk WHERE blob = (SELECT no FROM blob WHERE sha256 = ?1)";
constexpr char kDropBlobSql[] = "DELETE FROM blob WHERE sha256 = ?1";

}  // namespace

Status SqliteTransaction::ReadHistory(
    const std::function<void(const Id& id, Seq seq, std::string_view bytes)>& visit) {
  ASSIGN_OR_RETURN(Statement * select, connection_.Get(kAllHistorySql));
  while (true) {
    ASSIGN_OR_RETURN(bool row, select->Step());
    if (!row) return {};
    ASSIGN_OR_RETURN(const Id id, select->ColumnId(0));
    visit(id, select->ColumnUint(1), select->ColumnBytes(2));
  }
}

Status SqliteTransaction::ReplaceHistory(const Id& id, Seq seq, std::string_view bytes) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * replace, connection_.Get(kReplaceHistorySql));
  return replace->Bind(1, id).Bind(2, seq).BindBlob(3, bytes).Run();
}

Status SqliteTransaction::ForgetHistory(const Id& id, Seq seq) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * forget, connection_.Get(kForgetHistorySql));
  return forget->Bind(1, id).Bind(2, seq).Run();
}

Status SqliteTransaction::ForgetPerson(const Id& person) {
  ++writes_;
  read_once_.ForgetAll();
  for (const char* sql : kForgetPersonSql) {
    ASSIGN_OR_RETURN(Statement * forget, connection_.Get(sql));
    RETURN_IF_ERROR(forget->Bind(1, person).Run());
  }
  return {};
}

Result<std::vector<std::string>> SqliteTransaction::BlobsOf(const Id& person) {
  ASSIGN_OR_RETURN(Statement * select, connection_.Get(kBlobsOfSql));
  select->Bind(1, person);
  std::vector<std::string> blobs;
  while (true) {
    ASSIGN_OR_RETURN(bool row, select->Step());
    if (!row) return blobs;
    blobs.emplace_back(select->ColumnBytes(0));
  }
}

Status SqliteTransaction::CopyBlob(std::string_view from, std::string_view to, const Id& uploader) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * copy, connection_.Get(kCopyBlobSql));
  RETURN_IF_ERROR(copy->BindBlob(1, from).BindBlob(2, to).Bind(3, uploader).Run());
  if (connection_.db().Changes() == 0) return {};
  ASSIGN_OR_RETURN(Statement * chunks, connection_.Get(kCopyChunksSql));
  return chunks->BindBlob(1, from).BindBlob(2, to).Run();
}

Status SqliteTransaction::DeleteBlob(std::string_view sha256) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * chunks, connection_.Get(kDropChunksSql));
  RETURN_IF_ERROR(chunks->BindBlob(1, sha256).Run());
  ASSIGN_OR_RETURN(Statement * blob, connection_.Get(kDropBlobSql));
  return blob->BindBlob(1, sha256).Run();
}

}  // namespace samstig::server
