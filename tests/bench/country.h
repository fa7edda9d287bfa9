// SPDX-License-Identifier: Apache-2.0
// A network with one running cohort and many leaders in it, made through a live server as an
// organiser makes it.
#ifndef SAMSTIG_TESTS_BENCH_COUNTRY_H_
#define SAMSTIG_TESTS_BENCH_COUNTRY_H_

#include <memory>
#include <string>
#include <vector>

#include "client-lib/include/samstig/client.h"
#include "tests/support/live/live_server.h"

namespace samstig::bench {

using Clients = std::vector<std::unique_ptr<client::Client>>;

class Country {
 public:
  // Aborts with the reason when something does not work.
  explicit Country(int leaders);

  test::LiveServer& server() { return server_; }
  // Signs in leader number `i` (0 ...) on a new device with an empty copy.
  std::unique_ptr<client::Client> NewDevice(int i);
  // The address that leader number `i` signs in with.
  std::string EmailOf(int i) const;
  // The thread that everybody writes in.
  const base::Id& thread() const { return thread_; }
  v1::Mutation Post(client::Client& client, size_t n) const;

 private:
  test::LiveServer server_;
  std::unique_ptr<client::Client> organiser_;
  base::Id cohort_;
  base::Id thread_;
  int devices_ = 0;
};

// 400 bytes of Swedish, never the same twice.
std::string Text(size_t n);

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_COUNTRY_H_
