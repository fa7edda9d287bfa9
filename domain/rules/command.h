// SPDX-License-Identifier: Apache-2.0
// The line of command: whom a leader reports to, whom that one reports to, and so on. Two people
// are in one line when the one is above the other, however many are between them; two who report to
// the same person are not.
#ifndef SAMSTIG_DOMAIN_RULES_COMMAND_H_
#define SAMSTIG_DOMAIN_RULES_COMMAND_H_

#include <functional>
#include <set>
#include <vector>

#include "domain/base/id.h"
#include "domain/base/result.h"
#include "samstig/v1/membership.pb.h"

namespace samstig::rules {

// Whom a person reports to now: one for each leader's hat that names somebody. The caller looks it
// up in what it has, the server in its store, a device in its copy.
using ManagersOf = std::function<base::Result<std::vector<base::Id>>(const base::Id& person)>;

// What a hat adds to that; nil when it is ended, no leader's, or names nobody.
base::Id ManagerIn(const v1::Membership& hat);

// Everybody above the person, the person never. A ring, which two admins can make who do not know
// of one another, ends where it began.
base::Result<std::set<base::Id>> Above(const base::Id& person, const ManagersOf& managers);

base::Result<bool> InOneLine(const base::Id& a, const base::Id& b, const ManagersOf& managers);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_COMMAND_H_
