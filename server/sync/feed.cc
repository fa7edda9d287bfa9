// SPDX-License-Identifier: Apache-2.0
#include "server/sync/feed.h"

#include <utility>

namespace samstig::server {

uint64_t Feed::Add(const Scopes& scopes, Poke poke) {
  const std::lock_guard lock(mutex_);
  const uint64_t follower = next_++;
  followers_.emplace(follower, Follower{scopes, std::move(poke)});
  for (const Scope& scope : scopes) by_scope_[scope].insert(follower);
  return follower;
}

void Feed::Change(uint64_t follower, const Scopes& scopes) {
  const std::lock_guard lock(mutex_);
  const auto found = followers_.find(follower);
  if (found == followers_.end()) return;
  Unlink(follower, found->second.scopes);
  found->second.scopes = scopes;
  for (const Scope& scope : scopes) by_scope_[scope].insert(follower);
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

void Feed::Committed(const Scopes& touched, Seq seq) {
  const std::lock_guard lock(mutex_);
  std::set<uint64_t> woken;
  for (const Scope& scope : touched) {
    const auto found = by_scope_.find(scope);
    if (found != by_scope_.end()) woken.insert(found->second.begin(), found->second.end());
  }
  for (const uint64_t follower : woken) followers_.at(follower).poke(seq);
}

size_t Feed::followers() const {
  const std::lock_guard lock(mutex_);
  return followers_.size();
}

}  // namespace samstig::server
