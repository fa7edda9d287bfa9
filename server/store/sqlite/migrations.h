// SPDX-License-Identifier: Apache-2.0
// The SQL files in migrations/, in order: number n brings user_version from n-1 to n.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_MIGRATIONS_H_
#define SAMSTIG_SERVER_STORE_SQLITE_MIGRATIONS_H_

#include <string>
#include <vector>

namespace samstig::server {

const std::vector<std::string>& Migrations();

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_MIGRATIONS_H_
