// SPDX-License-Identifier: Apache-2.0
#include "client-lib/native/system.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace samstig::client {

base::TimeMs SystemClock::Now() const {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
}

uint64_t SystemRandom::Next() {
  uint64_t bits = 0;
  if (getentropy(&bits, sizeof(bits)) != 0) std::abort();
  return bits;
}

}  // namespace samstig::client
