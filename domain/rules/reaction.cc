// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <utility>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Id;
using base::Result;
using base::Status;

namespace {

// The maker's reactions to the post as they are, perhaps none yet.
template <typename Intent>
Result<v1::Entity> OwnReaction(const v1::Entity* before, const Intent& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(Id post, Id::Parse(intent.post_id(), "post_id"));
  if (intent.id() != ReactionId(maker.person, post).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from person and post");
  }
  if (intent.symbol() == v1::REACTION_SYMBOL_UNSPECIFIED ||
      !v1::ReactionSymbol_IsValid(intent.symbol())) {
    return Status(v1::REASON_OUT_OF_RANGE, "there is no such reaction");
  }
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kReaction, intent.id(), maker));
  entity.mutable_reaction()->set_post_id(intent.post_id());
  return entity;
}

std::set<int> SymbolsOf(const v1::Reaction& reaction) {
  return {reaction.symbols().begin(), reaction.symbols().end()};
}

void SetSymbols(const std::set<int>& symbols, v1::Reaction& reaction) {
  reaction.clear_symbols();
  for (const int symbol : symbols) reaction.add_symbols(static_cast<v1::ReactionSymbol>(symbol));
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::React& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, OwnReaction(before, intent, maker));
  std::set<int> symbols = SymbolsOf(entity.reaction());
  symbols.insert(intent.symbol());
  SetSymbols(symbols, *entity.mutable_reaction());
  return Folded{std::move(entity)};
}

// The set may become empty and stays: another device may add to it without knowing.
FoldResult Fold(const v1::Entity* before, const v1::TakeBackReaction& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, OwnReaction(before, intent, maker));
  std::set<int> symbols = SymbolsOf(entity.reaction());
  symbols.erase(intent.symbol());
  SetSymbols(symbols, *entity.mutable_reaction());
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Reaction& reaction) {
  return Under(KeyName::kReactionsTo, reaction.post_id());
}

}  // namespace samstig::rules
