// SPDX-License-Identifier: Apache-2.0
#include "server/sync/ticker.h"

namespace samstig::server {

void Ticker::Start(std::chrono::milliseconds period) {
  thread_ = std::thread([this, period] {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      tick_();
      lock.lock();
      wakes_.wait_for(lock, period, [this] { return stopping_; });
    }
  });
}

void Ticker::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakes_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace samstig::server
