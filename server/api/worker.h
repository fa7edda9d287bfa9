// SPDX-License-Identifier: Apache-2.0
// A thread of its own for the few calls that block on more than one network's threads: making a
// network, asking all of them for their sizes.
#ifndef SAMSTIG_SERVER_API_WORKER_H_
#define SAMSTIG_SERVER_API_WORKER_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "domain/base/result.h"

namespace samstig::server {

// Thread-safe.
class Worker {
 public:
  explicit Worker(size_t max_waiting);
  // Finishes what was accepted.
  ~Worker();

  // Jobs run one after the other. OVERLOADED when too many wait.
  base::Status Post(std::function<void()> job);

 private:
  void Run();

  const size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable wakes_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::thread thread_;  // Last: runs on everything above.
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_WORKER_H_
