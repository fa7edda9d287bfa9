// SPDX-License-Identifier: Apache-2.0
// Blobs: which attachments' files this device holds, and why. Own ones are kept for good and sent
// once; fetched ones stay as long as an entity of the copy names them. The files themselves are in
// a folder beside the database (native/blob_folder.h): a row is written before a fetched file is
// begun and taken away after it is deleted, so that no file is forgotten. Not thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_CORE_BLOBS_H_
#define SAMSTIG_CLIENT_LIB_CORE_BLOBS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-lib/core/local_store.h"
#include "client-lib/core/types.h"
#include "domain/base/sqlite.h"

namespace samstig::client {

struct OwnBlob {
  std::string sha256;
  uint64_t size = 0;
  std::string name;
  bool there = false;  // The server holds it whole.
};

class Blobs {
 public:
  static Result<Blobs> Open(LocalStore& store);

  // ---- Own

  // The file is on disk; on disk that it is own when this returns. Keeping it again changes
  // nothing.
  Status Keep(std::string_view sha256, uint64_t size, std::string_view name);
  Result<std::vector<OwnBlob>> Own();
  Result<std::optional<OwnBlob>> FindOwn(std::string_view sha256);
  // The smallest that is not there, but for those that are left out.
  Result<std::optional<OwnBlob>> NextToSend(const std::vector<std::string>& left_out);
  Status IsThere(std::string_view sha256);
  // The server's history went back, and with it perhaps the files: all are asked about again. In
  // the caller's transaction.
  Status SendAllAgain();

  // ---- Fetched

  // Before its first byte is written: it is held because of this entity.
  Status Fetching(std::string_view sha256, const Id& entity);
  Result<bool> IsFetched(std::string_view sha256, const Id& entity);

  // In the transaction of a checkpoint; `replaced`: entities whose earlier bytes are no longer so.
  Status Applied(const std::vector<Id>& replaced);
  // Files that nothing gives this device a right to any more. Deleted one by one.
  Result<std::vector<std::string>> Dropped();
  Status Deleted(std::string_view sha256);

 private:
  explicit Blobs(LocalStore& store) : store_(&store) {}
  Status Release(std::string_view sha256, const Id& entity);
  Result<bool> StillNames(const Id& entity, std::string_view sha256);
  Result<std::vector<std::string>> Hashes(base::Statement& row);

  LocalStore* store_;
  struct Statements {
    base::Statement keep, own, find_own, unsent, is_there, none_there;
    base::Statement fetching, is_fetched, fetched_for, release, still_fetched;
    base::Statement drop, undrop, dropped;
  };
  Statements sql_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_BLOBS_H_
