// SPDX-License-Identifier: Apache-2.0
#include "cli/audience.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "cli/text.h"

namespace samstig::cli {

using rules::KeyName;
using rules::Scope;

namespace {

using Picks = std::function<Result<bool>(const Id& person)>;

Result<std::set<Id>> PeopleWho(Copy& copy, const Picks& picks) {
  std::set<Id> people;
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kPersons));
  for (const Shown& shown : all) {
    const Id person = IdIn(shown.entity.id());
    ASSIGN_OR_RETURN(bool picked, picks(person));
    if (picked) people.insert(person);
  }
  return people;
}

Result<std::vector<v1::Membership>> HatsOf(Copy& copy, const Id& person) {
  std::vector<v1::Membership> hats;
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kMembershipsOfPerson, person));
  for (const Shown& hat : all) hats.push_back(hat.entity.membership());
  return hats;
}

Result<std::set<Id>> CoachesOf(Copy& copy, const Id& cohort) {
  std::set<Id> coaches;
  ASSIGN_OR_RETURN(std::vector<Shown> hats, copy.All(KeyName::kMembershipsAt, cohort));
  for (const Shown& shown : hats) {
    const v1::Membership& hat = shown.entity.membership();
    if (hat.role() == v1::ROLE_COACH && !hat.ended()) coaches.insert(IdIn(hat.person_id()));
  }
  return coaches;
}

// Peers see each other's hats and not their enrolments: whoever leads in the municipality and is
// in the cohort counts, at worst one too many.
Result<bool> LeadsIn(Copy& copy, const Id& person, const std::string& municipality) {
  ASSIGN_OR_RETURN(std::vector<v1::Membership> hats, HatsOf(copy, person));
  return std::any_of(hats.begin(), hats.end(), [&](const v1::Membership& hat) {
    return hat.role() == v1::ROLE_LEADER && !hat.ended() && hat.municipality_id() == municipality;
  });
}

Result<std::set<Id>> MembersOf(Copy& copy, const Id& group) {
  std::set<Id> members;
  ASSIGN_OR_RETURN(Shown shown, copy.Get(group, v1::Entity::kGroup, "group"));
  for (const std::string& person : shown.entity.group().person_ids()) members.insert(IdIn(person));
  return members;
}

}  // namespace

Result<std::set<Id>> ReadersOf(Copy& copy, const v1::Thread& thread) {
  const Id cohort = IdIn(thread.cohort_id());
  const Scope all = Scope::OfCohort(cohort);
  const auto is_in_cohort = [&](const Id& person) { return copy.client().IsIn(person, all); };
  if (thread.group_id().empty() && thread.municipality_id().empty()) {
    return PeopleWho(copy, is_in_cohort);
  }
  std::set<Id> readers;
  if (!thread.group_id().empty()) {
    ASSIGN_OR_RETURN(readers, MembersOf(copy, IdIn(thread.group_id())));
  } else {
    ASSIGN_OR_RETURN(readers, PeopleWho(copy, [&](const Id& person) -> Result<bool> {
                       ASSIGN_OR_RETURN(bool in, is_in_cohort(person));
                       if (!in) return false;
                       return LeadsIn(copy, person, thread.municipality_id());
                     }));
  }
  if (!thread.group_id().empty() || thread.coaches_invited()) {
    ASSIGN_OR_RETURN(std::set<Id> coaches, CoachesOf(copy, cohort));
    readers.merge(coaches);
  }
  return readers;
}

Candidates ReadersAsCandidates(Copy& copy, const v1::Thread& thread) {
  ASSIGN_OR_RETURN(std::set<Id> readers, ReadersOf(copy, thread));
  std::vector<Candidate> candidates;
  for (const Id& reader : readers) {
    const std::string name = copy.PersonName(reader.ToBytes());
    candidates.push_back({reader, name, {name}});
  }
  return candidates;
}

Result<rules::Audience> AudienceOf(Copy& copy, const v1::Thread& thread) {
  ASSIGN_OR_RETURN(const std::set<Id> readers, ReadersOf(copy, thread));
  std::set<Id> all = readers;
  all.insert(copy.me());
  std::vector<v1::Membership> hats;
  for (const Id& person : all) {
    ASSIGN_OR_RETURN(std::vector<v1::Membership> worn, HatsOf(copy, person));
    hats.insert(hats.end(), worn.begin(), worn.end());
  }
  return rules::AudienceOf(copy.me(), readers, hats);
}

std::string AudienceLine(const rules::Audience& audience) {
  const std::string hr = audience.own_hr.empty()
                             ? "no one from your HR"
                             : std::to_string(audience.own_hr.size()) + " from your HR";
  return Count(audience.people.size(), "person", "people") + ", " +
         Count(audience.municipalities.size(), "municipality", "municipalities") + ", " + hr;
}

}  // namespace samstig::cli
