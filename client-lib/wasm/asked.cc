// SPDX-License-Identifier: Apache-2.0
#include "client-lib/wasm/asked.h"

#include <string>
#include <utility>

namespace samstig::browser {

namespace {

// The browser's own; a database that a phone takes over would not miss it.
constexpr char kTable[] =
    "CREATE TABLE IF NOT EXISTS browser_asked (number INTEGER PRIMARY KEY, request BLOB NOT NULL)";

// A request is asked again within moments, so only the last ones matter.
constexpr uint64_t kRemembered = 1'000;

}  // namespace

Result<Asked> Asked::Open(LocalStore& store) {
  base::Database& db = store.database();
  RETURN_IF_ERROR(db.Execute(kTable));
  Asked asked(store);
  ASSIGN_OR_RETURN(asked.sql_.find,
                   db.Prepare("SELECT number FROM browser_asked JOIN write USING (number) "
                              "WHERE request = ?1"));
  ASSIGN_OR_RETURN(asked.sql_.forget,
                   db.Prepare("DELETE FROM browser_asked WHERE request = ?1 OR number < ?2"));
  ASSIGN_OR_RETURN(asked.sql_.note,
                   db.Prepare("INSERT OR REPLACE INTO browser_asked VALUES (?1, ?2)"));
  return asked;
}

Result<std::optional<uint64_t>> Asked::Written(std::string_view request) {
  ASSIGN_OR_RETURN(const bool found, sql_.find.BindBlob(1, request).Step());
  if (!found) return std::optional<uint64_t>();
  const uint64_t number = sql_.find.ColumnUint(0);
  sql_.find.Reset();
  return std::optional(number);
}

Status Asked::Note(std::string_view request) {
  // Once the write is on disk, so is this: it comes before it in the log.
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  ASSIGN_OR_RETURN(const uint64_t last, store_->LastWrite());
  const uint64_t oldest = last > kRemembered ? last - kRemembered : 0;
  RETURN_IF_ERROR(sql_.forget.BindBlob(1, request).Bind(2, oldest).Run());
  // Replaces a request of which nothing came.
  RETURN_IF_ERROR(sql_.note.Bind(1, last + 1).BindBlob(2, request).Run());
  return txn.Commit();
}

}  // namespace samstig::browser
