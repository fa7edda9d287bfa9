// SPDX-License-Identifier: Apache-2.0
// A hat and the place it may be worn in.
#ifndef SAMSTIG_DOMAIN_RULES_MEMBERSHIP_H_
#define SAMSTIG_DOMAIN_RULES_MEMBERSHIP_H_

#include "domain/base/clock.h"
#include "domain/base/result.h"
#include "samstig/v1/membership.pb.h"

namespace samstig::rules {

// Role and place belong together, texts within their limits. Does not look at person_id.
base::Status CheckHat(const v1::Membership& hat);

// ---- Guests: invited to one thing, and told of little more. Their hat ends by itself.

// So long after what they were invited to.
inline constexpr base::TimeMs kGuestGrace = 14 * base::kDayMs;
// When a guest's hat ends by itself.
base::TimeMs GuestUntil(const v1::Membership& hat);
// Whether it is a guest's hat whose time is over, be it taken off or not.
bool IsOver(const v1::Membership& hat, base::TimeMs now);
// DEADLINE_PASSED when the hat would be over before it is worn.
base::Status CheckNotOver(const v1::Membership& hat, base::TimeMs now);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_MEMBERSHIP_H_
