// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"

namespace samstig::rules {

using base::Status;

FoldResult Fold(const v1::Entity* before, const v1::DiscardParked&, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kParked, "parked item"));
  if (entity.author() != maker.person.bytes()) {
    return Status(v1::REASON_NOT_ALLOWED, "only its author lets go of a parked item");
  }
  Folded folded{std::move(entity), History::kKeepBefore};
  folded.gone = true;
  return folded;
}

Keys KeysOf(const v1::Parked&) { return {{KeyName::kParkedItems, {}}}; }

}  // namespace samstig::rules
