// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"
#include "domain/rules/keys.h"
#include "server/decide/grants.h"
#include "server/decide/kinds.h"
#include "server/decide/seats.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::RequestSeats& intent) {
  RETURN_IF_ERROR(
      c.Load(intent.municipality_id(), v1::Entity::kMunicipality, "municipality").status());
  RETURN_IF_ERROR(c.Require(Scope::OfMunicipality(IdIn(intent.municipality_id())),
                            "an admin of the municipality"));
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(intent.cohort_id(), v1::Entity::kCohort, "cohort"));
  if (!rules::TakesEnrolments(cohort.cohort().state())) {
    return Status(v1::REASON_NOT_OPEN, "the cohort does not take enrolments now");
  }
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::AnswerSeats& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  ASSIGN_OR_RETURN(v1::Entity before,
                   c.Load(intent.id(), v1::Entity::kCohortSeat, "request for seats"));
  const v1::CohortSeat& seat = before.cohort_seat();
  ASSIGN_OR_RETURN(uint32_t taken,
                   SeatsTaken(c, IdIn(seat.cohort_id()), IdIn(seat.municipality_id())));
  if (intent.agreed() < taken) {
    return Status(v1::REASON_OUT_OF_RANGE,
                  std::to_string(taken) + " of the seats are taken already");
  }
  return c.Carry(intent);
}

Result<uint32_t> SeatsTaken(Case& c, const Id& cohort, const Id& municipality) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> enrolments,
                   c.LoadAll({rules::KeyName::kEnrolmentsOfCohort, cohort}));
  uint32_t taken = 0;
  for (const v1::Entity& entity : enrolments) {
    const v1::Enrolment& enrolment = entity.enrolment();
    const bool theirs = enrolment.municipality_id() == municipality.bytes();
    if (theirs && IsTakingPart(enrolment.state())) ++taken;
  }
  return taken;
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::CohortSeat& seat) {
  return Scopes{Scope::OfMunicipality(IdIn(seat.municipality_id())),
                Scope::Staff(IdIn(seat.cohort_id())), Scope::Organisers()};
}

}  // namespace samstig::server
