// SPDX-License-Identifier: Apache-2.0
// What an intent makes of an entity. Pure: no clock, no I/O, no permission (that is
// server/decide's). The same functions run on the server, which judges, and on the device, which
// shows what it expects.
#ifndef SAMSTIG_DOMAIN_RULES_FOLD_H_
#define SAMSTIG_DOMAIN_RULES_FOLD_H_

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/kinds.inc"
#include "samstig/v1/mutation.pb.h"

namespace samstig::rules {

// Who acts, and when: server time on the server, claimed time on the device.
struct Maker {
  base::Id person;
  base::TimeMs now = 0;
  base::TimeMs claimed = 0;
};

// Whether the entity as it was must be kept because the intent replaces a text in it.
enum class History { kNone, kKeepBefore };

struct Folded {
  v1::Entity entity;
  History history = History::kNone;
  // Somebody else's concurrent version stays beside this one.
  bool merged = false;
  // The entity ends: it leaves every scope.
  bool gone = false;
};

using FoldResult = base::Result<Folded>;

// The id in field 1 of the intent that is set: the entity it makes or changes. BAD_ID or
// UNKNOWN_INTENT.
base::Result<base::Id> TargetOf(const v1::Mutation& mutation);

// The entity after the mutation. `before` is null when there is none yet.
FoldResult Fold(const v1::Entity* before, const v1::Mutation& mutation, const Maker& maker);

// For each intent: FoldResult Fold(before, const v1::WritePost& intent, maker), defined in the file
// of its kind.
#define SAMSTIG_DECLARE(Type, field) \
  FoldResult Fold(const v1::Entity* before, const v1::Type& intent, const Maker& maker);
SAMSTIG_INTENTS(SAMSTIG_DECLARE)
#undef SAMSTIG_DECLARE

// For the files of the kinds.

// A new entity of the maker's. ALREADY_EXISTS when there is one, BAD_ID when the id is none.
base::Result<v1::Entity> NewEntity(const v1::Entity* before, const std::string& id,
                                   const Maker& maker);
// A copy to change. NOT_FOUND when there is none, or none of this kind.
base::Result<v1::Entity> Existing(const v1::Entity* before, v1::Entity::BodyCase kind,
                                  std::string_view what);
// Either of the two: for intents that make or replace under an id made from a name.
base::Result<v1::Entity> NewOrExisting(const v1::Entity* before, v1::Entity::BodyCase kind,
                                       const std::string& id, const Maker& maker);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_FOLD_H_
