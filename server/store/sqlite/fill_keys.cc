// SPDX-License-Identifier: Apache-2.0
#include "server/store/sqlite/fill_keys.h"

#include <string>
#include <utility>
#include <vector>

#include "domain/rules/keys.h"

namespace samstig::server {

using base::Database;
using base::Result;
using base::Statement;
using base::Status;

namespace {

constexpr char kEditionSql[] = "SELECT value FROM meta WHERE name = 'keys'";
constexpr char kMarkSql[] = "INSERT OR REPLACE INTO meta(name, value) VALUES('keys', ?1)";
constexpr char kAllSql[] = "SELECT no, bytes FROM entity WHERE bytes IS NOT NULL";
constexpr char kInsertSql[] =
    "INSERT INTO key(name, owner, entity) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING";

Status Fill(Database& db, int edition) {
  ASSIGN_OR_RETURN(Statement insert, db.Prepare(kInsertSql));
  ASSIGN_OR_RETURN(Statement all, db.Prepare(kAllSql));
  v1::Entity entity;
  while (true) {
    ASSIGN_OR_RETURN(bool row, all.Step());
    if (!row) break;
    const std::string_view bytes = all.ColumnBytes(1);
    if (!entity.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) continue;
    for (const rules::Key& key : rules::KeysOf(entity)) {
      if (rules::EditionOf(key.name) <= edition) continue;
      insert.Bind(1, static_cast<int>(key.name)).Bind(2, key.owner).Bind(3, all.ColumnInt(0));
      RETURN_IF_ERROR(insert.Run());
    }
  }
  ASSIGN_OR_RETURN(Statement mark, db.Prepare(kMarkSql));
  return mark.Bind(1, rules::kKeysEdition).Run();
}

}  // namespace

Result<int> KeysEditionOf(Database& db) {
  ASSIGN_OR_RETURN(Statement select, db.Prepare(kEditionSql));
  ASSIGN_OR_RETURN(bool row, select.Step());
  return row ? static_cast<int>(select.ColumnInt(0)) : 0;
}

Status FillKeys(Connection& connection) {
  Database& db = connection.db();
  ASSIGN_OR_RETURN(const int edition, KeysEditionOf(db));
  if (edition >= rules::kKeysEdition) return {};
  RETURN_IF_ERROR(db.Execute("BEGIN IMMEDIATE"));
  Status status = Fill(db, edition);
  if (status.ok()) status = db.Execute("COMMIT");
  if (!status.ok() && db.InTransaction()) (void)db.Execute("ROLLBACK");
  return status;
}

}  // namespace samstig::server
