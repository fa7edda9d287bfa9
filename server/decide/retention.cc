// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/names.h"
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::SetRetention& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  return c.Carry(intent);
}

// Since when a person has had neither hat nor place is known to that person and to those who run
// the network; all else is for everybody.
Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Retention&) {
  const Id author = IdIn(entity.author());
  if (entity.id() != rules::EndId(author).bytes()) return Scopes{Scope::Network()};
  return Scopes{Scope::OfPerson(author), Scope::Organisers()};
}

}  // namespace samstig::server
