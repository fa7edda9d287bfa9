// SPDX-License-Identifier: Apache-2.0
// The real server without its program, for tests of the whole client library: one network,
// "stigen", on SQLite, behind real gRPC on a port of its own. Anna and Bo are in "cohort", which is
// running and has a "thread"; a sign-in by e-mail needs the code of the last mail. Thread-safe.
//
// Its attachments' service counts each chunk that arrives, and can hold one back, so that a test
// can kill a device while a chunk is on its way.
#ifndef SAMSTIG_TESTS_CLIENT_LIB_NATIVE_REAL_SERVER_H_
#define SAMSTIG_TESTS_CLIENT_LIB_NATIVE_REAL_SERVER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "samstig/client.h"
#include "samstig/v1/entity.pb.h"

namespace samstig::test {

class RealServer {
 public:
  RealServer();
  ~RealServer();

  const std::string& address() const;
  // Ends all calls and stops listening; afterwards listens again on the same port.
  void Stops();
  void StartsAgain();
  // The code that was mailed last.
  std::string LastCode() const;
  // Signs the client in as "anna" or "bo".
  void SignsIn(client::Client& client, const std::string& name);
  // Nobody reads the cohort any more.
  void Revokes(const std::string& name);
  // Puts an entity as it is, without judging it, into the cohort's scope.
  void Has(const v1::Entity& entity);

  // How often each chunk of a blob arrived.
  std::map<std::pair<std::string, uint32_t>, int> Arrived() const;
  int64_t stats() const;
  // Blocks until so many chunks have arrived in all; false when a minute was not enough.
  bool WaitForChunks(int64_t count);
  // From now on the answer to each chunk waits, after it was stored or before; Release ends that.
  enum class Hold { kNothing, kBeforeStoring };
  void Holds(Hold hold);
  // Every chunk is refused with the reason's code, or none.
  void RefusesChunks(bool refuses);
  // A bit of each chunk is turned on its way in, or out, so many times.
  void SpoilsIncoming(int times);
  void SpoilsOutgoing(int times);
  // A reading breaks off after so many messages, once.
  void CutsReadingAfter(int messages);
  // Offsets asked for in GetBlob, in order.
  std::vector<uint64_t> Offsets() const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_CLIENT_LIB_NATIVE_REAL_SERVER_H_
