// SPDX-License-Identifier: Apache-2.0
// Where a device's history and the server's part. Each opening of a store begins an epoch; a store
// that was restored from a backup lacks those after the backup, so a device that has met one of
// them knows more than the server does. As CouchDB finds the last common session of two replicas
// (docs.couchdb.org, "Replication Protocol").
#ifndef SAMSTIG_SERVER_SYNC_LINEAGE_H_
#define SAMSTIG_SERVER_SYNC_LINEAGE_H_

#include <optional>
#include <vector>

#include "domain/base/result.h"
#include "samstig/v1/sync_service.pb.h"
#include "server/store/store.h"

namespace samstig::server {

// A device's lineage, the newest epoch first.
class Lineage {
 public:
  static constexpr int kMaxEpochs = 8;

  // From the request's lineage or, when that is empty, its cursor. BAD_ID for an epoch that is not
  // 16 bytes, OUT_OF_RANGE for more than 8.
  static Result<Lineage> Make(const v1::PullRequest& request);

  // The last seq that both histories share; nullopt when the device knows nothing that the server
  // does not.
  std::optional<Seq> ForkFrom(const Store& store) const;

 private:
  struct Seen {
    Id epoch;
    Seq start = 0;
    Seq seen = 0;
  };
  std::vector<Seen> epochs_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_LINEAGE_H_
