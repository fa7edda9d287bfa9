// SPDX-License-Identifier: Apache-2.0
// ServerClock: the server's time as far as this device knows it, which is its own clock set right
// by what the server last said. What a leader writes offline claims this time (docs/protocol.md,
// "Time"); order never comes from it.
#ifndef SAMSTIG_CLIENT_LIB_CORE_SERVER_CLOCK_H_
#define SAMSTIG_CLIENT_LIB_CORE_SERVER_CLOCK_H_

#include "client-lib/core/local_store.h"
#include "domain/base/clock.h"
#include "domain/base/result.h"

namespace samstig::client {

// Not thread-safe.
class ServerClock {
 public:
  // Differences up to this are the network's.
  static constexpr base::TimeMs kTolerance = 2 * base::kSecondMs;

  // `device` must outlive it.
  static Result<ServerClock> Open(LocalStore& store, const base::Clock& device);

  base::TimeMs Now() const { return device_->Now() + ahead_; }

  // It is this time at the server; 0: not said. Kept in the file when it differs from what was
  // known by more than kTolerance; what cannot be kept is heard again.
  void Hear(base::TimeMs server_time);

 private:
  ServerClock(LocalStore& store, const base::Clock& device) : store_(&store), device_(&device) {}
  Status Save();

  LocalStore* store_;
  const base::Clock* device_;
  base::TimeMs ahead_ = 0;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_SERVER_CLOCK_H_
