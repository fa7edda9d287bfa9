// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Id;
using base::Status;

namespace {

Status Check(const v1::Assignment& a) {
  RETURN_IF_ERROR(Id::Parse(a.cohort_id(), "cohort_id").status());
  if (!a.theme_id().empty()) RETURN_IF_ERROR(Id::Parse(a.theme_id(), "theme_id").status());
  RETURN_IF_ERROR(base::CheckLine(a.template_code(), "template_code", kMaxCodeBytes,
                                  base::Emptiness::kAllowed));
  RETURN_IF_ERROR(CheckLocalText(a.title(), "title", kMaxTitleBytes));
  RETURN_IF_ERROR(CheckLocalText(a.brief(), "brief", kMaxTextBytes, TextShape::kMarkdown));
  RETURN_IF_ERROR(CheckRange(a.minutes(), "minutes", kMinMinutes, kMaxMinutes));
  if (a.opens_ms() <= 0 || a.due_ms() <= a.opens_ms()) {
    return {v1::REASON_DATES_OUT_OF_ORDER, "it must be that the assignment opens < is due"};
  }
  return {};
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::PostAssignment& intent, const Maker& maker) {
  RETURN_IF_ERROR(Check(intent.assignment()));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Assignment& assignment = *entity.mutable_assignment();
  assignment = intent.assignment();
  assignment.set_state(v1::ASSIGNMENT_STATE_OPEN);
  assignment.set_version(1);
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::EditAssignment& intent, const Maker&) {
  RETURN_IF_ERROR(Check(intent.assignment()));
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kAssignment, "assignment"));
  v1::Assignment& assignment = *entity.mutable_assignment();
  if (assignment.cohort_id() != intent.assignment().cohort_id()) {
    return Status(v1::REASON_BAD_ID, "an assignment cannot move to another cohort");
  }
  v1::Assignment next = intent.assignment();
  next.set_theme_id(assignment.theme_id());
  next.set_template_code(assignment.template_code());
  next.set_state(assignment.state());
  next.set_version(assignment.version() + 1);
  assignment = std::move(next);
  return Folded{std::move(entity), History::kKeepBefore};
}

FoldResult Fold(const v1::Entity* before, const v1::MoveAssignment& intent, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kAssignment, "assignment"));
  if (intent.to() != v1::ASSIGNMENT_STATE_OPEN && intent.to() != v1::ASSIGNMENT_STATE_CLOSED) {
    return Status(v1::REASON_MALFORMED, "state must be OPEN or CLOSED");
  }
  if (entity.assignment().state() == intent.to()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the assignment is in that state already");
  }
  entity.mutable_assignment()->set_state(intent.to());
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Assignment& assignment) {
  return Under(KeyName::kAssignmentsOfCohort, assignment.cohort_id());
}

}  // namespace samstig::rules
