// SPDX-License-Identifier: Apache-2.0
// A relay on loopback that counts: what really goes over the wire, HTTP/2 and all.
#ifndef SAMSTIG_TESTS_BENCH_RELAY_H_
#define SAMSTIG_TESTS_BENCH_RELAY_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace samstig::bench {

// Carries one connection at a time to `address` ("127.0.0.1:port").
class Relay {
 public:
  explicit Relay(const std::string& address);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;
  ~Relay();

  const std::string& address() const { return address_; }
  // Bytes from and to the client since the last Reset.
  uint64_t up() const { return up_; }
  uint64_t down() const { return down_; }
  void Reset() { up_ = down_ = 0; }

 private:
  void Run(int server_port);
  void Carry(int client, int server);

  std::string address_;
  int listener_ = -1;
  int stop_ = -1;
  std::atomic<uint64_t> up_{0};
  std::atomic<uint64_t> down_{0};
  std::thread thread_;  // Last: runs on everything above.
};

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_RELAY_H_
