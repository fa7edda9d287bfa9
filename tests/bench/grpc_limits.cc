// SPDX-License-Identifier: Apache-2.0
// gRPC for C++ alone: bytes there and back on loopback, with no protobuf and nobody who looks at
// them. Client and server share a process, and the machine's processors, as in the other figures.
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/bench/limits.h"

namespace samstig::bench {
namespace {

using grpc::ByteBuffer;
using std::chrono::duration;
using std::chrono::steady_clock;

constexpr char kEchoMethod[] = "/bench/Echo";
constexpr char kStreamMethod[] = "/bench/Stream";
constexpr std::chrono::seconds kFor{2};

ByteBuffer BufferOf(size_t bytes) {
  const grpc::Slice slice(std::string(bytes, 'x'));
  return {&slice, 1};
}

// Gives back what it got; or gives it again and again until the caller has had enough.
class Answer final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Answer(bool once) : once_(once) { StartRead(&message_); }

 private:
  void OnReadDone(bool ok) override { ok ? StartWrite(&message_) : Finish(grpc::Status::OK); }
  void OnWriteDone(bool ok) override {
    if (ok && !once_) return StartWrite(&message_);
    Finish(grpc::Status::OK);
  }
  void OnDone() override { delete this; }

  const bool once_;
  ByteBuffer message_;
};

class Service final : public grpc::CallbackGenericService {
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new Answer(context->method() == kEchoMethod);
  }
};

class EchoServer {
 public:
  EchoServer() {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(&service_);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    server_ = builder.BuildAndStart();
    if (!server_) std::abort();
  }
  ~EchoServer() { server_->Shutdown(std::chrono::system_clock::now()); }

  std::unique_ptr<grpc::GenericStub> Connect() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    return std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(port_), grpc::InsecureChannelCredentials(), arguments));
  }

 private:
  Service service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// One connection that asks again as soon as it is answered, until the time is over.
class Echoer {
 public:
  Echoer(const EchoServer& server, size_t bytes)
      : stub_(server.Connect()), request_(BufferOf(bytes)) {}

  void Start(steady_clock::time_point end) {
    end_ = end;
    Ask();
  }
  size_t Count() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [&] { return over_; });
    return count_;
  }

 private:
  void Ask() {
    context_ = std::make_unique<grpc::ClientContext>();
    stub_->UnaryCall(context_.get(), kEchoMethod, {}, &request_, &response_,
                     [this](const grpc::Status& status) { Answered(status.ok()); });
  }
  void Answered(bool ok) {
    if (!ok) std::abort();
    const bool over = steady_clock::now() >= end_;
    if (!over) {
      ++count_;
      return Ask();
    }
    const std::lock_guard lock(mutex_);
    over_ = true;
    ended_.notify_all();
  }

  const std::unique_ptr<grpc::GenericStub> stub_;
  const ByteBuffer request_;
  ByteBuffer response_;
  std::unique_ptr<grpc::ClientContext> context_;
  steady_clock::time_point end_;
  size_t count_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
};

class Reader final : public grpc::ClientBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  Reader(grpc::GenericStub& stub, size_t bytes)
      : request_(BufferOf(bytes)), end_(steady_clock::now() + kFor) {
    stub.PrepareBidiStreamingCall(&context_, kStreamMethod, {}, this);
    StartWriteLast(&request_, {});
    StartRead(&response_);
    StartCall();
  }
  size_t Count() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [&] { return over_; });
    return count_;
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (steady_clock::now() >= end_) return context_.TryCancel();
    ++count_;
    StartRead(&response_);
  }
  void OnDone(const grpc::Status&) override {
    const std::lock_guard lock(mutex_);
    over_ = true;
    ended_.notify_all();
  }

  grpc::ClientContext context_;
  const ByteBuffer request_;
  ByteBuffer response_;
  const steady_clock::time_point end_;
  size_t count_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
};

}  // namespace

double MeasureEcho(size_t bytes, int connections) {
  const EchoServer server;
  std::vector<std::unique_ptr<Echoer>> echoers;
  for (int i = 0; i < connections; ++i) {
    echoers.push_back(std::make_unique<Echoer>(server, bytes));
  }
  const auto end = steady_clock::now() + kFor;
  for (const auto& echoer : echoers) echoer->Start(end);
  size_t count = 0;
  for (const auto& echoer : echoers) count += echoer->Count();
  return static_cast<double>(count) / duration<double>(kFor).count();
}

double MeasureStream(size_t bytes) {
  const EchoServer server;
  const auto stub = server.Connect();
  Reader reader(*stub, bytes);
  return static_cast<double>(reader.Count()) / duration<double>(kFor).count();
}

}  // namespace samstig::bench
