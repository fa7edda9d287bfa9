// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/assignment.h"

#include <algorithm>

#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Emptiness;
using base::Id;
using base::Status;

namespace {

Id IdIn(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

Status CheckTarget(const v1::Assignment& a) {
  if (a.has_group_id()) return Id::Parse(a.group_id(), "group_id").status();
  if (a.has_person_id()) return Id::Parse(a.person_id(), "person_id").status();
  return {};
}

Status Check(const v1::Assignment& a) {
  RETURN_IF_ERROR(Id::Parse(a.cohort_id(), "cohort_id").status());
  if (!a.theme_id().empty()) RETURN_IF_ERROR(Id::Parse(a.theme_id(), "theme_id").status());
  RETURN_IF_ERROR(base::CheckLine(a.template_code(), "template_code", kMaxCodeBytes,
                                  base::Emptiness::kAllowed));
  RETURN_IF_ERROR(CheckLocalText(a.title(), "title", kMaxTitleBytes));
  RETURN_IF_ERROR(CheckLocalText(a.brief(), "brief", kMaxTextBytes, TextShape::kMarkdown));
  RETURN_IF_ERROR(CheckRange(a.minutes(), "minutes", kMinMinutes, kMaxMinutes));
  RETURN_IF_ERROR(CheckTarget(a));
  RETURN_IF_ERROR(
      base::CheckText(a.change_note(), "change_note", kMaxNoteBytes, Emptiness::kAllowed));
  if (a.opens_ms() <= 0 || a.due_ms() <= a.opens_ms()) {
    return {v1::REASON_DATES_OUT_OF_ORDER, "it must be that the assignment opens < is due"};
  }
  if (a.publish_ms() < 0 || a.publish_ms() > a.opens_ms()) {
    return {v1::REASON_DATES_OUT_OF_ORDER, "it must be that the assignment is published <= opens"};
  }
  return {};
}

bool SameTarget(const v1::Assignment& a, const v1::Assignment& b) {
  return a.target_case() == b.target_case() && a.group_id() == b.group_id() &&
         a.person_id() == b.person_id();
}

v1::AssignmentState StateAtFirst(const v1::Assignment& assignment, const Maker& maker) {
  return assignment.publish_ms() > maker.now ? v1::ASSIGNMENT_STATE_SCHEDULED
                                             : v1::ASSIGNMENT_STATE_OPEN;
}

}  // namespace

Scope ReadersOf(const v1::Assignment& a) {
  const Id cohort = IdIn(a.cohort_id());
  if (a.state() == v1::ASSIGNMENT_STATE_SCHEDULED) return Scope::Staff(cohort);
  if (a.has_group_id()) return Scope::OfGroup(IdIn(a.group_id()));
  if (a.has_person_id()) return Scope::Desk(cohort, IdIn(a.person_id()));
  return Scope::OfCohort(cohort);
}

bool IsFor(const v1::Assignment& a, const std::string& person, const v1::Group* group) {
  if (a.has_person_id()) return a.person_id() == person;
  if (!a.has_group_id()) return true;
  return group != nullptr && std::find(group->person_ids().begin(), group->person_ids().end(),
                                       person) != group->person_ids().end();
}

bool IsForAll(const v1::Assignment& assignment) {
  return assignment.target_case() == v1::Assignment::TARGET_NOT_SET;
}

FoldResult Fold(const v1::Entity* before, const v1::PostAssignment& intent, const Maker& maker) {
  RETURN_IF_ERROR(Check(intent.assignment()));
  if (!intent.assignment().change_note().empty()) {
    return Status(v1::REASON_MALFORMED, "in its first version an assignment has no change_note");
  }
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Assignment& assignment = *entity.mutable_assignment();
  assignment = intent.assignment();
  assignment.set_state(StateAtFirst(assignment, maker));
  assignment.set_version(1);
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::EditAssignment& intent, const Maker& maker) {
  RETURN_IF_ERROR(Check(intent.assignment()));
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kAssignment, "assignment"));
  v1::Assignment& assignment = *entity.mutable_assignment();
  if (assignment.cohort_id() != intent.assignment().cohort_id()) {
    return Status(v1::REASON_BAD_ID, "an assignment cannot move to another cohort");
  }
  v1::Assignment next = intent.assignment();
  if (!IsForAll(next) && !SameTarget(next, assignment)) {
    return Status(v1::REASON_BAD_ID, "whom an assignment is for never changes");
  }
  if (assignment.has_group_id()) next.set_group_id(assignment.group_id());
  if (assignment.has_person_id()) next.set_person_id(assignment.person_id());
  if (assignment.state() == v1::ASSIGNMENT_STATE_SCHEDULED) {
    next.set_state(StateAtFirst(next, maker));
  } else {
    if (next.publish_ms() != 0 && next.publish_ms() != assignment.publish_ms()) {
      return Status(v1::REASON_ILLEGAL_MOVE, "the assignment was published already");
    }
    next.set_publish_ms(assignment.publish_ms());
    next.set_state(assignment.state());
  }
  next.set_theme_id(assignment.theme_id());
  next.set_template_code(assignment.template_code());
  next.set_version(assignment.version() + 1);
  assignment = std::move(next);
  return Folded{std::move(entity), History::kKeepBefore};
}

FoldResult Fold(const v1::Entity* before, const v1::MoveAssignment& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kAssignment, "assignment"));
  v1::Assignment& assignment = *entity.mutable_assignment();
  if (intent.to() != v1::ASSIGNMENT_STATE_OPEN && intent.to() != v1::ASSIGNMENT_STATE_CLOSED) {
    return Status(v1::REASON_MALFORMED, "state must be OPEN or CLOSED");
  }
  if (assignment.state() == intent.to()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the assignment is in that state already");
  }
  if (assignment.state() == v1::ASSIGNMENT_STATE_SCHEDULED) {
    // Closed, it would be shown to those who never saw it open.
    if (intent.to() == v1::ASSIGNMENT_STATE_CLOSED) {
      return Status(v1::REASON_ILLEGAL_MOVE, "a scheduled assignment can only be published");
    }
    assignment.set_publish_ms(std::min(assignment.publish_ms(), maker.now));
  }
  assignment.set_state(intent.to());
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Assignment& assignment) {
  Keys keys = Under(KeyName::kAssignmentsOfCohort, assignment.cohort_id());
  if (assignment.state() == v1::ASSIGNMENT_STATE_SCHEDULED) {
    keys.push_back({KeyName::kScheduledAssignments, {}});
    keys.push_back({KeyName::kPublishedInHour, HourId(assignment.publish_ms())});
  }
  return keys;
}

}  // namespace samstig::rules
