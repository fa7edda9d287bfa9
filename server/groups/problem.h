// SPDX-License-Identifier: Apache-2.0
// What fair peer groups are made of and for. Plain data: whoever asks knows where it comes from.
#ifndef SAMSTIG_SERVER_GROUPS_PROBLEM_H_
#define SAMSTIG_SERVER_GROUPS_PROBLEM_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/base/id.h"

namespace samstig::server::groups {

struct Person {
  base::Id id;
  base::Id municipality;
  // Empty when nobody said: then it is like nobody else's.
  std::string sector;
  // Took part in an earlier round.
  bool returning = false;
};

// Two of Problem::people by their places in it.
using Pair = std::pair<size_t, size_t>;

struct Problem {
  std::vector<Person> people;
  // How many should be in a group.
  size_t size = 5;
  // Who is above whom in a line of command, however many are between: (below, above).
  std::set<Pair> lines;
  // How many groups two have been in together: the smaller place first.
  std::map<Pair, int> met;
  // The same seed gives the same groups; another one perhaps others that are as good.
  uint64_t seed = 1;
};

// By their places in Problem::people, ascending.
using Group = std::vector<size_t>;
using Groups = std::vector<Group>;

inline Pair PairOf(size_t a, size_t b) { return a < b ? Pair(a, b) : Pair(b, a); }

}  // namespace samstig::server::groups

#endif  // SAMSTIG_SERVER_GROUPS_PROBLEM_H_
