// SPDX-License-Identifier: Apache-2.0
// A network with one running cohort and many leaders in it, made through a live server as an
// organiser makes it.
#ifndef SAMSTIG_TESTS_BENCH_COUNTRY_H_
#define SAMSTIG_TESTS_BENCH_COUNTRY_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client-lib/include/samstig/client.h"
#include "tests/support/live/live_server.h"
#include "tests/support/temp_dir.h"

namespace samstig::bench {

using Clients = std::vector<std::unique_ptr<client::Client>>;

// Aborts with `what` and the reason unless it is OK.
void MustBe(const base::Status& status, const char* what);

class Country {
 public:
  // On a server of its own, unless there is one already. Leader number i is of municipality number
  // i modulo their count. Aborts with the reason when something does not work.
  Country(const std::optional<test::ServerAtWork>& outside, int leaders, int municipalities = 1);

  const test::ServerAtWork& server() const { return *server_; }
  // The process, when it is the country's own; else nullptr.
  test::LiveServer* own() { return own_.get(); }
  const std::string& network() const { return network_; }
  // The network's database with its log, in bytes; own servers alone.
  uint64_t BytesOnDisk() const;

  // Signs in leader number `i` (0 ...) on a new device with an empty copy.
  std::unique_ptr<client::Client> NewDevice(int i);
  // Another client on that device's file, which no client has open; by way of `address`.
  std::unique_ptr<client::Client> Reopen(int device, const std::string& address, bool compressed);
  // How many devices there are; the last one's number is one less.
  int devices() const { return devices_; }
  // The same without a copy: the token.
  std::string TokenOf(int i) const;
  // The address that leader number `i` signs in with. Nobody gets more than five codes in an hour.
  std::string EmailOf(int i) const;

  // The thread that everybody writes in.
  const base::Id& thread() const { return thread_; }
  // Another one of the whole cohort's.
  base::Id StartThread();
  // The intent to start one of the leader's own municipality alone.
  void AddOwnThread(int leader, const base::Id& thread, v1::StartThread& intent) const;
  v1::Mutation Post(client::Client& client, size_t n) const { return Post(client, n, thread_); }
  v1::Mutation Post(client::Client& client, size_t n, const base::Id& thread) const;
  // Fills the thread with so many posts, by devices without a copy of leader number `i`.
  void Fill(int i, size_t posts);

 private:
  void Build(int leaders, int municipalities);
  void Enrol(int leader, const base::Id& municipality);
  std::string PathOf(int device) const;

  std::unique_ptr<test::LiveServer> own_;
  std::optional<test::ServerAtWork> server_;
  test::TempDir dir_;
  std::string network_;
  std::unique_ptr<client::Client> organiser_;
  std::vector<base::Id> municipalities_;
  base::Id cohort_;
  base::Id thread_;
  int devices_ = 0;
};

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_COUNTRY_H_
