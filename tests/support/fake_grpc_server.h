// SPDX-License-Identifier: Apache-2.0
// A FakeServer behind real gRPC on a port of this machine, with a sign-in that takes one code.
// Thread-safe.
#ifndef SAMSTIG_TESTS_SUPPORT_FAKE_GRPC_SERVER_H_
#define SAMSTIG_TESTS_SUPPORT_FAKE_GRPC_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "tests/support/fake_server.h"

namespace samstig::test {

class FakeGrpcServer {
 public:
  static constexpr char kCode[] = "12345678";

  // On a free port. With a certificate and key in PEM it speaks TLS.
  explicit FakeGrpcServer(const base::Clock& clock, const std::string& certificate = "",
                          const std::string& key = "");
  ~FakeGrpcServer();

  // "127.0.0.1:<port>"
  const std::string& address() const;

  // Alone with the server; streams that are open hear of what changed.
  void With(const std::function<void(FakeServer&)>& fn);

  // Who an e-mail address signs in as.
  static base::Id PersonOf(const std::string& email);

  // Ends all calls and stops listening; afterwards listens again on the same port.
  void Stops();
  void StartsAgain();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_FAKE_GRPC_SERVER_H_
