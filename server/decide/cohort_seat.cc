// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"
#include "server/decide/seats.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::RequestSeats& intent) {
  RETURN_IF_ERROR(
      c.Load(intent.municipality_id(), v1::Entity::kMunicipality, "municipality").status());
  RETURN_IF_ERROR(c.Require(Scope::OfMunicipality(IdIn(intent.municipality_id())),
                            "an admin of the municipality"));
  ASSIGN_OR_RETURN(v1::Entity cohort, CohortTakingEnrolments(c, intent.cohort_id()));
  RETURN_IF_ERROR(RequireWindow(c, cohort.cohort()));
  return c.Carry(intent);
}

namespace {

// All municipalities together get no more than the cohort has.
Status CheckSeatsOfCohort(Case& c, const v1::CohortSeat& seat, uint32_t agreed) {
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(seat.cohort_id(), v1::Entity::kCohort, "cohort"));
  const uint64_t limit = cohort.cohort().seats();
  ASSIGN_OR_RETURN(const uint64_t others,
                   SeatsAgreedInAll(c, IdIn(seat.cohort_id()), IdIn(seat.municipality_id())));
  // Giving some back is always possible.
  if (limit == 0 || agreed <= seat.agreed() || others + agreed <= limit) return {};
  return {v1::REASON_NO_SEATS, "the cohort has " + std::to_string(limit) + " seats, " +
                                   std::to_string(others) + " are agreed with others; " +
                                   std::to_string(agreed) + " more do not fit"};
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::AnswerSeats& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  ASSIGN_OR_RETURN(v1::Entity before,
                   c.Load(intent.id(), v1::Entity::kCohortSeat, "request for seats"));
  const v1::CohortSeat& seat = before.cohort_seat();
  const Id cohort = IdIn(seat.cohort_id());
  const Id municipality = IdIn(seat.municipality_id());
  ASSIGN_OR_RETURN(uint32_t taken, SeatsTaken(c, cohort, municipality));
  if (intent.agreed() < taken) {
    return Status(v1::REASON_OUT_OF_RANGE,
                  std::to_string(taken) + " of the seats are taken already");
  }
  RETURN_IF_ERROR(CheckSeatsOfCohort(c, seat, intent.agreed()));
  RETURN_IF_ERROR(c.Carry(intent).status());
  RETURN_IF_ERROR(MoveUp(c, cohort, municipality));
  return Decision{false, c.txn().LastSeq()};
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::CohortSeat& seat) {
  return Scopes{Scope::OfMunicipality(IdIn(seat.municipality_id())),
                Scope::Staff(IdIn(seat.cohort_id())), Scope::Organisers()};
}

}  // namespace samstig::server
