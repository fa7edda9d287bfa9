// SPDX-License-Identifier: Apache-2.0
// Apply: one intent of a caller without a device, exactly once by its request id (AIP-155).
#ifndef SAMSTIG_SERVER_SYNC_APPLY_H_
#define SAMSTIG_SERVER_SYNC_APPLY_H_

#include <string>

#include "samstig/v1/mutation.pb.h"
#include "server/decide/actor.h"
#include "server/store/store.h"

namespace samstig::server {

// MALFORMED unless the id is 1 to 64 printable ASCII characters and the mutation has no number.
Status CheckApply(const std::string& request_id, const v1::Mutation& mutation);

// Judges inside the writer's transaction. A refusal is returned, not parked: the caller has the
// intent still. REQUEST_ID_REUSED when the id was used with other content.
Result<v1::Outcome> Apply(Transaction& txn, const Actor& actor, const std::string& request_id,
                          const v1::Mutation& mutation, TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_APPLY_H_
