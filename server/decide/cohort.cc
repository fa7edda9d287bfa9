// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"

#include "domain/rules/keys.h"
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::PlanCohort& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  RETURN_IF_ERROR(
      c.Load(intent.cohort().programme_id(), v1::Entity::kProgramme, "programme").status());
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::MoveCohort& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  return c.Carry(intent);
}

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::EditCohort& intent) { return c.Carry(intent); }

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Cohort& cohort) {
  Scopes scopes{Scope::Organisers(), Scope::OfCohort(IdIn(entity.id()))};
  if (rules::IsPublic(cohort.state())) scopes.push_back(Scope::Network());
  return scopes;
}

}  // namespace samstig::server
