// SPDX-License-Identifier: Apache-2.0
// A clock that stands still until the test moves it. Thread-safe.
#ifndef SAMSTIG_TESTS_SUPPORT_FAKE_CLOCK_H_
#define SAMSTIG_TESTS_SUPPORT_FAKE_CLOCK_H_

#include <atomic>

#include "domain/base/clock.h"

namespace samstig::test {

// A Monday morning in autumn: 2026-09-07T06:00Z. When stories take place unless they say otherwise.
inline constexpr base::TimeMs kMonday = 1'788'760'800'000;

class FakeClock : public base::Clock {
 public:
  explicit FakeClock(base::TimeMs now = kMonday) : now_(now) {}

  base::TimeMs Now() const override { return now_; }

  void Advance(base::TimeMs by) { now_ += by; }
  // Also backwards, as the clocks of phones do.
  void Set(base::TimeMs now) { now_ = now; }

 private:
  std::atomic<base::TimeMs> now_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_FAKE_CLOCK_H_
