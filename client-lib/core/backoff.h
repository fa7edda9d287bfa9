// SPDX-License-Identifier: Apache-2.0
// Backoff: how long to wait after a failure. Exponential with full jitter
// (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), so that a thousand
// devices whose server comes back do not all call in the same moment.
#ifndef SAMSTIG_CLIENT_LIB_CORE_BACKOFF_H_
#define SAMSTIG_CLIENT_LIB_CORE_BACKOFF_H_

#include <algorithm>

#include "domain/base/clock.h"
#include "domain/base/id.h"

namespace samstig::client {

class Backoff {
 public:
  static constexpr base::TimeMs kBase = 1 * base::kSecondMs;
  static constexpr base::TimeMs kCap = 60 * base::kSecondMs;

  explicit Backoff(base::Random& random) : random_(random) {}

  // For trouble that time may heal by itself.
  base::TimeMs Next() {
    const base::TimeMs ceiling = std::min(kCap, kBase << std::min(failures_, 6));
    ++failures_;
    return Below(ceiling);
  }
  // For a refusal that somebody must do something about first.
  base::TimeMs Long() {
    ++failures_;
    return kCap / 2 + Below(kCap / 2);
  }
  void Succeeded() { failures_ = 0; }
  int failures() const { return failures_; }

 private:
  base::TimeMs Below(base::TimeMs limit) {
    return static_cast<base::TimeMs>(random_.Next() % static_cast<uint64_t>(limit)) + 1;
  }

  base::Random& random_;
  int failures_ = 0;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_BACKOFF_H_
