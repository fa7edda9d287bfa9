// SPDX-License-Identifier: Apache-2.0
#include "server/decide/addressees.h"
#include "server/decide/kinds.h"

namespace samstig::server {

// A draft is nobody's business but its author's. Who could write on the assignment begins one; it
// goes on whatever becomes of assignment, cohort or enrolment. One on an assignment that is not
// here is taken: after a restore, its coach's device may be the later one to give back.
Result<Decision> Decide(Case& c, const v1::SaveDraft& intent) {
  ASSIGN_OR_RETURN(Id id, Id::Parse(intent.id(), "id"));
  ASSIGN_OR_RETURN(std::optional<v1::Entity> before, c.TryLoad(id));
  if (!before) {
    ASSIGN_OR_RETURN(std::optional<v1::Entity> on, c.TryLoad(IdIn(intent.assignment_id())));
    if (on && on->has_assignment()) RETURN_IF_ERROR(RequireWriter(c, on->assignment()));
  }
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Draft&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
