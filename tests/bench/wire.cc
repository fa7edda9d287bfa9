// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/wire.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <utility>

#include "client-lib/native/system.h"
#include "client-lib/transport/grpc/grpc_transport.h"
#include "samstig/v1/account_service.pb.h"
#include "tests/bench/country.h"
#include "tests/bench/swedish.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {

using client::Transport;
using test::Must;

namespace {

constexpr int kPatienceMs = 60'000;

[[noreturn]] void GiveUp(const std::string& what, const std::string& why) {
  std::cerr << what << ": " << why << std::endl;
  std::abort();
}

}  // namespace

std::unique_ptr<Transport> Connect(const std::string& address) {
  client::GrpcOptions options;
  options.server = address;
  options.tls = false;
  return Must(client::NewGrpcTransport(options));
}

std::vector<std::string> FramesOf(Transport& transport, Transport::Method method,
                                  const std::string& token,
                                  const google::protobuf::MessageLite& request) {
  std::mutex mutex;
  std::condition_variable ended;
  std::vector<std::string> frames;
  bool done = false;
  base::Status status;
  const auto call = transport.Start(
      method, token, request.SerializeAsString(), kPatienceMs,
      [&](std::string frame) { frames.push_back(std::move(frame)); },
      [&](base::Status s) {
        const std::lock_guard lock(mutex);
        status = std::move(s);
        done = true;
        ended.notify_all();
      });
  std::unique_lock lock(mutex);
  ended.wait(lock, [&] { return done; });
  if (!status.ok()) GiveUp("a call failed", status.ToString());
  return frames;
}

std::string Ask(Transport& transport, Transport::Method method, const std::string& token,
                const google::protobuf::MessageLite& request) {
  const std::vector<std::string> frames = FramesOf(transport, method, token, request);
  if (frames.size() != 1) GiveUp("a call", "has not one answer");
  return frames.front();
}

std::string SignInOverWire(const test::ServerAtWork& server, const std::string& network,
                           const std::string& email) {
  const auto transport = Connect(server.address());
  v1::RequestCodeRequest code;
  code.set_network(network);
  code.set_email(email);
  (void)Ask(*transport, Transport::Method::kRequestCode, "", code);
  v1::RedeemCodeRequest redeem;
  redeem.set_network(network);
  redeem.set_email(email);
  redeem.set_code(server.TakeCode(email));
  redeem.set_device_name("bench");
  v1::RedeemCodeResponse answer;
  answer.ParseFromString(Ask(*transport, Transport::Method::kRedeemCode, "", redeem));
  return answer.token();
}

void WireDevice::Add(v1::PushRequest& request, v1::Mutation mutation) {
  mutation.set_number(next_number_++);
  mutation.set_claimed_ms(client::SystemClock().Now());
  request.set_version_min(1);
  request.set_version_max(1);
  request.add_mutations(mutation.SerializeAsString());
}

void WireDevice::AddPost(v1::PushRequest& request, const base::Id& thread, size_t n) {
  v1::Mutation mutation;
  v1::WritePost& post = *mutation.mutable_write_post();
  post.set_id(NewId().ToBytes());
  post.set_thread_id(thread.ToBytes());
  post.set_text(Text(n));
  Add(request, std::move(mutation));
}

void WireDevice::Push(Transport& transport, const v1::PushRequest& request) {
  v1::PushResponse answer;
  answer.ParseFromString(Ask(transport, Transport::Method::kPush, token_, request));
  if (answer.outcomes_size() != request.mutations_size()) GiveUp("a push", "not all was judged");
  for (const v1::Outcome& outcome : answer.outcomes()) {
    if (outcome.kind() != v1::OUTCOME_KIND_APPLIED) GiveUp("a push", outcome.detail());
  }
}

size_t WireDevice::Pull(Transport& transport) {
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  *request.mutable_cursor() = cursor_;
  size_t bytes = 0;
  for (const std::string& frame : FramesOf(transport, Transport::Method::kPull, token_, request)) {
    v1::PullResponse page;
    page.ParseFromString(frame);
    if (page.has_checkpoint()) cursor_ = page.checkpoint();
    bytes += frame.size();
  }
  return bytes;
}

base::Id NewId() {
  static std::mutex mutex;
  static client::SystemClock clock;
  static client::SystemRandom random;
  static base::IdSource ids(clock, random);
  const std::lock_guard lock(mutex);
  return ids.Next();
}

}  // namespace samstig::bench
