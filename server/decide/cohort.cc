// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"

#include "domain/rules/keys.h"
#include "server/decide/grants.h"
#include "server/decide/guests.h"
#include "server/decide/kinds.h"
#include "server/decide/programmes.h"
#include "server/decide/seats.h"

namespace samstig::server {

// The cohort keeps to the programme as it is now: a later version changes nothing of it, so what it
// costs is written down too.
Result<Decision> Decide(Case& c, const v1::PlanCohort& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  ASSIGN_OR_RETURN(v1::Entity programme, LoadProgramme(c, intent.cohort().programme_id()));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  v1::Cohort& cohort = *prepared.folded.entity.mutable_cohort();
  cohort.set_programme_version(programme.programme().version());
  if (cohort.currency().empty()) {
    cohort.set_price_cents(programme.programme().price_cents());
    cohort.set_currency(programme.programme().currency());
  }
  return c.Store(prepared);
}

Result<Decision> Decide(Case& c, const v1::EditCohort& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  ASSIGN_OR_RETURN(const uint64_t agreed, SeatsAgreedInAll(c, IdIn(intent.id()), Id()));
  const uint32_t seats = prepared.folded.entity.cohort().seats();
  if (seats > 0 && seats < agreed) {
    return Status(v1::REASON_OUT_OF_RANGE, std::to_string(agreed) + " seats are agreed already");
  }
  return c.Store(prepared);
}

namespace {

// The round is over: who took part has completed it, who still waited no longer does.
Status EndEnrolments(Case& c, const Id& cohort) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> places,
                   c.LoadAll({rules::KeyName::kEnrolmentsOfCohort, cohort}));
  for (v1::Entity& place : places) {
    const v1::EnrolmentState state = place.enrolment().state();
    const bool active = state == v1::ENROLMENT_STATE_ACTIVE;
    if (!active && state != v1::ENROLMENT_STATE_WAITLISTED) continue;
    place.mutable_enrolment()->set_state(active ? v1::ENROLMENT_STATE_COMPLETED
                                                : v1::ENROLMENT_STATE_WITHDRAWN);
    RETURN_IF_ERROR(c.Put(place).status());
    RETURN_IF_ERROR(RefreshAfterEnrolment(c, cohort, IdIn(place.enrolment().person_id())));
  }
  return {};
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::MoveCohort& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  RETURN_IF_ERROR(c.Carry(intent).status());
  if (intent.to() == v1::COHORT_STATE_ALUMNI) {
    RETURN_IF_ERROR(EndEnrolments(c, IdIn(intent.id())));
  }
  return Decision{false, c.txn().LastSeq()};
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Cohort& cohort) {
  const Id id = IdIn(entity.id());
  Scopes scopes{Scope::Organisers(), Scope::OfCohort(id)};
  ASSIGN_OR_RETURN(const bool guests, HasGuests(c, id));
  if (guests) scopes.push_back(Scope::Guests(id));
  if (rules::IsPublic(cohort.state())) scopes.push_back(Scope::Network());
  return scopes;
}

}  // namespace samstig::server
