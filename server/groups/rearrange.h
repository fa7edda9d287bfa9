// SPDX-License-Identifier: Apache-2.0
// The constraint problem, for Gecode: some people without a group, some groups with room. Either
// everybody at once, or a few people of a few groups, while all others stay where they are.
#ifndef SAMSTIG_SERVER_GROUPS_REARRANGE_H_
#define SAMSTIG_SERVER_GROUPS_REARRANGE_H_

#include <optional>

#include "server/groups/cost.h"

namespace samstig::server::groups {

struct Room {
  // Who stays.
  Group staying;
  // How many of the free people come to it.
  size_t seats = 0;
};

struct Arrangement {
  // For each of the free people: which room.
  std::vector<size_t> room_of;
  // Nothing better exists; else the search was cut off.
  bool proved = false;
};

// Work is counted in failures, never by the clock, so that the same question has the same answer on
// every machine.
inline constexpr unsigned long kNoLimit = ~0UL;

// The cheapest arrangement found that costs less than `below`, counting all pairs with somebody who
// is free. nullopt: there is none, or the search was cut off before. The seats are as many as
// `free`.
std::optional<Arrangement> Rearrange(const Costs& costs, const std::vector<size_t>& free,
                                     const std::vector<Room>& rooms, const Cost& below,
                                     unsigned long max_failures);

enum class Found { kYes, kNo, kCutOff };
// Any arrangement that keeps the lines of command apart, in empty rooms.
Found FindAny(const Costs& costs, const std::vector<size_t>& free, const std::vector<Room>& rooms,
              unsigned long max_failures, Arrangement& found);

}  // namespace samstig::server::groups

#endif  // SAMSTIG_SERVER_GROUPS_REARRANGE_H_
