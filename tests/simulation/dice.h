// SPDX-License-Identifier: Apache-2.0
// Dice: all chance in a simulated world. The same seed rolls the same numbers on every machine.
// Each part of the world has dice of its own, so that one roll more in one place leaves the others
// as they are.
#ifndef SAMSTIG_TESTS_SIMULATION_DICE_H_
#define SAMSTIG_TESTS_SIMULATION_DICE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/hash.h"
#include "domain/base/id.h"

namespace samstig::sim {

using base::TimeMs;

// SplitMix64 (Steele, Lea, Flood 2014).
class Dice final : public base::Random {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  // Dice for a part of the world with this name.
  Dice(uint64_t seed, std::string_view name) : state_(seed ^ NumberOf(name)) {}

  uint64_t Next() override {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // 0 to limit - 1; `limit` is at least 1.
  size_t Below(size_t limit) { return static_cast<size_t>(Next() % limit); }
  // Both ends included.
  TimeMs Between(TimeMs from, TimeMs to) {
    return from + static_cast<TimeMs>(Next() % static_cast<uint64_t>(to - from + 1));
  }
  bool Chance(double percent) {
    return static_cast<double>(Next() % 1'000'000) < percent * 10'000.0;
  }
  template <typename T>
  const T& OneOf(const std::vector<T>& list) {
    return list[Below(list.size())];
  }

 private:
  static uint64_t NumberOf(std::string_view name) {
    const base::Hash128 hash = base::HashOf(name);
    uint64_t number;
    std::memcpy(&number, hash.data(), sizeof(number));
    return number;
  }

  uint64_t state_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_DICE_H_
