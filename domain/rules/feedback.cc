// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Id;
using base::Status;

FoldResult Fold(const v1::Entity* before, const v1::GiveFeedback& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.submission_id(), "submission_id").status());
  RETURN_IF_ERROR(base::CheckText(intent.text(), "text", kMaxTextBytes));
  if (intent.verdict() < v1::VERDICT_COMMENT || intent.verdict() > v1::VERDICT_ACKNOWLEDGE) {
    return Status(v1::REASON_MISSING_FIELD, "verdict is missing or unknown");
  }
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Feedback& feedback = *entity.mutable_feedback();
  feedback.set_submission_id(intent.submission_id());
  feedback.set_text(intent.text());
  feedback.set_verdict(intent.verdict());
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Feedback& feedback) {
  return Under(KeyName::kFeedbackOn, feedback.submission_id());
}

}  // namespace samstig::rules
