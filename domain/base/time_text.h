// SPDX-License-Identifier: Apache-2.0
// Times in words that programs and people read alike.
#ifndef SAMSTIG_DOMAIN_BASE_TIME_TEXT_H_
#define SAMSTIG_DOMAIN_BASE_TIME_TEXT_H_

#include <string>

#include "domain/base/clock.h"

namespace samstig::base {

// RFC 3339 in UTC, to the second: "2026-03-22T04:00:00Z".
std::string TimeText(TimeMs time);

}  // namespace samstig::base

#endif  // SAMSTIG_DOMAIN_BASE_TIME_TEXT_H_
