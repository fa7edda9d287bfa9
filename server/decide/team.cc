// SPDX-License-Identifier: Apache-2.0
#include "server/decide/guests.h"
#include "server/decide/kinds.h"

namespace samstig::server {

// What a leader thinks about the own team is nobody's business, least of all the employer's: there
// is nothing in it that anybody could be refused but a guest, who leads nothing here.
Result<Decision> Decide(Case& c, const v1::SaveTeam& intent) {
  RETURN_IF_ERROR(RequireMoreThanGuest(c));
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::DropTeam& intent) { return c.Carry(intent); }

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Team&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
