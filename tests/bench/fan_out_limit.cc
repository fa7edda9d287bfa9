// SPDX-License-Identifier: Apache-2.0
// One message of the server's to many open streams.
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "tests/bench/limits.h"
#include "tests/bench/raw_grpc.h"

namespace samstig::bench {
namespace {

using grpc::ByteBuffer;
using std::chrono::steady_clock;

constexpr int kRounds = 100;

// What came to all since Begin.
class Arrivals {
 public:
  void Begin(size_t wanted) {
    const std::lock_guard lock(mutex_);
    wanted_ = wanted;
    ms_.clear();
    began_ = steady_clock::now();
  }
  void Came() {
    const auto now = steady_clock::now();
    const std::lock_guard lock(mutex_);
    ms_.push_back(std::chrono::duration<double, std::milli>(now - began_).count());
    if (ms_.size() == wanted_) all_.notify_one();
  }
  std::vector<double> Wait() {
    std::unique_lock lock(mutex_);
    all_.wait(lock, [&] { return ms_.size() == wanted_; });
    return ms_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_;
  steady_clock::time_point began_;
  size_t wanted_ = 0;
  std::vector<double> ms_;
};

// A stream's end at the server.
class Follower final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Follower(Arrivals& written) : written_(written) {}

  void Send(const ByteBuffer& message) {
    message_ = message;  // Shares the bytes.
    StartWrite(&message_);
  }

 private:
  void OnWriteDone(bool) override { written_.Came(); }
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }
  void OnDone() override {}  // The service lets go of it.

  Arrivals& written_;
  ByteBuffer message_;
};

// The streams' ends live as long as the service.
class FollowService final : public grpc::CallbackGenericService {
 public:
  void SendToAll(const ByteBuffer& message) {
    written_.Begin(followers_.size());
    for (const auto& follower : followers_) follower->Send(message);
  }
  void WaitUntilWritten() { written_.Wait(); }

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    const std::lock_guard lock(mutex_);
    Follower* follower = followers_.emplace_back(std::make_unique<Follower>(written_)).get();
    follower->StartSendInitialMetadata();  // So that the reader knows that it is there.
    return follower;
  }

  Arrivals written_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Follower>> followers_;
};

class Reader final : public grpc::ClientBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  Reader(grpc::GenericStub& stub, Arrivals& arrivals) : arrivals_(arrivals) {
    stub.PrepareBidiStreamingCall(&context_, "/bench/Follow", {}, this);
    StartRead(&message_);
    StartCall();
  }
  ~Reader() override {
    context_.TryCancel();
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [&] { return over_; });
  }

 private:
  void OnReadInitialMetadataDone(bool ok) override {
    if (ok) arrivals_.Came();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    arrivals_.Came();
    StartRead(&message_);
  }
  void OnDone(const grpc::Status&) override {
    const std::lock_guard lock(mutex_);
    over_ = true;
    ended_.notify_all();
  }

  Arrivals& arrivals_;
  grpc::ClientContext context_;
  ByteBuffer message_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
};

}  // namespace

std::vector<double> MeasureFanOut(size_t bytes, size_t streams, size_t per_connection) {
  Arrivals arrivals;
  FollowService service;
  const RawServer server(service);
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  std::vector<std::unique_ptr<Reader>> readers;
  for (size_t i = 0; i < streams; ++i) {
    if (i % per_connection == 0) stubs.push_back(server.Connect());
    arrivals.Begin(1);
    readers.push_back(std::make_unique<Reader>(*stubs.back(), arrivals));
    arrivals.Wait();
  }
  const ByteBuffer message = BufferOf(bytes);
  std::vector<double> all;
  for (int i = 0; i < kRounds; ++i) {
    arrivals.Begin(streams);
    service.SendToAll(message);
    const std::vector<double> round = arrivals.Wait();
    service.WaitUntilWritten();
    all.insert(all.end(), round.begin(), round.end());
  }
  readers.clear();
  return all;
}

}  // namespace samstig::bench
