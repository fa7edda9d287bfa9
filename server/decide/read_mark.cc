// SPDX-License-Identifier: Apache-2.0
#include "server/decide/guests.h"
#include "server/decide/kinds.h"

namespace samstig::server {

// A note to oneself: there is nothing in it that anybody could be refused but a guest, who reads
// nothing that could be marked.
Result<Decision> Decide(Case& c, const v1::MarkRead& intent) {
  RETURN_IF_ERROR(RequireMoreThanGuest(c));
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::ReadMark&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
