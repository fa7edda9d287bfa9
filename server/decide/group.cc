// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "domain/rules/cohort.h"
#include "domain/rules/keys.h"
#include "server/decide/command.h"
#include "server/decide/grants.h"
#include "server/decide/hats.h"
#include "server/decide/kinds.h"

namespace samstig::server {

using rules::KeyName;

namespace {

// Coaches set up groups before the work begins and change them until it ends.
Status RequireGroupTime(Case& c, const std::string& cohort_id) {
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(cohort_id, v1::Entity::kCohort, "cohort"));
  RETURN_IF_ERROR(c.Require(Scope::Staff(IdIn(cohort_id)), "a coach of the cohort"));
  const v1::CohortState state = cohort.cohort().state();
  if (rules::TakesWork(state) || state == v1::COHORT_STATE_ENROLLING) return {};
  return {v1::REASON_NOT_OPEN, "the cohort's groups are not changed now"};
}

Status RequireTakingPart(Case& c, const Id& cohort, const std::set<Id>& people) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> enrolments,
                   c.LoadAll({KeyName::kEnrolmentsOfCohort, cohort}));
  std::set<Id> taking_part;
  for (const v1::Entity& entity : enrolments) {
    if (!IsTakingPart(entity.enrolment().state())) continue;
    taking_part.insert(IdIn(entity.enrolment().person_id()));
  }
  if (std::includes(taking_part.begin(), taking_part.end(), people.begin(), people.end())) {
    return {};
  }
  return {v1::REASON_NOT_TAKING_PART, "somebody named does not take part in the cohort"};
}

Status RequireNoLineOfCommand(Case& c, const std::set<Id>& people) {
  const rules::ManagersOf managers = ManagersIn(c.txn());
  for (const Id& person : people) {
    ASSIGN_OR_RETURN(const std::set<Id> above, rules::Above(person, managers));
    const bool meets_one = std::any_of(above.begin(), above.end(),
                                       [&](const Id& manager) { return people.contains(manager); });
    if (meets_one) {
      return {v1::REASON_LINE_OF_COMMAND, "one of them is in another's line of command"};
    }
  }
  return {};
}

std::set<Id> PeopleOf(const v1::Group& group) {
  std::set<Id> people;
  for (const std::string& person : group.person_ids()) people.insert(IdIn(person));
  return people;
}

Status CheckPeople(Case& c, const v1::Group& group, bool across_command) {
  const std::set<Id> people = PeopleOf(group);
  RETURN_IF_ERROR(RequireTakingPart(c, IdIn(group.cohort_id()), people));
  return across_command ? Status() : RequireNoLineOfCommand(c, people);
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::FormGroup& intent) {
  RETURN_IF_ERROR(RequireGroupTime(c, intent.cohort_id()));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  const v1::Group& group = prepared.folded.entity.group();
  RETURN_IF_ERROR(CheckPeople(c, group, intent.across_command()));
  RETURN_IF_ERROR(c.Store(prepared).status());
  const Scope scope = Scope::OfGroup(IdIn(intent.id()));
  for (const Id& person : PeopleOf(group)) RETURN_IF_ERROR(c.txn().GiveScope(person, scope));
  ASSIGN_OR_RETURN(const std::set<Id> coaches, CoachesOf(c, IdIn(intent.cohort_id())));
  for (const Id& coach : coaches) RETURN_IF_ERROR(c.txn().GiveScope(coach, scope));
  return Decision{false, c.txn().LastSeq()};
}

Result<Decision> Decide(Case& c, const v1::ChangeGroup& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kGroup, "group"));
  RETURN_IF_ERROR(RequireGroupTime(c, before.group().cohort_id()));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  RETURN_IF_ERROR(CheckPeople(c, prepared.folded.entity.group(), intent.across_command()));
  RETURN_IF_ERROR(c.Store(prepared).status());
  // Those who left, those who came, and those who stay: nothing happens to these.
  std::set<Id> concerned = PeopleOf(before.group());
  concerned.merge(PeopleOf(prepared.folded.entity.group()));
  for (const Id& person : concerned) RETURN_IF_ERROR(RefreshGrants(c, person));
  return Decision{false, c.txn().LastSeq()};
}

// Nobody gains or loses anything to read by it.
Result<Decision> Decide(Case& c, const v1::DissolveGroup& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kGroup, "group"));
  RETURN_IF_ERROR(RequireGroupTime(c, before.group().cohort_id()));
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Group& group) {
  return Scopes{Scope::OfCohort(IdIn(group.cohort_id()))};
}

}  // namespace samstig::server
