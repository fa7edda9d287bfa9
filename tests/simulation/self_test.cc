// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/self_test.h"

#include <cstdio>

#include "tests/simulation/plants.h"
#include "tests/simulation/run.h"

namespace samstig::sim {

int SelfTest(uint64_t seeds) {
  int missed = 0;
  size_t tried = 0;
  for (const Plant& plant : Plants()) {
    if (!plant.in_self_test) continue;
    ++tried;
    SwitchOn(plant.name);
    uint64_t seed = plant.first_seed - 1;
    Report report;
    for (uint64_t n = 0; n < seeds && !report.failed; ++n) {
      report = RunSeed(++seed, plant.level, Telling::kNothing);
    }
    if (report.failed) {
      std::printf("%-26s %-4s seed %3llu  %s\n", plant.name.c_str(), report.invariant.c_str(),
                  static_cast<unsigned long long>(seed), plant.what.c_str());
    } else {
      ++missed;
      std::printf("%-26s not found           %s\n", plant.name.c_str(), plant.what.c_str());
    }
    std::fflush(stdout);
  }
  SwitchOn("");
  std::printf("self-test: %zu planted bugs, %d not found within %llu seeds\n", tried, missed,
              static_cast<unsigned long long>(seeds));
  return missed;
}

}  // namespace samstig::sim
