// SPDX-License-Identifier: Apache-2.0
#include "server/decide/grants.h"

#include <algorithm>

#include "domain/rules/keys.h"
#include "domain/rules/membership.h"
#include "domain/rules/names.h"
#include "server/decide/gone.h"
#include "server/decide/guests.h"
#include "server/decide/hats.h"

namespace samstig::server {

using rules::KeyName;

namespace {

using Entities = std::vector<v1::Entity>;

// Whether the wearer of these hats is somebody's employer by one of them: an admin of the
// municipality that pays for the place, or did before.
bool IsEmployer(const Entities& hats, const v1::Enrolment& enrolment) {
  const auto& earlier = enrolment.earlier_municipality_ids();
  return std::any_of(hats.begin(), hats.end(), [&](const v1::Entity& entity) {
    const v1::Membership& hat = entity.membership();
    if (hat.ended() || hat.role() != v1::ROLE_MUNICIPALITY_ADMIN) return false;
    return hat.municipality_id() == enrolment.municipality_id() ||
           std::find(earlier.begin(), earlier.end(), hat.municipality_id()) != earlier.end();
  });
}

// Where the work of those is who chose to be nobody.
Scope DeskOfNobody(const Id& cohort) {
  return Scope::Desk(cohort, rules::TraceId(v1::PERSON_TRACE_ANONYMOUS));
}

// Hats that clash are never joined: a coach who is a leader's employer as well does not have that
// leader's desk, nor the one where nobody knows whose work it is. Another coach has.
Status AddDesks(Case& c, const Id& cohort, const Entities& hats, std::set<Scope>& due) {
  ASSIGN_OR_RETURN(Entities enrolments, c.LoadAll({KeyName::kEnrolmentsOfCohort, cohort}));
  std::set<Scope> closed;
  for (const v1::Entity& entity : enrolments) {
    const v1::Enrolment& enrolment = entity.enrolment();
    const Scope desk = Scope::Desk(cohort, IdIn(enrolment.person_id()));
    if (IsEmployer(hats, enrolment)) closed.insert(desk);
    if (enrolment.state() != v1::ENROLMENT_STATE_WAITLISTED) due.insert(desk);
  }
  for (const Scope& desk : closed) due.erase(desk);
  ASSIGN_OR_RETURN(const Seq work_of_nobody, c.txn().LastSeqIn(DeskOfNobody(cohort)));
  if (work_of_nobody > 0 && closed.empty()) due.insert(DeskOfNobody(cohort));
  return {};
}

// The same for one coach and one desk, after a place there has changed.
Status RefreshDesk(Case& c, const Id& coach, const Id& cohort, const Id& leader) {
  ASSIGN_OR_RETURN(Entities hats, c.LoadAll({KeyName::kMembershipsOfPerson, coach}));
  ASSIGN_OR_RETURN(Entities enrolments, c.LoadAll({KeyName::kEnrolmentsOfPerson, leader}));
  const bool closed = std::any_of(enrolments.begin(), enrolments.end(), [&](const auto& entity) {
    return entity.enrolment().cohort_id() == cohort.bytes() && IsEmployer(hats, entity.enrolment());
  });
  const Scope desk = Scope::Desk(cohort, leader);
  if (!closed) return c.txn().GiveScope(coach, desk);
  for (const Scope& scope : {desk, DeskOfNobody(cohort)}) {
    ASSIGN_OR_RETURN(bool held, c.txn().Holds(coach, scope));
    if (held) RETURN_IF_ERROR(c.txn().TakeScope(coach, scope));
  }
  return {};
}

// The groups of the cohort: all of them, or those that `person` is in.
Status AddGroups(Case& c, const Id& cohort, const std::optional<Id>& person, std::set<Scope>& due) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> groups, c.LoadAll({KeyName::kGroupsOfCohort, cohort}));
  for (const v1::Entity& entity : groups) {
    const auto& people = entity.group().person_ids();
    if (person && std::find(people.begin(), people.end(), person->bytes()) == people.end()) {
      continue;
    }
    due.insert(Scope::OfGroup(IdIn(entity.id())));
  }
  return {};
}

Status AddHat(Case& c, const v1::Membership& hat, const Entities& hats, std::set<Scope>& due) {
  if (hat.ended()) return {};
  switch (hat.role()) {
    case v1::ROLE_ORGANISER:
      due.insert(Scope::Organisers());
      return {};
    case v1::ROLE_MUNICIPALITY_ADMIN:
      due.insert(Scope::OfMunicipality(IdIn(hat.municipality_id())));
      return {};
    case v1::ROLE_COACH: {
      const Id cohort = IdIn(hat.cohort_id());
      due.insert(Scope::OfCohort(cohort));
      due.insert(Scope::Staff(cohort));
      RETURN_IF_ERROR(AddGroups(c, cohort, std::nullopt, due));
      return AddDesks(c, cohort, hats, due);
    }
    case v1::ROLE_GUEST:
      // The clock takes the hat off; should it be late, nothing new is given for it.
      if (!rules::IsOver(hat, c.now())) due.insert(Scope::Guests(IdIn(hat.cohort_id())));
      return {};
    default:
      return {};  // A leader's scopes come from enrolments.
  }
}

// Whoever never was more than a guest is told of what the invitation is about, and has nothing else
// of the network: neither its catalogue nor its municipalities.
bool IsOnlyGuest(const Entities& hats, const Entities& places) {
  return places.empty() && !hats.empty() &&
         std::all_of(hats.begin(), hats.end(), [](const v1::Entity& hat) {
           return hat.membership().role() == v1::ROLE_GUEST;
         });
}

}  // namespace

bool IsTakingPart(v1::EnrolmentState state) {
  return state == v1::ENROLMENT_STATE_ACTIVE || state == v1::ENROLMENT_STATE_COMPLETED;
}

Result<std::set<Scope>> ScopesDue(Case& c, const Id& person) {
  ASSIGN_OR_RETURN(const bool gone, IsGone(c, person.ToBytes()));
  if (gone) return std::set<Scope>();
  std::set<Scope> due = {Scope::OfPerson(person)};
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats,
                   c.LoadAll({KeyName::kMembershipsOfPerson, person}));
  for (const v1::Entity& hat : hats) RETURN_IF_ERROR(AddHat(c, hat.membership(), hats, due));
  ASSIGN_OR_RETURN(std::vector<v1::Entity> enrolments,
                   c.LoadAll({KeyName::kEnrolmentsOfPerson, person}));
  if (!IsOnlyGuest(hats, enrolments)) due.insert(Scope::Network());
  for (const v1::Entity& entity : enrolments) {
    const v1::Enrolment& enrolment = entity.enrolment();
    const Id cohort = IdIn(enrolment.cohort_id());
    if (enrolment.state() != v1::ENROLMENT_STATE_WAITLISTED)
      due.insert(Scope::Desk(cohort, person));
    if (!IsTakingPart(enrolment.state())) continue;
    due.insert(Scope::OfCohort(cohort));
    due.insert(Scope::Internal(cohort, IdIn(enrolment.municipality_id())));
    RETURN_IF_ERROR(AddGroups(c, cohort, person, due));
  }
  return due;
}

Status RefreshGrants(Case& c, const Id& person) {
  ASSIGN_OR_RETURN(std::set<Scope> due, ScopesDue(c, person));
  ASSIGN_OR_RETURN(std::vector<Grant> grants, c.txn().GrantsOf(person));
  for (const Grant& grant : grants) {
    if (!grant.until && !due.contains(grant.scope)) {
      RETURN_IF_ERROR(c.txn().TakeScope(person, grant.scope));
    }
  }
  for (const Scope& scope : due) RETURN_IF_ERROR(c.txn().GiveScope(person, scope));
  return {};
}

Status RefreshAfterEnrolment(Case& c, const Id& cohort, const Id& person) {
  RETURN_IF_ERROR(RefreshGrants(c, person));
  ASSIGN_OR_RETURN(const std::set<Id> coaches, CoachesOf(c, cohort));
  for (const Id& coach : coaches) RETURN_IF_ERROR(RefreshDesk(c, coach, cohort, person));
  RETURN_IF_ERROR(c.Rescope(person));
  ASSIGN_OR_RETURN(std::vector<Id> hats, c.txn().Find({KeyName::kMembershipsOfPerson, person}));
  for (const Id& hat : hats) RETURN_IF_ERROR(c.Rescope(hat));
  return TellGuests(c, cohort);
}

}  // namespace samstig::server
