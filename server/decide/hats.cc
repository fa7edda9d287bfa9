// SPDX-License-Identifier: Apache-2.0
#include "server/decide/hats.h"

#include "domain/rules/keys.h"
#include "server/decide/grants.h"
#include "server/decide/guests.h"
#include "server/decide/threads.h"

namespace samstig::server {

using rules::KeyName;

Status RequireGiver(Case& c, const v1::Membership& hat) {
  ASSIGN_OR_RETURN(bool organiser, c.Holds(Scope::Organisers()));
  if (organiser) return {};
  if (hat.role() == v1::ROLE_GUEST) {
    return c.Require(Scope::Staff(IdIn(hat.cohort_id())), "an organiser or a coach of the cohort");
  }
  if (hat.role() != v1::ROLE_LEADER) return {v1::REASON_NOT_ALLOWED, "it takes an organiser"};
  return c.Require(Scope::OfMunicipality(IdIn(hat.municipality_id())),
                   "an organiser or an admin of the municipality");
}

Status RequirePlace(Case& c, const v1::Membership& hat) {
  if (hat.has_municipality_id()) {
    return c.Load(hat.municipality_id(), v1::Entity::kMunicipality, "municipality").status();
  }
  if (!hat.has_cohort_id()) return {};
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(hat.cohort_id(), v1::Entity::kCohort, "cohort"));
  return hat.role() == v1::ROLE_GUEST ? CheckInvitation(cohort.cohort(), hat) : Status();
}

Scope WhereWorn(const v1::Membership& hat) {
  const Id cohort = IdIn(hat.cohort_id());
  return hat.role() == v1::ROLE_GUEST ? Scope::Staff(cohort) : Scope::OfCohort(cohort);
}

Status SettleHat(Case& c, const Id& person, const Id& membership) {
  RETURN_IF_ERROR(RefreshGrants(c, person));
  RETURN_IF_ERROR(c.Rescope(person));
  ASSIGN_OR_RETURN(std::vector<Id> hats, c.txn().Find({KeyName::kMembershipsOfPerson, person}));
  for (const Id& hat : hats) RETURN_IF_ERROR(c.Rescope(hat));
  ASSIGN_OR_RETURN(std::optional<v1::Entity> given, c.TryLoad(membership));
  if (!given) return {};
  const Id cohort = IdIn(given->membership().cohort_id());
  switch (given->membership().role()) {
    case v1::ROLE_COACH:
      return RescopeFlags(c, cohort);
    case v1::ROLE_GUEST:
      RETURN_IF_ERROR(c.Rescope(cohort));
      return TellGuests(c, cohort);
    default:
      return {};
  }
}

Result<std::set<Scope>> CoachedBy(Case& c, const Id& person) {
  std::set<Scope> cohorts;
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats,
                   c.LoadAll({KeyName::kMembershipsOfPerson, person}));
  for (const v1::Entity& entity : hats) {
    const v1::Membership& hat = entity.membership();
    if (hat.role() == v1::ROLE_COACH && !hat.ended()) {
      cohorts.insert(Scope::OfCohort(IdIn(hat.cohort_id())));
    }
  }
  return cohorts;
}

Result<std::set<Id>> CoachesOf(Case& c, const Id& cohort) {
  std::set<Id> coaches;
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats, c.LoadAll({KeyName::kMembershipsAt, cohort}));
  for (const v1::Entity& entity : hats) {
    const v1::Membership& hat = entity.membership();
    if (hat.role() == v1::ROLE_COACH && !hat.ended()) coaches.insert(IdIn(hat.person_id()));
  }
  return coaches;
}

Result<std::set<Scope>> CohortsOf(Case& c, const Id& person) {
  std::set<Scope> cohorts;
  ASSIGN_OR_RETURN(std::vector<v1::Entity> enrolments,
                   c.LoadAll({KeyName::kEnrolmentsOfPerson, person}));
  for (const v1::Entity& entity : enrolments) {
    if (IsTakingPart(entity.enrolment().state())) {
      cohorts.insert(Scope::OfCohort(IdIn(entity.enrolment().cohort_id())));
    }
  }
  return cohorts;
}

}  // namespace samstig::server
