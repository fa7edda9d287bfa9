// SPDX-License-Identifier: Apache-2.0
// One Pull in flight on the simulated server.
#ifndef SAMSTIG_TESTS_SIMULATION_SERVER_STREAM_H_
#define SAMSTIG_TESTS_SIMULATION_SERVER_STREAM_H_

#include <utility>

#include "server/sync/follow.h"
#include "tests/simulation/server_host.h"

namespace samstig::sim {

// States as in server/api/pull_stream.h.
struct ServerHost::Stream {
  enum class Doing { kBuilding, kWriting, kResting };

  Stream(const server::Actor& a, server::PullSession session, bool follows, server::Feed& feed,
         const server::Disclosures& disclosures, const server::Store& store, Listener l)
      : actor(a),
        follow(std::move(session), follows, feed, disclosures, store),
        listener(std::move(l)) {}

  const server::Actor actor;
  server::Follow follow;
  std::unique_ptr<server::Snapshot> snapshot;
  Listener listener;
  Doing doing = Doing::kBuilding;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_SERVER_STREAM_H_
