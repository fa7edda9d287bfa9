// SPDX-License-Identifier: Apache-2.0
// Again: the ways out for what could not take effect. A parked item holds its author's words; from
// here they can be sent once more, changed first, or put somewhere else.
#ifndef SAMSTIG_DOMAIN_RULES_AGAIN_H_
#define SAMSTIG_DOMAIN_RULES_AGAIN_H_

#include "domain/base/id.h"
#include "domain/base/result.h"
#include "samstig/v1/mutation.pb.h"
#include "samstig/v1/parked.pb.h"

namespace samstig::rules {

// The intent of a parked item as a write that is not numbered yet, to be changed or sent as it is.
// `fresh`, an id of nothing, takes the place of the old one where that was taken. DATA_DAMAGED for
// bytes that are no mutation, UNKNOWN_INTENT for one of a newer version.
base::Result<v1::Mutation> Again(const v1::Parked& parked, const base::Id& fresh);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_AGAIN_H_
