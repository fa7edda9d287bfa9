// SPDX-License-Identifier: Apache-2.0
// The closed lists of what there is. A new intent or kind adds one line here, and the compiler then
// asks every room for its part: the switches have no default on purpose.
#ifndef SAMSTIG_DOMAIN_RULES_VISIT_H_
#define SAMSTIG_DOMAIN_RULES_VISIT_H_

#include <utility>

#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::rules {

// fn(intent) for the intent that is set; fn(v1::Mutation) when there is none, or one from a newer
// version that this build does not know.
template <typename Fn>
auto VisitIntent(const v1::Mutation& m, Fn&& fn) {
  switch (m.intent_case()) {
    case v1::Mutation::kRegisterMunicipality:
      return fn(m.register_municipality());
    case v1::Mutation::kInvitePerson:
      return fn(m.invite_person());
    case v1::Mutation::kCorrectPerson:
      return fn(m.correct_person());
    case v1::Mutation::kGrantHat:
      return fn(m.grant_hat());
    case v1::Mutation::kEndHat:
      return fn(m.end_hat());
    case v1::Mutation::kPublishProgramme:
      return fn(m.publish_programme());
    case v1::Mutation::kPublishTheme:
      return fn(m.publish_theme());
    case v1::Mutation::kPlanCohort:
      return fn(m.plan_cohort());
    case v1::Mutation::kMoveCohort:
      return fn(m.move_cohort());
    case v1::Mutation::kRequestSeats:
      return fn(m.request_seats());
    case v1::Mutation::kAnswerSeats:
      return fn(m.answer_seats());
    case v1::Mutation::kEnrolLeader:
      return fn(m.enrol_leader());
    case v1::Mutation::kWithdraw:
      return fn(m.withdraw());
    case v1::Mutation::kPostAssignment:
      return fn(m.post_assignment());
    case v1::Mutation::kEditAssignment:
      return fn(m.edit_assignment());
    case v1::Mutation::kMoveAssignment:
      return fn(m.move_assignment());
    case v1::Mutation::kSaveDraft:
      return fn(m.save_draft());
    case v1::Mutation::kSubmit:
      return fn(m.submit());
    case v1::Mutation::kGiveFeedback:
      return fn(m.give_feedback());
    case v1::Mutation::kStartThread:
      return fn(m.start_thread());
    case v1::Mutation::kWritePost:
      return fn(m.write_post());
    case v1::Mutation::kEditPost:
      return fn(m.edit_post());
    case v1::Mutation::kWithdrawPost:
      return fn(m.withdraw_post());
    case v1::Mutation::kDiscardParked:
      return fn(m.discard_parked());
    case v1::Mutation::INTENT_NOT_SET:
      break;
  }
  return fn(m);
}

// fn(body) for the body that is set; fn(v1::Entity) when there is none that this build knows.
template <typename Fn>
auto VisitBody(const v1::Entity& e, Fn&& fn) {
  switch (e.body_case()) {
    case v1::Entity::kMunicipality:
      return fn(e.municipality());
    case v1::Entity::kPerson:
      return fn(e.person());
    case v1::Entity::kMembership:
      return fn(e.membership());
    case v1::Entity::kProgramme:
      return fn(e.programme());
    case v1::Entity::kTheme:
      return fn(e.theme());
    case v1::Entity::kCohort:
      return fn(e.cohort());
    case v1::Entity::kCohortSeat:
      return fn(e.cohort_seat());
    case v1::Entity::kEnrolment:
      return fn(e.enrolment());
    case v1::Entity::kAssignment:
      return fn(e.assignment());
    case v1::Entity::kDraft:
      return fn(e.draft());
    case v1::Entity::kSubmission:
      return fn(e.submission());
    case v1::Entity::kFeedback:
      return fn(e.feedback());
    case v1::Entity::kThread:
      return fn(e.thread());
    case v1::Entity::kPost:
      return fn(e.post());
    case v1::Entity::kParked:
      return fn(e.parked());
    case v1::Entity::BODY_NOT_SET:
      break;
  }
  return fn(e);
}

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_VISIT_H_
