// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Emptiness;
using base::Id;
using base::Status;

FoldResult Fold(const v1::Entity* before, const v1::EnrolLeader& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.cohort_id(), "cohort_id").status());
  RETURN_IF_ERROR(Id::Parse(intent.municipality_id(), "municipality_id").status());
  RETURN_IF_ERROR(Id::Parse(intent.person_id(), "person_id").status());
  RETURN_IF_ERROR(Id::Parse(intent.membership_id(), "membership_id").status());
  RETURN_IF_ERROR(base::CheckLine(intent.name(), "name", kMaxNameBytes));
  RETURN_IF_ERROR(base::CheckEmail(intent.email()));
  RETURN_IF_ERROR(
      base::CheckLine(intent.position(), "position", kMaxNameBytes, Emptiness::kAllowed));
  RETURN_IF_ERROR(base::CheckLine(intent.sector(), "sector", 100, Emptiness::kAllowed));
  RETURN_IF_ERROR(CheckLanguage(intent.language(), "language"));
  if (!intent.manager_email().empty()) RETURN_IF_ERROR(base::CheckEmail(intent.manager_email()));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Enrolment& enrolment = *entity.mutable_enrolment();
  enrolment.set_cohort_id(intent.cohort_id());
  enrolment.set_municipality_id(intent.municipality_id());
  enrolment.set_person_id(intent.person_id());
  enrolment.set_state(v1::ENROLMENT_STATE_ACTIVE);
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::Withdraw&, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kEnrolment, "enrolment"));
  v1::Enrolment& enrolment = *entity.mutable_enrolment();
  if (enrolment.state() == v1::ENROLMENT_STATE_WITHDRAWN ||
      enrolment.state() == v1::ENROLMENT_STATE_COMPLETED) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the enrolment has ended already");
  }
  enrolment.set_state(v1::ENROLMENT_STATE_WITHDRAWN);
  return Folded{std::move(entity)};
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::TransferEnrolment&, const Maker&) {
  return base::Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::ReplaceLeader&, const Maker&) {
  return base::Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

Keys KeysOf(const v1::Enrolment& enrolment) {
  return Both(Under(KeyName::kEnrolmentsOfPerson, enrolment.person_id()),
              Under(KeyName::kEnrolmentsOfCohort, enrolment.cohort_id()));
}

}  // namespace samstig::rules
