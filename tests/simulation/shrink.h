// SPDX-License-Identifier: Apache-2.0
// Shrinking: a seed that failed told as shortly as it still fails in the same way: fewer writes,
// and without the mishaps that have nothing to do with it.
#ifndef SAMSTIG_TESTS_SIMULATION_SHRINK_H_
#define SAMSTIG_TESTS_SIMULATION_SHRINK_H_

#include <string>
#include <vector>

#include "tests/simulation/run.h"

namespace samstig::sim {

// A kind of mishap that can be left out of a story.
struct MishapKind {
  std::string name;
  void (*leave_out)(Weather& weather);
};
const std::vector<MishapKind>& MishapKinds();

// The seed's weather without what the story leaves out.
Weather WeatherOf(const Story& story);

// "./dev simulate --seed 7 --level stormy --writes 40 --without rot,crashes": tells it again.
std::string CommandFor(const Story& story);

// A shorter story that breaks the same promise; `failed` is how the story ends.
Story Shrink(Story story, const Report& failed);

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_SHRINK_H_
