// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"
#include "server/decide/programmes.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::PublishTheme& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  RETURN_IF_ERROR(LoadProgramme(c, intent.theme().programme_id()).status());
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Theme&) {
  return Scopes{Scope::Network()};
}

}  // namespace samstig::server
