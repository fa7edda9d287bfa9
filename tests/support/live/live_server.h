// SPDX-License-Identifier: Apache-2.0
// A real samstig-server process with its own data folder, for tests and benchmarks that go the
// whole way: real ports on 127.0.0.1, real files, real sign-in by codes out of real mails.
#ifndef SAMSTIG_TESTS_SUPPORT_LIVE_LIVE_SERVER_H_
#define SAMSTIG_TESTS_SUPPORT_LIVE_LIVE_SERVER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <utility>

#include "client-lib/include/samstig/client.h"
#include "domain/base/result.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {

// A server that runs, whoever has started it, and that puts its mails into a folder.
class ServerAtWork {
 public:
  ServerAtWork(std::string address, std::string mail_directory, std::string operator_token)
      : address_(std::move(address)),
        mail_directory_(std::move(mail_directory)),
        operator_token_(std::move(operator_token)) {}

  // "127.0.0.1:port".
  const std::string& address() const { return address_; }

  // Makes a network by the operator's token.
  base::Status CreateNetwork(const std::string& network, const std::string& organiser_email) const;
  // A client of this server, signed in by a code from the mail that came.
  base::Result<std::unique_ptr<client::Client>> SignIn(const std::string& network,
                                                       const std::string& email,
                                                       const std::string& path) const;
  // The code in the newest mail to this address; empty when there is none. Takes the mail away.
  std::string TakeCode(const std::string& email) const;

 private:
  std::string address_;
  std::string mail_directory_;
  std::string operator_token_;
};

class LiveServer {
 public:
  // The program is SAMSTIG_SERVER from the environment, or samstig-server beside this program.
  // Aborts with the server's own words when it does not start.
  LiveServer();
  LiveServer(const LiveServer&) = delete;
  LiveServer& operator=(const LiveServer&) = delete;
  ~LiveServer();  // SIGTERM, and waits.

  // "127.0.0.1:port"; stays the same over restarts.
  const std::string& address() const { return address_; }
  const std::string& folder() const { return dir_.path(); }
  std::string NetworkFile(const std::string& network) const;
  // Resident memory now and at its peak, in bytes.
  uint64_t MemoryNow() const;
  uint64_t MemoryPeak() const;
  // Processor time that it has used so far.
  double CpuSeconds() const;

  // Ends the process at once, as a crash does.
  void Crash();
  // SIGTERM; the exit code.
  int Stop();
  // Starts it again on the same data and port.
  void Start();

  // As it is reached now.
  ServerAtWork at_work() const;

  // As those of at_work().
  base::Status CreateNetwork(const std::string& network, const std::string& organiser_email);
  base::Result<std::unique_ptr<client::Client>> SignIn(const std::string& network,
                                                       const std::string& email,
                                                       const std::string& path);
  std::string TakeCode(const std::string& email);

 private:
  TempDir dir_;
  pid_t pid_ = 0;
  std::string address_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_LIVE_LIVE_SERVER_H_
