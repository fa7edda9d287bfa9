// SPDX-License-Identifier: Apache-2.0
// Who is calling: from a token to an Actor. The answers are kept in memory, so that a Push costs no
// look-up in SQLite for its token. And who wants to hear at once that a device's right has ended:
// live streams.
#ifndef SAMSTIG_SERVER_AUTH_SESSIONS_H_
#define SAMSTIG_SERVER_AUTH_SESSIONS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "server/decide/actor.h"
#include "server/sync/networks.h"

namespace samstig::server {

// Thread-safe. Must outlive the networks' threads that still carry its work.
class Sessions {
 public:
  struct Caller {
    Network* network = nullptr;
    Actor actor;
  };
  // NOT_SIGNED_IN, TOKEN_EXPIRED, DEVICE_REVOKED, or the store's trouble.
  using Done = std::function<void(base::Result<Caller>)>;
  // The device's token has ended (DEVICE_REVOKED), or the server is stopping (UNAVAILABLE).
  using Ended = std::function<void(const base::Status& why)>;

  // At most `max_kept` answers are kept in memory.
  explicit Sessions(const base::Clock& clock, size_t max_kept = 100'000);

  // Checks a bearer token. `done` is called once: before this returns if the answer is known, else
  // on a reader thread of the network. Never touches SQLite on the calling thread.
  void Authenticate(Networks& networks, std::string_view bearer, Done done);

  // The device's token was revoked or replaced, and that is committed: forgets it and tells its
  // watchers. An Authenticate that began before may still say yes; none that begins later does.
  void End(const base::Id& device);

  // Calls `ended` when the device's token ends; at once if everything has ended already. It may
  // come on any thread and must be quick; it must not call back into Sessions.
  uint64_t Watch(const base::Id& device, Ended ended);
  // `ended` neither runs nor comes after this returns. Never called from within an `ended`.
  void Unwatch(uint64_t watch);

  // The server is stopping: ends all watches, now and to come. Tokens stay good.
  void EndAllWatches();

 private:
  struct Known {
    Network* network = nullptr;
    Actor actor;
    base::TimeMs last_seen = 0;
  };
  struct Watcher {
    base::Id device;
    Ended ended;
  };

  void LookUp(Network& network, std::string hash, Done done);
  void Remember(const std::string& hash, const Known& known, uint64_t ends_before);
  void TouchLastSeen(Network& network, const base::Id& device);

  const base::Clock& clock_;
  const size_t max_kept_;

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Known> by_hash_;
  std::unordered_map<base::Id, std::string, base::IdHash> hash_of_;
  // Counts End calls: an answer read before one of them is not kept.
  uint64_t ends_ = 0;

  // Held while `ended` runs, so that Unwatch can promise silence.
  std::mutex watch_mutex_;
  std::map<uint64_t, Watcher> watchers_;
  std::multimap<base::Id, uint64_t> watches_of_;
  uint64_t next_watch_ = 1;
  bool all_ended_ = false;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_SESSIONS_H_
