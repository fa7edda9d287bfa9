// SPDX-License-Identifier: Apache-2.0
// Time comes in through a Clock, so that tests and the simulation own it.
#ifndef SAMSTIG_DOMAIN_BASE_CLOCK_H_
#define SAMSTIG_DOMAIN_BASE_CLOCK_H_

#include <cstdint>

namespace samstig::base {

// Milliseconds since 1970-01-01T00:00Z, as everywhere in the protocol.
using TimeMs = int64_t;

inline constexpr TimeMs kSecondMs = 1000;
inline constexpr TimeMs kMinuteMs = 60 * kSecondMs;
inline constexpr TimeMs kHourMs = 60 * kMinuteMs;
inline constexpr TimeMs kDayMs = 24 * kHourMs;

class Clock {
 public:
  virtual ~Clock() = default;
  // Wall time. May jump: phones lie about it, so order never comes from here. Thread-safe.
  virtual TimeMs Now() const = 0;
};

}  // namespace samstig::base

#endif  // SAMSTIG_DOMAIN_BASE_CLOCK_H_
