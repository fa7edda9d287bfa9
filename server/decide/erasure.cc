// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Erasure&) {
  return Scopes{Scope::Organisers()};
}

}  // namespace samstig::server
