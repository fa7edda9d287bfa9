// SPDX-License-Identifier: Apache-2.0
#include "server/decide/command.h"

#include "domain/rules/keys.h"

namespace samstig::server {

using rules::KeyName;

namespace {

Result<std::vector<v1::Membership>> HatsOf(Reader& reader, const Id& person) {
  ASSIGN_OR_RETURN(const std::vector<Id> ids, reader.Find({KeyName::kMembershipsOfPerson, person}));
  std::vector<v1::Membership> hats;
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(id));
    v1::Entity entity;
    if (!bytes) continue;
    if (!entity.ParseFromString(*bytes)) {
      return Status(v1::REASON_DATA_DAMAGED, "a stored hat does not parse");
    }
    hats.push_back(std::move(*entity.mutable_membership()));
  }
  return hats;
}

}  // namespace

rules::ManagersOf ManagersIn(Reader& reader) {
  return [&reader](const Id& person) -> Result<std::vector<Id>> {
    ASSIGN_OR_RETURN(const std::vector<v1::Membership> hats, HatsOf(reader, person));
    std::vector<Id> managers;
    for (const v1::Membership& hat : hats) {
      if (const Id manager = rules::ManagerIn(hat); !manager.IsNil()) managers.push_back(manager);
    }
    return managers;
  };
}

Status CheckManager(Case& c, const Id& person, const Id& municipality, const Id& manager) {
  if (manager == person) return {v1::REASON_ILLEGAL_MOVE, "nobody reports to himself"};
  ASSIGN_OR_RETURN(const std::vector<v1::Membership> hats, HatsOf(c.txn(), manager));
  bool of_the_municipality = false;
  for (const v1::Membership& hat : hats) {
    if (!hat.ended() && hat.municipality_id() == municipality.bytes()) of_the_municipality = true;
  }
  if (!of_the_municipality) {
    return {v1::REASON_NOT_FOUND, "the municipality has no such person"};
  }
  ASSIGN_OR_RETURN(const std::set<Id> above, rules::Above(manager, ManagersIn(c.txn())));
  if (above.contains(person)) {
    return {v1::REASON_ILLEGAL_MOVE, "the manager reports to this person; that would be a ring"};
  }
  return {};
}

}  // namespace samstig::server
