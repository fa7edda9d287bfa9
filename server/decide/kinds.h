// SPDX-License-Identifier: Apache-2.0
// The list of all the server can do: one Decide for each intent, one ScopesOf for each kind,
// defined in the file of the kind.
#ifndef SAMSTIG_SERVER_DECIDE_KINDS_H_
#define SAMSTIG_SERVER_DECIDE_KINDS_H_

#include "samstig/v1/entity.pb.h"
#include "samstig/v1/kinds.inc"
#include "samstig/v1/mutation.pb.h"
#include "server/decide/case.h"

namespace samstig::server {

// For each intent: Result<Decision> Decide(Case& c, const v1::WritePost& intent), in the file of
// its kind.
#define SAMSTIG_DECLARE(Type, field) Result<Decision> Decide(Case& c, const v1::Type& intent);
SAMSTIG_INTENTS(SAMSTIG_DECLARE)
#undef SAMSTIG_DECLARE

// Who may read an entity: a function of the entity and of what else is stored. Its author alone
// once it is retired.
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity);
// Who may read what is written to `parent`: who reads that, and never the parent's author alone.
Result<Scopes> ScopesUnder(Case& c, const v1::Entity& parent, const v1::Entity& child);

// For each kind: Result<Scopes> ScopesOf(Case& c, entity, const v1::Post& body), in the file of the
// kind.
#define SAMSTIG_DECLARE(Type, field) \
  Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Type& body);
SAMSTIG_KINDS(SAMSTIG_DECLARE)
#undef SAMSTIG_DECLARE

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_KINDS_H_
