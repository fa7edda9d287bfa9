// SPDX-License-Identifier: Apache-2.0
// Plants: deliberate bugs, to see whether the simulator finds them. In the simulator's own stand-ins they are
// asked for as in the product (domain/base/plant.h); only samstig_simulate_planted has any.
#ifndef SAMSTIG_TESTS_SIMULATION_PLANTS_H_
#define SAMSTIG_TESTS_SIMULATION_PLANTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "domain/base/plant.h"

namespace samstig::sim {

struct Plant {
  std::string name;
  std::string what;
};
// All that this program has; empty in samstig_simulate.
const std::vector<Plant>& Plants();
// From now on. False when there is no such plant.
bool SwitchOn(std::string_view name);

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_PLANTS_H_
