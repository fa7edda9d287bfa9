// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::SetRetention& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Retention&) {
  return Scopes{Scope::Network()};
}

}  // namespace samstig::server
