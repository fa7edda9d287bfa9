// SPDX-License-Identifier: Apache-2.0
// Counting seats.
#ifndef SAMSTIG_SERVER_DECIDE_SEATS_H_
#define SAMSTIG_SERVER_DECIDE_SEATS_H_

#include "server/decide/case.h"

namespace samstig::server {

// Places in the cohort that people of the municipality take up now.
Result<uint32_t> SeatsTaken(Case& c, const Id& cohort, const Id& municipality);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_SEATS_H_
