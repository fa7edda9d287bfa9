// SPDX-License-Identifier: Apache-2.0
#include "server/sync/clockwork.h"

#include <vector>

#include "server/decide/publication.h"

namespace samstig::server {

void Clockwork::Tick() {
  for (Network* network : networks_.All()) {
    const TimeMs now = clock_.Now();
    Looked& looked = looked_[network->slug()];
    if (looked.network != network) looked = {network, std::nullopt};
    const Result<size_t> published = PublishDue(*network, looked.until, now);
    if (!published.ok()) {
      // A network that is being restored is back soon.
      if (published.status().reason() == v1::REASON_UNAVAILABLE) continue;
      log_.Warn("what is due could not be done; it is tried again",
                {{"network", Public(network->slug())}, {"why", published.status()}});
      continue;
    }
    looked.until = now;
    if (*published > 0) {
      log_.Info("assignments published",
                {{"network", Public(network->slug())}, {"count", *published}});
    }
  }
}

Result<size_t> Clockwork::PublishDue(Network& network, std::optional<TimeMs> looked, TimeMs now) {
  std::vector<Id> due;
  RETURN_IF_ERROR(network.ReadNow([&](Snapshot& snapshot) -> Status {
    ASSIGN_OR_RETURN(due, DuePublications(snapshot, looked, now));
    return {};
  }));
  for (const Id& id : due) {
    RETURN_IF_ERROR(
        network.WriteNow([id, now](Transaction& txn) { return Publish(txn, id, now); }));
  }
  return due.size();
}

void Clockwork::Start(std::chrono::milliseconds period) {
  thread_ = std::thread([this, period] {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      Tick();
      lock.lock();
      wakes_.wait_for(lock, period, [this] { return stopping_; });
    }
  });
}

void Clockwork::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakes_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace samstig::server
