// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/membership.h"

#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Emptiness;
using base::Id;
using base::Status;

namespace {

Status CheckPlace(const v1::Membership& hat) {
  const Status wrong_place(v1::REASON_MALFORMED, "this role cannot be held in this place");
  switch (hat.role()) {
    case v1::ROLE_LEADER:
    case v1::ROLE_MUNICIPALITY_ADMIN:
      if (!hat.has_municipality_id()) return wrong_place;
      return Id::Parse(hat.municipality_id(), "municipality_id").status();
    case v1::ROLE_COACH:
      if (!hat.has_cohort_id()) return wrong_place;
      return Id::Parse(hat.cohort_id(), "cohort_id").status();
    case v1::ROLE_ORGANISER:
      return hat.network() ? base::Ok() : wrong_place;
    default:
      return {v1::REASON_MISSING_FIELD, "role is missing or unknown"};
  }
}

}  // namespace

Status CheckHat(const v1::Membership& hat) {
  RETURN_IF_ERROR(CheckPlace(hat));
  // Or a new hat could close a ring, or name somebody whom nobody looked for.
  if (!hat.manager_id().empty()) {
    return {v1::REASON_MALFORMED, "a hat is given without a manager; SetManager names one"};
  }
  RETURN_IF_ERROR(base::CheckLine(hat.position(), "position", kMaxNameBytes, Emptiness::kAllowed));
  return base::CheckLine(hat.sector(), "sector", 100, Emptiness::kAllowed);
}

FoldResult Fold(const v1::Entity* before, const v1::GrantHat& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.membership().person_id(), "person_id").status());
  RETURN_IF_ERROR(CheckHat(intent.membership()));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  *entity.mutable_membership() = intent.membership();
  entity.mutable_membership()->set_ended(false);
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::EndHat&, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kMembership, "membership"));
  if (entity.membership().ended()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the hat was taken back before");
  }
  entity.mutable_membership()->set_ended(true);
  return Folded{std::move(entity)};
}

// Only the first link is seen here; that the line is no ring, and that the manager is somebody of
// the municipality, is for those who have all hats.
FoldResult Fold(const v1::Entity* before, const v1::SetManager& intent, const Maker&) {
  if (!intent.manager_id().empty()) {
    RETURN_IF_ERROR(Id::Parse(intent.manager_id(), "manager_id").status());
  }
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kMembership, "membership"));
  v1::Membership& hat = *entity.mutable_membership();
  if (hat.role() != v1::ROLE_LEADER) {
    return Status(v1::REASON_BAD_ID, "only a leader's hat has a manager");
  }
  if (hat.ended()) return Status(v1::REASON_ILLEGAL_MOVE, "the hat was taken back");
  if (intent.manager_id() == hat.person_id()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "nobody reports to himself");
  }
  hat.set_manager_id(intent.manager_id());
  return Folded{std::move(entity)};
}

namespace {

Keys AtPlaceOf(const v1::Membership& hat) {
  if (hat.has_municipality_id()) return Under(KeyName::kMembershipsAt, hat.municipality_id());
  if (hat.has_cohort_id()) return Under(KeyName::kMembershipsAt, hat.cohort_id());
  return hat.network() ? Keys{{KeyName::kMembershipsAt, {}}} : Keys();
}

}  // namespace

Keys KeysOf(const v1::Membership& hat) {
  return Both(Under(KeyName::kMembershipsOfPerson, hat.person_id()), AtPlaceOf(hat));
}

}  // namespace samstig::rules
