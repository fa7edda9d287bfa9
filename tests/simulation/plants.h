// SPDX-License-Identifier: Apache-2.0
// Plants: deliberate bugs, to see whether the simulator finds them. The product's code has none,
// not even switched off: samstig_simulate_planted is built from copies of some of its files,
// changed on the way (plants.cmake), and has a few more in the simulator's own stand-ins. One is
// switched on at a time.
#ifndef SAMSTIG_TESTS_SIMULATION_PLANTS_H_
#define SAMSTIG_TESTS_SIMULATION_PLANTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/weather.h"

// One build of the simulator's sources serves both programs: samstig_simulate is linked with
// no_plants.cc.
#define SAMSTIG_PLANTED(name) ::samstig::sim::IsPlanted(#name)

namespace samstig::sim {

struct Plant {
  std::string name;
  std::string what;
  Level level = Level::kStormy;  // Where it can be found.
  // False: not seen to be found yet, for want of seeds run with it.
  bool in_self_test = true;
  // Where the self-test begins, for what few seeds find.
  uint64_t first_seed = 1;
};
// All that this program has; none in samstig_simulate.
const std::vector<Plant>& Plants();
// This one from now on and no other; "" for none. False when there is no such plant.
bool SwitchOn(std::string_view name);
bool IsPlanted(std::string_view name);

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_PLANTS_H_
