// SPDX-License-Identifier: Apache-2.0
#include "server/api/call.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>

#include <atomic>
#include <iterator>
#include <utility>

#include "domain/rules/limits.h"
#include "samstig/v1/error_detail.pb.h"

namespace samstig::server {

using base::Result;
using base::Status;

namespace {

// When the caller may try again, where that can help.
uint32_t UsualRetryAfter(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_OVERLOADED:
      return 1;
    case v1::REASON_UNAVAILABLE:
    case v1::REASON_TIMED_OUT:
    case v1::REASON_INTERNAL:
    case v1::REASON_IN_USE:
      return 5;
    case v1::REASON_DISK_FULL:
    case v1::REASON_READ_ONLY:
      return 60;
    case v1::REASON_TOO_MANY_CODES:
      return 3600;
    default:
      return 0;
  }
}

// A google.rpc.Status by hand: three fields, and no second definition of that message in the
// program.
std::string RpcStatus(grpc::StatusCode code, const std::string& message,
                      const v1::ErrorDetail& detail) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::Any any;
  any.PackFrom(detail);
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    WireFormatLite::WriteInt32(1, code, &out);
    WireFormatLite::WriteString(2, message, &out);
    WireFormatLite::WriteBytes(3, any.SerializeAsString(), &out);
  }
  return bytes;
}

}  // namespace

grpc::StatusCode CodeOf(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_UNSPECIFIED:
      return grpc::StatusCode::OK;
    case v1::REASON_MALFORMED:
    case v1::REASON_MISSING_FIELD:
    case v1::REASON_BAD_ID:
    case v1::REASON_TEXT_EMPTY:
    case v1::REASON_TEXT_TOO_LONG:
    case v1::REASON_TEXT_INVALID:
    case v1::REASON_OUT_OF_RANGE:  // Not OUT_OF_RANGE: that is for a place that may come to be.
    case v1::REASON_DATES_OUT_OF_ORDER:
    case v1::REASON_TOO_LARGE:
    case v1::REASON_BAD_HASH:
    case v1::REASON_REQUEST_ID_REUSED:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case v1::REASON_NOT_FOUND:
    case v1::REASON_NO_SUCH_NETWORK:
      return grpc::StatusCode::NOT_FOUND;
    case v1::REASON_ALREADY_EXISTS:
    case v1::REASON_ALREADY_ENROLLED:
    case v1::REASON_EMAIL_IN_USE:
      return grpc::StatusCode::ALREADY_EXISTS;
    case v1::REASON_ILLEGAL_MOVE:
    case v1::REASON_DEADLINE_PASSED:
    case v1::REASON_NOT_OPEN:
    case v1::REASON_NO_SEATS:
    case v1::REASON_DELETED:
    case v1::REASON_DEPENDS_ON_PARKED:
    case v1::REASON_AUDIENCE_WIDENED:
    case v1::REASON_TERMS_NOT_ACCEPTED:
    case v1::REASON_TOO_SOON:
    case v1::REASON_CANNOT_READ:
    case v1::REASON_LINE_OF_COMMAND:
    case v1::REASON_NOT_TAKING_PART:
    case v1::REASON_LAST_ORGANISER:
    case v1::REASON_NUMBER_GAP:
    case v1::REASON_DEVICE_CLONED:
    case v1::REASON_VERSION_UNSUPPORTED:
    case v1::REASON_HISTORY_FORKED:
    case v1::REASON_NEWER_DATA:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case v1::REASON_NOT_ALLOWED:
    case v1::REASON_NOT_OPERATOR:
      return grpc::StatusCode::PERMISSION_DENIED;
    case v1::REASON_NOT_SIGNED_IN:
    case v1::REASON_TOKEN_EXPIRED:
    case v1::REASON_DEVICE_REVOKED:
    case v1::REASON_WRONG_CODE:
      return grpc::StatusCode::UNAUTHENTICATED;
    case v1::REASON_TOO_MANY_CODES:
    case v1::REASON_DISK_FULL:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case v1::REASON_UNKNOWN_INTENT:
      return grpc::StatusCode::UNIMPLEMENTED;
    case v1::REASON_UNAVAILABLE:
    case v1::REASON_READ_ONLY:
    case v1::REASON_OVERLOADED:
    case v1::REASON_IN_USE:
      return grpc::StatusCode::UNAVAILABLE;
    case v1::REASON_DATA_DAMAGED:
      return grpc::StatusCode::DATA_LOSS;
    case v1::REASON_INTERNAL:
      return grpc::StatusCode::INTERNAL;
    case v1::REASON_TIMED_OUT:
      return grpc::StatusCode::DEADLINE_EXCEEDED;
    case v1::REASON_CANCELLED:
      return grpc::StatusCode::CANCELLED;
    case v1::Reason_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Reason_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return grpc::StatusCode::UNKNOWN;
}

grpc::Status ToGrpc(const Status& status, uint32_t retry_after_s) {
  if (status.ok()) return grpc::Status::OK;
  v1::ErrorDetail detail;
  detail.set_reason(status.reason());
  detail.set_retry_after_s(retry_after_s > 0 ? retry_after_s : UsualRetryAfter(status.reason()));
  const grpc::StatusCode code = CodeOf(status.reason());
  return {code, status.detail(), RpcStatus(code, status.detail(), detail)};
}

std::string BearerOf(const grpc::CallbackServerContext& context) {
  constexpr std::string_view kScheme = "bearer ";
  const auto& metadata = context.client_metadata();
  const auto [first, last] = metadata.equal_range("authorization");
  if (first == last || std::next(first) != last) return {};
  const std::string_view value(first->second.data(), first->second.size());
  if (value.size() <= kScheme.size()) return {};
  for (size_t i = 0; i < kScheme.size(); ++i) {  // RFC 9110 §11.1: any case.
    const char c = value[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != kScheme[i]) return {};
  }
  return std::string(value.substr(kScheme.size()));
}

// gRPC keeps the reactor, the request and the response until Finish was called and OnDone came, so
// what happens in between needs no other protection than that Finish is called once.
class UnaryCall::State {
 public:
  State(const char* method, Metrics& metrics)
      : method_(method), metrics_(metrics), reactor_(new Reactor) {}
  ~State() { Finish({v1::REASON_UNAVAILABLE, "the call was given up"}, 0); }

  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

  void Finish(const Status& status, uint32_t retry_after_s) {
    if (finished_.exchange(true)) return;
    const grpc::Status answer = ToGrpc(status, retry_after_s);
    metrics_.CountRpc(method_, answer.error_code());
    reactor_->Finish(answer);
  }

 private:
  class Reactor : public grpc::ServerUnaryReactor {
   public:
    void OnDone() override { delete this; }
    // A caller that goes away changes nothing: the work is done all the same, and its answer is
    // dropped.
    void OnCancel() override {}
  };

  const char* const method_;
  Metrics& metrics_;
  std::atomic<bool> finished_{false};
  Reactor* const reactor_;  // Deletes itself after Finish.
};

UnaryCall::UnaryCall(const char* method, Metrics& metrics)
    : state_(std::make_shared<State>(method, metrics)) {}

grpc::ServerUnaryReactor* UnaryCall::reactor() const { return state_->reactor(); }

void UnaryCall::Finish(const Status& status, uint32_t retry_after_s) const {
  state_->Finish(status, retry_after_s);
}

void IfSignedIn(const UnaryCall& call, const grpc::CallbackServerContext& context,
                Networks& networks, Sessions& sessions,
                std::function<void(const Sessions::Caller&)> go_on) {
  sessions.Authenticate(networks, BearerOf(context),
                        [call, go_on = std::move(go_on)](const Result<Sessions::Caller>& caller) {
                          if (!caller.ok()) return call.Finish(caller.status());
                          go_on(*caller);
                        });
}

Status CheckNetworkName(std::string_view name) { return rules::CheckSlug(name, "network", 3, 32); }

}  // namespace samstig::server
