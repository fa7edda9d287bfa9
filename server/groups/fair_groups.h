// SPDX-License-Identifier: Apache-2.0
// The fair builder: everybody in one group, nobody with somebody of the own line of command, sizes
// that differ by one at most; and as far as that allows, in this order, people of different
// municipalities, people who have not met in a group before, those who return spread evenly, and
// different sectors. docs/decisions/0044-fair-groups.md.
//
// Pure: the same problem has the same answer on every machine, however fast it is.
#ifndef SAMSTIG_SERVER_GROUPS_FAIR_GROUPS_H_
#define SAMSTIG_SERVER_GROUPS_FAIR_GROUPS_H_

#include "domain/base/result.h"
#include "server/groups/problem.h"

namespace samstig::server::groups {

// More at once would take too long.
inline constexpr size_t kMaxPeople = 1'000;

// Into how many groups: the number that comes nearest to the wished size, with 2 to 40 in each.
size_t HowMany(size_t people, size_t size);

// OUT_OF_RANGE for fewer than two people, too many, or a size outside 2 to 40. LINE_OF_COMMAND when
// no groups of that size keep the lines of command apart, with what stands against it.
base::Result<Groups> FairGroups(const Problem& problem);

}  // namespace samstig::server::groups

#endif  // SAMSTIG_SERVER_GROUPS_FAIR_GROUPS_H_
