// SPDX-License-Identifier: Apache-2.0
// The simulator's own test: each planted bug has to be found.
#ifndef SAMSTIG_TESTS_SIMULATION_SELF_TEST_H_
#define SAMSTIG_TESTS_SIMULATION_SELF_TEST_H_

#include <cstdint>

namespace samstig::sim {

// Runs seeds of its level with one bug after the other, each until it is found or `seeds` have been
// run, and prints a table of which promise gave it away and after how many. How many were not
// found.
int SelfTest(uint64_t seeds);

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_SELF_TEST_H_
