// SPDX-License-Identifier: Apache-2.0
// Ledger: every write of every device, from the moment its author was told that it is on disk, and
// what the server made of it. Whatever people write carries a mark by which it is found again,
// wherever it went.
#ifndef SAMSTIG_TESTS_SIMULATION_LEDGER_H_
#define SAMSTIG_TESTS_SIMULATION_LEDGER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/base/id.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::sim {

using base::Id;

// "@T000017@", and back. 0: no mark.
std::string MarkOf(uint32_t text);
std::vector<uint32_t> MarksIn(std::string_view bytes);

struct Written {
  std::string bytes;  // The exact Mutation.
  v1::Mutation mutation;
  Id author;
  Id target;
  uint32_t text = 0;  // Its mark.
  // As the server committed it.
  std::optional<v1::Outcome> verdict;
};

struct Text {
  Id author;
  Id target;
  size_t device = 0;
  uint64_t number = 0;
};

class Ledger {
 public:
  explicit Ledger(size_t devices) : writes_(devices) {}

  // The write now on the device's disk under the next number.
  Written& Add(size_t device, const Id& author, std::string bytes);

  // Whoever is signed in first on a device is the author of what waited there.
  void SignedInAs(size_t device, const Id& person);

  // The device has a copy of the other's file.
  void Clone(size_t from, size_t to) {
    writes_[to] = writes_[from];
    judged_[to] = judged_[from];
  }

  // Numbers count from 1; nullptr when there is none.
  Written* Find(size_t device, uint64_t number);
  uint64_t Count(size_t device) const { return writes_[device].size(); }
  const std::vector<Written>& WritesOf(size_t device) const { return writes_[device]; }
  // How many of the device's writes have a verdict: the first ones, without gap.
  uint64_t Judged(size_t device) const { return judged_[device]; }
  void SetVerdict(size_t device, uint64_t number, const v1::Outcome& verdict);

  const std::map<uint32_t, Text>& texts() const { return texts_; }
  uint64_t all() const { return all_; }
  size_t devices() const { return writes_.size(); }

 private:
  std::vector<std::vector<Written>> writes_;
  std::vector<uint64_t> judged_ = std::vector<uint64_t>(writes_.size(), 0);
  std::map<uint32_t, Text> texts_;
  uint64_t all_ = 0;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_LEDGER_H_
