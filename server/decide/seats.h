// SPDX-License-Identifier: Apache-2.0
// Seats: what was agreed, what is taken, and who moves up when one becomes free.
#ifndef SAMSTIG_SERVER_DECIDE_SEATS_H_
#define SAMSTIG_SERVER_DECIDE_SEATS_H_

#include <string>

#include "server/decide/case.h"

namespace samstig::server {

// Places in the cohort that people of the municipality take up now.
Result<uint32_t> SeatsTaken(Case& c, const Id& cohort, const Id& municipality);
// How many seats the municipality has; NO_SEATS when none were agreed.
Result<uint32_t> SeatsAgreed(Case& c, const Id& cohort, const Id& municipality);
// Agreed over all municipalities, but for one (nil: for none).
Result<uint64_t> SeatsAgreedInAll(Case& c, const Id& cohort, const Id& but);

// Gives the municipality's free seats to those who have waited longest, while the cohort takes
// enrolments.
Status MoveUp(Case& c, const Id& cohort, const Id& municipality);

// The cohort, if it takes enrolments in its present state; NOT_FOUND, NOT_OPEN.
Result<v1::Entity> CohortTakingEnrolments(Case& c, const std::string& id);
// NOT_OPEN before the enrolment's window, DEADLINE_PASSED after it, by the server's clock.
Status RequireWindow(Case& c, const v1::Cohort& cohort);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_SEATS_H_
