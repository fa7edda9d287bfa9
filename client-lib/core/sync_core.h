// SPDX-License-Identifier: Apache-2.0
// SyncCore: the client's whole behaviour without any I/O of its own but its SQLite file. Inputs are bytes,
// ticks and local calls; outputs are Effects that the owner carries out. So the same core runs natively, in
// the browser and in the simulation. Single-threaded: the owner serialises all calls.
//
// After every call the owner takes the effects (TakeEffects) and carries them out in order.
#ifndef SAMSTIG_CLIENT_LIB_CORE_SYNC_CORE_H_
#define SAMSTIG_CLIENT_LIB_CORE_SYNC_CORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "domain/rules/keys.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::client {

using base::Id;
using base::Result;
using base::Status;
using base::TimeMs;

// ---- Effects

// Send this PushRequest. Answer with OnPushReply or OnPushFailed. At most one is under way.
struct StartPush {
  std::string request;
};
// Open this Pull. Answer with OnPullFrame ... OnPullEnded. At most one is under way.
struct StartPull {
  std::string request;
};
// Cancel the pull under way; no more of its frames are to be handed in.
struct CancelPull {};
// Call OnTick at this time or after. Replaces the timer before.
struct SetTimer {
  TimeMs at = 0;
};
// Something that may be shown has changed.
struct Changed {};
// This write is judged.
struct Judged {
  v1::Outcome outcome;
};
// The token is no longer good. Syncing rests until SignedIn.
struct SignInNeeded {
  v1::Reason reason = v1::REASON_UNSPECIFIED;
};

using Effect = std::variant<StartPush, StartPull, CancelPull, SetTimer, Changed, Judged, SignInNeeded>;

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_SYNC_CORE_H_
