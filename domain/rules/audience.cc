// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/audience.h"

#include <map>

namespace samstig::rules {

using base::Id;

namespace {

Id IdIn(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

using Managers = std::multimap<Id, Id>;

// Everybody above the person, over however many steps. A ring ends where it began.
std::set<Id> Above(const Id& person, const Managers& managers) {
  std::set<Id> above;
  std::vector<Id> next = {person};
  while (!next.empty()) {
    const Id now = next.back();
    next.pop_back();
    const auto [begin, end] = managers.equal_range(now);
    for (auto step = begin; step != end; ++step) {
      if (above.insert(step->second).second) next.push_back(step->second);
    }
  }
  return above;
}

// Where the person wears this hat, which is one of a municipality.
std::set<Id> PlacesOf(const Id& person, v1::Role role, const std::vector<v1::Membership>& hats) {
  std::set<Id> places;
  for (const v1::Membership& hat : hats) {
    const bool worn = hat.person_id() == person.bytes() && hat.role() == role && !hat.ended();
    if (worn && hat.has_municipality_id()) places.insert(IdIn(hat.municipality_id()));
  }
  return places;
}

Managers ManagersIn(const std::vector<v1::Membership>& hats) {
  Managers managers;
  for (const v1::Membership& hat : hats) {
    const Id manager = IdIn(hat.manager_id());
    if (!hat.ended() && !manager.IsNil()) managers.emplace(IdIn(hat.person_id()), manager);
  }
  return managers;
}

}  // namespace

Audience AudienceOf(const Id& author, const std::set<Id>& readers,
                    const std::vector<v1::Membership>& hats) {
  Audience audience;
  const Managers managers = ManagersIn(hats);
  const std::set<Id> own_places = PlacesOf(author, v1::ROLE_LEADER, hats);
  const std::set<Id> above_author = Above(author, managers);
  for (const Id& reader : readers) {
    if (reader == author) continue;
    audience.people.insert(reader);
    audience.municipalities.merge(PlacesOf(reader, v1::ROLE_LEADER, hats));
    for (const Id& place : PlacesOf(reader, v1::ROLE_MUNICIPALITY_ADMIN, hats)) {
      if (own_places.contains(place)) audience.own_hr.insert(reader);
    }
    if (above_author.contains(reader) || Above(reader, managers).contains(author)) {
      audience.line_of_command.insert(reader);
    }
  }
  return audience;
}

}  // namespace samstig::rules
