// SPDX-License-Identifier: Apache-2.0
// For whom an assignment is, and who reads it: one answer for the server's judgement and for what a
// device shows.
#ifndef SAMSTIG_DOMAIN_RULES_ASSIGNMENT_H_
#define SAMSTIG_DOMAIN_RULES_ASSIGNMENT_H_

#include <string>

#include "domain/rules/scope.h"
#include "samstig/v1/assignment.pb.h"
#include "samstig/v1/group.pb.h"

namespace samstig::rules {

// The one scope it is in: the coaches' alone while it is scheduled, then the person's desk, the
// group's or the cohort's.
Scope ReadersOf(const v1::Assignment& assignment);

// Whether it is for this person, provided the person takes part in the cohort. `group`: the one it
// is for, as far as it is known here; nullptr when it is for none.
bool IsFor(const v1::Assignment& assignment, const std::string& person, const v1::Group* group);

// It is for the whole cohort.
bool IsForAll(const v1::Assignment& assignment);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_ASSIGNMENT_H_
