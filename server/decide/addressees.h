// SPDX-License-Identifier: Apache-2.0
// For whom an assignment is, as the judgement asks it. What follows from the assignment alone is in
// domain/rules/assignment.h.
#ifndef SAMSTIG_SERVER_DECIDE_ADDRESSEES_H_
#define SAMSTIG_SERVER_DECIDE_ADDRESSEES_H_

#include "server/decide/case.h"

namespace samstig::server {

// Whether the person has a place in the cohort that counts.
Result<bool> TakesPart(Case& c, const Id& cohort, const Id& person);

// The group or the person that an assignment names fits it: a live group of its cohort, or somebody
// who takes part. NOT_FOUND, DELETED, NOT_TAKING_PART.
Status RequireTarget(Case& c, const v1::Assignment& assignment);

// Whether the person takes part and the assignment is for them.
Result<bool> IsAddressee(Case& c, const v1::Assignment& assignment, const Id& person);

// The actor may write on it: can read it, and is one of those whom it is for. NOT_ALLOWED.
Status RequireWriter(Case& c, const v1::Assignment& assignment);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_ADDRESSEES_H_
