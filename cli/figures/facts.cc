// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/facts.h"

#include <algorithm>

namespace samstig::cli::figures {

std::map<std::string, std::string> TakingPart(const Facts& facts) {
  std::map<std::string, std::string> people;
  for (const Place& place : facts.places) {
    const bool takes_part =
        place.state == v1::ENROLMENT_STATE_ACTIVE || place.state == v1::ENROLMENT_STATE_COMPLETED;
    if (takes_part) people.emplace(place.person, place.municipality);
  }
  return people;
}

std::vector<Municipality> ByName(const Facts& facts) {
  std::vector<Municipality> all = facts.municipalities;
  std::sort(all.begin(), all.end(),
            [](const Municipality& a, const Municipality& b) { return a.name < b.name; });
  return all;
}

}  // namespace samstig::cli::figures
