// SPDX-License-Identifier: Apache-2.0
#include "server/decide/seats.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "domain/rules/cohort.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "server/decide/coming.h"
#include "server/decide/grants.h"

namespace samstig::server {

using rules::KeyName;

namespace {

// The places of the municipality's people. The key also has those who went to another.
Result<std::vector<v1::Entity>> PlacesOf(Case& c, const Id& cohort, const Id& municipality) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> places,
                   c.LoadAll({KeyName::kEnrolmentsOfSeat, rules::SeatId(cohort, municipality)}));
  std::erase_if(places, [&](const v1::Entity& place) {
    return place.enrolment().municipality_id() != municipality.bytes();
  });
  return places;
}

uint32_t CountTaken(const std::vector<v1::Entity>& places) {
  return static_cast<uint32_t>(std::count_if(
      places.begin(), places.end(),
      [](const v1::Entity& place) { return IsTakingPart(place.enrolment().state()); }));
}

// Those who wait, who came first first. A place on the list is never written again until it leaves
// the list, so its last change is the seq at which it came.
Result<std::vector<v1::Entity>> InOrderOfComing(Case& c, const std::vector<v1::Entity>& places) {
  std::vector<std::pair<Seq, v1::Entity>> waiting;
  for (const v1::Entity& place : places) {
    if (place.enrolment().state() != v1::ENROLMENT_STATE_WAITLISTED) continue;
    ASSIGN_OR_RETURN(const Seq came, c.txn().ChangedAt(IdIn(place.id())));
    waiting.emplace_back(came, place);
  }
  std::sort(waiting.begin(), waiting.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<v1::Entity> sorted;
  for (auto& [came, place] : waiting) sorted.push_back(std::move(place));
  return sorted;
}

}  // namespace

Result<uint32_t> SeatsTaken(Case& c, const Id& cohort, const Id& municipality) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> places, PlacesOf(c, cohort, municipality));
  return CountTaken(places);
}

Result<uint32_t> SeatsAgreed(Case& c, const Id& cohort, const Id& municipality) {
  ASSIGN_OR_RETURN(std::optional<v1::Entity> seat, c.TryLoad(rules::SeatId(cohort, municipality)));
  if (!seat || seat->cohort_seat().state() != v1::SEAT_STATE_AGREED) {
    return Status(v1::REASON_NO_SEATS, "the municipality has no agreed seats in the cohort");
  }
  return seat->cohort_seat().agreed();
}

Result<uint64_t> SeatsAgreedInAll(Case& c, const Id& cohort, const Id& but) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> seats, c.LoadAll({KeyName::kSeatsOfCohort, cohort}));
  uint64_t agreed = 0;
  for (const v1::Entity& seat : seats) {
    if (seat.cohort_seat().municipality_id() != but.bytes()) agreed += seat.cohort_seat().agreed();
  }
  return agreed;
}

Status MoveUp(Case& c, const Id& cohort, const Id& municipality) {
  ASSIGN_OR_RETURN(v1::Entity entity, c.Load(cohort.bytes(), v1::Entity::kCohort, "cohort"));
  if (!rules::TakesEnrolments(entity.cohort().state())) return {};
  const Result<uint32_t> agreed = SeatsAgreed(c, cohort, municipality);
  if (!agreed.ok() && agreed.status().reason() == v1::REASON_NO_SEATS) return {};
  RETURN_IF_ERROR(agreed.status());
  ASSIGN_OR_RETURN(std::vector<v1::Entity> places, PlacesOf(c, cohort, municipality));
  ASSIGN_OR_RETURN(std::vector<v1::Entity> waiting, InOrderOfComing(c, places));
  uint32_t taken = CountTaken(places);
  for (v1::Entity& place : waiting) {
    if (taken >= *agreed) break;
    ++taken;
    place.mutable_enrolment()->set_state(v1::ENROLMENT_STATE_ACTIVE);
    RETURN_IF_ERROR(c.Put(place).status());
    RETURN_IF_ERROR(RefreshAfterEnrolment(c, cohort, IdIn(place.enrolment().person_id())));
  }
  return {};
}

Result<v1::Entity> CohortTakingEnrolments(Case& c, const std::string& id) {
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(id, v1::Entity::kCohort, "cohort"));
  if (!rules::TakesEnrolments(cohort.cohort().state())) {
    return Status(v1::REASON_NOT_OPEN, "the cohort does not take enrolments now");
  }
  return cohort;
}

Status RequireWindow(Case& c, const v1::Cohort& cohort) {
  ASSIGN_OR_RETURN(const TimeMs came, TimeOfComing(c));
  if (came < cohort.enrolment_opens_ms()) {
    return {v1::REASON_NOT_OPEN, "the cohort's enrolment is not open yet"};
  }
  if (came > cohort.enrolment_closes_ms()) {
    return {v1::REASON_DEADLINE_PASSED, "the cohort's enrolment has closed"};
  }
  return {};
}

}  // namespace samstig::server
