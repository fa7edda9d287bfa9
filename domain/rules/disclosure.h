// SPDX-License-Identifier: Apache-2.0
// Disclosures: on which days something of a leader's desk went to a reader's devices.
#ifndef SAMSTIG_DOMAIN_RULES_DISCLOSURE_H_
#define SAMSTIG_DOMAIN_RULES_DISCLOSURE_H_

#include "domain/base/clock.h"
#include "samstig/v1/disclosure.pb.h"

namespace samstig::rules {

inline constexpr int kMaxDisclosureDays = 400;

// Days since 1970-01-01, UTC.
inline uint32_t DayOf(base::TimeMs time) { return static_cast<uint32_t>(time / base::kDayMs); }

enum class DayWas { kAdded, kThere };

// The days stay ascending, each once, and the newest kMaxDisclosureDays.
DayWas AddDay(v1::Disclosure& disclosure, uint32_t day);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_DISCLOSURE_H_
