// SPDX-License-Identifier: Apache-2.0
// The feed: who wants to hear when which scopes change. It carries no data, only "something new at
// or before this seq": a follower that is slow costs one flag, never a queue.
#ifndef SAMSTIG_SERVER_SYNC_FEED_H_
#define SAMSTIG_SERVER_SYNC_FEED_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "server/store/store.h"

namespace samstig::server {

// Thread-safe.
class Feed {
 public:
  // Called on the writer thread after a commit that touched one of the scopes. Must be quick and
  // must not call back into the Feed.
  using Poke = std::function<void(Seq seq)>;

  // Follows until Remove. Ids are never used again.
  uint64_t Add(const Scopes& scopes, Poke poke);
  // Follows these scopes instead.
  void Change(uint64_t follower, const Scopes& scopes);
  // No poke runs or comes after this returns.
  void Remove(uint64_t follower);

  // Pokes everybody who follows one of `touched`, each once.
  void Committed(const Scopes& touched, Seq seq);

  size_t followers() const;

 private:
  struct Follower {
    Scopes scopes;
    Poke poke;
  };

  void Unlink(uint64_t follower, const Scopes& scopes);

  mutable std::mutex mutex_;
  uint64_t next_ = 1;
  std::map<uint64_t, Follower> followers_;
  std::map<Scope, std::set<uint64_t>> by_scope_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_FEED_H_
