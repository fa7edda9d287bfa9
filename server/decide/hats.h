// SPDX-License-Identifier: Apache-2.0
// Giving hats: who may, where, and what follows. For the files of Person and Membership.
#ifndef SAMSTIG_SERVER_DECIDE_HATS_H_
#define SAMSTIG_SERVER_DECIDE_HATS_H_

#include <set>

#include "server/decide/case.h"

namespace samstig::server {

// Organisers give any hat; a municipality admin makes leaders of the own municipality.
Status RequireGiver(Case& c, const v1::Membership& hat);
// The place where it is worn exists.
Status RequirePlace(Case& c, const v1::Membership& hat);
// After a hat was given or ended: the wearer's grants, and where name and hat are seen.
Status SettleHat(Case& c, const Id& person, const Id& membership);
// The cohorts in which the person takes part: there, peers see name and position.
Result<std::set<Scope>> CohortsOf(Case& c, const Id& person);
// The cohorts that the person coaches.
Result<std::set<Scope>> CoachedBy(Case& c, const Id& person);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_HATS_H_
