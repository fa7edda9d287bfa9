// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {

// A draft is nobody's business but its author's: it is taken whatever the state of assignment,
// cohort or enrolment, as long as it says which assignment the author once could read.
Result<Decision> Decide(Case& c, const v1::SaveDraft& intent) { return c.Carry(intent); }

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Draft&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
