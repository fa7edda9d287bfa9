// SPDX-License-Identifier: Apache-2.0
// The server's judgement: who may do it, what it makes of the entity (domain/rules), and what
// follows from it. The one way in which anything in a network changes.
#ifndef SAMSTIG_SERVER_DECIDE_DECIDE_H_
#define SAMSTIG_SERVER_DECIDE_DECIDE_H_

#include "samstig/v1/mutation.pb.h"
#include "server/decide/actor.h"
#include "server/store/store.h"

namespace samstig::server {

struct Decision {
  // Beside somebody's concurrent version.
  bool merged = false;
  // Where it took effect: the last seq it made, or the network's last if it changed nothing.
  Seq seq = 0;
};

// Judges and carries out. A refusal (see IsJudgement) has changed nothing. Other errors are the
// engine's: the transaction is to be undone. Every Decide checks everything before its first write.
Result<Decision> Decide(Transaction& txn, const Actor& actor, const v1::Mutation& mutation,
                        TimeMs now);

// Whether the reason says something about the request, so that the same request would be refused
// again now. The rest is trouble of the machine, or a request from a newer version: not judged.
bool IsJudgement(v1::Reason reason);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_DECIDE_H_
