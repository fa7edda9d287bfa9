// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "domain/rules/keys.h"
#include "server/decide/gone.h"
#include "server/decide/grants.h"
#include "server/decide/kinds.h"
#include "server/decide/people.h"
#include "server/decide/seats.h"
#include "server/decide/terms.h"

namespace samstig::server {

using rules::KeyName;

namespace {

template <typename Intent>
v1::Membership LeaderHat(const Intent& intent, const std::string& municipality) {
  v1::Membership hat;
  hat.set_role(v1::ROLE_LEADER);
  hat.set_municipality_id(municipality);
  hat.set_position(intent.position());
  hat.set_sector(intent.sector());
  return hat;
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

// A place that is about to be given: all that can refuse it has been asked.
struct NewPlace {
  Case::Prepared prepared;
  Id cohort;
  std::string municipality;
  // Who gets it; nil: the new person that the intent names.
  Id person;
};

// EnrolLeader and ReplaceLeader alike. ALREADY_ENROLLED, ALREADY_EXISTS.
template <typename Intent>
Result<NewPlace> PreparePlace(Case& c, const Intent& intent, const std::string& cohort,
                              const std::string& municipality) {
  NewPlace place;
  ASSIGN_OR_RETURN(place.prepared, c.Prepare(intent));
  ASSIGN_OR_RETURN(place.person, PersonWithEmail(c, intent.email()));
  ASSIGN_OR_RETURN(const Past past, PastOf(c, place.person, cohort));
  if (past.enrolled_here) {
    return Status(v1::REASON_ALREADY_ENROLLED, "this person is enrolled in the cohort already");
  }
  RETURN_IF_ERROR(RequireFree(c, IdIn(intent.membership_id())));
  if (place.person.IsNil()) RETURN_IF_ERROR(RequireFree(c, IdIn(intent.person_id())));
  place.cohort = IdIn(cohort);
  place.municipality = municipality;
  v1::Enrolment& enrolment = *place.prepared.folded.entity.mutable_enrolment();
  enrolment.set_cohort_id(cohort);
  enrolment.set_municipality_id(municipality);
  enrolment.set_returning(past.returning);
  return place;
}

// Puts the person there, new or known, with hat and place.
template <typename Intent>
Status GivePlace(Case& c, const Intent& intent, NewPlace place, v1::EnrolmentState state) {
  if (place.person.IsNil()) {
    place.person = IdIn(intent.person_id());
    v1::Person entry;
    entry.set_name(intent.name());
    entry.set_language(intent.language());
    RETURN_IF_ERROR(MakePerson(c, place.person, entry, intent.email()));
  }
  RETURN_IF_ERROR(GiveHat(c, IdIn(intent.membership_id()), place.person,
                          LeaderHat(intent, place.municipality)));
  RETURN_IF_ERROR(
      SetManagerByEmail(c, place.person, IdIn(place.municipality), intent.manager_email()));
  v1::Enrolment& enrolment = *place.prepared.folded.entity.mutable_enrolment();
  enrolment.set_person_id(place.person.ToBytes());
  enrolment.set_state(state);
  RETURN_IF_ERROR(c.Store(place.prepared).status());
  return RefreshAfterEnrolment(c, place.cohort, place.person);
}

}  // namespace

// Who comes after the window takes a seat that was agreed and is free, once the cohort runs.
Result<Decision> Decide(Case& c, const v1::EnrolLeader& intent) {
  ASSIGN_OR_RETURN(const bool gone, IsGone(c, intent.person_id()));
  if (gone) return Decision{false, c.txn().LastSeq()};
  RETURN_IF_ERROR(
      c.Load(intent.municipality_id(), v1::Entity::kMunicipality, "municipality").status());
  const Id municipality = IdIn(intent.municipality_id());
  RETURN_IF_ERROR(c.Require(Scope::OfMunicipality(municipality), "an admin of the municipality"));
  ASSIGN_OR_RETURN(v1::Entity cohort, CohortTakingEnrolments(c, intent.cohort_id()));
  RETURN_IF_ERROR(RequireTermsAccepted(c, municipality));
  if (cohort.cohort().state() != v1::COHORT_STATE_RUNNING) {
    RETURN_IF_ERROR(RequireWindow(c, cohort.cohort()));
  }
  const Id cohort_id = IdIn(intent.cohort_id());
  ASSIGN_OR_RETURN(const uint32_t agreed, SeatsAgreed(c, cohort_id, municipality));
  ASSIGN_OR_RETURN(NewPlace place,
                   PreparePlace(c, intent, intent.cohort_id(), intent.municipality_id()));
  ASSIGN_OR_RETURN(const uint32_t taken, SeatsTaken(c, cohort_id, municipality));
  RETURN_IF_ERROR(
      GivePlace(c, intent, std::move(place),
                taken < agreed ? v1::ENROLMENT_STATE_ACTIVE : v1::ENROLMENT_STATE_WAITLISTED));
  return Decision{false, c.txn().LastSeq()};
}

Result<Decision> Decide(Case& c, const v1::Withdraw& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kEnrolment, "enrolment"));
  const v1::Enrolment& enrolment = before.enrolment();
  const Id municipality = IdIn(enrolment.municipality_id());
  if (enrolment.person_id() != c.person().bytes()) {
    RETURN_IF_ERROR(c.Require(Scope::OfMunicipality(municipality),
                              "the leader or an admin of the municipality"));
  }
  RETURN_IF_ERROR(c.Carry(intent).status());
  const Id cohort = IdIn(enrolment.cohort_id());
  RETURN_IF_ERROR(RefreshAfterEnrolment(c, cohort, IdIn(enrolment.person_id())));
  RETURN_IF_ERROR(MoveUp(c, cohort, municipality));
  return Decision{false, c.txn().LastSeq()};
}

namespace {

Status RequireFreeSeat(Case& c, const Id& cohort, const Id& municipality) {
  ASSIGN_OR_RETURN(const uint32_t agreed, SeatsAgreed(c, cohort, municipality));
  ASSIGN_OR_RETURN(const uint32_t taken, SeatsTaken(c, cohort, municipality));
  if (taken < agreed) return {};
  return {v1::REASON_NO_SEATS, "the municipality has " + std::to_string(agreed) +
                                   " agreed seats in the cohort, and " + std::to_string(taken) +
                                   " are taken"};
}

// The person leads nothing there any more.
Status EndLeaderHats(Case& c, const Id& person, const std::string& municipality) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats,
                   c.LoadAll({KeyName::kMembershipsOfPerson, person}));
  for (v1::Entity& hat : hats) {
    v1::Membership& worn = *hat.mutable_membership();
    if (worn.ended() || worn.role() != v1::ROLE_LEADER || worn.municipality_id() != municipality) {
      continue;
    }
    worn.set_ended(true);
    RETURN_IF_ERROR(c.Put(hat).status());
  }
  return {};
}

}  // namespace

// The person, the texts and who reads them stay; only who pays is another.
Result<Decision> Decide(Case& c, const v1::TransferEnrolment& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kEnrolment, "enrolment"));
  ASSIGN_OR_RETURN(const bool gone, IsGone(c, before.enrolment().person_id()));
  if (gone) return Decision{false, c.txn().LastSeq()};
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  RETURN_IF_ERROR(
      c.Load(intent.municipality_id(), v1::Entity::kMunicipality, "municipality").status());
  const std::string& old_municipality = before.enrolment().municipality_id();
  const Id cohort = IdIn(before.enrolment().cohort_id());
  const Id person = IdIn(before.enrolment().person_id());
  const Id municipality = IdIn(intent.municipality_id());
  RETURN_IF_ERROR(CohortTakingEnrolments(c, cohort.ToBytes()).status());
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  RETURN_IF_ERROR(RequireTermsAccepted(c, municipality));
  RETURN_IF_ERROR(RequireFreeSeat(c, cohort, municipality));
  RETURN_IF_ERROR(RequireFree(c, IdIn(intent.membership_id())));

  RETURN_IF_ERROR(EndLeaderHats(c, person, old_municipality));
  RETURN_IF_ERROR(GiveHat(c, IdIn(intent.membership_id()), person,
                          LeaderHat(intent, intent.municipality_id())));
  RETURN_IF_ERROR(c.Store(prepared).status());
  RETURN_IF_ERROR(RefreshAfterEnrolment(c, cohort, person));
  RETURN_IF_ERROR(MoveUp(c, cohort, IdIn(old_municipality)));
  return Decision{false, c.txn().LastSeq()};
}

namespace {

// Who got the place was erased since: so it is free, if it was the actor's to give.
Result<Decision> GiveBack(Case& c, const v1::ReplaceLeader& intent) {
  const Decision done{false, c.txn().LastSeq()};
  ASSIGN_OR_RETURN(std::optional<v1::Entity> place, c.TryLoad(IdIn(intent.replaced_id())));
  if (!place || place->enrolment().state() != v1::ENROLMENT_STATE_ACTIVE) return done;
  v1::Enrolment& given = *place->mutable_enrolment();
  ASSIGN_OR_RETURN(bool gives, c.Holds(Scope::OfMunicipality(IdIn(given.municipality_id()))));
  if (!gives) return done;
  given.set_state(v1::ENROLMENT_STATE_WITHDRAWN);
  RETURN_IF_ERROR(c.Put(*place).status());
  const Id cohort = IdIn(given.cohort_id());
  RETURN_IF_ERROR(RefreshAfterEnrolment(c, cohort, IdIn(given.person_id())));
  RETURN_IF_ERROR(MoveUp(c, cohort, IdIn(given.municipality_id())));
  return Decision{false, c.txn().LastSeq()};
}

}  // namespace

// The seat passes from hand to hand; whoever waits for one waits on.
Result<Decision> Decide(Case& c, const v1::ReplaceLeader& intent) {
  ASSIGN_OR_RETURN(const bool gone, IsGone(c, intent.person_id()));
  if (gone) return GiveBack(c, intent);
  ASSIGN_OR_RETURN(v1::Entity replaced,
                   c.Load(intent.replaced_id(), v1::Entity::kEnrolment, "enrolment"));
  v1::Enrolment& given = *replaced.mutable_enrolment();
  const Id municipality = IdIn(given.municipality_id());
  RETURN_IF_ERROR(c.Require(Scope::OfMunicipality(municipality), "an admin of the municipality"));
  RETURN_IF_ERROR(CohortTakingEnrolments(c, given.cohort_id()).status());
  RETURN_IF_ERROR(RequireTermsAccepted(c, municipality));
  if (given.state() != v1::ENROLMENT_STATE_ACTIVE) {
    return Status(v1::REASON_ILLEGAL_MOVE, "only a seat that somebody has can be given on");
  }
  ASSIGN_OR_RETURN(NewPlace place,
                   PreparePlace(c, intent, given.cohort_id(), given.municipality_id()));

  given.set_state(v1::ENROLMENT_STATE_WITHDRAWN);
  RETURN_IF_ERROR(c.Put(replaced).status());
  RETURN_IF_ERROR(RefreshAfterEnrolment(c, IdIn(given.cohort_id()), IdIn(given.person_id())));
  RETURN_IF_ERROR(GivePlace(c, intent, std::move(place), v1::ENROLMENT_STATE_ACTIVE));
  return Decision{false, c.txn().LastSeq()};
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Enrolment& enrolment) {
  return Scopes{Scope::OfPerson(IdIn(enrolment.person_id())),
                Scope::OfMunicipality(IdIn(enrolment.municipality_id())),
                Scope::Staff(IdIn(enrolment.cohort_id())), Scope::Organisers()};
}

}  // namespace samstig::server
