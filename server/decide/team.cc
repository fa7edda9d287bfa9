// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::SaveTeam& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::DropTeam& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Team&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
