// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/notes.h"
#include "domain/rules/revisions.h"

namespace samstig::rules {

FoldResult Fold(const v1::Entity* before, const v1::SaveTeam& intent, const Maker& maker) {
  RETURN_IF_ERROR(base::CheckLine(intent.name(), "name", kMaxNameBytes));
  RETURN_IF_ERROR(CheckRange(intent.size(), "size", 1, kMaxTeamSize));
  RETURN_IF_ERROR(CheckNote(intent.revision()));
  ASSIGN_OR_RETURN(v1::Entity entity, OwnOrNewNote(before, v1::Entity::kTeam, intent.id(), maker));
  v1::Team& team = *entity.mutable_team();
  team.set_name(intent.name());
  team.set_size(intent.size());
  team.set_dropped(false);
  ASSIGN_OR_RETURN(bool merged,
                   AddRevision(*team.mutable_heads(), intent.revision(), intent.replaces()));
  return Folded{std::move(entity), before ? History::kKeepBefore : History::kNone, merged};
}

// The name stays, to be found by when it is taken up again.
FoldResult Fold(const v1::Entity* before, const v1::DropTeam&, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, OwnNote(before, v1::Entity::kTeam, "team", maker));
  if (entity.team().dropped()) return Folded{std::move(entity)};
  entity.mutable_team()->clear_heads();
  entity.mutable_team()->set_dropped(true);
  return Folded{std::move(entity), History::kKeepBefore};
}

Keys KeysOf(const v1::Team&) { return {{KeyName::kTeams, {}}}; }

}  // namespace samstig::rules
