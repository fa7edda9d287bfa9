// SPDX-License-Identifier: Apache-2.0
// Ground: what everything in one simulated world stands on. Made anew for each seed.
#ifndef SAMSTIG_TESTS_SIMULATION_GROUND_H_
#define SAMSTIG_TESTS_SIMULATION_GROUND_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tests/simulation/scheduler.h"
#include "tests/simulation/trace.h"
#include "tests/simulation/weather.h"
#include "tests/support/memory_vfs.h"

namespace samstig::sim {

// Counts faults by name.
class FaultLog {
 public:
  void Add(std::string_view fault) {
    ++all_;
    const auto found = by_name_.find(fault);
    if (found == by_name_.end()) {
      by_name_.emplace(fault, 1);
    } else {
      ++found->second;
    }
  }
  uint64_t all() const { return all_; }
  const std::map<std::string, uint64_t, std::less<>>& by_name() const { return by_name_; }

 private:
  uint64_t all_ = 0;
  std::map<std::string, uint64_t, std::less<>> by_name_;
};

// The first promise that was seen broken: which, and how.
class Verdict {
 public:
  void Broken(std::string_view invariant, const std::string& how) {
    if (!broken_.empty()) return;
    broken_ = invariant;
    how_ = how;
  }
  bool IsBroken() const { return !broken_.empty(); }
  const std::string& invariant() const { return broken_; }
  const std::string& how() const { return how_; }

 private:
  std::string broken_;
  std::string how_;
};

struct Ground {
  Ground(uint64_t s, const Weather& w, Telling telling)
      : seed(s), weather(w), trace(scheduler, telling), vfs(s) {}

  const uint64_t seed;
  // Changes to fair weather when the quiet phase begins.
  Weather weather;
  Scheduler scheduler;
  Trace trace;
  FaultLog faults;
  Verdict verdict;
  test::MemoryVfs vfs;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_GROUND_H_
