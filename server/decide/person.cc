// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "domain/rules/keys.h"
#include "domain/rules/membership.h"
#include "server/decide/bootstrap.h"
#include "server/decide/grants.h"
#include "server/decide/kinds.h"
#include "server/decide/people.h"

namespace samstig::server {

using rules::KeyName;

namespace {

// Organisers give any hat; a municipality admin makes leaders of the own municipality.
Status RequireGiver(Case& c, const v1::Membership& hat) {
  ASSIGN_OR_RETURN(bool organiser, c.Holds(Scope::Organisers()));
  if (organiser) return {};
  if (hat.role() != v1::ROLE_LEADER) return {v1::REASON_NOT_ALLOWED, "it takes an organiser"};
  return c.Require(Scope::OfMunicipality(IdIn(hat.municipality_id())),
                   "an organiser or an admin of the municipality");
}

Status RequirePlace(Case& c, const v1::Membership& hat) {
  if (hat.has_municipality_id()) {
    return c.Load(hat.municipality_id(), v1::Entity::kMunicipality, "municipality").status();
  }
  if (hat.has_cohort_id()) return c.Load(hat.cohort_id(), v1::Entity::kCohort, "cohort").status();
  return {};
}

// A coach's other coaches need nothing; a new hat changes the wearer's grants and where the name is seen.
Status Settle(Case& c, const Id& person, const Id& membership) {
  RETURN_IF_ERROR(RefreshGrants(c, person));
  RETURN_IF_ERROR(c.Rescope(person));
  return c.Rescope(membership);
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::InvitePerson& intent) {
  RETURN_IF_ERROR(rules::CheckHat(intent.hat()));
  RETURN_IF_ERROR(RequireGiver(c, intent.hat()));
  RETURN_IF_ERROR(RequirePlace(c, intent.hat()));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  const Id membership = IdIn(intent.membership_id());
  RETURN_IF_ERROR(RequireFree(c, membership));
  ASSIGN_OR_RETURN(Id person, PersonWithEmail(c, intent.email()));
  if (person.IsNil()) {
    person = IdIn(intent.id());
    RETURN_IF_ERROR(MakePerson(c, person, prepared.folded.entity.person(), intent.email()));
  }
  RETURN_IF_ERROR(GiveHat(c, membership, person, intent.hat()));
  RETURN_IF_ERROR(Settle(c, person, membership));
  return Decision{false, c.txn().LastSeq()};
}

Result<Decision> Decide(Case& c, const v1::CorrectPerson& intent) {
  if (intent.id() != c.person().bytes()) {
    return Status(v1::REASON_NOT_ALLOWED, "a person corrects only the own entry");
  }
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::GrantHat& intent) {
  RETURN_IF_ERROR(rules::CheckHat(intent.membership()));
  RETURN_IF_ERROR(RequireGiver(c, intent.membership()));
  RETURN_IF_ERROR(RequirePlace(c, intent.membership()));
  RETURN_IF_ERROR(c.Load(intent.membership().person_id(), v1::Entity::kPerson, "person").status());
  ASSIGN_OR_RETURN(Decision decision, c.Carry(intent));
  RETURN_IF_ERROR(Settle(c, IdIn(intent.membership().person_id()), IdIn(intent.id())));
  decision.seq = c.txn().LastSeq();
  return decision;
}

Result<Decision> Decide(Case& c, const v1::EndHat& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kMembership, "membership"));
  RETURN_IF_ERROR(RequireGiver(c, before.membership()));
  ASSIGN_OR_RETURN(Decision decision, c.Carry(intent));
  RETURN_IF_ERROR(Settle(c, IdIn(before.membership().person_id()), IdIn(intent.id())));
  decision.seq = c.txn().LastSeq();
  return decision;
}

namespace {

// Cohorts in which the person takes part: there, peers see name and position.
Result<std::set<Scope>> CohortsOf(Case& c, const Id& person) {
  std::set<Scope> cohorts;
  ASSIGN_OR_RETURN(std::vector<v1::Entity> enrolments,
                   c.LoadAll({KeyName::kEnrolmentsOfPerson, person}));
  for (const v1::Entity& entity : enrolments) {
    if (IsTakingPart(entity.enrolment().state())) {
      cohorts.insert(Scope::OfCohort(IdIn(entity.enrolment().cohort_id())));
    }
  }
  return cohorts;
}

}  // namespace

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Person&) {
  const Id person = IdIn(entity.id());
  ASSIGN_OR_RETURN(std::set<Scope> scopes, CohortsOf(c, person));
  scopes.insert({Scope::OfPerson(person), Scope::Organisers()});
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats, c.LoadAll({KeyName::kMembershipsOfPerson, person}));
  for (const v1::Entity& hat : hats) {
    const v1::Membership& m = hat.membership();
    if (m.ended()) continue;
    if (m.has_municipality_id()) scopes.insert(Scope::OfMunicipality(IdIn(m.municipality_id())));
    if (m.has_cohort_id()) scopes.insert(Scope::OfCohort(IdIn(m.cohort_id())));
  }
  return Scopes(scopes.begin(), scopes.end());
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity&, const v1::Membership& hat) {
  const Id person = IdIn(hat.person_id());
  std::set<Scope> scopes = {Scope::OfPerson(person), Scope::Organisers()};
  if (hat.has_municipality_id()) scopes.insert(Scope::OfMunicipality(IdIn(hat.municipality_id())));
  if (hat.has_cohort_id()) scopes.insert(Scope::OfCohort(IdIn(hat.cohort_id())));
  if (hat.role() == v1::ROLE_LEADER && !hat.ended()) {
    ASSIGN_OR_RETURN(std::set<Scope> cohorts, CohortsOf(c, person));
    scopes.insert(cohorts.begin(), cohorts.end());
  }
  return Scopes(scopes.begin(), scopes.end());
}

Status CreateOrganiser(Transaction& txn, const Id& person, const std::string& name,
                       const std::string& email, const std::string& language, TimeMs now) {
  const Actor self{person, person};
  Case c(txn, self, now, now);
  ASSIGN_OR_RETURN(std::vector<Id> organisers, txn.Find({KeyName::kMembershipsAt, Id()}));
  if (!organisers.empty()) return {v1::REASON_ALREADY_EXISTS, "the network has an organiser already"};
  v1::InvitePerson invitation;
  invitation.set_id(person.ToBytes());
  invitation.mutable_person()->set_name(name);
  invitation.mutable_person()->set_language(language);
  invitation.set_email(email);
  const Id membership = Id::FromName("first organiser", person.bytes());
  invitation.set_membership_id(membership.ToBytes());
  invitation.mutable_hat()->set_role(v1::ROLE_ORGANISER);
  invitation.mutable_hat()->set_network(true);
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(invitation));
  RETURN_IF_ERROR(MakePerson(c, person, prepared.folded.entity.person(), email));
  RETURN_IF_ERROR(GiveHat(c, membership, person, invitation.hat()));
  return Settle(c, person, membership);
}

}  // namespace samstig::server
