// SPDX-License-Identifier: Apache-2.0
// The Keeper on SQLite's files.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_SQLITE_KEEPER_H_
#define SAMSTIG_SERVER_STORE_SQLITE_SQLITE_KEEPER_H_

#include <memory>

#include "server/store/keeper.h"

namespace samstig::server {

std::unique_ptr<Keeper> MakeSqliteKeeper(MakeBlobNamer make_namer);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_SQLITE_KEEPER_H_
