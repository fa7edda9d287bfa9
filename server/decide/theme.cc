// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::PublishTheme& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  RETURN_IF_ERROR(
      c.Load(intent.theme().programme_id(), v1::Entity::kProgramme, "programme").status());
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Theme&) {
  return Scopes{Scope::Network()};
}

}  // namespace samstig::server
