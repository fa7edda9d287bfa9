// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sessions.h"

#include <utility>
#include <vector>

#include "server/auth/sign_in.h"
#include "server/auth/token.h"

namespace samstig::server {

using base::Id;

namespace {

constexpr size_t kMaxEndsKept = 1'000;

Status DeviceEnded() { return {v1::REASON_DEVICE_REVOKED, "the device's token has ended"}; }
Status Replaced() { return {v1::REASON_UNAVAILABLE, "the network was restored"}; }
Status Stopping() { return {v1::REASON_UNAVAILABLE, "the server is stopping"}; }

}  // namespace

Sessions::Sessions(const base::Clock& clock, size_t max_kept)
    : clock_(clock), max_kept_(max_kept) {}

void Sessions::Authenticate(Networks& networks, std::string_view bearer, Done done) {
  Result<Token> token = Token::Parse(bearer);
  if (!token.ok()) return done(token.status());
  std::string hash = token->Hash();

  std::optional<Known> known;
  bool stale = false;
  uint64_t ends_before = 0;
  const TimeMs now = clock_.Now();
  {
    const std::lock_guard lock(mutex_);
    ends_before = ends_;
    const auto found = by_hash_.find(hash);
    if (found != by_hash_.end()) {
      known = found->second;
      stale = now - known->last_seen >= kLastSeenStepMs;
      if (stale && CheckTokenAge(known->last_seen, now).ok()) found->second.last_seen = now;
    }
  }
  if (known) {
    const Status age = CheckTokenAge(known->last_seen, now);
    if (!age.ok()) return done(age);
    if (stale) TouchLastSeen(*known->network, known->actor.device);
    return done(Caller{known->network, known->actor, ends_before});
  }

  Network* network = networks.Find(std::string(token->network()));
  if (network == nullptr) return done(Status(v1::REASON_NOT_SIGNED_IN, "unknown token"));
  LookUp(*network, std::move(hash), ends_before, std::move(done));
}

void Sessions::LookUp(Network& network, std::string hash, uint64_t ends_before, Done done) {
  network.Read([this, &network, hash = std::move(hash), done = std::move(done),
                ends_before](const Result<Snapshot*>& snapshot) {
    if (!snapshot.ok()) return done(snapshot.status());
    const TimeMs now = clock_.Now();
    const Result<CheckedToken> checked = CheckToken(**snapshot, hash, now);
    if (!checked.ok()) return done(checked.status());
    Known known{&network, checked->actor, checked->last_seen};
    if (now - known.last_seen >= kLastSeenStepMs) {
      known.last_seen = now;
      TouchLastSeen(network, known.actor.device);
    }
    Remember(hash, known, ends_before);
    done(Caller{&network, known.actor, ends_before});
  });
}

void Sessions::Remember(const std::string& hash, const Known& known, uint64_t ends_before) {
  const std::lock_guard lock(mutex_);
  // Something ended since the answer was read; it may be this very token. The next call reads anew.
  if (ends_ != ends_before) return;
  if (by_hash_.size() >= max_kept_ && !by_hash_.contains(hash)) {
    hash_of_.erase(by_hash_.begin()->second.actor.device);
    by_hash_.erase(by_hash_.begin());
  }
  by_hash_[hash] = known;
  hash_of_[known.actor.device] = hash;
}

void Sessions::TouchLastSeen(Network& network, const Id& device) {
  const TimeMs now = clock_.Now();
  network.Write([device, now](Transaction& txn) { return TouchDevice(txn, device, now); },
                [](const Status&) { /* A missed note is made up for by a later one. */ });
}

void Sessions::End(const Id& device) {
  {
    const std::lock_guard lock(mutex_);
    if (last_end_of_.size() >= kMaxEndsKept) {
      last_end_of_.clear();
      forgotten_ends_ = ends_;
    }
    last_end_of_[device] = ++ends_;
    const auto found = hash_of_.find(device);
    if (found != hash_of_.end()) {
      by_hash_.erase(found->second);
      hash_of_.erase(found);
    }
  }
  const std::lock_guard lock(watch_mutex_);
  const auto [first, last] = watches_of_.equal_range(device);
  for (auto watch = first; watch != last; ++watch) watchers_.at(watch->second).ended(DeviceEnded());
}

void Sessions::Forget(const Network& network) {
  {
    const std::lock_guard lock(mutex_);
    ++ends_;  // So that an answer of the old network's that is still under way is not kept.
    for (auto known = by_hash_.begin(); known != by_hash_.end();) {
      if (known->second.network != &network) {
        ++known;
        continue;
      }
      hash_of_.erase(known->second.actor.device);
      known = by_hash_.erase(known);
    }
  }
  // A watch that begins later is of a call that finds the network closed at its next step.
  const std::lock_guard lock(watch_mutex_);
  for (const auto& [watch, watcher] : watchers_) {
    if (watcher.network == &network) watcher.ended(Replaced());
  }
}

bool Sessions::HasEndedSince(const Id& device, uint64_t ends_before) const {
  const std::lock_guard lock(mutex_);
  const auto found = last_end_of_.find(device);
  return ends_before < forgotten_ends_ ||
         (found != last_end_of_.end() && found->second > ends_before);
}

uint64_t Sessions::Watch(const Caller& caller, Ended ended) {
  const std::lock_guard lock(watch_mutex_);
  const uint64_t watch = next_watch_++;
  const Id& device = caller.actor.device;
  // An End that is counted after this look comes to the watchers after us.
  if (all_ended_) {
    ended(Stopping());
  } else if (HasEndedSince(device, caller.ends_before)) {
    ended(DeviceEnded());
  }
  watchers_.emplace(watch, Watcher{caller.network, device, std::move(ended)});
  watches_of_.emplace(device, watch);
  return watch;
}

void Sessions::Unwatch(uint64_t watch) {
  const std::lock_guard lock(watch_mutex_);
  const auto found = watchers_.find(watch);
  if (found == watchers_.end()) return;
  const auto [first, last] = watches_of_.equal_range(found->second.device);
  for (auto entry = first; entry != last; ++entry) {
    if (entry->second == watch) {
      watches_of_.erase(entry);
      break;
    }
  }
  watchers_.erase(found);
}

void Sessions::EndAllWatches() {
  const std::lock_guard lock(watch_mutex_);
  all_ended_ = true;
  for (const auto& [watch, watcher] : watchers_) watcher.ended(Stopping());
}

}  // namespace samstig::server
