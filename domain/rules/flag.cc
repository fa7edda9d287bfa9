// SPDX-License-Identifier: Apache-2.0
// A flag goes OPEN -> UPHELD or DISMISSED, and OPEN again. Each step is added to its history, so
// that no word of a reader or a coach is ever gone.
#include "domain/rules/flag.h"

#include <utility>

#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Id;
using base::Status;

namespace {

constexpr int kMaxSteps = 20;

Status CheckNote(const std::string& note) {
  return base::CheckText(note, "note", kMaxAnswerBytes, base::Emptiness::kAllowed);
}

void Step(v1::Flag& flag, v1::FlagState to, const std::string& note, const Maker& maker) {
  flag.set_state(to);
  v1::FlagStep& step = *flag.add_history();
  step.set_to(to);
  step.set_by(maker.person.ToBytes());
  step.set_at_ms(maker.now);
  step.set_note(note);
}

}  // namespace

Status CheckFlagCause(v1::FlagCause cause) {
  if (cause != v1::FLAG_CAUSE_UNSPECIFIED && v1::FlagCause_IsValid(cause)) return {};
  return {v1::REASON_OUT_OF_RANGE, "there is no such cause"};
}

// In which thread the post is, is the server's to say. There is always room left for the step that
// settles it.
FoldResult Fold(const v1::Entity* before, const v1::FlagPost& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(Id post, Id::Parse(intent.post_id(), "post_id"));
  if (intent.id() != FlagId(maker.person, post).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from person and post");
  }
  RETURN_IF_ERROR(CheckFlagCause(intent.cause()));
  RETURN_IF_ERROR(CheckNote(intent.note()));
  ASSIGN_OR_RETURN(v1::Entity entity, NewOrExisting(before, v1::Entity::kFlag, intent.id(), maker));
  v1::Flag& flag = *entity.mutable_flag();
  const bool says_the_same = flag.cause() == intent.cause() && flag.note() == intent.note();
  if (flag.state() == v1::FLAG_STATE_OPEN && says_the_same) return Folded{std::move(entity)};
  if (flag.history_size() + 1 >= kMaxSteps) {
    return Status(v1::REASON_OUT_OF_RANGE, "the post was flagged by you too often");
  }
  flag.set_post_id(intent.post_id());
  flag.set_cause(intent.cause());
  flag.set_note(intent.note());
  Step(flag, v1::FLAG_STATE_OPEN, intent.note(), maker);
  return Folded{std::move(entity), History::kKeepBefore};
}

FoldResult Fold(const v1::Entity* before, const v1::SettleFlag& intent, const Maker& maker) {
  RETURN_IF_ERROR(CheckNote(intent.note()));
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kFlag, "flag"));
  if (entity.flag().state() != v1::FLAG_STATE_OPEN) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the flag was settled before");
  }
  Step(*entity.mutable_flag(), intent.uphold() ? v1::FLAG_STATE_UPHELD : v1::FLAG_STATE_DISMISSED,
       intent.note(), maker);
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Flag& flag) {
  return Both(Under(KeyName::kFlagsOn, flag.post_id()),
              Under(KeyName::kFlagsInThread, flag.thread_id()));
}

}  // namespace samstig::rules
