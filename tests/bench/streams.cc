// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/streams.h"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "client-lib/transport/grpc/grpc_transport.h"
#include "samstig/v1/account_service.pb.h"
#include "samstig/v1/sync_service.pb.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {

using client::Call;
using client::Transport;
using std::chrono::duration;
using std::chrono::steady_clock;
using test::Must;

namespace {

// Streams to a connection.
constexpr size_t kPerConnection = 100;
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

namespace {

// The answer to one question.
std::string Ask(Transport& transport, Transport::Method method,
                const google::protobuf::MessageLite& request) {
  std::mutex mutex;
  std::condition_variable ended;
  std::string reply;
  bool done = false;
  base::Status status;
  const auto call = transport.Start(
      method, "", request.SerializeAsString(), 20'000,
      [&](std::string frame) { reply = std::move(frame); },
      [&](base::Status s) {
        const std::lock_guard lock(mutex);
        status = std::move(s);
        done = true;
        ended.notify_all();
      });
  std::unique_lock lock(mutex);
  ended.wait(lock, [&] { return done; });
  if (status.ok()) return reply;
  std::fprintf(stderr, "live streams: sign-in: %s\n", status.ToString().c_str());
  std::abort();
}

std::string TokenOf(Country& country, Transport& transport) {
  // Leaders from 50 on have no other devices: nobody gets more than five codes in an hour.
  const std::string email = country.EmailOf(50);
  v1::RequestCodeRequest code;
  code.set_network("svenskfinland");
  code.set_email(email);
  (void)Ask(transport, Transport::Method::kRequestCode, code);
  v1::RedeemCodeRequest redeem;
  redeem.set_network("svenskfinland");
  redeem.set_email(email);
  redeem.set_code(country.server().TakeCode(email));
  redeem.set_device_name("bench");
  v1::RedeemCodeResponse answer;
  answer.ParseFromString(Ask(transport, Transport::Method::kRedeemCode, redeem));
  return answer.token();
}

}  // namespace

Streams::Streams(Country& country, size_t count) : state_(std::make_unique<State>()) {
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  request.set_follow(true);
  std::string token;
  for (size_t i = 0; i < count; ++i) {
    if (i % kPerConnection == 0) {
      client::GrpcOptions options;
      options.server = country.server().address();
      options.tls = false;
      state_->transports.push_back(Must(client::NewGrpcTransport(options)));
    }
    if (token.empty()) token = TokenOf(country, *state_->transports.back());
    {
      const std::lock_guard lock(state_->mutex);
      ++state_->calls_begun;
    }
    state_->calls.push_back(state_->transports.back()->Start(
        Transport::Method::kPull, token, request.SerializeAsString(), 0,
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
