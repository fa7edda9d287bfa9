// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/grpc_web.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "server/gateway/compress.h"
#include "server/gateway/web_frames.h"

namespace samstig::server {

using base::Result;

struct GrpcWeb::Method {
  std::string path;
  bool in_pieces = false;
};

// The calls under way. Thread-safe. Has no channel, so that anybody may keep it alive.
class GrpcWeb::Calls {
 public:
  explicit Calls(Metrics& metrics) : metrics_(metrics) {}

  void Add(uint64_t id, Call* call) {
    const std::lock_guard lock(mutex_);
    calls_.emplace(id, call);
    ++alive_;
  }
  // It can be cancelled no more.
  void Remove(uint64_t id, const Method& method, uint64_t caller);
  // It is destroyed, and with it all that it held of gRPC's.
  void Destroyed();
  // Its reader has gone. Harmless when the call has ended.
  void Cancel(uint64_t id);
  // Until all are destroyed.
  void CancelAllAndWait();

  uint64_t NextId() {
    const std::lock_guard lock(mutex_);
    return ++last_id_;
  }

  // Room for another answer in pieces; false when there is none.
  bool AddStream(uint64_t id, const Method& method, uint64_t caller, const Options& options);

 private:
  Metrics& metrics_;
  std::mutex mutex_;
  std::condition_variable none_alive_;
  uint64_t last_id_ = 0;
  std::map<uint64_t, Call*> calls_;
  size_t alive_ = 0;
  size_t streams_ = 0;
  // By method and caller, the oldest first.
  std::map<std::pair<const Method*, uint64_t>, std::deque<uint64_t>> streams_of_;
};

// What calls need of the gateway. It goes after the last call and on the thread that ends the
// gateway: were a thread of gRPC's the last to let go of the channel, it would wait for its own end
// and then use what is freed (gRPC 1.51, the queue that all callbacks share).
class GrpcWeb::House {
 public:
  House(const std::shared_ptr<grpc::Channel>& channel, Options given, Metrics& counted)
      : options(std::move(given)),
        metrics(counted),
        calls(std::make_shared<Calls>(counted)),
        stub(channel) {
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    for (const std::string& name : options.services) {
      const auto* service = pool->FindServiceByName(name);
      for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
        const auto* method = service->method(i);
        if (method->client_streaming()) continue;  // gRPC-Web has no such calls.
        const std::string path = "/" + name + "/" + method->name();
        methods[path] = Method{path, method->server_streaming()};
      }
    }
  }

  const Options options;
  Metrics& metrics;
  const std::shared_ptr<Calls> calls;
  grpc::GenericStub stub;
  std::map<std::string, Method, std::less<>> methods;

  // Held while a call starts.
  std::mutex starting;
  bool closed = false;
};

// One call. Deletes itself when gRPC is done with it.
class GrpcWeb::Call final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Call(House& house, const Method& method, WebEncoding encoding, HttpResponse head,
       std::shared_ptr<HttpAnswer> answer)
      : house_(house),
        method_(method),
        encoding_(encoding),
        head_(std::move(head)),
        answer_(std::move(answer)),
        id_(house_.calls->NextId()) {}

  grpc::ClientContext& context() { return context_; }
  uint64_t id() const { return id_; }
  void set_caller(uint64_t caller) { caller_ = caller; }
  // The answer goes out in gzip. Only of one in pieces: they hold no tokens, whose bytes the length
  // of a compressed answer might tell (BREACH).
  void Compress() {
    head_.headers.emplace_back("Content-Encoding", "gzip");
    gzip_.emplace();
  }

  void Start(const std::string& message) {
    const grpc::Slice slice(message);
    request_ = grpc::ByteBuffer(&slice, 1);
    house_.calls->Add(id_, this);
    if (method_.in_pieces) {
      answer_->Begin(head_, [calls = house_.calls, id = id_] { calls->Cancel(id); });
    }
    house_.stub.PrepareBidiStreamingCall(&context_, method_.path, {}, this);
    AddHold();  // While a reader takes its time, gRPC has nothing of ours under way.
    StartWriteLast(&request_, {});
    StartRead(&response_);
    StartCall();
  }

  // With the lock of the calls held, so that the call is there still.
  void Cancel() { context_.TryCancel(); }
  void MakeRoom() {
    made_room_ = true;
    Cancel();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();  // The end is next.
    std::string frame = Frame();
    response_.Clear();
    if (method_.in_pieces) {
      answer_->Send(OnItsWay(std::move(frame)), [this] { StartRead(&response_); });
    } else {
      body_.append(frame);
      StartRead(&response_);
    }
  }

  void OnDone(const grpc::Status& status) override {
    const std::shared_ptr<Calls> calls = house_.calls;
    calls->Remove(id_, method_, caller_);
    CallEnd end{status.error_code(), status.error_message(), status.error_details()};
    if (made_room_) end = {grpc::StatusCode::UNAVAILABLE, "a newer stream has its place", {}};
    std::string last = EndFrame(end);
    if (method_.in_pieces) {
      std::string piece = OnItsWay(std::move(last));
      if (gzip_) piece.append(gzip_->End());
      answer_->End(std::move(piece));
    } else {
      head_.body = Encoded(body_ + last, encoding_);
      answer_->Reply(std::move(head_));
    }
    delete this;
    calls->Destroyed();
  }

  std::string OnItsWay(std::string frame) {
    std::string encoded = Encoded(std::move(frame), encoding_);
    return gzip_ ? gzip_->Piece(encoded) : encoded;
  }

  std::string Frame() {
    std::string frame(kFrameHead, '\0');
    frame.reserve(kFrameHead + response_.Length());
    std::vector<grpc::Slice> slices;
    if (response_.Dump(&slices).ok()) {
      for (const grpc::Slice& slice : slices) {
        frame.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
      }
    }
    FinishMessageFrame(frame);
    return frame;
  }

  House& house_;  // Waits for the end of its calls.
  const Method& method_;
  const WebEncoding encoding_;
  HttpResponse head_;
  const std::shared_ptr<HttpAnswer> answer_;
  const uint64_t id_;
  uint64_t caller_ = 0;
  std::optional<GzipPieces> gzip_;
  bool made_room_ = false;  // Guarded by the calls' lock until it has left them.
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  std::string body_;  // Of an answer that goes out whole.
};

void GrpcWeb::Calls::Remove(uint64_t id, const Method& method, uint64_t caller) {
  const std::lock_guard lock(mutex_);
  calls_.erase(id);
  if (method.in_pieces) {
    --streams_;
    metrics_.WebStreamClosed();
    const auto found = streams_of_.find({&method, caller});
    if (found != streams_of_.end()) {
      std::erase(found->second, id);
      if (found->second.empty()) streams_of_.erase(found);
    }
  }
}

void GrpcWeb::Calls::Destroyed() {
  const std::lock_guard lock(mutex_);
  if (--alive_ == 0) none_alive_.notify_all();
}

void GrpcWeb::Calls::Cancel(uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(id);
  if (found != calls_.end()) found->second->Cancel();
}

void GrpcWeb::Calls::CancelAllAndWait() {
  std::unique_lock lock(mutex_);
  for (const auto& [id, call] : calls_) call->Cancel();
  none_alive_.wait(lock, [this] { return alive_ == 0; });
}

bool GrpcWeb::Calls::AddStream(uint64_t id, const Method& method, uint64_t caller,
                               const Options& options) {
  const std::lock_guard lock(mutex_);
  if (streams_ >= options.max_streams) {
    metrics_.CountWebRefusal(Metrics::WebRefusal::kNoRoom);
    return false;
  }
  ++streams_;
  metrics_.WebStreamOpened();
  std::deque<uint64_t>& own = streams_of_[{&method, caller}];
  own.push_back(id);
  if (own.size() > options.max_streams_of_a_caller) {
    // It leaves the list when it has ended.
    const auto oldest = calls_.find(own[own.size() - 1 - options.max_streams_of_a_caller]);
    if (oldest != calls_.end()) oldest->second->MakeRoom();
    metrics_.CountWebRefusal(Metrics::WebRefusal::kOvertaken);
  }
  return true;
}

namespace {

constexpr char kAllowedHeaders[] =
    "authorization, content-type, grpc-timeout, x-grpc-web, x-user-agent";
constexpr char kExposedHeaders[] = "grpc-status, grpc-message, grpc-status-details-bin";

HttpResponse Plain(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  return response;
}

HttpResponse Ended(HttpResponse head, WebEncoding encoding, grpc::StatusCode code,
                   const std::string& why) {
  head.body = Encoded(EndFrame({code, why, {}}), encoding);
  return head;
}

bool IsOf(const std::vector<std::string>& origins, std::string_view origin) {
  return std::find(origins.begin(), origins.end(), origin) != origins.end();
}

// Whether the browser knows the server by a name of the machine that both are on: then bytes cost
// less than packing them. A proxy passes on the name that the world knows.
bool IsThisMachine(std::string_view host) {
  for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
    if (host.starts_with(name) && (host.size() == name.size() || host[name.size()] == ':')) {
      return true;
    }
  }
  return false;
}

// The head of every answer to a call.
HttpResponse HeadFor(const HttpRequest& request, const std::vector<std::string>& origins) {
  HttpResponse head = Plain(200, {});
  head.content_type = std::string(request.Header("content-type"));
  const std::string_view origin = request.Header("origin");
  if (!origins.empty()) head.headers.emplace_back("Vary", "Origin");
  if (IsOf(origins, origin)) {
    head.headers.emplace_back("Access-Control-Allow-Origin", origin);
    head.headers.emplace_back("Access-Control-Expose-Headers", kExposedHeaders);
  }
  return head;
}

// What a browser asks before a page of another origin may call.
HttpResponse Preflight(const HttpRequest& request, const std::vector<std::string>& origins) {
  const std::string_view origin = request.Header("origin");
  if (!IsOf(origins, origin)) return Plain(403, "pages of that origin may not call\n");
  HttpResponse allowed = Plain(204, {});
  allowed.content_type.clear();
  allowed.headers.emplace_back("Vary", "Origin");
  allowed.headers.emplace_back("Access-Control-Allow-Origin", origin);
  allowed.headers.emplace_back("Access-Control-Allow-Methods", "POST");
  allowed.headers.emplace_back("Access-Control-Allow-Headers", kAllowedHeaders);
  allowed.headers.emplace_back("Access-Control-Max-Age", "7200");
  return allowed;
}

}  // namespace

size_t GrpcWeb::MaxBodyBytes(size_t max_message_bytes) {
  return (max_message_bytes + kFrameHead + 2) / 3 * 4;
}

GrpcWeb::GrpcWeb(std::shared_ptr<grpc::Channel> channel, Options options, Metrics& metrics)
    : house_(std::make_unique<House>(channel, std::move(options), metrics)) {}

GrpcWeb::~GrpcWeb() { house_->calls->CancelAllAndWait(); }

void GrpcWeb::Close() {
  const std::lock_guard lock(house_->starting);
  house_->closed = true;
}

void GrpcWeb::Answer(const HttpRequest& request, std::shared_ptr<HttpAnswer> answer) {
  const Options& options = house_->options;
  if (request.method == "OPTIONS") {
    return answer->Reply(Preflight(request, options.allowed_origins));
  }
  if (request.method != "POST") {
    HttpResponse refused = Plain(405, "calls are made by POST\n");
    refused.headers.emplace_back("Allow", "POST, OPTIONS");
    return answer->Reply(std::move(refused));
  }
  const auto encoding = EncodingOf(request.Header("content-type"));
  if (!encoding) return answer->Reply(Plain(415, "that is no gRPC-Web\n"));
  HttpResponse head = HeadFor(request, options.allowed_origins);
  const auto refuse = [&](grpc::StatusCode code, const std::string& why) {
    answer->Reply(Ended(std::move(head), *encoding, code, why));
  };

  const auto method = house_->methods.find(request.Path());
  if (method == house_->methods.end()) {
    return refuse(grpc::StatusCode::UNIMPLEMENTED, "there is no such method");
  }
  const Result<std::string> message = MessageIn(request.body, *encoding);
  if (!message.ok()) {
    return refuse(message.status().reason() == v1::REASON_MALFORMED
                      ? grpc::StatusCode::INVALID_ARGUMENT
                      : grpc::StatusCode::UNIMPLEMENTED,
                  message.status().detail());
  }
  if (message->size() > options.max_message_bytes) {
    return refuse(grpc::StatusCode::RESOURCE_EXHAUSTED, "the message is too large");
  }
  const std::string_view timeout_header = request.Header("grpc-timeout");
  const auto timeout = TimeoutIn(timeout_header);
  if (!timeout && !timeout_header.empty()) {
    return refuse(grpc::StatusCode::INVALID_ARGUMENT, "grpc-timeout is none");
  }
  const std::string_view authorization = request.Header("authorization");
  if (!IsMetadataValue(authorization)) {
    return refuse(grpc::StatusCode::UNAUTHENTICATED, "authorization is none");
  }

  auto call = std::make_unique<Call>(*house_, method->second, *encoding, head, answer);
  const uint64_t caller = std::hash<std::string_view>()(authorization);
  call->set_caller(caller);
  if (method->second.in_pieces && TakesCoding(request.Header("accept-encoding"), "gzip") &&
      !IsThisMachine(request.Header("host"))) {
    call->Compress();
  }
  if (!authorization.empty()) {
    call->context().AddMetadata("authorization", std::string(authorization));
  }
  if (timeout) call->context().set_deadline(std::chrono::system_clock::now() + *timeout);

  const std::lock_guard lock(house_->starting);
  if (house_->closed) return refuse(grpc::StatusCode::UNAVAILABLE, "the server is stopping");
  if (method->second.in_pieces &&
      !house_->calls->AddStream(call->id(), method->second, caller, options)) {
    return refuse(grpc::StatusCode::UNAVAILABLE, "too many streams are open");
  }
  call.release()->Start(*message);  // From here on its own.
}

}  // namespace samstig::server
