// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::DiscardParked& intent) { return c.Carry(intent); }

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Parked&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
