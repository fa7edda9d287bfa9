// SPDX-License-Identifier: Apache-2.0
// The list of all the server can do: one Decide for each intent, one ScopesOf for each kind, defined in the
// file of the kind.
#ifndef SAMSTIG_SERVER_DECIDE_KINDS_H_
#define SAMSTIG_SERVER_DECIDE_KINDS_H_

#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"
#include "server/decide/case.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::RegisterMunicipality& intent);
Result<Decision> Decide(Case& c, const v1::InvitePerson& intent);
Result<Decision> Decide(Case& c, const v1::CorrectPerson& intent);
Result<Decision> Decide(Case& c, const v1::GrantHat& intent);
Result<Decision> Decide(Case& c, const v1::EndHat& intent);
Result<Decision> Decide(Case& c, const v1::PublishProgramme& intent);
Result<Decision> Decide(Case& c, const v1::PublishTheme& intent);
Result<Decision> Decide(Case& c, const v1::PlanCohort& intent);
Result<Decision> Decide(Case& c, const v1::MoveCohort& intent);
Result<Decision> Decide(Case& c, const v1::RequestSeats& intent);
Result<Decision> Decide(Case& c, const v1::AnswerSeats& intent);
Result<Decision> Decide(Case& c, const v1::EnrolLeader& intent);
Result<Decision> Decide(Case& c, const v1::Withdraw& intent);
Result<Decision> Decide(Case& c, const v1::PostAssignment& intent);
Result<Decision> Decide(Case& c, const v1::EditAssignment& intent);
Result<Decision> Decide(Case& c, const v1::MoveAssignment& intent);
Result<Decision> Decide(Case& c, const v1::SaveDraft& intent);
Result<Decision> Decide(Case& c, const v1::Submit& intent);
Result<Decision> Decide(Case& c, const v1::GiveFeedback& intent);
Result<Decision> Decide(Case& c, const v1::StartThread& intent);
Result<Decision> Decide(Case& c, const v1::WritePost& intent);
Result<Decision> Decide(Case& c, const v1::EditPost& intent);
Result<Decision> Decide(Case& c, const v1::WithdrawPost& intent);
Result<Decision> Decide(Case& c, const v1::DiscardParked& intent);

// Who may read an entity: a function of the entity and of what else is stored.
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity);

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Municipality& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Person& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Membership& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Programme& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Theme& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Cohort& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::CohortSeat& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Enrolment& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Assignment& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Draft& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Submission& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Feedback& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Thread& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Post& body);
Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Parked& body);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_KINDS_H_
