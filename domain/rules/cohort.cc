// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

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
  return Folded{std::move(entity)};
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

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::EditCohort&, const Maker&) {
  return base::Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

Keys KeysOf(const v1::Cohort&) { return {{KeyName::kCohorts, {}}}; }

}  // namespace samstig::rules
