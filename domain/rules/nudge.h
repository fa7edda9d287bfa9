// SPDX-License-Identifier: Apache-2.0
// How often a leader may be nudged.
#ifndef SAMSTIG_DOMAIN_RULES_NUDGE_H_
#define SAMSTIG_DOMAIN_RULES_NUDGE_H_

#include "domain/base/clock.h"
#include "samstig/v1/nudge.pb.h"

namespace samstig::rules {

// From when on the same person may be nudged about the same assignment again, by whichever coach.
base::TimeMs NextNudgeFrom(const v1::Nudge& nudge);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_NUDGE_H_
