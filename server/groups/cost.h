// SPDX-License-Identifier: Apache-2.0
// How far groups are from what one would like. All of it is counted in pairs of people who are in
// one group: two of one municipality, two who have met, two who return, two of one sector. Spread
// evenly, a municipality (those who return, a sector) has the fewest such pairs, so that fewer
// pairs always means a better mix.
//
// What comes first is never given up for what comes later: costs are compared number by number.
#ifndef SAMSTIG_SERVER_GROUPS_COST_H_
#define SAMSTIG_SERVER_GROUPS_COST_H_

#include <array>
#include <vector>

#include "server/groups/problem.h"

namespace samstig::server::groups {

inline constexpr size_t kWishes = 4;
enum Wish : size_t { kMunicipalities = 0, kNewFaces = 1, kReturning = 2, kSectors = 3 };

// By Wish. std::array's order is the one above.
using Cost = std::array<int, kWishes>;

void Add(Cost& sum, const Cost& more);

// What it costs to have two people in one group, worked out once for all pairs.
class Costs {
 public:
  explicit Costs(const Problem& problem);

  size_t people() const { return people_; }
  const Cost& Of(size_t a, size_t b) const { return pairs_[a * people_ + b]; }
  // In one line of command: never in one group.
  bool Apart(size_t a, size_t b) const { return apart_[a * people_ + b]; }

  Cost Of(const Group& group) const;
  Cost Of(const Groups& groups) const;

 private:
  size_t people_;
  std::vector<Cost> pairs_;
  std::vector<bool> apart_;
};

// No arrangement into so many groups costs less, in any of the four.
Cost LeastCost(const Problem& problem, size_t groups);

}  // namespace samstig::server::groups

#endif  // SAMSTIG_SERVER_GROUPS_COST_H_
