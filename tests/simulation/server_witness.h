// SPDX-License-Identifier: Apache-2.0
// ServerWitness: who watches the server as it works, closer than any client could.
#ifndef SAMSTIG_TESTS_SIMULATION_SERVER_WITNESS_H_
#define SAMSTIG_TESTS_SIMULATION_SERVER_WITNESS_H_

#include <memory>
#include <string>
#include <vector>

#include "samstig/v1/sync_service.pb.h"
#include "server/store/store.h"
#include "server/sync/push.h"

namespace samstig::sim {

// A push on its way through the writer.
struct JudgedPush {
  JudgedPush(const base::Id& from, server::PushBatch parsed, std::vector<std::string> mutations)
      : device(from), batch(std::move(parsed)), bytes(std::move(mutations)) {}
  base::Id device;
  server::PushBatch batch;
  std::vector<std::string> bytes;
  // The last number judged before this push.
  uint64_t last_before = 0;
};

class ServerWitness {
 public:
  using Pushes = std::vector<std::shared_ptr<JudgedPush>>;

  virtual ~ServerWitness() = default;
  // Right after a commit, before anybody is answered.
  virtual void Committed(server::Store& store, const server::Scopes& touched,
                         const Pushes& pushes) = 0;
  // The store was opened again, after whatever end it had.
  virtual void Started(server::Store& store) = 0;
  // What was over by the rules of retention was retired.
  virtual void Retired() = 0;
  // A page for the person is about to be sent.
  virtual void PageBuilt(const base::Id& person, const v1::PullResponse& page) = 0;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_SERVER_WITNESS_H_
