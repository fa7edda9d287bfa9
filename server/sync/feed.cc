// SPDX-License-Identifier: Apache-2.0
#include "server/sync/feed.h"

#include <algorithm>
#include <utility>

namespace samstig::server {

uint64_t Feed::Add(const Scopes& scopes, Poke poke) {
  const std::lock_guard lock(mutex_);
  const uint64_t follower = next_++;
  followers_.emplace(follower, Follower{scopes, std::make_shared<const Poke>(std::move(poke)), {}});
  for (const Scope& scope : scopes) by_scope_[scope].insert(follower);
  return follower;
}

void Feed::Change(uint64_t follower, const Scopes& scopes, Seq seen) {
  const std::lock_guard lock(mutex_);
  const auto found = followers_.find(follower);
  if (found == followers_.end()) return;
  Unlink(follower, found->second.scopes);
  found->second.scopes = scopes;
  for (const Scope& scope : scopes) by_scope_[scope].insert(follower);
  // What was committed since touched scopes that were not followed yet.
  if (last_ > seen) found->second.news_after = seen;
}

void Feed::Remove(uint64_t follower) {
  const std::lock_guard lock(mutex_);
  const auto found = followers_.find(follower);
  if (found == followers_.end()) return;
  Unlink(follower, found->second.scopes);
  followers_.erase(found);
}

void Feed::Unlink(uint64_t follower, const Scopes& scopes) {
  for (const Scope& scope : scopes) {
    const auto found = by_scope_.find(scope);
    if (found == by_scope_.end()) continue;
    found->second.erase(follower);
    if (found->second.empty()) by_scope_.erase(found);
  }
}

std::optional<Seq> Feed::TakeNews(uint64_t follower) {
  const std::lock_guard lock(mutex_);
  const auto found = followers_.find(follower);
  if (found == followers_.end()) return std::nullopt;
  return std::exchange(found->second.news_after, std::nullopt);
}

std::optional<Feed::Dispatches> Feed::Since(Seq seen) const {
  const std::lock_guard lock(mutex_);
  if (seen < ring_from_) return std::nullopt;
  const auto first = std::partition_point(
      ring_.begin(), ring_.end(), [&](const auto& dispatch) { return dispatch->to() <= seen; });
  return Dispatches(first, ring_.end());
}

void Feed::Committed(const Changes& changes) {
  if (changes.to == changes.from) return;
  std::shared_ptr<const Dispatch> dispatch;
  // Encoded outside the lock. Somebody who begins to follow only now reads the store first, and
  // finds it there.
  if (changes.whole && followers() > 0) dispatch = std::make_shared<const Dispatch>(changes);
  const std::lock_guard lock(mutex_);
  if (changes.from != last_) EmptyRing(changes.from);
  last_ = changes.to;
  Keep(std::move(dispatch));
  if (followers_.empty()) return;
  for (const Scope& scope : changes.touched) unannounced_.emplace(scope, changes.from);
}

void Feed::Keep(std::shared_ptr<const Dispatch> dispatch) {
  if (!dispatch) return EmptyRing(last_);
  ring_bytes_ += dispatch->bytes();
  ring_.push_back(std::move(dispatch));
  while (ring_bytes_ > limits_.bytes || ring_.size() > limits_.dispatches) {
    ring_bytes_ -= ring_.front()->bytes();
    ring_from_ = ring_.front()->to();
    ring_.pop_front();
  }
}

void Feed::EmptyRing(Seq reaches_back_to) {
  ring_.clear();
  ring_bytes_ = 0;
  ring_from_ = reaches_back_to;
}

void Feed::Announce() {
  std::vector<std::shared_ptr<const Poke>> pokes;
  {
    const std::lock_guard lock(mutex_);
    std::set<uint64_t> woken;
    for (const auto& [scope, before] : unannounced_) {
      const auto found = by_scope_.find(scope);
      if (found == by_scope_.end()) continue;
      for (const uint64_t id : found->second) {
        std::optional<Seq>& news_after = followers_.at(id).news_after;
        news_after = std::min(news_after.value_or(before), before);
        woken.insert(id);
      }
    }
    unannounced_.clear();
    pokes.reserve(woken.size());
    for (const uint64_t id : woken) pokes.push_back(followers_.at(id).poke);
  }
  // Not under the lock: a poke takes its news, and writes to a socket.
  for (const auto& poke : pokes) (*poke)();
}

size_t Feed::followers() const {
  const std::lock_guard lock(mutex_);
  return followers_.size();
}

size_t Feed::ring_bytes() const {
  const std::lock_guard lock(mutex_);
  return ring_bytes_;
}

}  // namespace samstig::server
