// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"
#include "domain/rules/names.h"
#include "domain/rules/trace.h"
#include "server/decide/kinds.h"

namespace samstig::server {
namespace {

v1::SubmissionState After(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_RETURN:
      return v1::SUBMISSION_STATE_RETURNED;
    case v1::VERDICT_ACKNOWLEDGE:
      return v1::SUBMISSION_STATE_ACKNOWLEDGED;
    default:
      return v1::SUBMISSION_STATE_IN_DIALOGUE;
  }
}

// Coaches give any verdict, the author goes on talking.
Status RequireVoice(Case& c, const v1::Submission& submission, v1::Verdict verdict) {
  const Id cohort = IdIn(submission.cohort_id());
  ASSIGN_OR_RETURN(bool staff, c.Holds(Scope::Staff(cohort)));
  ASSIGN_OR_RETURN(bool reads, c.Holds(Scope::Desk(cohort, IdIn(submission.person_id()))));
  if (staff && reads) return {};
  const bool author = submission.person_id() == c.person().bytes();
  if (author && verdict == v1::VERDICT_COMMENT) return {};
  return {v1::REASON_NOT_ALLOWED, author ? "only a coach returns or acknowledges"
                                         : "it takes a coach of the cohort or the author"};
}

// The work is nobody's to be answered any more. What was said about it before that, and is given
// back to a restored network, was erased with it.
Result<Decision> AnswerToTheGone(Case& c, const v1::Submission& submission,
                                 const v1::GiveFeedback& intent) {
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> erasure,
                   c.TryLoad(rules::ErasureId(IdIn(submission.person_id()))));
  const bool before = erasure && c.claimed() > 0 && c.claimed() < erasure->erasure().done_ms();
  if (!before) return Status(v1::REASON_DELETED, "the report's author has left");
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  prepared.folded.entity.mutable_feedback()->clear_text();
  prepared.folded.entity.mutable_feedback()->set_erased(true);
  return c.Store(prepared);
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::GiveFeedback& intent) {
  ASSIGN_OR_RETURN(v1::Entity submission,
                   c.Load(intent.submission_id(), v1::Entity::kSubmission, "submission"));
  RETURN_IF_ERROR(RequireVoice(c, submission.submission(), intent.verdict()));
  if (submission.submission().erased() || rules::IsTraceId(submission.submission().person_id())) {
    return AnswerToTheGone(c, submission.submission(), intent);
  }
  ASSIGN_OR_RETURN(v1::Entity cohort,
                   c.Load(submission.submission().cohort_id(), v1::Entity::kCohort, "cohort"));
  if (!rules::TakesWork(cohort.cohort().state())) {
    return Status(v1::REASON_NOT_OPEN, "the cohort's dialogues are closed for writing now");
  }
  RETURN_IF_ERROR(c.Carry(intent).status());
  const v1::SubmissionState state = After(intent.verdict());
  // An acknowledged submission stays so when the talk goes on.
  const bool settled = submission.submission().state() == v1::SUBMISSION_STATE_ACKNOWLEDGED &&
                       intent.verdict() == v1::VERDICT_COMMENT;
  if (!settled && submission.submission().state() != state) {
    submission.mutable_submission()->set_state(state);
    RETURN_IF_ERROR(c.Put(submission).status());
  }
  return Decision{false, c.txn().LastSeq()};
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Feedback& feedback) {
  ASSIGN_OR_RETURN(v1::Entity submission,
                   c.Load(feedback.submission_id(), v1::Entity::kSubmission, "submission"));
  return ScopesUnder(c, submission, entity);
}

}  // namespace samstig::server
