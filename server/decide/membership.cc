// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/membership.h"

#include <set>

#include "domain/rules/trace.h"
#include "server/decide/command.h"
#include "server/decide/gone.h"
#include "server/decide/hats.h"
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::GrantHat& intent) {
  ASSIGN_OR_RETURN(const bool gone, IsGone(c, intent.membership().person_id()));
  if (gone) return Decision{false, c.txn().LastSeq()};
  RETURN_IF_ERROR(rules::CheckHat(intent.membership()));
  RETURN_IF_ERROR(RequireGiver(c, intent.membership()));
  RETURN_IF_ERROR(RequirePlace(c, intent.membership()));
  RETURN_IF_ERROR(c.Load(intent.membership().person_id(), v1::Entity::kPerson, "person").status());
  if (rules::IsTraceId(intent.membership().person_id())) {
    return Status(v1::REASON_NOT_FOUND, "there is no such person");
  }
  ASSIGN_OR_RETURN(Decision decision, c.Carry(intent));
  RETURN_IF_ERROR(SettleHat(c, IdIn(intent.membership().person_id()), IdIn(intent.id())));
  decision.seq = c.txn().LastSeq();
  return decision;
}

Result<Decision> Decide(Case& c, const v1::EndHat& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kMembership, "membership"));
  RETURN_IF_ERROR(RequireGiver(c, before.membership()));
  ASSIGN_OR_RETURN(Decision decision, c.Carry(intent));
  RETURN_IF_ERROR(SettleHat(c, IdIn(before.membership().person_id()), IdIn(intent.id())));
  decision.seq = c.txn().LastSeq();
  return decision;
}

Result<Decision> Decide(Case& c, const v1::SetManager& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kMembership, "membership"));
  const v1::Membership& hat = before.membership();
  RETURN_IF_ERROR(RequireGiver(c, hat));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  if (!intent.manager_id().empty()) {
    RETURN_IF_ERROR(CheckManager(c, IdIn(hat.person_id()), IdIn(hat.municipality_id()),
                                 IdIn(intent.manager_id())));
  }
  return c.Store(prepared);
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity&, const v1::Membership& hat) {
  const Id person = IdIn(hat.person_id());
  std::set<Scope> scopes = {Scope::OfPerson(person), Scope::Organisers()};
  if (hat.has_municipality_id()) scopes.insert(Scope::OfMunicipality(IdIn(hat.municipality_id())));
  if (hat.has_cohort_id()) scopes.insert(WhereWorn(hat));
  if (hat.has_municipality_id() && !hat.ended()) {
    ASSIGN_OR_RETURN(std::set<Scope> cohorts, CohortsOf(c, person));
    // Who reads along in a cohort and is somebody's HR shows it there, so that an author is told.
    if (hat.role() == v1::ROLE_MUNICIPALITY_ADMIN) {
      ASSIGN_OR_RETURN(std::set<Scope> coached, CoachedBy(c, person));
      cohorts.merge(coached);
    }
    scopes.insert(cohorts.begin(), cohorts.end());
  }
  return Scopes(scopes.begin(), scopes.end());
}

}  // namespace samstig::server
