// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/command.h"

namespace samstig::rules {

using base::Id;
using base::Result;

Id ManagerIn(const v1::Membership& hat) {
  if (hat.ended() || hat.role() != v1::ROLE_LEADER) return {};
  const Result<Id> manager = Id::Parse(hat.manager_id(), "manager_id");
  return manager.ok() ? *manager : Id();
}

Result<std::set<Id>> Above(const Id& person, const ManagersOf& managers) {
  std::set<Id> above;
  std::vector<Id> to_ask = {person};
  while (!to_ask.empty()) {
    const Id next = to_ask.back();
    to_ask.pop_back();
    ASSIGN_OR_RETURN(std::vector<Id> found, managers(next));
    for (const Id& manager : found) {
      if (manager != person && above.insert(manager).second) to_ask.push_back(manager);
    }
  }
  return above;
}

Result<bool> InOneLine(const Id& a, const Id& b, const ManagersOf& managers) {
  ASSIGN_OR_RETURN(std::set<Id> above_a, Above(a, managers));
  if (above_a.contains(b)) return true;
  ASSIGN_OR_RETURN(std::set<Id> above_b, Above(b, managers));
  return above_b.contains(a);
}

}  // namespace samstig::rules
