// SPDX-License-Identifier: Apache-2.0
// Cohorts to be divided into groups, made up by hand or by chance.
#ifndef SAMSTIG_TESTS_SERVER_GROUPS_PROBLEMS_H_
#define SAMSTIG_TESTS_SERVER_GROUPS_PROBLEMS_H_

#include <string>
#include <string_view>

#include "server/groups/problem.h"
#include "tests/support/seeded_random.h"

namespace samstig::server::groups {

// So many people, each of a municipality of their own, all new and of no sector.
Problem Strangers(size_t people, size_t size);

void ComeFrom(Problem& problem, const std::vector<size_t>& people, std::string_view municipality);
// The first reports to the second, the second to the third, and so on.
void AreOneLine(Problem& problem, const std::vector<size_t>& people);
void HaveMet(Problem& problem, const std::vector<size_t>& people);

// Few large municipalities and many small ones, some lines of command, groups of last time.
Problem AnyCohort(test::SeededRandom& random, size_t people, size_t size);

}  // namespace samstig::server::groups

#endif  // SAMSTIG_TESTS_SERVER_GROUPS_PROBLEMS_H_
