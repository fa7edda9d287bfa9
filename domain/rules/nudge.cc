// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/nudge.h"

#include "domain/base/text.h"
#include "domain/base/time_text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Emptiness;
using base::Id;
using base::Status;

namespace {

constexpr base::TimeMs kBetweenNudges = base::kDayMs;

}  // namespace

base::TimeMs NextNudgeFrom(const v1::Nudge& nudge) { return nudge.last_ms() + kBetweenNudges; }

FoldResult Fold(const v1::Entity* before, const v1::NudgeLeader& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(Id assignment, Id::Parse(intent.assignment_id(), "assignment_id"));
  ASSIGN_OR_RETURN(Id person, Id::Parse(intent.person_id(), "person_id"));
  if (intent.id() != NudgeId(person, assignment).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from person and assignment");
  }
  RETURN_IF_ERROR(base::CheckText(intent.text(), "text", kMaxNoteBytes, Emptiness::kAllowed));
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kNudge, intent.id(), maker));
  v1::Nudge& nudge = *entity.mutable_nudge();
  if (nudge.count() > 0 && maker.now < NextNudgeFrom(nudge)) {
    return Status(v1::REASON_TOO_SOON, "again from " + base::TimeText(NextNudgeFrom(nudge)));
  }
  nudge.set_assignment_id(intent.assignment_id());
  nudge.set_person_id(intent.person_id());
  nudge.set_text(intent.text());
  nudge.set_count(nudge.count() + 1);
  nudge.set_last_ms(maker.now);
  return Folded{std::move(entity), before ? History::kKeepBefore : History::kNone};
}

// Its id is made from what one would look it up by.
Keys KeysOf(const v1::Nudge&) { return {}; }

}  // namespace samstig::rules
