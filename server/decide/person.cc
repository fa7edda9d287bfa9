// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "domain/rules/keys.h"
#include "domain/rules/membership.h"
#include "server/decide/bootstrap.h"
#include "server/decide/gone.h"
#include "server/decide/hats.h"
#include "server/decide/kinds.h"
#include "server/decide/people.h"

namespace samstig::server {

using rules::KeyName;

Result<Decision> Decide(Case& c, const v1::InvitePerson& intent) {
  ASSIGN_OR_RETURN(const bool gone, IsGone(c, intent.id()));
  if (gone) return Decision{false, c.txn().LastSeq()};
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
  RETURN_IF_ERROR(SettleHat(c, person, membership));
  return Decision{false, c.txn().LastSeq()};
}

Result<Decision> Decide(Case& c, const v1::CorrectPerson& intent) {
  if (intent.id() != c.person().bytes()) {
    return Status(v1::REASON_NOT_ALLOWED, "a person corrects only the own entry");
  }
  return c.Carry(intent);
}

// Nothing that anybody reads changes: the address is the account's, and devices stay signed in.
Result<Decision> Decide(Case& c, const v1::CorrectEmail& intent) {
  ASSIGN_OR_RETURN(const bool gone, IsGone(c, intent.id()));
  if (gone) return Decision{false, c.txn().LastSeq()};
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  RETURN_IF_ERROR(c.Prepare(intent).status());
  const Id person = IdIn(intent.id());
  ASSIGN_OR_RETURN(const Id holder, PersonWithEmail(c, intent.email()));
  if (!holder.IsNil() && holder != person) {
    return Status(v1::REASON_EMAIL_IN_USE, "another person signs in with this address");
  }
  if (holder.IsNil()) RETURN_IF_ERROR(MoveEmail(c, person, intent.email()));
  return Decision{false, c.txn().LastSeq()};
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Person& body) {
  // Everybody may meet something that it stands for.
  if (body.trace() != v1::PERSON_TRACE_UNSPECIFIED) return Scopes{Scope::Network()};
  const Id person = IdIn(entity.id());
  ASSIGN_OR_RETURN(std::set<Scope> scopes, CohortsOf(c, person));
  scopes.insert({Scope::OfPerson(person), Scope::Organisers()});
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats,
                   c.LoadAll({KeyName::kMembershipsOfPerson, person}));
  for (const v1::Entity& hat : hats) {
    const v1::Membership& m = hat.membership();
    if (m.ended()) continue;
    if (m.has_municipality_id()) scopes.insert(Scope::OfMunicipality(IdIn(m.municipality_id())));
    if (m.has_cohort_id()) scopes.insert(WhereWorn(m));
  }
  return Scopes(scopes.begin(), scopes.end());
}

Status CreateOrganiser(Transaction& txn, const Id& person, const std::string& name,
                       const std::string& email, const std::string& language, TimeMs now) {
  const Actor self{person, person};
  Case c(txn, self, now, now);
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats, c.LoadAll({KeyName::kMembershipsAt, Id()}));
  // None is left where one was erased again after a restore to a time before there was another.
  for (const v1::Entity& hat : hats) {
    if (hat.membership().ended()) continue;
    return {v1::REASON_ALREADY_EXISTS, "the network has an organiser already"};
  }
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
  return SettleHat(c, person, membership);
}

}  // namespace samstig::server
