// SPDX-License-Identifier: Apache-2.0
// Rescue: reads this device's unsent and parked writes out of a local database, also out of one
// that is damaged, newer than this program or on a disk that cannot be written: every row that
// SQLite can still give. Knows only the tables of writes and outcomes, which have been the same
// since the first version.
#ifndef SAMSTIG_CLIENT_LIB_CORE_RESCUE_H_
#define SAMSTIG_CLIENT_LIB_CORE_RESCUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client-lib/core/local_store.h"
#include "client-lib/core/types.h"
#include "domain/base/sqlite.h"

namespace samstig::client {

struct RescuedWrite {
  uint64_t number = 0;
  std::string bytes;  // The Mutation, exactly as written.
  // Set when it is known to be parked; a write whose verdict cannot be read counts as waiting.
  std::optional<StoredOutcome> parked;
};

struct Rescued {
  std::string network;               // Empty when it cannot be read.
  std::vector<RescuedWrite> writes;  // Ascending by number.
  // Attachments of this person that the server was not known to hold.
  struct Blob {
    std::string sha256;
    std::string name;
  };
  std::vector<Blob> blobs;
  // Some rows could not be read.
  bool damaged = false;
};

Rescued RescueFrom(base::Database& db);
// `path`: a database that nobody else is using and that may be written to: a copy.
Result<Rescued> RescueFromFile(const std::string& path);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_RESCUE_H_
