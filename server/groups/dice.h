// SPDX-License-Identifier: Apache-2.0
// Chance that comes out the same for the same seed with every compiler and library, which the
// standard's distributions and shuffle do not.
#ifndef SAMSTIG_SERVER_GROUPS_DICE_H_
#define SAMSTIG_SERVER_GROUPS_DICE_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace samstig::server::groups {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  // Below `end`, which is not 0.
  size_t Below(size_t end) { return static_cast<size_t>(Next() % end); }

  template <typename T>
  void Shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[Below(i)]);
  }

 private:
  // SplitMix64 (Steele, Lea and Flood, 2014).
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace samstig::server::groups

#endif  // SAMSTIG_SERVER_GROUPS_DICE_H_
