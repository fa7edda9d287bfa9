// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "domain/rules/revisions.h"

namespace samstig::rules {

using base::Id;

// The attempt's number and whether it is late are the server's to say.
FoldResult Fold(const v1::Entity* before, const v1::Submit& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.assignment_id(), "assignment_id").status());
  RETURN_IF_ERROR(Id::Parse(intent.cohort_id(), "cohort_id").status());
  RETURN_IF_ERROR(CheckReport(intent.report(), /*may_be_empty=*/false));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Submission& submission = *entity.mutable_submission();
  submission.set_assignment_id(intent.assignment_id());
  submission.set_cohort_id(intent.cohort_id());
  submission.set_person_id(maker.person.ToBytes());
  *submission.mutable_report() = intent.report();
  submission.set_state(v1::SUBMISSION_STATE_SUBMITTED);
  submission.set_claimed_ms(maker.claimed);
  submission.set_assignment_version(intent.assignment_version());
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Submission& submission) {
  Keys keys = Under(KeyName::kSubmissionsTo, submission.assignment_id());
  if (!keys.empty() && submission.person_id().size() == Id::kSize) {
    const Id work = WorkId(Id::FromBytes(submission.person_id()), keys.front().owner);
    keys.insert(keys.begin(), {KeyName::kAttemptsAtWork, work});
  }
  return keys;
}

}  // namespace samstig::rules
