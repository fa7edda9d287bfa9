// SPDX-License-Identifier: Apache-2.0
// What every handler needs of a call: its token, an answer given exactly once from whatever thread,
// and our errors in gRPC's terms.
#ifndef SAMSTIG_SERVER_API_CALL_H_
#define SAMSTIG_SERVER_API_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>
#include <string>

#include "domain/base/result.h"
#include "server/auth/sessions.h"
#include "server/observe/metrics.h"

namespace samstig::server {

// AIP-193: the canonical code of a reason.
grpc::StatusCode CodeOf(v1::Reason reason);

// The status as it leaves the server: canonical code, the detail as message, and an ErrorDetail
// with the reason inside a google.rpc.Status in error_details. OK stays OK. `retry_after_s` 0: the
// reason's usual.
grpc::Status ToGrpc(const base::Status& status, uint32_t retry_after_s = 0);

// What stands after "Bearer " in the call's authorization; empty when there is none or more than
// one.
std::string BearerOf(const grpc::CallbackServerContext& context);

// One unary call in flight. Copies are the same call, so that closures can carry it. Made at the
// start of a handler, which returns reactor(). The request and the response may be used until
// Finish, on any thread, also after the caller has gone away.
//
//   UnaryCall call("SyncService/Push", metrics_);
//   network->Write(work, [call](Status status) { call.Finish(status); });
//   return call.reactor();
//
// Thread-safe.
class UnaryCall {
 public:
  // `method` outlives the call: a literal.
  UnaryCall(const char* method, Metrics& metrics);

  // For the handler to return, once.
  grpc::ServerUnaryReactor* reactor() const;

  // Answers. Only the first counts. A call whose last copy goes away unanswered is answered
  // UNAVAILABLE.
  void Finish(const base::Status& status, uint32_t retry_after_s = 0) const;

 private:
  class State;
  std::shared_ptr<State> state_;
};

// Checks the caller's token, then goes on with who it is; refuses the call if the check does.
void IfSignedIn(const UnaryCall& call, const grpc::CallbackServerContext& context,
                Networks& networks, Sessions& sessions,
                std::function<void(const Sessions::Caller&)> go_on);

// OK for a network's short name.
base::Status CheckNetworkName(std::string_view name);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_CALL_H_
