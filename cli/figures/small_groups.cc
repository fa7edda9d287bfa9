// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/small_groups.h"

#include <optional>

namespace samstig::cli::figures {

namespace {

std::optional<size_t> SmallestTold(const std::vector<size_t>& people,
                                   const std::vector<Telling>& telling) {
  std::optional<size_t> smallest;
  for (size_t i = 0; i < people.size(); ++i) {
    if (telling[i] != Telling::kTold) continue;
    if (!smallest || people[i] < people[*smallest]) smallest = i;
  }
  return smallest;
}

}  // namespace

Telling TellingOf(size_t people) { return people < kFewest ? Telling::kTooFew : Telling::kTold; }

std::vector<Telling> TellingOf(const std::vector<size_t>& people) {
  std::vector<Telling> telling;
  size_t hidden = 0;
  for (const size_t row : people) {
    telling.push_back(TellingOf(row));
    if (telling.back() == Telling::kTooFew) hidden += row;
  }
  // Two small rows can be too few together; one more is always enough, for it has five or more.
  if (hidden > 0 && hidden < kFewest) {
    if (const std::optional<size_t> next = SmallestTold(people, telling)) {
      telling[*next] = Telling::kShieldsOthers;
    }
  }
  return telling;
}

}  // namespace samstig::cli::figures
