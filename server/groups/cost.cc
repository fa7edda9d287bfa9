// SPDX-License-Identifier: Apache-2.0
#include "server/groups/cost.h"

namespace samstig::server::groups {

namespace {

// Pairs among `count` people in one place.
int PairsAmong(size_t count) { return static_cast<int>(count * (count - (count > 0 ? 1 : 0)) / 2); }

// The fewest pairs when `count` people are spread over the groups.
int FewestPairs(size_t count, size_t groups) {
  const size_t each = count / groups;
  const size_t more = count % groups;
  return static_cast<int>(more) * PairsAmong(each + 1) +
         static_cast<int>(groups - more) * PairsAmong(each);
}

}  // namespace

void Add(Cost& sum, const Cost& more) {
  for (size_t wish = 0; wish < kWishes; ++wish) sum[wish] += more[wish];
}

Costs::Costs(const Problem& problem)
    : people_(problem.people.size()),
      pairs_(people_ * people_, Cost{}),
      apart_(people_ * people_, false) {
  for (size_t a = 0; a < people_; ++a) {
    for (size_t b = 0; b < people_; ++b) {
      if (a == b) continue;
      const Person& one = problem.people[a];
      const Person& other = problem.people[b];
      Cost& cost = pairs_[a * people_ + b];
      cost[kMunicipalities] = one.municipality == other.municipality ? 1 : 0;
      cost[kReturning] = one.returning && other.returning ? 1 : 0;
      cost[kSectors] = !one.sector.empty() && one.sector == other.sector ? 1 : 0;
    }
  }
  for (const auto& [pair, times] : problem.met) {
    pairs_[pair.first * people_ + pair.second][kNewFaces] = times;
    pairs_[pair.second * people_ + pair.first][kNewFaces] = times;
  }
  for (const auto& [below, above] : problem.lines) {
    apart_[below * people_ + above] = true;
    apart_[above * people_ + below] = true;
  }
}

Cost Costs::Of(const Group& group) const {
  Cost sum{};
  for (size_t i = 0; i < group.size(); ++i) {
    for (size_t j = i + 1; j < group.size(); ++j) Add(sum, Of(group[i], group[j]));
  }
  return sum;
}

Cost Costs::Of(const Groups& groups) const {
  Cost sum{};
  for (const Group& group : groups) Add(sum, Of(group));
  return sum;
}

Cost LeastCost(const Problem& problem, size_t groups) {
  std::map<base::Id, size_t> municipalities;
  std::map<std::string, size_t> sectors;
  size_t returning = 0;
  for (const Person& person : problem.people) {
    ++municipalities[person.municipality];
    if (!person.sector.empty()) ++sectors[person.sector];
    if (person.returning) ++returning;
  }
  Cost least{};
  for (const auto& [id, count] : municipalities) {
    least[kMunicipalities] += FewestPairs(count, groups);
  }
  for (const auto& [name, count] : sectors) least[kSectors] += FewestPairs(count, groups);
  least[kReturning] = FewestPairs(returning, groups);
  return least;
}

}  // namespace samstig::server::groups
