// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/notes.h"
#include "domain/rules/revisions.h"

namespace samstig::rules {

using base::Id;

FoldResult Fold(const v1::Entity* before, const v1::SaveTool& intent, const Maker& maker) {
  RETURN_IF_ERROR(base::CheckLine(intent.title(), "title", kMaxTitleBytes));
  if (!intent.assignment_id().empty()) {
    RETURN_IF_ERROR(Id::Parse(intent.assignment_id(), "assignment_id").status());
  }
  RETURN_IF_ERROR(CheckNote(intent.revision()));
  ASSIGN_OR_RETURN(v1::Entity entity, OwnOrNewNote(before, v1::Entity::kTool, intent.id(), maker));
  v1::Tool& tool = *entity.mutable_tool();
  tool.set_title(intent.title());
  tool.set_assignment_id(intent.assignment_id());
  tool.set_dropped(false);
  ASSIGN_OR_RETURN(bool merged,
                   AddRevision(*tool.mutable_heads(), intent.revision(), intent.replaces()));
  return Folded{std::move(entity), before ? History::kKeepBefore : History::kNone, merged};
}

// The title stays, to be found by when it is taken up again.
FoldResult Fold(const v1::Entity* before, const v1::DropTool&, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, OwnNote(before, v1::Entity::kTool, "tool", maker));
  if (entity.tool().dropped()) return Folded{std::move(entity)};
  entity.mutable_tool()->clear_heads();
  entity.mutable_tool()->set_dropped(true);
  return Folded{std::move(entity), History::kKeepBefore};
}

Keys KeysOf(const v1::Tool&) { return {{KeyName::kTools, {}}}; }

}  // namespace samstig::rules
