// SPDX-License-Identifier: Apache-2.0
// Retention: when the time of what was is over. One rule for the server, which carries it out, and
// for the device, which tells people beforehand.
#ifndef SAMSTIG_DOMAIN_RULES_RETENTION_H_
#define SAMSTIG_DOMAIN_RULES_RETENTION_H_

#include <optional>

#include "domain/base/clock.h"
#include "samstig/v1/entity.pb.h"

namespace samstig::rules {

// So long before anything goes its people are told; and nothing goes sooner than so long after a
// rule was set or made stricter, so that there is always that much time to take away what is one's
// own.
inline constexpr base::TimeMs kRetentionNotice = 30 * base::kDayMs;

// How long the class is kept by these rules; nullopt: for good.
std::optional<base::TimeMs> KeptFor(const v1::Retention& rules, v1::RetentionClass of);

// When what ended at `ended` goes, by the network's entity of rules; nullopt: never.
std::optional<base::TimeMs> GoesAt(const v1::Entity& rules, v1::RetentionClass of,
                                   base::TimeMs ended);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_RETENTION_H_
