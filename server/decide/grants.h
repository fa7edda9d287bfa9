// SPDX-License-Identifier: Apache-2.0
// Grants: which scopes a person may read, as a pure function of hats and enrolments, kept in the
// store so that reading rights are one look-up. Whoever changes a hat or an enrolment calls this
// afterwards.
#ifndef SAMSTIG_SERVER_DECIDE_GRANTS_H_
#define SAMSTIG_SERVER_DECIDE_GRANTS_H_

#include <set>

#include "samstig/v1/enrolment.pb.h"
#include "server/decide/case.h"

namespace samstig::server {

// The scopes the person ought to hold now:
//   everybody                u/self, n; who never was more than a guest, u/self; who was erased,
//                            nothing
//   ORGANISER                o
//   MUNICIPALITY_ADMIN at M  m/M
//   COACH of C               c/C, s/C, g/ of all groups of C, d/C/p of everybody who was ever
//                            enrolled in C, but not of those whose employer the coach is by
//                            another hat; and if there are none of these, d/C/nobody
//   GUEST of C               v/C, until the time is over
//   enrolled in C            c/C, g/ of the own groups of C, dissolved ones too, d/C/self;
//     by municipality M      i/C/M, which M's admins do not hold;
//                            d/C/self also after withdrawing: the own work stays one's own
Result<std::set<Scope>> ScopesDue(Case& c, const Id& person);

// Gives and takes scopes until the person holds exactly those due.
Status RefreshGrants(Case& c, const Id& person);

// After an enrolment began, changed or ended: the person's grants, the coaches' desks, in which
// scopes the person's name and position are seen, and how many the guests are told of.
Status RefreshAfterEnrolment(Case& c, const Id& cohort, const Id& person);

// A place that counts against the seats and lets its holder take part.
bool IsTakingPart(v1::EnrolmentState state);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_GRANTS_H_
