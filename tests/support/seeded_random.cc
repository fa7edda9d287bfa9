// SPDX-License-Identifier: Apache-2.0
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

namespace samstig::test {

uint64_t SeedOr(uint64_t usual) {
  const char* wanted = std::getenv("SAMSTIG_SEED");
  return wanted == nullptr ? usual : std::strtoull(wanted, nullptr, 10);
}

SeededRandom::~SeededRandom() {
  if (testing::Test::HasFailure()) std::cerr << "Failed with " << Story() << std::endl;
}

uint64_t SeededRandom::Next() {
  const std::lock_guard lock(mutex_);
  state_ += 0x9e3779b97f4a7c15;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

size_t SeededRandom::Below(size_t limit) { return static_cast<size_t>(Next() % limit); }

base::Id SeededRandom::NextId() {
  char bytes[base::Id::kSize];
  while (true) {
    const uint64_t halves[] = {Next(), Next()};
    std::memcpy(bytes, halves, sizeof(bytes));
    const base::Id id = base::Id::FromBytes({bytes, sizeof(bytes)});
    if (!id.IsNil()) return id;
  }
}

std::string SeededRandom::Story() const {
  const std::string seed = std::to_string(seed_);
  return "seed " + seed + "; SAMSTIG_SEED=" + seed + " repeats this";
}

}  // namespace samstig::test
