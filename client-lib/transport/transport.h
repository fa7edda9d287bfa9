// SPDX-License-Identifier: Apache-2.0
// The wire as the client sees it: requests out, frames in. Implementations: grpc/ (native), a fake
// in tests/support, later web/ (fetch). They know nothing of what the bytes mean.
//
// Threads: calls are made from one thread at a time. Callbacks may come on any thread, also during
// the call that started them, and never after the Call object is destroyed (its destructor waits
// for a callback that is running, unless it is called from that callback).
#ifndef SAMSTIG_CLIENT_LIB_TRANSPORT_TRANSPORT_H_
#define SAMSTIG_CLIENT_LIB_TRANSPORT_TRANSPORT_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "domain/base/result.h"

namespace samstig::client {

// A call under way. Destroying it cancels.
class Call {
 public:
  virtual ~Call() = default;
};

class Transport {
 public:
  virtual ~Transport() = default;

  using OnFrame = std::function<void(std::string frame)>;
  // Once, at the end. Failure carries the server's Reason, or UNAVAILABLE / TIMED_OUT when there
  // was no answer; a failure without an answer says nothing about whether the request took effect.
  using OnDone = std::function<void(base::Status status)>;

  // The methods of the protocol. Requests and frames are the serialised messages of the contract.
  enum class Method {
    kPush,
    kPull,
    kRequestCode,
    kRedeemCode,
    kListDevices,
    kRevokeDevice,
    kSplitDevice,
    kPreviewErasure,
    kErase,
    kListVersions,
    kListOwn,
    kProposeGroups,
    kListOpenCohorts,
    kCreateNetwork,
    kGetStatus,
    kBackUpNetwork,
    kListBackups,
    kRestoreNetwork,
    kVerifyNetwork,
    kErasePerson,
    kStatBlob,
    kPutChunk,
    kGetBlob,
  };

  // `token` may be empty. kPull and kGetBlob give many frames, the others one. `timeout_ms` 0:
  // none.
  virtual std::unique_ptr<Call> Start(Method method, const std::string& token, std::string request,
                                      int timeout_ms, OnFrame on_frame, OnDone on_done) = 0;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_TRANSPORT_TRANSPORT_H_
