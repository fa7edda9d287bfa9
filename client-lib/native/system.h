// SPDX-License-Identifier: Apache-2.0
// The machine's own clock and randomness, for programs. Tests and the simulation bring their own.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_SYSTEM_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_SYSTEM_H_

#include <cstdint>

#include "domain/base/clock.h"
#include "domain/base/id.h"

namespace samstig::client {

// Thread-safe.
class SystemClock : public base::Clock {
 public:
  base::TimeMs Now() const override;
};

// The operating system's generator, fit for secrets. Thread-safe. Aborts if the system has none:
// nothing that needs chance would be right afterwards.
class SystemRandom : public base::Random {
 public:
  uint64_t Next() override;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_SYSTEM_H_
