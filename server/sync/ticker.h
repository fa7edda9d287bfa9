// SPDX-License-Identifier: Apache-2.0
// A Ticker: something done now and then again each period, on a thread of its own.
#ifndef SAMSTIG_SERVER_SYNC_TICKER_H_
#define SAMSTIG_SERVER_SYNC_TICKER_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace samstig::server {

class Ticker {
 public:
  explicit Ticker(std::function<void()> tick) : tick_(std::move(tick)) {}
  ~Ticker() { Stop(); }

  // Ticks now, and then each `period`. Once.
  void Start(std::chrono::milliseconds period);
  // Returns when no tick is under way and none will come.
  void Stop();

 private:
  const std::function<void()> tick_;
  std::mutex mutex_;
  std::condition_variable wakes_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_TICKER_H_
