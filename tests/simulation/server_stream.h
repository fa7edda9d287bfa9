// SPDX-License-Identifier: Apache-2.0
// One Pull in flight on the simulated server.
#ifndef SAMSTIG_TESTS_SIMULATION_SERVER_STREAM_H_
#define SAMSTIG_TESTS_SIMULATION_SERVER_STREAM_H_

#include <utility>

#include "tests/simulation/server_host.h"

namespace samstig::sim {

// States as in server/api/pull_stream.h.
struct ServerHost::Stream {
  enum class Doing { kBuilding, kWriting, kResting };

  Stream(const server::Actor& a, bool follows, server::PullSession s, Listener l)
      : actor(a), follow(follows), session(std::move(s)), listener(std::move(l)) {}

  const server::Actor actor;
  const bool follow;
  server::PullSession session;
  std::unique_ptr<server::Snapshot> snapshot;
  Listener listener;
  Doing doing = Doing::kBuilding;
  bool poked = false;
  bool at_checkpoint = false;
  server::Scopes followed;
  uint64_t follower = 0;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_SERVER_STREAM_H_
