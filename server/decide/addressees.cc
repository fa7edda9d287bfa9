// SPDX-License-Identifier: Apache-2.0
#include "server/decide/addressees.h"

#include "domain/rules/assignment.h"
#include "domain/rules/keys.h"
#include "server/decide/grants.h"

namespace samstig::server {

Result<bool> TakesPart(Case& c, const Id& cohort, const Id& person) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> places,
                   c.LoadAll({rules::KeyName::kEnrolmentsOfPerson, person}));
  for (const v1::Entity& entity : places) {
    const bool here = entity.enrolment().cohort_id() == cohort.bytes();
    if (here && IsTakingPart(entity.enrolment().state())) return true;
  }
  return false;
}

Status RequireTarget(Case& c, const v1::Assignment& assignment) {
  if (assignment.has_group_id()) {
    ASSIGN_OR_RETURN(v1::Entity group, c.Load(assignment.group_id(), v1::Entity::kGroup, "group"));
    if (group.group().cohort_id() != assignment.cohort_id()) {
      return {v1::REASON_NOT_FOUND, "the cohort has no such group"};
    }
    if (group.group().dissolved()) return {v1::REASON_DELETED, "the group was dissolved"};
  }
  if (assignment.has_person_id()) {
    ASSIGN_OR_RETURN(bool takes_part,
                     TakesPart(c, IdIn(assignment.cohort_id()), IdIn(assignment.person_id())));
    if (!takes_part) {
      return {v1::REASON_NOT_TAKING_PART, "the person does not take part in the cohort"};
    }
  }
  return {};
}

Result<bool> IsAddressee(Case& c, const v1::Assignment& assignment, const Id& person) {
  ASSIGN_OR_RETURN(bool takes_part, TakesPart(c, IdIn(assignment.cohort_id()), person));
  if (!takes_part) return false;
  std::optional<v1::Entity> group;
  if (assignment.has_group_id()) {
    ASSIGN_OR_RETURN(group, c.TryLoad(IdIn(assignment.group_id())));
  }
  return rules::IsFor(assignment, person.ToBytes(), group ? &group->group() : nullptr);
}

Status RequireWriter(Case& c, const v1::Assignment& assignment) {
  constexpr std::string_view kWhom = "a leader enrolled in the cohort whom the assignment is for";
  RETURN_IF_ERROR(c.Require(rules::ReadersOf(assignment), kWhom));
  ASSIGN_OR_RETURN(bool addressee, IsAddressee(c, assignment, c.person()));
  if (addressee) return {};
  return {v1::REASON_NOT_ALLOWED, "it takes " + std::string(kWhom)};
}

}  // namespace samstig::server
