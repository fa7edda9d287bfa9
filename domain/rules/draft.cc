// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "domain/rules/revisions.h"

namespace samstig::rules {

using base::Id;
using base::Status;

FoldResult Fold(const v1::Entity* before, const v1::SaveDraft& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(Id assignment, Id::Parse(intent.assignment_id(), "assignment_id"));
  if (intent.id() != WorkId(maker.person, assignment).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from person and assignment");
  }
  if (!intent.revision().has_report()) {
    return Status(v1::REASON_MISSING_FIELD, "a draft's revision holds a report");
  }
  if (intent.revision().attachments_size() > 0) {
    return Status(v1::REASON_MALFORMED, "a draft's attachments are its report's");
  }
  RETURN_IF_ERROR(CheckReport(intent.revision().report(), /*may_be_empty=*/true));
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kDraft, intent.id(), maker));
  v1::Draft& draft = *entity.mutable_draft();
  draft.set_assignment_id(intent.assignment_id());
  ASSIGN_OR_RETURN(bool merged,
                   AddRevision(*draft.mutable_heads(), intent.revision(), intent.replaces()));
  return Folded{std::move(entity), before ? History::kKeepBefore : History::kNone, merged};
}

// Its id is made from what one would look it up by.
Keys KeysOf(const v1::Draft&) { return {}; }

}  // namespace samstig::rules
