// SPDX-License-Identifier: Apache-2.0
// Observers: who wants to hear that something has changed. Thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_OBSERVERS_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_OBSERVERS_H_

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "client-lib/include/samstig/client.h"

namespace samstig::client {

class Observers {
 public:
  // May outlive this.
  std::unique_ptr<Subscription> Add(std::function<void()> on_change);
  // Calls all, one after the other, on this thread.
  void Notify();

 private:
  struct Observer {
    // Held during the call, so that an end of the subscription waits for it. Recursive: the call
    // itself may be what ends it.
    std::recursive_mutex mutex;
    bool ended = false;
    std::function<void()> on_change;
  };
  class Observation;

  std::mutex mutex_;
  std::vector<std::weak_ptr<Observer>> observers_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_OBSERVERS_H_
