// SPDX-License-Identifier: Apache-2.0
#include "client-lib/transport/grpc/grpc_transport.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/unknown_field_set.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <sstream>
#include <utility>

#include "samstig/v1/error_detail.pb.h"

namespace samstig::client {

using base::Ok;
using base::Result;
using base::Status;

namespace {

// ---- Errors

// Field 3 of google.rpc.Status (https://google.aip.dev/193): repeated google.protobuf.Any. Debian
// ships no header for that message, so it is read through the unknown fields of an empty one.
constexpr int kDetailsField = 3;

std::optional<v1::ErrorDetail> DetailIn(const std::string& rpc_status) {
  google::protobuf::Empty message;
  if (rpc_status.empty() || !message.ParseFromString(rpc_status)) return std::nullopt;
  const google::protobuf::UnknownFieldSet& fields =
      google::protobuf::Empty::GetReflection()->GetUnknownFields(message);
  for (int i = 0; i < fields.field_count(); ++i) {
    const google::protobuf::UnknownField& field = fields.field(i);
    if (field.number() != kDetailsField ||
        field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED) {
      continue;
    }
    google::protobuf::Any any;
    v1::ErrorDetail detail;
    if (any.ParseFromString(field.length_delimited()) && any.Is<v1::ErrorDetail>() &&
        any.UnpackTo(&detail) && detail.reason() != v1::REASON_UNSPECIFIED) {
      return detail;
    }
  }
  return std::nullopt;
}

// For errors that are not Samstig's own: a proxy's, or gRPC's when there was no answer.
v1::Reason ReasonOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNAVAILABLE:
      return v1::REASON_UNAVAILABLE;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return v1::REASON_TIMED_OUT;
    case grpc::StatusCode::UNAUTHENTICATED:
      return v1::REASON_NOT_SIGNED_IN;
    case grpc::StatusCode::CANCELLED:
      return v1::REASON_CANCELLED;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return v1::REASON_OVERLOADED;
    default:
      return v1::REASON_INTERNAL;
  }
}

Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return Ok();
  if (const auto detail = DetailIn(status.error_details())) {
    return {detail->reason(), status.error_message()};
  }
  return {ReasonOf(status.error_code()), status.error_message()};
}

// ---- Bytes

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// ---- Calls

const char* NameOf(Transport::Method method) {
  switch (method) {
    case Transport::Method::kPush:
      return "/samstig.v1.SyncService/Push";
    case Transport::Method::kPull:
      return "/samstig.v1.SyncService/Pull";
    case Transport::Method::kRequestCode:
      return "/samstig.v1.AccountService/RequestCode";
    case Transport::Method::kRedeemCode:
      return "/samstig.v1.AccountService/RedeemCode";
    case Transport::Method::kListDevices:
      return "/samstig.v1.AccountService/ListDevices";
    case Transport::Method::kRevokeDevice:
      return "/samstig.v1.AccountService/RevokeDevice";
    case Transport::Method::kSplitDevice:
      return "/samstig.v1.AccountService/SplitDevice";
    case Transport::Method::kListVersions:
      return "/samstig.v1.EntityService/ListVersions";
    case Transport::Method::kPreviewErasure:
      return "/samstig.v1.AccountService/PreviewErasure";
    case Transport::Method::kErase:
      return "/samstig.v1.AccountService/Erase";
    case Transport::Method::kErasePerson:
      return "/samstig.v1.AdminService/ErasePerson";
    case Transport::Method::kListOwn:
      return "/samstig.v1.EntityService/ListOwn";
    case Transport::Method::kProposeGroups:
      return "/samstig.v1.GroupService/ProposeGroups";
    case Transport::Method::kListOpenCohorts:
      return "/samstig.v1.CatalogueService/ListOpenCohorts";
    case Transport::Method::kCreateNetwork:
      return "/samstig.v1.AdminService/CreateNetwork";
    case Transport::Method::kGetStatus:
      return "/samstig.v1.AdminService/GetStatus";
    case Transport::Method::kBackUpNetwork:
      return "/samstig.v1.AdminService/BackUpNetwork";
    case Transport::Method::kListBackups:
      return "/samstig.v1.AdminService/ListBackups";
    case Transport::Method::kRestoreNetwork:
      return "/samstig.v1.AdminService/RestoreNetwork";
    case Transport::Method::kVerifyNetwork:
      return "/samstig.v1.AdminService/VerifyNetwork";
    case Transport::Method::kStatBlob:
      return "/samstig.v1.BlobService/StatBlob";
    case Transport::Method::kPutChunk:
      return "/samstig.v1.BlobService/PutChunk";
    case Transport::Method::kGetBlob:
      return "/samstig.v1.BlobService/GetBlob";
  }
  return "";
}

// Counts the calls that gRPC has not let go of, so that the transport ends only after them.
class OpenCalls {
 public:
  // One of them, from its making to its end.
  class Slot {
   public:
    explicit Slot(OpenCalls& calls) : calls_(calls) { calls_.Add(); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() { calls_.Remove(); }

   private:
    OpenCalls& calls_;
  };

  void WaitForNone() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [&] { return count_ == 0; });
  }

 private:
  void Add() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void Remove() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) none_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable none_;
  int count_ = 0;
};

// What a call and gRPC share while it runs. gRPC holds it until it is done with it; the owner's
// Call ends only the callbacks.
class Exchange {
 public:
  Exchange(OpenCalls& open, const std::string& token, std::string request, int timeout_ms,
           Transport::OnFrame on_frame, Transport::OnDone on_done)
      : slot_(open),
        request_(ToBuffer(request)),
        on_frame_(std::move(on_frame)),
        on_done_(std::move(on_done)) {
    if (!token.empty()) context_.AddMetadata("authorization", "Bearer " + token);
    if (timeout_ms > 0) {
      context_.set_deadline(std::chrono::system_clock::now() +
                            std::chrono::milliseconds(timeout_ms));
    }
  }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // No callback after this, but for the one that this is called from.
  void Close() {
    context_.TryCancel();
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }

 private:
  // First, so that it ends last: the context below holds the channel, and the last to let go of a
  // channel must not be one of gRPC's own threads.
  const OpenCalls::Slot slot_;

 protected:
  void Deliver() {
    const std::lock_guard lock(mutex_);
    if (!closed_) on_frame_(ToString(response_));
  }
  void Finish(const grpc::Status& status) {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(closed_, true)) on_done_(FromGrpc(status));
  }

  grpc::ClientContext context_;
  const grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;

 private:
  const Transport::OnFrame on_frame_;
  const Transport::OnDone on_done_;
  // Held while a callback runs. Recursive: a callback may destroy its own Call.
  std::recursive_mutex mutex_;
  bool closed_ = false;
};

class UnaryExchange : public Exchange {
 public:
  using Exchange::Exchange;

  static void Run(const std::shared_ptr<UnaryExchange>& self, grpc::GenericStub& stub,
                  const char* method) {
    stub.UnaryCall(&self->context_, method, {}, &self->request_, &self->response_,
                   [self](grpc::Status status) {
                     if (status.ok()) self->Deliver();
                     self->Finish(status);
                   });
  }
};

// A server-streaming call looks on the wire like a two-way one that sends one message.
class StreamExchange : public Exchange,
                       public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  using Exchange::Exchange;

  static void Run(const std::shared_ptr<StreamExchange>& self, grpc::GenericStub& stub,
                  const char* method) {
    self->self_ = self;
    stub.PrepareBidiStreamingCall(&self->context_, method, {}, self.get());
    self->StartWriteLast(&self->request_, {});
    self->StartRead(&self->response_);
    self->StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;  // The end; OnDone says which.
    Deliver();
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    const std::shared_ptr<StreamExchange> self = std::move(self_);
    Finish(status);
  }

 private:
  std::shared_ptr<StreamExchange> self_;  // Until gRPC is done with it.
};

class GrpcCall : public Call {
 public:
  explicit GrpcCall(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  ~GrpcCall() override { exchange_->Close(); }

 private:
  const std::shared_ptr<Exchange> exchange_;
};

// ---- The channel

// Pages are far smaller; a person's one entity with many heads can be some hundred KiB.
constexpr int kMaxMessageBytes = 16 << 20;

bool IsThisMachine(const std::string& server) {
  for (const char* host : {"127.0.0.1:", "localhost:", "[::1]:", "unix:"}) {
    if (server.starts_with(host)) return true;
  }
  return false;
}

grpc::ChannelArguments Arguments(const GrpcOptions& options) {
  grpc::ChannelArguments args;
  args.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // A stream may be silent for hours; this notices when its line has died. Shorter times than these
  // close healthy channels, because an idle client reads acknowledgements only now and then.
  args.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  args.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  args.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 0);
  args.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // When to try again is the core's to say; the channel should be ready then.
  args.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  args.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  // Two clients in one process are two devices, each with its own connection.
  args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // A proxy has no business between two programs of one machine.
  if (!options.tls) args.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  if (!options.compress.value_or(!IsThisMachine(options.server))) {
    args.SetInt(GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET, 1 << GRPC_COMPRESS_NONE);
  }
  return args;
}

Result<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const GrpcOptions& options) {
  if (!options.tls) {
    if (!IsThisMachine(options.server)) {
      return Status(v1::REASON_NOT_ALLOWED,
                    "without TLS only a server on this machine may be used");
    }
    return grpc::InsecureChannelCredentials();
  }
  grpc::SslCredentialsOptions ssl;
  if (!options.ca_file.empty()) {
    std::ifstream file(options.ca_file);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.str().empty()) {
      return Status(v1::REASON_NOT_FOUND, "the file with certificate authorities cannot be read");
    }
    ssl.pem_root_certs = text.str();
  }
  return grpc::SslCredentials(ssl);
}

class GrpcTransport : public Transport {
 public:
  explicit GrpcTransport(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {}
  ~GrpcTransport() override { open_.WaitForNone(); }

  std::unique_ptr<Call> Start(Method method, const std::string& token, std::string request,
                              int timeout_ms, OnFrame on_frame, OnDone on_done) override {
    if (method == Method::kPull || method == Method::kGetBlob) {
      return Begin<StreamExchange>(method, token, std::move(request), timeout_ms,
                                   std::move(on_frame), std::move(on_done));
    }
    return Begin<UnaryExchange>(method, token, std::move(request), timeout_ms, std::move(on_frame),
                                std::move(on_done));
  }

 private:
  template <typename Kind>
  std::unique_ptr<Call> Begin(Method method, const std::string& token, std::string request,
                              int timeout_ms, OnFrame on_frame, OnDone on_done) {
    auto exchange = std::make_shared<Kind>(open_, token, std::move(request), timeout_ms,
                                           std::move(on_frame), std::move(on_done));
    Kind::Run(exchange, stub_, NameOf(method));
    return std::make_unique<GrpcCall>(std::move(exchange));
  }

  OpenCalls open_;
  grpc::GenericStub stub_;
};

}  // namespace

Result<std::unique_ptr<Transport>> NewGrpcTransport(const GrpcOptions& options) {
  if (options.server.find(':') == std::string::npos) {
    return Status(v1::REASON_MALFORMED, "the server's address is not host:port");
  }
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ChannelCredentials> credentials,
                   Credentials(options));
  return std::unique_ptr<Transport>(std::make_unique<GrpcTransport>(
      grpc::CreateCustomChannel(options.server, credentials, Arguments(options))));
}

}  // namespace samstig::client
