// SPDX-License-Identifier: Apache-2.0
// A hat and the place it may be worn in.
#ifndef SAMSTIG_DOMAIN_RULES_MEMBERSHIP_H_
#define SAMSTIG_DOMAIN_RULES_MEMBERSHIP_H_

#include "domain/base/result.h"
#include "samstig/v1/membership.pb.h"

namespace samstig::rules {

// Role and place belong together, texts within their limits. Does not look at person_id.
base::Status CheckHat(const v1::Membership& hat);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_MEMBERSHIP_H_
