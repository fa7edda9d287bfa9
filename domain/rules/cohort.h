// SPDX-License-Identifier: Apache-2.0
// The life of a cohort.
#ifndef SAMSTIG_DOMAIN_RULES_COHORT_H_
#define SAMSTIG_DOMAIN_RULES_COHORT_H_

#include <string_view>

#include "samstig/v1/cohort.pb.h"

namespace samstig::rules {

// DRAFT -> ANNOUNCED -> ENROLLING -> CONFIRMED -> RUNNING -> WRAPPING_UP -> ALUMNI -> ARCHIVED;
// CANCELLED from any state before RUNNING; PAUSED from ENROLLING to WRAPPING_UP and back to where
// it was.
bool CanMove(const v1::Cohort& cohort, v1::CohortState to);

// "RUNNING"
std::string_view CohortStateName(v1::CohortState state);

// Municipalities may ask for seats and enrol people.
bool TakesEnrolments(v1::CohortState state);
// Leaders may write: assignments, threads, feedback.
bool TakesWork(v1::CohortState state);
// It is over, and stays so.
bool HasEnded(v1::CohortState state);
// Anybody in the network may know of it.
bool IsPublic(v1::CohortState state);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_COHORT_H_
