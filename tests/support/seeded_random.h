// SPDX-License-Identifier: Apache-2.0
// Chance that can be repeated: the same seed gives the same numbers on every machine. When the test
// that owns it has failed, its seed is printed at the end; SAMSTIG_SEED=<seed> runs that one again.
#ifndef SAMSTIG_TESTS_SUPPORT_SEEDED_RANDOM_H_
#define SAMSTIG_TESTS_SUPPORT_SEEDED_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

#include "domain/base/id.h"

namespace samstig::test {

// SAMSTIG_SEED from the environment, or else `usual`.
uint64_t SeedOr(uint64_t usual);

// SplitMix64 (Steele, Lea, Flood 2014). Thread-safe, but only one thread repeats exactly.
class SeededRandom : public base::Random {
 public:
  explicit SeededRandom(uint64_t seed) : seed_(seed), state_(seed) {}
  SeededRandom(const SeededRandom&) = delete;
  SeededRandom& operator=(const SeededRandom&) = delete;
  ~SeededRandom() override;

  uint64_t Next() override;

  // 0 to limit - 1. `limit` is at least 1.
  size_t Below(size_t limit);
  // True in `percent` of 100 cases.
  bool Chance(unsigned percent) { return Below(100) < percent; }
  // An id with random bits in all places; never nil.
  base::Id NextId();

  uint64_t seed() const { return seed_; }
  // "seed 7; SAMSTIG_SEED=7 repeats this", for SCOPED_TRACE.
  std::string Story() const;

 private:
  const uint64_t seed_;
  std::mutex mutex_;
  uint64_t state_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_SEEDED_RANDOM_H_
