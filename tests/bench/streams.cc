// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/streams.h"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "samstig/v1/sync_service.pb.h"
#include "tests/bench/wire.h"

namespace samstig::bench {

using client::Call;
using client::Transport;
using std::chrono::duration;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds kPatience{60};

}  // namespace

struct Streams::State {
  std::mutex mutex;
  std::condition_variable news;
  size_t calls_begun = 0;
  size_t at_checkpoint = 0;
  std::vector<steady_clock::time_point> came;
  bool failed = false;
  std::vector<std::unique_ptr<Transport>> transports;
  std::vector<std::unique_ptr<Call>> calls;

  void Heard(const std::string& frame) {
    const auto now = steady_clock::now();
    v1::PullResponse page;
    const bool whole = page.ParseFromString(frame) && page.has_checkpoint();
    const std::lock_guard lock(mutex);
    if (whole) ++at_checkpoint;
    if (whole && page.runs_size() > 0) came.push_back(now);
    // Whoever waits, waits for the last: waking it for each would be measured, too.
    if (at_checkpoint == calls_begun || came.size() == calls_begun) news.notify_all();
  }
  void Ended() {
    const std::lock_guard lock(mutex);
    failed = true;
    news.notify_all();
  }
  template <typename Condition>
  void WaitFor(const char* what, const Condition& condition) {
    std::unique_lock lock(mutex);
    if (news.wait_for(lock, kPatience, [&] { return failed || condition(); }) && !failed) return;
    std::fprintf(stderr, "live streams: %s: %s\n", what, failed ? "one has ended" : "not in time");
    std::abort();
  }
};

Streams::Streams(const std::string& address, const std::vector<std::string>& tokens, size_t count)
    : state_(std::make_unique<State>()) {
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  request.set_follow(true);
  for (size_t i = 0; i < count; ++i) {
    if (i % kPerConnection == 0) state_->transports.push_back(Connect(address));
    {
      const std::lock_guard lock(state_->mutex);
      ++state_->calls_begun;
    }
    state_->calls.push_back(state_->transports.back()->Start(
        Transport::Method::kPull, tokens[i % tokens.size()], request.SerializeAsString(), 0,
        [state = state_.get()](const std::string& frame) { state->Heard(frame); },
        [state = state_.get()](const base::Status&) { state->Ended(); }));
    // One after the other: a crowd's first sync is another figure.
    state_->WaitFor("first checkpoint",
                    [&] { return state_->at_checkpoint >= state_->calls_begun; });
  }
}

Streams::~Streams() { state_->calls.clear(); }

std::vector<double> Streams::Follow(const std::function<void()>& write) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->came.clear();
  }
  const auto began = steady_clock::now();
  write();
  state_->WaitFor("a write", [&] { return state_->came.size() >= state_->calls.size(); });
  std::vector<double> times;
  const std::lock_guard lock(state_->mutex);
  for (const auto& at : state_->came)
    times.push_back(duration<double, std::milli>(at - began).count());
  return times;
}

}  // namespace samstig::bench
