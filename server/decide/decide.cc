// SPDX-License-Identifier: Apache-2.0
#include "server/decide/decide.h"

#include <type_traits>

#include "domain/rules/visit.h"
#include "server/decide/case.h"
#include "server/decide/kinds.h"
#include "server/decide/repeat.h"

namespace samstig::server {

Result<Decision> Decide(Transaction& txn, const Actor& actor, const v1::Mutation& mutation,
                        TimeMs now) {
  ASSIGN_OR_RETURN(const bool replaced, WasReplacedBefore(txn, actor, mutation));
  if (replaced) return Decision{false, txn.LastSeq()};
  Case c(txn, actor, now, mutation.claimed_ms());
  Result<Decision> decision =
      rules::VisitIntent(mutation, [&](const auto& intent) -> Result<Decision> {
        if constexpr (std::is_same_v<std::decay_t<decltype(intent)>, v1::Mutation>) {
          return Status(v1::REASON_UNKNOWN_INTENT, "the intent is of a newer version");
        } else {
          return Decide(c, intent);
        }
      });
  if (decision.ok() || !IsJudgement(decision.status().reason())) return decision;
  ASSIGN_OR_RETURN(const bool made, WasMadeBefore(txn, actor, mutation));
  return made ? Result<Decision>(Decision{false, txn.LastSeq()}) : decision;
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity) {
  if (entity.retired_ms() != 0) return Scopes{Scope::OfPerson(IdIn(entity.author()))};
  return rules::VisitBody(entity, [&](const auto& body) -> Result<Scopes> {
    if constexpr (std::is_same_v<std::decay_t<decltype(body)>, v1::Entity>) {
      return Status(v1::REASON_INTERNAL, "an entity without a body has no readers");
    } else {
      return ScopesOf(c, entity, body);
    }
  });
}

Result<Scopes> ScopesUnder(Case& c, const v1::Entity& parent, const v1::Entity& child) {
  if (parent.retired_ms() == 0) return ScopesOf(c, parent);
  return Scopes{Scope::OfPerson(IdIn(child.author()))};
}

bool IsJudgement(v1::Reason reason) {
  return reason != v1::REASON_UNSPECIFIED && reason < v1::REASON_NOT_SIGNED_IN;
}

}  // namespace samstig::server
