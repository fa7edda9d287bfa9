// SPDX-License-Identifier: Apache-2.0
// When what was written in a cohort goes, by the network's rules of retention.
#ifndef SAMSTIG_CLI_GOING_H_
#define SAMSTIG_CLI_GOING_H_

#include <optional>
#include <vector>

#include "cli/copy.h"
#include "domain/base/clock.h"
#include "samstig/v1/retention.pb.h"

namespace samstig::cli {

// When the class goes from the cohort, as far as this copy knows; nullopt: not foreseen.
std::optional<base::TimeMs> GoesAt(Copy& copy, const Id& cohort, v1::RetentionClass of);

// NOT_FOUND when one of these is gone at `now`: then there is nothing left to count, which is not
// the same as zero.
Status RequireStillThere(Copy& copy, const Id& cohort,
                         const std::vector<v1::RetentionClass>& classes, base::TimeMs now);

// "reports and the dialogue on them"
const char* Meaning(v1::RetentionClass of);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_GOING_H_
