// SPDX-License-Identifier: Apache-2.0
// The feed: who follows which scopes live, and what the latest commits have for them. The writer
// leaves each commit here, encoded once; followers take what is theirs by reference. A follower
// that is slow costs one number, the place from which there is something new for it, never a queue;
// the ring of recent dispatches is the same for all and bounded.
#ifndef SAMSTIG_SERVER_SYNC_FEED_H_
#define SAMSTIG_SERVER_SYNC_FEED_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "server/store/store.h"
#include "server/sync/dispatch.h"

namespace samstig::server {

// The ring keeps at most so much; a follower that is further behind reads from the store.
struct FeedLimits {
  size_t dispatches = 1'024;
  size_t bytes = 4 << 20;
};

// Thread-safe.
class Feed {
 public:
  // Something is new for the follower. May call back into the Feed. It may run once more after
  // Remove, so it holds on to what it needs.
  using Poke = std::function<void()>;
  using Dispatches = std::vector<std::shared_ptr<const Dispatch>>;

  explicit Feed(const FeedLimits& limits = {}) : limits_(limits) {}

  // ---- For followers

  // Follows until Remove. Ids are never used again.
  uint64_t Add(const Scopes& scopes, Poke poke);
  // Follows these scopes instead, having seen all there is in them up to `seen`.
  void Change(uint64_t follower, const Scopes& scopes, Seq seen);
  void Remove(uint64_t follower);
  // The seq after which something may be new for the follower, once: nullopt until there is more.
  // A follower that has asked hears a poke of anything it was not told of.
  std::optional<Seq> TakeNews(uint64_t follower);
  // All dispatches after `seen`, oldest first; nullopt when the ring does not reach back so far.
  std::optional<Dispatches> Since(Seq seen) const;

  // ---- For the writer

  // Takes in what was committed. Quick, whatever the number of followers; wakes nobody.
  void Committed(const Changes& changes);
  // Pokes everybody for whom there is something new since the last time, each once. One thread at a
  // time.
  void Announce();

  size_t followers() const;
  // What the ring holds.
  size_t ring_bytes() const;

 private:
  struct Follower {
    Scopes scopes;
    std::shared_ptr<const Poke> poke;
    std::optional<Seq> news_after;
  };

  // These are called with mutex_ held.
  void Unlink(uint64_t follower, const Scopes& scopes);
  void Keep(std::shared_ptr<const Dispatch> dispatch);
  void EmptyRing(Seq reaches_back_to);

  const FeedLimits limits_;
  mutable std::mutex mutex_;
  uint64_t next_ = 1;
  std::map<uint64_t, Follower> followers_;
  std::map<Scope, std::set<uint64_t>> by_scope_;
  // Touched since the last Announce, each with the seq before the first commit that did.
  std::map<Scope, Seq> unannounced_;
  // Everything that was committed after ring_from_, up to last_, without a gap.
  std::deque<std::shared_ptr<const Dispatch>> ring_;
  size_t ring_bytes_ = 0;
  Seq ring_from_ = 0;
  Seq last_ = 0;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_FEED_H_
