// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "server/decide/addressees.h"
#include "server/decide/coming.h"
#include "server/decide/kinds.h"

namespace samstig::server {

using rules::KeyName;

namespace {

// Received in time or within grace, by the server's clock. Within grace the work counts as done
// when its author's device says it was: many write offline. True when it was late by that, too.
Result<bool> CheckTime(Case& c, const v1::Assignment& assignment, const v1::Cohort& cohort) {
  if (assignment.state() == v1::ASSIGNMENT_STATE_CLOSED) {
    return Status(v1::REASON_NOT_OPEN, "the assignment is closed");
  }
  if (c.now() < assignment.opens_ms()) {
    return Status(v1::REASON_NOT_OPEN, "the assignment is not open yet");
  }
  ASSIGN_OR_RETURN(const TimeMs came, TimeOfComing(c));
  if (came > assignment.due_ms() + cohort.grace_ms()) {
    return Status(v1::REASON_DEADLINE_PASSED, "the due time and its grace have passed");
  }
  const bool claimed_in_time = c.claimed() > 0 && c.claimed() <= assignment.due_ms();
  return came > assignment.due_ms() && !claimed_in_time;
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::Submit& intent) {
  ASSIGN_OR_RETURN(v1::Entity assignment,
                   c.Load(intent.assignment_id(), v1::Entity::kAssignment, "assignment"));
  const Id cohort_id = IdIn(assignment.assignment().cohort_id());
  RETURN_IF_ERROR(RequireWriter(c, assignment.assignment()));
  if (intent.cohort_id() != cohort_id.bytes()) {
    return Status(v1::REASON_BAD_ID, "the assignment belongs to another cohort");
  }
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(cohort_id.bytes(), v1::Entity::kCohort, "cohort"));
  if (!rules::TakesWork(cohort.cohort().state())) {
    return Status(v1::REASON_NOT_OPEN, "the cohort does not take work now");
  }
  ASSIGN_OR_RETURN(bool late, CheckTime(c, assignment.assignment(), cohort.cohort()));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  const Id work = rules::WorkId(c.person(), IdIn(intent.assignment_id()));
  ASSIGN_OR_RETURN(std::vector<Id> attempts, c.txn().Find({KeyName::kAttemptsAtWork, work}));
  v1::Submission& submission = *prepared.folded.entity.mutable_submission();
  submission.set_attempt(static_cast<uint32_t>(attempts.size()) + 1);
  submission.set_late(late);
  return c.Store(prepared);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Submission& submission) {
  return Scopes{Scope::Desk(IdIn(submission.cohort_id()), IdIn(submission.person_id()))};
}

}  // namespace samstig::server
