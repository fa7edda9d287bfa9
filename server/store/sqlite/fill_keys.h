// SPDX-License-Identifier: Apache-2.0
// Look-up keys for what was stored before there were such keys.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_FILL_KEYS_H_
#define SAMSTIG_SERVER_STORE_SQLITE_FILL_KEYS_H_

#include "domain/base/sqlite.h"
#include "server/store/sqlite/connection.h"

namespace samstig::server {

// Gives every entity the keys that are newer than the file, once for each edition
// (rules::kKeysEdition). Nothing else changes; what does not parse is left to the checks.
base::Status FillKeys(Connection& connection);

// The edition whose keys the file has.
base::Result<int> KeysEditionOf(base::Database& db);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_FILL_KEYS_H_
