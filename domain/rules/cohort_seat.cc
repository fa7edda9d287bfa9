// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Emptiness;
using base::Id;
using base::Status;

FoldResult Fold(const v1::Entity* before, const v1::RequestSeats& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(Id cohort, Id::Parse(intent.cohort_id(), "cohort_id"));
  ASSIGN_OR_RETURN(Id municipality, Id::Parse(intent.municipality_id(), "municipality_id"));
  RETURN_IF_ERROR(CheckRange(intent.seats(), "seats", 1, kMaxSeats));
  if (intent.id() != SeatId(cohort, municipality).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from cohort and municipality");
  }
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kCohortSeat, intent.id(), maker));
  v1::CohortSeat& seat = *entity.mutable_cohort_seat();
  if (seat.state() == v1::SEAT_STATE_AGREED && intent.seats() <= seat.agreed()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "that many seats are agreed already");
  }
  seat.set_cohort_id(intent.cohort_id());
  seat.set_municipality_id(intent.municipality_id());
  seat.set_requested(intent.seats());
  // Seats agreed earlier stay while more are asked for.
  if (seat.state() != v1::SEAT_STATE_AGREED) seat.set_state(v1::SEAT_STATE_REQUESTED);
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::AnswerSeats& intent, const Maker&) {
  RETURN_IF_ERROR(base::CheckText(intent.answer(), "answer", kMaxAnswerBytes, Emptiness::kAllowed));
  ASSIGN_OR_RETURN(v1::Entity entity,
                   Existing(before, v1::Entity::kCohortSeat, "request for seats"));
  v1::CohortSeat& seat = *entity.mutable_cohort_seat();
  RETURN_IF_ERROR(CheckRange(intent.agreed(), "agreed", 0, seat.requested()));
  // Two organisers at once: the second learns that there is nothing left to answer. Whoever wants
  // another number of seats says another number.
  const bool declined = seat.state() == v1::SEAT_STATE_DECLINED;
  const bool as_it_is = seat.state() == v1::SEAT_STATE_AGREED && seat.agreed() == intent.agreed();
  if (declined || as_it_is) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the request for seats was answered already");
  }
  seat.set_state(intent.agreed() > 0 ? v1::SEAT_STATE_AGREED : v1::SEAT_STATE_DECLINED);
  seat.set_agreed(intent.agreed());
  seat.set_answer(intent.answer());
  return Folded{std::move(entity), History::kKeepBefore};
}

Keys KeysOf(const v1::CohortSeat& seat) { return Under(KeyName::kSeatsOfCohort, seat.cohort_id()); }

}  // namespace samstig::rules
