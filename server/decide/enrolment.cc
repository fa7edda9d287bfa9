// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "server/decide/grants.h"
#include "server/decide/kinds.h"
#include "server/decide/people.h"
#include "server/decide/seats.h"

namespace samstig::server {

using rules::KeyName;

namespace {

v1::Membership LeaderHat(const v1::EnrolLeader& intent) {
  v1::Membership hat;
  hat.set_role(v1::ROLE_LEADER);
  hat.set_municipality_id(intent.municipality_id());
  hat.set_position(intent.position());
  hat.set_sector(intent.sector());
  return hat;
}

// How many seats the municipality has; NO_SEATS when none were agreed.
Result<uint32_t> SeatsAgreed(Case& c, const Id& cohort, const Id& municipality) {
  ASSIGN_OR_RETURN(std::optional<v1::Entity> seat, c.TryLoad(rules::SeatId(cohort, municipality)));
  if (!seat || seat->cohort_seat().state() != v1::SEAT_STATE_AGREED) {
    return Status(v1::REASON_NO_SEATS, "the municipality has no agreed seats in the cohort");
  }
  return seat->cohort_seat().agreed();
}

struct Past {
  bool enrolled_here = false;  // In this cohort, and not withdrawn.
  bool returning = false;      // In another cohort before.
};

Result<Past> PastOf(Case& c, const Id& person, const std::string& cohort) {
  Past past;
  if (person.IsNil()) return past;
  ASSIGN_OR_RETURN(std::vector<v1::Entity> enrolments,
                   c.LoadAll({KeyName::kEnrolmentsOfPerson, person}));
  for (const v1::Entity& entity : enrolments) {
    const v1::Enrolment& enrolment = entity.enrolment();
    const bool here = enrolment.cohort_id() == cohort;
    if (here && enrolment.state() != v1::ENROLMENT_STATE_WITHDRAWN) past.enrolled_here = true;
    if (!here && IsTakingPart(enrolment.state())) past.returning = true;
  }
  return past;
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::EnrolLeader& intent) {
  RETURN_IF_ERROR(
      c.Load(intent.municipality_id(), v1::Entity::kMunicipality, "municipality").status());
  const Id municipality = IdIn(intent.municipality_id());
  RETURN_IF_ERROR(c.Require(Scope::OfMunicipality(municipality), "an admin of the municipality"));
  ASSIGN_OR_RETURN(v1::Entity cohort_entity,
                   c.Load(intent.cohort_id(), v1::Entity::kCohort, "cohort"));
  if (!rules::TakesEnrolments(cohort_entity.cohort().state())) {
    return Status(v1::REASON_NOT_OPEN, "the cohort does not take enrolments now");
  }
  const Id cohort = IdIn(intent.cohort_id());
  ASSIGN_OR_RETURN(uint32_t agreed, SeatsAgreed(c, cohort, municipality));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  ASSIGN_OR_RETURN(Id person, PersonWithEmail(c, intent.email()));
  ASSIGN_OR_RETURN(Past past, PastOf(c, person, intent.cohort_id()));
  if (past.enrolled_here) {
    return Status(v1::REASON_ALREADY_ENROLLED, "this person is enrolled in the cohort already");
  }
  RETURN_IF_ERROR(RequireFree(c, IdIn(intent.membership_id())));
  if (person.IsNil()) RETURN_IF_ERROR(RequireFree(c, IdIn(intent.person_id())));
  ASSIGN_OR_RETURN(uint32_t taken, SeatsTaken(c, cohort, municipality));

  if (person.IsNil()) {
    person = IdIn(intent.person_id());
    v1::Person entry;
    entry.set_name(intent.name());
    entry.set_language(intent.language());
    RETURN_IF_ERROR(MakePerson(c, person, entry, intent.email()));
  }
  RETURN_IF_ERROR(GiveHat(c, IdIn(intent.membership_id()), person, LeaderHat(intent)));
  RETURN_IF_ERROR(SetManagerByEmail(c, person, municipality, intent.manager_email()));
  v1::Enrolment& enrolment = *prepared.folded.entity.mutable_enrolment();
  enrolment.set_person_id(person.ToBytes());
  enrolment.set_returning(past.returning);
  enrolment.set_state(taken < agreed ? v1::ENROLMENT_STATE_ACTIVE : v1::ENROLMENT_STATE_WAITLISTED);
  RETURN_IF_ERROR(c.Store(prepared).status());
  RETURN_IF_ERROR(RefreshAfterEnrolment(c, cohort, person));
  return Decision{false, c.txn().LastSeq()};
}

Result<Decision> Decide(Case& c, const v1::Withdraw& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kEnrolment, "enrolment"));
  const v1::Enrolment& enrolment = before.enrolment();
  if (enrolment.person_id() != c.person().bytes()) {
    RETURN_IF_ERROR(c.Require(Scope::OfMunicipality(IdIn(enrolment.municipality_id())),
                              "the leader or an admin of the municipality"));
  }
  RETURN_IF_ERROR(c.Carry(intent).status());
  RETURN_IF_ERROR(
      RefreshAfterEnrolment(c, IdIn(enrolment.cohort_id()), IdIn(enrolment.person_id())));
  return Decision{false, c.txn().LastSeq()};
}

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::TransferEnrolment& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::ReplaceLeader& intent) { return c.Carry(intent); }

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Enrolment& enrolment) {
  return Scopes{Scope::OfPerson(IdIn(enrolment.person_id())),
                Scope::OfMunicipality(IdIn(enrolment.municipality_id())),
                Scope::Staff(IdIn(enrolment.cohort_id())), Scope::Organisers()};
}

}  // namespace samstig::server
