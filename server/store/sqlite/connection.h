// SPDX-License-Identifier: Apache-2.0
// One SQLite connection with its prepared statements, each prepared the first time it is asked for.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_CONNECTION_H_
#define SAMSTIG_SERVER_STORE_SQLITE_CONNECTION_H_

#include <string>
#include <unordered_map>

#include "domain/base/sqlite.h"

namespace samstig::server {

class Connection {
 public:
  explicit Connection(base::Database db) : db_(std::move(db)) {}

  // `sql` must be a string literal or live as long as the connection: its address is the look-up
  // key.
  base::Result<base::Statement*> Get(const char* sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return &found->second;
    ASSIGN_OR_RETURN(base::Statement statement, db_.Prepare(sql));
    return &statements_.emplace(sql, std::move(statement)).first->second;
  }

  base::Database& db() { return db_; }

 private:
  base::Database db_;
  std::unordered_map<const void*, base::Statement> statements_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_CONNECTION_H_
