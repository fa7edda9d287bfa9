// SPDX-License-Identifier: Apache-2.0
#include "server/decide/guests.h"

#include <algorithm>

#include "domain/rules/cohort.h"
#include "domain/rules/keys.h"
#include "domain/rules/membership.h"
#include "server/decide/due.h"
#include "server/decide/grants.h"
#include "server/decide/hats.h"

namespace samstig::server {

using rules::KeyName;

namespace {

bool IsGuest(const v1::Entity& entity) {
  return entity.membership().role() == v1::ROLE_GUEST && !entity.membership().ended();
}

Result<uint32_t> HowManyTakePart(Case& c, const Id& cohort) {
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> places,
                   c.LoadAll({KeyName::kEnrolmentsOfCohort, cohort}));
  return static_cast<uint32_t>(std::count_if(
      places.begin(), places.end(),
      [](const v1::Entity& place) { return IsTakingPart(place.enrolment().state()); }));
}

// A hat whose time is over and that is still on.
bool IsDue(const v1::Entity& entity, TimeMs now) {
  return IsGuest(entity) && rules::IsOver(entity.membership(), now);
}

}  // namespace

Result<bool> HasGuests(Case& c, const Id& cohort) {
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> hats,
                   c.LoadAll({KeyName::kMembershipsAt, cohort}));
  return std::any_of(hats.begin(), hats.end(), IsGuest);
}

Status RequireMoreThanGuest(Case& c) { return c.Require(Scope::Network(), "more than a guest"); }

Status CheckInvitation(const v1::Cohort& cohort, const v1::Membership& hat) {
  if (rules::HasEnded(cohort.state())) return {v1::REASON_NOT_OPEN, "the cohort is over"};
  if (hat.ends_ms() <= cohort.ends_ms()) return {};
  return {v1::REASON_DATES_OUT_OF_ORDER, "the cohort ends before what the guest is invited to"};
}

// The places are counted only where there is somebody to tell.
Status TellGuests(Case& c, const Id& cohort) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats, c.LoadAll({KeyName::kMembershipsAt, cohort}));
  std::erase_if(hats, [](const v1::Entity& hat) { return !IsGuest(hat); });
  if (hats.empty()) return {};
  ASSIGN_OR_RETURN(const uint32_t headcount, HowManyTakePart(c, cohort));
  for (v1::Entity& hat : hats) {
    if (hat.membership().headcount() == headcount) continue;
    hat.mutable_membership()->set_headcount(headcount);
    RETURN_IF_ERROR(c.Put(hat).status());
  }
  return {};
}

Result<std::vector<Id>> DueGuests(Reader& reader, std::optional<TimeMs> looked, TimeMs now) {
  std::vector<Id> due;
  for (const rules::Key& key : WhereDue(KeyName::kGuests, KeyName::kGuestsUntilHour, looked, now)) {
    ASSIGN_OR_RETURN(const std::vector<Id> ids, reader.Find(key));
    for (const Id& id : ids) {
      ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(id));
      v1::Entity entity;
      if (bytes && entity.ParseFromString(*bytes) && IsDue(entity, now)) due.push_back(id);
    }
  }
  return due;
}

Status EndGuest(Transaction& txn, const Id& membership, TimeMs now) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, txn.Get(membership));
  v1::Entity entity;
  if (!bytes || !entity.ParseFromString(*bytes) || !IsDue(entity, now)) return {};
  const Actor giver{IdIn(entity.author()), {}};
  Case c(txn, giver, now, now);
  v1::EndHat end;
  end.set_id(membership.ToBytes());
  RETURN_IF_ERROR(c.Carry(end).status());
  return SettleHat(c, IdIn(entity.membership().person_id()), membership);
}

Status EndOverdueGuests(Store& store, TimeMs now) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Transaction> txn, store.Begin());
  ASSIGN_OR_RETURN(const std::vector<Id> due, DueGuests(*txn, std::nullopt, now));
  if (due.empty()) return {};
  for (const Id& id : due) RETURN_IF_ERROR(EndGuest(*txn, id, now));
  return txn->Commit();
}

}  // namespace samstig::server
