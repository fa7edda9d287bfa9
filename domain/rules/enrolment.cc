// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>
#include <utility>

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

// What a municipality says of a leader, alike for a first place and for one that is given on.
template <typename Intent>
Status CheckLeader(const Intent& intent) {
  RETURN_IF_ERROR(Id::Parse(intent.person_id(), "person_id").status());
  RETURN_IF_ERROR(Id::Parse(intent.membership_id(), "membership_id").status());
  RETURN_IF_ERROR(base::CheckLine(intent.name(), "name", kMaxNameBytes));
  RETURN_IF_ERROR(base::CheckEmail(intent.email()));
  if (!intent.manager_email().empty()) RETURN_IF_ERROR(base::CheckEmail(intent.manager_email()));
  return CheckLanguage(intent.language(), "language");
}

template <typename Intent>
Status CheckPosition(const Intent& intent) {
  RETURN_IF_ERROR(
      base::CheckLine(intent.position(), "position", kMaxNameBytes, Emptiness::kAllowed));
  return base::CheckLine(intent.sector(), "sector", 100, Emptiness::kAllowed);
}

bool HasEnded(const v1::Enrolment& enrolment) {
  return enrolment.state() == v1::ENROLMENT_STATE_WITHDRAWN ||
         enrolment.state() == v1::ENROLMENT_STATE_COMPLETED;
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::EnrolLeader& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.cohort_id(), "cohort_id").status());
  RETURN_IF_ERROR(Id::Parse(intent.municipality_id(), "municipality_id").status());
  RETURN_IF_ERROR(CheckLeader(intent));
  RETURN_IF_ERROR(CheckPosition(intent));
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
  if (HasEnded(enrolment)) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the enrolment has ended already");
  }
  enrolment.set_state(v1::ENROLMENT_STATE_WITHDRAWN);
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::TransferEnrolment& intent, const Maker&) {
  RETURN_IF_ERROR(Id::Parse(intent.municipality_id(), "municipality_id").status());
  RETURN_IF_ERROR(Id::Parse(intent.membership_id(), "membership_id").status());
  RETURN_IF_ERROR(CheckPosition(intent));
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kEnrolment, "enrolment"));
  v1::Enrolment& enrolment = *entity.mutable_enrolment();
  if (HasEnded(enrolment)) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the enrolment has ended already");
  }
  if (enrolment.municipality_id() == intent.municipality_id()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the place is that municipality's already");
  }
  RETURN_IF_ERROR(CheckRange(enrolment.earlier_municipality_ids_size() + 1, "number of transfers",
                             1, kMaxTransfers));
  enrolment.add_earlier_municipality_ids(enrolment.municipality_id());
  enrolment.set_municipality_id(intent.municipality_id());
  enrolment.set_state(v1::ENROLMENT_STATE_ACTIVE);
  return Folded{std::move(entity)};
}

// Cohort and municipality are those of the place that is given on; the server sets them.
FoldResult Fold(const v1::Entity* before, const v1::ReplaceLeader& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.replaced_id(), "replaced_id").status());
  RETURN_IF_ERROR(CheckLeader(intent));
  RETURN_IF_ERROR(CheckPosition(intent));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Enrolment& enrolment = *entity.mutable_enrolment();
  enrolment.set_person_id(intent.person_id());
  enrolment.set_state(v1::ENROLMENT_STATE_ACTIVE);
  return Folded{std::move(entity)};
}

namespace {

Keys AtSeat(const std::string& cohort, const std::string& municipality) {
  if (cohort.size() != Id::kSize || municipality.size() != Id::kSize) return {};
  return {{KeyName::kEnrolmentsOfSeat, SeatId(Id::FromBytes(cohort), Id::FromBytes(municipality))}};
}

}  // namespace

// Also under the seats of those who paid before: so keys are only ever added to.
Keys KeysOf(const v1::Enrolment& enrolment) {
  Keys keys = Both(Under(KeyName::kEnrolmentsOfPerson, enrolment.person_id()),
                   Under(KeyName::kEnrolmentsOfCohort, enrolment.cohort_id()));
  // Who comes back to a municipality is still found there once.
  std::set<std::string> payers(enrolment.earlier_municipality_ids().begin(),
                               enrolment.earlier_municipality_ids().end());
  payers.insert(enrolment.municipality_id());
  for (const std::string& payer : payers) {
    keys = Both(std::move(keys), AtSeat(enrolment.cohort_id(), payer));
  }
  return keys;
}

}  // namespace samstig::rules
