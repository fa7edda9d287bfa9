// SPDX-License-Identifier: Apache-2.0
// Devices that keep nothing: the contract's calls over the client's own transport, for loads that
// must not pay for thousands of local copies.
#ifndef SAMSTIG_TESTS_BENCH_WIRE_H_
#define SAMSTIG_TESTS_BENCH_WIRE_H_

#include <memory>
#include <string>
#include <vector>

#include "client-lib/transport/transport.h"
#include "domain/base/id.h"
#include "samstig/v1/mutation.pb.h"
#include "samstig/v1/sync_service.pb.h"
#include "tests/support/live/live_server.h"

namespace samstig::bench {

// A connection of its own, without TLS.
std::unique_ptr<client::Transport> Connect(const std::string& address);

// All frames of an answer. Aborts with the reason when the call fails.
std::vector<std::string> FramesOf(client::Transport& transport, client::Transport::Method method,
                                  const std::string& token,
                                  const google::protobuf::MessageLite& request);
// The same of a call that is no stream.
std::string Ask(client::Transport& transport, client::Transport::Method method,
                const std::string& token, const google::protobuf::MessageLite& request);

// Signs in by a code from the mail that comes. The token.
std::string SignInOverWire(const test::ServerAtWork& server, const std::string& network,
                           const std::string& email);

// A signed-in device that pushes and pulls and remembers how far it has come, nothing else.
class WireDevice {
 public:
  explicit WireDevice(std::string token) : token_(std::move(token)) {}

  // Waits until they are judged. Aborts unless all are applied.
  void Push(client::Transport& transport, const v1::PushRequest& request);
  // Adds the next mutation; a post of 400 bytes as such.
  void Add(v1::PushRequest& request, v1::Mutation mutation);
  void AddPost(v1::PushRequest& request, const base::Id& thread, size_t n);
  // Reads up to a checkpoint. The bytes of the answer.
  size_t Pull(client::Transport& transport);

  const std::string& token() const { return token_; }

 private:
  std::string token_;
  uint64_t next_number_ = 1;
  v1::Cursor cursor_;
};

// A new id, in order of time. Thread-safe.
base::Id NewId();

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_WIRE_H_
