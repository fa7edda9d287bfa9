// SPDX-License-Identifier: Apache-2.0
// Checks a blob whose chunks are all there against its hash, then marks it complete or throws the
// chunks away. On the network's reader threads and in small steps, so that neither the writer nor
// other readers wait for 100 MiB to be hashed.
#ifndef SAMSTIG_SERVER_API_BLOB_CHECK_H_
#define SAMSTIG_SERVER_API_BLOB_CHECK_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "server/sync/network.h"

namespace samstig::server {

// Thread-safe. Must outlive the networks' threads that still carry its work.
class BlobChecks {
 public:
  // OK: complete. BAD_HASH: the chunks are gone. Else the store's trouble, and the chunks are still
  // there.
  using Done = std::function<void(const Status&)>;

  // Checks the blob that is kept under `key`. Checks of one blob that come together are one check.
  void Check(Network& network, const std::string& key, const std::string& sha256, uint64_t size,
             Done done);

 private:
  struct Running;
  using Name = std::pair<Network*, std::string>;

  void Step(const std::shared_ptr<Running>& running);
  void Conclude(const std::shared_ptr<Running>& running, bool whole);
  void Finish(const std::shared_ptr<Running>& running, const Status& status);

  std::mutex mutex_;
  std::map<Name, std::shared_ptr<Running>> running_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_BLOB_CHECK_H_
