// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/price.h"

namespace samstig::rules {

using base::Id;
using base::Status;

namespace {

bool CanPause(v1::CohortState state) {
  return state >= v1::COHORT_STATE_ENROLLING && state <= v1::COHORT_STATE_WRAPPING_UP;
}

Status Check(const v1::Cohort& c) {
  RETURN_IF_ERROR(Id::Parse(c.programme_id(), "programme_id").status());
  RETURN_IF_ERROR(CheckRange(c.round(), "round", 1, 1'000));
  RETURN_IF_ERROR(CheckLocalText(c.name(), "name", kMaxTitleBytes));
  RETURN_IF_ERROR(CheckRange(c.grace_ms(), "grace_ms", 0, kMaxGraceMs));
  RETURN_IF_ERROR(CheckPrice(c.price_cents(), c.currency()));
  RETURN_IF_ERROR(CheckRange(c.vat_permille(), "vat_permille", 0, kMaxVatPermille));
  RETURN_IF_ERROR(CheckRange(c.seats(), "seats", 0, kMaxSeats));
  const bool in_order = c.enrolment_opens_ms() > 0 &&
                        c.enrolment_opens_ms() < c.enrolment_closes_ms() &&
                        c.enrolment_closes_ms() <= c.starts_ms() && c.starts_ms() < c.ends_ms();
  if (!in_order) {
    return {v1::REASON_DATES_OUT_OF_ORDER,
            "it must be that enrolment opens < closes <= starts < ends"};
  }
  return {};
}

}  // namespace

bool CanMove(const v1::Cohort& cohort, v1::CohortState to) {
  const v1::CohortState from = cohort.state();
  if (from == v1::COHORT_STATE_PAUSED) {
    return to == cohort.paused_from() && CanPause(to);
  }
  if (to == v1::COHORT_STATE_PAUSED) return CanPause(from);
  if (to == v1::COHORT_STATE_CANCELLED) {
    return from >= v1::COHORT_STATE_DRAFT && from < v1::COHORT_STATE_RUNNING;
  }
  return to > v1::COHORT_STATE_DRAFT && to <= v1::COHORT_STATE_ARCHIVED &&
         static_cast<int>(from) == static_cast<int>(to) - 1;
}

std::string_view CohortStateName(v1::CohortState state) {
  switch (state) {
    case v1::COHORT_STATE_DRAFT:
      return "DRAFT";
    case v1::COHORT_STATE_ANNOUNCED:
      return "ANNOUNCED";
    case v1::COHORT_STATE_ENROLLING:
      return "ENROLLING";
    case v1::COHORT_STATE_CONFIRMED:
      return "CONFIRMED";
    case v1::COHORT_STATE_RUNNING:
      return "RUNNING";
    case v1::COHORT_STATE_WRAPPING_UP:
      return "WRAPPING_UP";
    case v1::COHORT_STATE_ALUMNI:
      return "ALUMNI";
    case v1::COHORT_STATE_ARCHIVED:
      return "ARCHIVED";
    case v1::COHORT_STATE_CANCELLED:
      return "CANCELLED";
    case v1::COHORT_STATE_PAUSED:
      return "PAUSED";
    default:
      return "UNKNOWN";
  }
}

bool TakesEnrolments(v1::CohortState state) {
  return state == v1::COHORT_STATE_ENROLLING || state == v1::COHORT_STATE_CONFIRMED ||
         state == v1::COHORT_STATE_RUNNING;
}

bool TakesWork(v1::CohortState state) {
  return state == v1::COHORT_STATE_CONFIRMED || state == v1::COHORT_STATE_RUNNING ||
         state == v1::COHORT_STATE_WRAPPING_UP;
}

bool HasEnded(v1::CohortState state) {
  return state == v1::COHORT_STATE_ALUMNI || state == v1::COHORT_STATE_ARCHIVED ||
         state == v1::COHORT_STATE_CANCELLED;
}

bool IsPublic(v1::CohortState state) {
  return state != v1::COHORT_STATE_UNSPECIFIED && state != v1::COHORT_STATE_DRAFT;
}

FoldResult Fold(const v1::Entity* before, const v1::PlanCohort& intent, const Maker& maker) {
  RETURN_IF_ERROR(Check(intent.cohort()));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Cohort& cohort = *entity.mutable_cohort();
  cohort = intent.cohort();
  cohort.set_state(v1::COHORT_STATE_DRAFT);
  cohort.clear_paused_from();
  cohort.clear_programme_version();
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::EditCohort& intent, const Maker&) {
  RETURN_IF_ERROR(Check(intent.cohort()));
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kCohort, "cohort"));
  v1::Cohort& cohort = *entity.mutable_cohort();
  if (cohort.state() == v1::COHORT_STATE_ARCHIVED || cohort.state() == v1::COHORT_STATE_CANCELLED) {
    return Status(v1::REASON_ILLEGAL_MOVE, "a cohort that has ended stays as it is");
  }
  if (intent.cohort().programme_id() != cohort.programme_id() ||
      intent.cohort().round() != cohort.round()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "a cohort keeps its programme and its round");
  }
  *cohort.mutable_name() = intent.cohort().name();
  cohort.set_enrolment_opens_ms(intent.cohort().enrolment_opens_ms());
  cohort.set_enrolment_closes_ms(intent.cohort().enrolment_closes_ms());
  cohort.set_starts_ms(intent.cohort().starts_ms());
  cohort.set_ends_ms(intent.cohort().ends_ms());
  cohort.set_grace_ms(intent.cohort().grace_ms());
  // No currency says nothing about the price: it stays.
  if (!intent.cohort().currency().empty()) {
    cohort.set_price_cents(intent.cohort().price_cents());
    cohort.set_currency(intent.cohort().currency());
  }
  cohort.set_vat_permille(intent.cohort().vat_permille());
  cohort.set_seats(intent.cohort().seats());
  return Folded{std::move(entity), History::kKeepBefore};
}

FoldResult Fold(const v1::Entity* before, const v1::MoveCohort& intent, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kCohort, "cohort"));
  v1::Cohort& cohort = *entity.mutable_cohort();
  if (!CanMove(cohort, intent.to())) {
    return Status(v1::REASON_ILLEGAL_MOVE, "a cohort cannot go from " +
                                               std::string(CohortStateName(cohort.state())) +
                                               " to " + std::string(CohortStateName(intent.to())));
  }
  if (intent.to() == v1::COHORT_STATE_PAUSED) {
    cohort.set_paused_from(cohort.state());
  } else {
    cohort.clear_paused_from();
  }
  cohort.set_state(intent.to());
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Cohort&) { return {{KeyName::kCohorts, {}}}; }

}  // namespace samstig::rules
