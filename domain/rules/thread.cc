// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Id;

FoldResult Fold(const v1::Entity* before, const v1::StartThread& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.cohort_id(), "cohort_id").status());
  if (!intent.assignment_id().empty()) {
    RETURN_IF_ERROR(Id::Parse(intent.assignment_id(), "assignment_id").status());
  }
  RETURN_IF_ERROR(base::CheckLine(intent.title(), "title", kMaxTitleBytes));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Thread& thread = *entity.mutable_thread();
  thread.set_cohort_id(intent.cohort_id());
  thread.set_title(intent.title());
  thread.set_assignment_id(intent.assignment_id());
  return Folded{std::move(entity)};
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::InviteCoaches&, const Maker&) {
  return base::Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::PinPost&, const Maker&) {
  return base::Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::UnpinPost&, const Maker&) {
  return base::Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

Keys KeysOf(const v1::Thread& thread) {
  return Under(KeyName::kThreadsOfCohort, thread.cohort_id());
}

}  // namespace samstig::rules
