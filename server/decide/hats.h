// SPDX-License-Identifier: Apache-2.0
// Giving hats: who may, where, and what follows. For the files of Person and Membership.
#ifndef SAMSTIG_SERVER_DECIDE_HATS_H_
#define SAMSTIG_SERVER_DECIDE_HATS_H_

#include <set>

#include "server/decide/case.h"

namespace samstig::server {

// Organisers give any hat; a municipality admin makes leaders of the own municipality, a coach
// guests of the own cohort.
Status RequireGiver(Case& c, const v1::Membership& hat);
// The place where it is worn exists; a guest's is not over. NOT_FOUND, NOT_OPEN,
// DATES_OUT_OF_ORDER.
Status RequirePlace(Case& c, const v1::Membership& hat);
// Who sees the hat and its wearer in the cohort where it is worn: everybody, but a guest the
// coaches alone.
Scope WhereWorn(const v1::Membership& hat);
// After a hat was given or ended: the wearer's grants, and where name and hat are seen.
Status SettleHat(Case& c, const Id& person, const Id& membership);
// The cohorts in which the person takes part: there, peers see name and position.
Result<std::set<Scope>> CohortsOf(Case& c, const Id& person);
// The cohorts that the person coaches.
Result<std::set<Scope>> CoachedBy(Case& c, const Id& person);
// The cohort's coaches. Others wear hats there, too, and must not be given what is a coach's.
Result<std::set<Id>> CoachesOf(Case& c, const Id& cohort);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_HATS_H_
