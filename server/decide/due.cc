// SPDX-License-Identifier: Apache-2.0
#include "server/decide/due.h"

#include <algorithm>

#include "domain/rules/names.h"

namespace samstig::server {

using base::TimeMs;

// With more hours than this to look at, the list of all is shorter.
constexpr TimeMs kManyHours = 48;

rules::Keys WhereDue(rules::KeyName all, rules::KeyName in_hour, std::optional<TimeMs> looked,
                     TimeMs now) {
  const TimeMs last = now / base::kHourMs;
  if (!looked) return {{all, {}}};
  // A clock that was put back begins where it is.
  const TimeMs first = std::min(*looked / base::kHourMs, last);
  if (last - first > kManyHours) return {{all, {}}};
  rules::Keys hours;
  for (TimeMs hour = first; hour <= last; ++hour) {
    hours.push_back({in_hour, rules::HourId(hour * base::kHourMs)});
  }
  return hours;
}

}  // namespace samstig::server
