// SPDX-License-Identifier: Apache-2.0
#include "server/api/worker.h"

#include <utility>

namespace samstig::server {

Worker::Worker(size_t max_waiting) : max_waiting_(max_waiting), thread_([this] { Run(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakes_.notify_one();
  thread_.join();
}

base::Status Worker::Post(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || jobs_.size() >= max_waiting_) {
    return {v1::REASON_OVERLOADED, "too many calls of this kind are waiting"};
  }
  jobs_.push_back(std::move(job));
  wakes_.notify_one();
  return {};
}

void Worker::Run() {
  while (true) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wakes_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace samstig::server
