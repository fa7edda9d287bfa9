// SPDX-License-Identifier: Apache-2.0
// Lineage: the epochs of the server's log that this device has met, kept so that a server that was
// restored from a backup can see where its history and the device's part (docs/protocol.md,
// "Forks").
#ifndef SAMSTIG_CLIENT_LIB_CORE_LINEAGE_H_
#define SAMSTIG_CLIENT_LIB_CORE_LINEAGE_H_

#include <cstdint>
#include <string>

#include "client-lib/core/local_store.h"
#include "domain/base/result.h"
#include "samstig/v1/sync_service.pb.h"

namespace samstig::client {

class Lineage {
 public:
  static constexpr int kMaxEpochs = 8;

  static Result<Lineage> Open(LocalStore& store);

  // The server is in this epoch now, which began at `start`. `seen`: the furthest seq known so far,
  // which belongs to the epoch before. True when that is news, to be saved.
  bool Meet(const std::string& epoch, uint64_t start, uint64_t seen);
  // Forgets everything after `seq`.
  void TakeBackTo(uint64_t seq);
  // In the caller's transaction.
  Status Save(LocalStore& store) const;

  // The newest epoch that was met; empty when none was.
  const std::string& newest() const;
  // For a PullRequest. `seen`: the furthest seq known in the newest epoch.
  void Tell(uint64_t seen, v1::PullRequest& request) const;

 private:
  // Only its `lineage` is used, the newest first: a form that is there, with a way onto the disk.
  v1::PullRequest kept_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_LINEAGE_H_
