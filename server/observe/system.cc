// SPDX-License-Identifier: Apache-2.0
#include "server/observe/system.h"

#include <sys/random.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>

namespace samstig::server {

base::TimeMs SystemClock::Now() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

uint64_t SystemRandom::Next() {
  uint64_t bits;
  // So few bytes come whole or not at all; only a signal before the pool is ready interrupts.
  while (getrandom(&bits, sizeof(bits), 0) != static_cast<ssize_t>(sizeof(bits))) {
    if (errno != EINTR) std::abort();
  }
  return bits;
}

}  // namespace samstig::server
