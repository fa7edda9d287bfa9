// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Disclosure& disclosure) {
  return Scopes{Scope::OfPerson(IdIn(disclosure.person_id()))};
}

}  // namespace samstig::server
