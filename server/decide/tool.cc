// SPDX-License-Identifier: Apache-2.0
#include "server/decide/guests.h"
#include "server/decide/kinds.h"

namespace samstig::server {

// Like a draft, a tool is nobody's business but its owner's: it is taken whatever the state of
// cohort or enrolment, and outlives both. Guests have none.
Result<Decision> Decide(Case& c, const v1::SaveTool& intent) {
  RETURN_IF_ERROR(RequireMoreThanGuest(c));
  if (!intent.assignment_id().empty()) {
    RETURN_IF_ERROR(c.Load(intent.assignment_id(), v1::Entity::kAssignment, "assignment").status());
  }
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::DropTool& intent) { return c.Carry(intent); }

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Tool&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
