// SPDX-License-Identifier: Apache-2.0
// The machine's own clock and randomness. Only main.cc makes these; everybody else is given them.
#ifndef SAMSTIG_SERVER_OBSERVE_SYSTEM_H_
#define SAMSTIG_SERVER_OBSERVE_SYSTEM_H_

#include "domain/base/clock.h"
#include "domain/base/id.h"

namespace samstig::server {

class SystemClock : public base::Clock {
 public:
  base::TimeMs Now() const override;
};

// The kernel's generator, good enough for secrets. Aborts if the kernel has none.
class SystemRandom : public base::Random {
 public:
  uint64_t Next() override;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_OBSERVE_SYSTEM_H_
