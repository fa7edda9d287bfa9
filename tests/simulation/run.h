// SPDX-License-Identifier: Apache-2.0
// One seed, from the founding of its world to its last check.
#ifndef SAMSTIG_TESTS_SIMULATION_RUN_H_
#define SAMSTIG_TESTS_SIMULATION_RUN_H_

#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "tests/simulation/trace.h"
#include "tests/simulation/weather.h"

namespace samstig::sim {

struct Report {
  bool failed = false;
  std::string invariant;
  std::string how;
  uint64_t hash = 0;  // Of all that happened.
  uint64_t events = 0;
  uint64_t writes = 0;  // Taken by devices.
  TimeMs simulated = 0;
  std::map<std::string, uint64_t, std::less<>> faults;
  std::deque<std::string> ending;
};

Report RunSeed(uint64_t seed, Level level, Telling telling);

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_RUN_H_
