// SPDX-License-Identifier: Apache-2.0
#include "server/groups/fair_groups.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "domain/rules/limits.h"
#include "server/groups/cost.h"
#include "server/groups/dice.h"
#include "server/groups/rearrange.h"

namespace samstig::server::groups {

using base::Result;
using base::Status;

namespace {

// So few that all arrangements can be gone through: 15,400 for twelve in fours.
constexpr size_t kFewPeople = 12;
// Free at a time when they are more. What is in reach of one step grows with it, and so does its
// time.
constexpr size_t kFreeAtATime = 15;
constexpr unsigned long kFailuresAStep = 150;
constexpr unsigned long kFailuresForAny = 50'000;

// Steps without a better answer until it is good enough.
size_t Patience(size_t groups) { return 60 + 6 * groups; }

// The groups' sizes, the larger first.
std::vector<size_t> SizesOf(size_t people, size_t groups) {
  std::vector<size_t> sizes(groups, people / groups);
  for (size_t i = 0; i < people % groups; ++i) ++sizes[i];
  return sizes;
}

std::vector<Room> EmptyRooms(const std::vector<size_t>& sizes) {
  std::vector<Room> rooms;
  for (const size_t size : sizes) rooms.push_back({{}, size});
  return rooms;
}

// The most people who are all in one line of command.
size_t LongestLine(const Problem& problem) {
  std::map<size_t, std::vector<size_t>> above;
  for (const auto& [below, manager] : problem.lines) above[below].push_back(manager);
  // Whoever has more people above is further down, so in this order all above are done before.
  std::vector<size_t> order(problem.people.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return above[a].size() < above[b].size(); });
  std::vector<size_t> length(problem.people.size(), 1);
  for (const size_t person : order) {
    for (const size_t manager : above[person]) {
      length[person] = std::max(length[person], length[manager] + 1);
    }
  }
  return *std::max_element(length.begin(), length.end());
}

class Builder {
 public:
  explicit Builder(const Problem& problem)
      : problem_(problem),
        costs_(problem),
        sizes_(SizesOf(problem.people.size(), HowMany(problem.people.size(), problem.size))),
        dice_(problem.seed) {
    order_.resize(problem.people.size());
    std::iota(order_.begin(), order_.end(), size_t{0});
    dice_.Shuffle(order_);
  }

  Result<Groups> Build() {
    RETURN_IF_ERROR(Begin());
    if (problem_.people.size() <= kFewPeople) {
      TryAll();
    } else {
      Improve();
    }
    for (Group& group : groups_) std::sort(group.begin(), group.end());
    return std::move(groups_);
  }

 private:
  // ---- A first answer

  Status Begin() {
    if (std::optional<Groups> groups = OneByOne()) {
      groups_ = *std::move(groups);
      return {};
    }
    // Lines of command cross in ways that one by one does not see.
    Arrangement any;
    switch (FindAny(costs_, order_, EmptyRooms(sizes_), kFailuresForAny, any)) {
      case Found::kYes:
        groups_ = InRooms(any.room_of);
        return {};
      case Found::kNo:
        return {v1::REASON_LINE_OF_COMMAND, "there are no such groups" + WhatStandsAgainstIt()};
      case Found::kCutOff:
        break;
    }
    return {v1::REASON_LINE_OF_COMMAND, "no such groups were found" + WhatStandsAgainstIt()};
  }

  // Each where it costs least, those who are hardest to place first. nullopt when somebody finds no
  // place.
  std::optional<Groups> OneByOne() {
    std::vector<size_t> order = order_;
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return Hardness(a) > Hardness(b); });
    Groups groups(sizes_.size());
    for (const size_t person : order) {
      std::optional<size_t> best;
      Cost least{};
      for (size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].size() == sizes_[g] || MeetsTheLine(person, groups[g])) continue;
        Cost cost{};
        for (const size_t other : groups[g]) Add(cost, costs_.Of(person, other));
        // Among groups that cost the same the emptier, so that all fill up alike.
        if (best && !(cost < least) &&
            !(cost == least && groups[g].size() < groups[*best].size())) {
          continue;
        }
        best = g;
        least = cost;
      }
      if (!best) return std::nullopt;
      groups[*best].push_back(person);
    }
    return groups;
  }

  // First by lines of command, then by how many are from the same place.
  std::pair<size_t, int> Hardness(size_t person) const {
    size_t in_line = 0;
    int neighbours = 0;
    for (size_t other = 0; other < costs_.people(); ++other) {
      if (costs_.Apart(person, other)) ++in_line;
      neighbours += costs_.Of(person, other)[kMunicipalities];
    }
    return {in_line, neighbours};
  }

  bool MeetsTheLine(size_t person, const Group& group) const {
    return std::any_of(group.begin(), group.end(),
                       [&](size_t other) { return costs_.Apart(person, other); });
  }

  Groups InRooms(const std::vector<size_t>& room_of) const {
    Groups groups(sizes_.size());
    for (size_t i = 0; i < room_of.size(); ++i) groups[room_of[i]].push_back(order_[i]);
    return groups;
  }

  // ": 6 people are in one line of command, and there are 4 groups".
  std::string WhatStandsAgainstIt() const {
    const size_t line = LongestLine(problem_);
    if (line > sizes_.size()) {
      return ": " + std::to_string(line) + " people are in one line of command, and there are " +
             std::to_string(sizes_.size()) + " groups; smaller ones are more";
    }
    size_t most = 0;
    for (size_t person = 0; person < costs_.people(); ++person) {
      most = std::max(most, Hardness(person).first);
    }
    return ": one person is in one line of command with " + std::to_string(most) + " of the " +
           std::to_string(costs_.people() - 1) + " others, and is to be with " +
           std::to_string(sizes_.back() - 1) + " who are not";
  }

  // ---- A better one

  void TryAll() {
    const auto best = Rearrange(costs_, order_, EmptyRooms(sizes_), costs_.Of(groups_), kNoLimit);
    if (best) groups_ = InRooms(best->room_of);
  }

  // Large neighbourhood search: again and again a few groups are taken apart and put together in
  // the best way there is for them.
  void Improve() {
    const Cost least = LeastCost(problem_, groups_.size());
    size_t in_vain = 0;
    while (in_vain < Patience(groups_.size()) && costs_.Of(groups_) != least) {
      in_vain = Step() ? 0 : in_vain + 1;
    }
  }

  bool Step() {
    std::vector<size_t> chosen = ChooseGroups();
    std::vector<Room> rooms;
    std::vector<size_t> free;
    const size_t from_each = std::max<size_t>(1, kFreeAtATime / chosen.size());
    for (const size_t g : chosen) {
      Group people = groups_[g];
      dice_.Shuffle(people);
      const size_t leaving = std::min(from_each, people.size());
      free.insert(free.end(), people.begin(), people.begin() + static_cast<long>(leaving));
      rooms.push_back({{people.begin() + static_cast<long>(leaving), people.end()}, leaving});
    }
    std::stable_sort(free.begin(), free.end(),
                     [&](size_t a, size_t b) { return Hardness(a) > Hardness(b); });
    const auto better = Rearrange(costs_, free, rooms, CostOfMoving(chosen, rooms), kFailuresAStep);
    if (!better) return false;
    for (size_t r = 0; r < chosen.size(); ++r) groups_[chosen[r]] = rooms[r].staying;
    for (size_t i = 0; i < free.size(); ++i) {
      groups_[chosen[better->room_of[i]]].push_back(free[i]);
    }
    return true;
  }

  // One that has something to gain, and others by chance.
  std::vector<size_t> ChooseGroups() {
    const size_t wanted = std::clamp<size_t>(kFreeAtATime / sizes_[0], 2, 5);
    std::vector<size_t> all(groups_.size());
    std::iota(all.begin(), all.end(), size_t{0});
    dice_.Shuffle(all);
    const auto first = std::find_if(all.begin(), all.end(),
                                    [&](size_t g) { return costs_.Of(groups_[g]) != Cost{}; });
    if (first != all.end()) std::iter_swap(all.begin(), first);
    all.resize(std::min(wanted, all.size()));
    return all;
  }

  // What the pairs cost now that a step may change.
  Cost CostOfMoving(const std::vector<size_t>& chosen, const std::vector<Room>& rooms) const {
    Cost sum{};
    for (size_t r = 0; r < chosen.size(); ++r) {
      const Cost whole = costs_.Of(groups_[chosen[r]]);
      const Cost staying = costs_.Of(rooms[r].staying);
      for (size_t wish = 0; wish < kWishes; ++wish) sum[wish] += whole[wish] - staying[wish];
    }
    return sum;
  }

  const Problem& problem_;
  const Costs costs_;
  const std::vector<size_t> sizes_;
  Dice dice_;
  // Everybody, in an order of chance.
  std::vector<size_t> order_;
  Groups groups_;
};

}  // namespace

size_t HowMany(size_t people, size_t size) {
  const size_t nearest = (people + size / 2) / size;
  const size_t least = (people + rules::kMaxGroup - 1) / rules::kMaxGroup;
  const size_t most = people / rules::kMinGroup;
  return std::clamp(nearest, least, most);
}

Result<Groups> FairGroups(const Problem& problem) {
  RETURN_IF_ERROR(rules::CheckRange(static_cast<int64_t>(problem.size), "size", rules::kMinGroup,
                                    rules::kMaxGroup));
  RETURN_IF_ERROR(rules::CheckRange(static_cast<int64_t>(problem.people.size()),
                                    "people to be grouped", rules::kMinGroup, kMaxPeople));
  return Builder(problem).Build();
}

}  // namespace samstig::server::groups
