// SPDX-License-Identifier: Apache-2.0
// One seed, from the founding of its world to its last check.
#ifndef SAMSTIG_TESTS_SIMULATION_RUN_H_
#define SAMSTIG_TESTS_SIMULATION_RUN_H_

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

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
  // Writes by kind of intent (v1::Mutation::IntentCase).
  std::map<int, uint64_t> kinds;
  std::deque<std::string> ending;
};

// One story: a seed at a level, perhaps with some of it left out (shrink.h).
struct Story {
  uint64_t seed = 0;
  Level level = Level::kStormy;
  // So many writes and then the end; 0: as many as the seed has.
  uint64_t writes = 0;
  // Names of MishapKinds that do not happen.
  std::vector<std::string> without;
};

Report Run(const Story& story, Telling telling);
inline Report RunSeed(uint64_t seed, Level level, Telling telling) {
  return Run({seed, level, 0, {}}, telling);
}

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_RUN_H_
