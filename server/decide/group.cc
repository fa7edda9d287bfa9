// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::FormGroup& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::ChangeGroup& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::DissolveGroup& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Group&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
