// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/enrolment.h"

#include <map>
#include <set>

namespace samstig::cli::figures {

namespace {

struct Tally {
  uint64_t asked = 0;
  uint64_t agreed = 0;
  uint64_t active = 0;
  uint64_t waiting = 0;
  uint64_t completed = 0;
  uint64_t withdrawn = 0;
  uint64_t returning = 0;
  std::set<std::string> people;

  void Add(const Seats& seats) {
    asked += seats.asked;
    agreed += seats.agreed;
  }
  void Add(const Place& place) {
    people.insert(place.person);
    switch (place.state) {
      case v1::ENROLMENT_STATE_ACTIVE:
        ++active;
        break;
      case v1::ENROLMENT_STATE_WAITLISTED:
        ++waiting;
        break;
      case v1::ENROLMENT_STATE_COMPLETED:
        ++completed;
        break;
      case v1::ENROLMENT_STATE_WITHDRAWN:
        ++withdrawn;
        return;
      default:
        return;
    }
    if (place.returning) ++returning;
  }
  Row AsRow(std::string label, std::vector<std::string> words) const {
    return MakeRow(std::move(label), std::move(words), people.size(), Telling::kTold,
                   {asked, agreed, active, waiting, completed, withdrawn, returning});
  }
};

}  // namespace

Sheet Enrolment(const Facts& facts) {
  Sheet sheet;
  sheet.words = {"group", "code", "name"};
  sheet.people = {"n", "people",
                  "People whom the municipality has enrolled at any time, each counted once."};
  sheet.figures = {
      {"asked", "asked", "Seats that the municipality asked for."},
      {"agreed", "agreed", "Seats that the organiser agreed to."},
      {"active", "active", "Places of leaders who take part."},
      {"waiting", "waiting", "Places on the waiting list."},
      {"completed", "completed", "Places of leaders who have completed the cohort."},
      {"withdrawn", "withdrawn", "Places that were given back."},
      {"returning", "returning",
       "Of the active, waiting and completed: people who took part in an earlier round."}};

  std::map<std::string, Tally> by_municipality;
  Tally total;
  for (const Seats& seats : facts.seats) {
    by_municipality[seats.municipality].Add(seats);
    total.Add(seats);
  }
  for (const Place& place : facts.places) {
    by_municipality[place.municipality].Add(place);
    total.Add(place);
  }
  Group& group = sheet.groups.emplace_back();
  group.heading = "municipality";
  for (const Municipality& municipality : ByName(facts)) {
    const auto found = by_municipality.find(municipality.id);
    if (found == by_municipality.end()) continue;
    group.rows.push_back(found->second.AsRow(
        municipality.name, {"municipality", municipality.code, municipality.name}));
  }
  group.rows.push_back(total.AsRow("total", {"total", "", ""}));
  return sheet;
}

}  // namespace samstig::cli::figures
