// SPDX-License-Identifier: Apache-2.0
// What happens because its time has come is found by the hour in which that lies.
#ifndef SAMSTIG_SERVER_DECIDE_DUE_H_
#define SAMSTIG_SERVER_DECIDE_DUE_H_

#include <optional>

#include "domain/base/clock.h"
#include "domain/rules/keys.h"

namespace samstig::server {

// Where that is found whose time came after `looked`, up to `now`: `in_hour` of each hour between,
// or `all` without `looked`, as after a start, and when there are many hours.
rules::Keys WhereDue(rules::KeyName all, rules::KeyName in_hour, std::optional<base::TimeMs> looked,
                     base::TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_DUE_H_
