// SPDX-License-Identifier: Apache-2.0
#include "server/decide/coming.h"

namespace samstig::server {
namespace {

// For so long after a restore, devices give back what the backup lacks.
constexpr TimeMs kGivingBackMs = 60 * base::kDayMs;

}  // namespace

Result<TimeMs> TimeOfComing(Case& c) {
  ASSIGN_OR_RETURN(const TimeMs restored, c.txn().RestoredAt());
  const bool given_back = c.claimed() > 0 && c.claimed() < restored;
  return given_back && c.now() < restored + kGivingBackMs ? c.claimed() : c.now();
}

}  // namespace samstig::server
