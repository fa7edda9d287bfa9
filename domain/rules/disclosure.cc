// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/disclosure.h"

#include <algorithm>

#include "domain/rules/keys.h"

namespace samstig::rules {

DayWas AddDay(v1::Disclosure& disclosure, uint32_t day) {
  auto& days = *disclosure.mutable_days();
  // Not always the last: a clock may have been put back.
  const auto place = std::lower_bound(days.begin(), days.end(), day);
  if (place != days.end() && *place == day) return DayWas::kThere;
  const auto at = place - days.begin();
  days.Add(day);
  std::rotate(days.begin() + at, days.end() - 1, days.end());
  if (days.size() > kMaxDisclosureDays) days.erase(days.begin());
  return DayWas::kAdded;
}

Keys KeysOf(const v1::Disclosure& disclosure) {
  return Under(KeyName::kDisclosuresOfPerson, disclosure.person_id());
}

}  // namespace samstig::rules
