// SPDX-License-Identifier: Apache-2.0
#include "server/decide/hats.h"

#include "domain/rules/keys.h"
#include "server/decide/grants.h"
#include "server/decide/threads.h"

namespace samstig::server {

using rules::KeyName;

Status RequireGiver(Case& c, const v1::Membership& hat) {
  ASSIGN_OR_RETURN(bool organiser, c.Holds(Scope::Organisers()));
  if (organiser) return {};
  if (hat.role() != v1::ROLE_LEADER) return {v1::REASON_NOT_ALLOWED, "it takes an organiser"};
  return c.Require(Scope::OfMunicipality(IdIn(hat.municipality_id())),
                   "an organiser or an admin of the municipality");
}

Status RequirePlace(Case& c, const v1::Membership& hat) {
  if (hat.has_municipality_id()) {
    return c.Load(hat.municipality_id(), v1::Entity::kMunicipality, "municipality").status();
  }
  if (hat.has_cohort_id()) return c.Load(hat.cohort_id(), v1::Entity::kCohort, "cohort").status();
  return {};
}

Status SettleHat(Case& c, const Id& person, const Id& membership) {
  RETURN_IF_ERROR(RefreshGrants(c, person));
  RETURN_IF_ERROR(c.Rescope(person));
  ASSIGN_OR_RETURN(std::vector<Id> hats, c.txn().Find({KeyName::kMembershipsOfPerson, person}));
  for (const Id& hat : hats) RETURN_IF_ERROR(c.Rescope(hat));
  ASSIGN_OR_RETURN(std::optional<v1::Entity> given, c.TryLoad(membership));
  const bool coach = given && given->membership().role() == v1::ROLE_COACH;
  return coach ? RescopeFlags(c, IdIn(given->membership().cohort_id())) : Status();
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
