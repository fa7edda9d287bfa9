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
    // When it was true, as Watch wants to know it.
    uint64_t ends_before = 0;
  };
  // NOT_SIGNED_IN, TOKEN_EXPIRED, DEVICE_REVOKED, or the store's trouble.
  using Done = std::function<void(base::Result<Caller>)>;
  // The device's token has ended (DEVICE_REVOKED), or the server or the network is (UNAVAILABLE).
  using Ended = std::function<void(const base::Status& why)>;

  // At most `max_kept` answers are kept in memory.
  explicit Sessions(const base::Clock& clock, size_t max_kept = 100'000);

  // Checks a bearer token. `done` is called once: before this returns if the answer is known, else
  // on a reader thread of the network. Never touches SQLite on the calling thread.
  void Authenticate(Networks& networks, std::string_view bearer, Done done);

  // The device's token was revoked or replaced, and that is committed: forgets it and tells its
  // watchers. An Authenticate that began before may still say yes; none that begins later does.
  void End(const base::Id& device);

  // The network was closed to be replaced: forgets its tokens and ends its watches with
  // UNAVAILABLE. Callers come back by themselves and are looked up in what is there then.
  void Forget(const Network& network);

  // Calls `ended` when the caller's token ends; before this returns if it did since it was checked,
  // or if everything has ended. It may come twice and on any thread, must be quick, and must not
  // call back into Sessions.
  uint64_t Watch(const Caller& caller, Ended ended);
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
    const Network* network = nullptr;
    base::Id device;
    Ended ended;
  };

  bool HasEndedSince(const base::Id& device, uint64_t ends_before) const;
  void LookUp(Network& network, std::string hash, uint64_t ends_before, Done done);
  void Remember(const std::string& hash, const Known& known, uint64_t ends_before);
  void TouchLastSeen(Network& network, const base::Id& device);

  const base::Clock& clock_;
  const size_t max_kept_;

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Known> by_hash_;
  std::unordered_map<base::Id, std::string, base::IdHash> hash_of_;
  // Counts End and Forget calls: an answer read before one of them is not kept.
  uint64_t ends_ = 0;
  // The number of a device's last End, for the latest of them. An answer from before
  // `forgotten_ends_` may have ended without a trace here.
  std::unordered_map<base::Id, uint64_t, base::IdHash> last_end_of_;
  uint64_t forgotten_ends_ = 0;

  // Held while `ended` runs, so that Unwatch can promise silence.
  std::mutex watch_mutex_;
  std::map<uint64_t, Watcher> watchers_;
  std::multimap<base::Id, uint64_t> watches_of_;
  uint64_t next_watch_ = 1;
  bool all_ended_ = false;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_SESSIONS_H_
