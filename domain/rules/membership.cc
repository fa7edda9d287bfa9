// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/membership.h"

#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Emptiness;
using base::Id;
using base::Status;
using base::TimeMs;

namespace {

Status CheckPlace(const v1::Membership& hat) {
  const Status wrong_place(v1::REASON_MALFORMED, "this role cannot be held in this place");
  switch (hat.role()) {
    case v1::ROLE_LEADER:
    case v1::ROLE_MUNICIPALITY_ADMIN:
      if (!hat.has_municipality_id()) return wrong_place;
      return Id::Parse(hat.municipality_id(), "municipality_id").status();
    case v1::ROLE_COACH:
    case v1::ROLE_GUEST:
      if (!hat.has_cohort_id()) return wrong_place;
      return Id::Parse(hat.cohort_id(), "cohort_id").status();
    case v1::ROLE_ORGANISER:
      return hat.network() ? base::Ok() : wrong_place;
    default:
      return {v1::REASON_MISSING_FIELD, "role is missing or unknown"};
  }
}

// The end of the year 9999: what is added to it still fits.
constexpr TimeMs kLastEnd = 253'402'300'799'999;

// To what a guest is invited, and until when; nobody else's hat says either.
Status CheckInvitation(const v1::Membership& hat) {
  if (hat.role() != v1::ROLE_GUEST) {
    if (hat.ends_ms() == 0 && hat.subject().empty()) return {};
    return {v1::REASON_MALFORMED, "only a guest's hat has a subject and an end of its own"};
  }
  RETURN_IF_ERROR(CheckRange(hat.ends_ms(), "ends_ms", 1, kLastEnd));
  return base::CheckLine(hat.subject(), "subject", kMaxTitleBytes);
}

}  // namespace

TimeMs GuestUntil(const v1::Membership& hat) { return hat.ends_ms() + kGuestGrace; }

bool IsOver(const v1::Membership& hat, TimeMs now) {
  return hat.role() == v1::ROLE_GUEST && GuestUntil(hat) <= now;
}

Status CheckNotOver(const v1::Membership& hat, TimeMs now) {
  if (!IsOver(hat, now)) return {};
  return {v1::REASON_DEADLINE_PASSED, "what the guest is invited to was over 14 days ago or more"};
}

Status CheckHat(const v1::Membership& hat) {
  RETURN_IF_ERROR(CheckPlace(hat));
  RETURN_IF_ERROR(CheckInvitation(hat));
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
  RETURN_IF_ERROR(CheckNotOver(intent.membership(), maker.now));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  *entity.mutable_membership() = intent.membership();
  entity.mutable_membership()->set_ended(false);
  entity.mutable_membership()->clear_headcount();  // The server's to say.
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::EndHat&, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kMembership, "membership"));
  if (entity.membership().ended()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the hat was taken back before");
  }
  entity.mutable_membership()->set_ended(true);
  entity.mutable_membership()->clear_headcount();
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

// Not dropped when the hat ends: whoever looks them up asks whether it has.
Keys AsGuest(const v1::Membership& hat) {
  if (hat.role() != v1::ROLE_GUEST) return {};
  return {{KeyName::kGuests, {}}, {KeyName::kGuestsUntilHour, HourId(GuestUntil(hat))}};
}

}  // namespace

Keys KeysOf(const v1::Membership& hat) {
  return Both(Both(Under(KeyName::kMembershipsOfPerson, hat.person_id()), AtPlaceOf(hat)),
              AsGuest(hat));
}

}  // namespace samstig::rules
