// SPDX-License-Identifier: Apache-2.0
// Bytes there and back.
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/bench/limits.h"
#include "tests/bench/raw_grpc.h"

namespace samstig::bench {
namespace {

using grpc::ByteBuffer;
using std::chrono::duration;
using std::chrono::steady_clock;

constexpr char kEchoMethod[] = "/bench/Echo";
constexpr char kStreamMethod[] = "/bench/Stream";
constexpr std::chrono::seconds kFor{2};

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

struct EchoServer {
  Service service;
  RawServer server{service};
};

// One connection that asks again as soon as it is answered, until the time is over.
class Echoer {
 public:
  Echoer(const EchoServer& server, size_t bytes)
      : stub_(server.server.Connect()), request_(BufferOf(bytes)) {}

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
  const auto stub = server.server.Connect();
  Reader reader(*stub, bytes);
  return static_cast<double>(reader.Count()) / duration<double>(kFor).count();
}

}  // namespace samstig::bench
