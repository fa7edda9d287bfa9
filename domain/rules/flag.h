// SPDX-License-Identifier: Apache-2.0
// What flags and the taking down of posts have in common.
#ifndef SAMSTIG_DOMAIN_RULES_FLAG_H_
#define SAMSTIG_DOMAIN_RULES_FLAG_H_

#include "domain/base/result.h"
#include "samstig/v1/post.pb.h"

namespace samstig::rules {

// One of the closed list; else OUT_OF_RANGE.
base::Status CheckFlagCause(v1::FlagCause cause);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_FLAG_H_
