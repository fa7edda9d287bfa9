// SPDX-License-Identifier: Apache-2.0
// Recognises what was done before under another identity. Numbers make a device's writes exactly
// once; but a device that got a new identity after a restore, or that is one of two copies, sends
// what the server may have from it already. Ids are made by the device, so the same id with the
// same content is the same deed.
#ifndef SAMSTIG_SERVER_DECIDE_REPEAT_H_
#define SAMSTIG_SERVER_DECIDE_REPEAT_H_

#include "samstig/v1/mutation.pb.h"
#include "server/decide/actor.h"
#include "server/store/store.h"

namespace samstig::server {

// The actor once made the entity that this intent would make, as it would make it.
Result<bool> WasMadeBefore(Transaction& txn, const Actor& actor, const v1::Mutation& mutation);

// The revision that this intent would add is one of the actor's that has since been replaced by
// another: to add it again would bring back an old text. ALREADY_EXISTS when its id was used for
// another text.
Result<bool> WasReplacedBefore(Transaction& txn, const Actor& actor, const v1::Mutation& mutation);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_REPEAT_H_
