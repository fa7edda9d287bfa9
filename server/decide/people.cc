// SPDX-License-Identifier: Apache-2.0
#include "server/decide/people.h"

#include "domain/base/text.h"
#include "domain/rules/keys.h"
#include "domain/rules/trace.h"
#include "server/decide/command.h"
#include "server/decide/notices.h"

namespace samstig::server {

using rules::KeyName;

Result<Id> PersonWithEmail(Case& c, const std::string& email) {
  ASSIGN_OR_RETURN(std::optional<Account> account,
                   c.txn().AccountByEmail(base::NormalEmail(email)));
  return account ? account->person : Id();
}

Status MakePerson(Case& c, const Id& id, const v1::Person& person, const std::string& email) {
  v1::Entity entity = c.New(id);
  *entity.mutable_person() = person;
  RETURN_IF_ERROR(c.Put(entity).status());
  RETURN_IF_ERROR(c.txn().PutAccount({id, base::NormalEmail(email)}));
  return StartNotices(c.txn(), id, c.now());
}

Status MoveEmail(Case& c, const Id& person, const std::string& email) {
  RETURN_IF_ERROR(c.txn().MoveAccount({person, base::NormalEmail(email)}));
  // They stay signed in, but nobody at them has shown that the new address is theirs.
  ASSIGN_OR_RETURN(std::vector<DeviceRow> devices, c.txn().DevicesOf(person));
  for (DeviceRow& device : devices) {
    device.signed_in = kAddressNotProved;
    RETURN_IF_ERROR(c.txn().PutDevice(device));
  }
  return {};
}

namespace {

// The same role in the same place; of guests, who may come twice, to the same thing.
bool IsSameHat(const v1::Membership& a, const v1::Membership& b) {
  return a.role() == b.role() && a.place_case() == b.place_case() &&
         a.municipality_id() == b.municipality_id() && a.cohort_id() == b.cohort_id() &&
         a.ends_ms() == b.ends_ms() && a.subject() == b.subject();
}

}  // namespace

Status GiveHat(Case& c, const Id& membership, const Id& person, v1::Membership hat) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> worn,
                   c.LoadAll({KeyName::kMembershipsOfPerson, person}));
  for (const v1::Entity& other : worn) {
    const v1::Membership& have = other.membership();
    if (!have.ended() && IsSameHat(have, hat)) return {};
  }
  hat.set_person_id(person.ToBytes());
  hat.set_ended(false);
  hat.clear_headcount();
  v1::Entity entity = c.New(membership);
  *entity.mutable_membership() = std::move(hat);
  return c.Put(entity).status();
}

Status SetManagerByEmail(Case& c, const Id& person, const Id& municipality,
                         const std::string& email) {
  if (email.empty()) return {};
  ASSIGN_OR_RETURN(Id manager, PersonWithEmail(c, email));
  if (manager.IsNil()) return {};
  const Status fits = CheckManager(c, person, municipality, manager);
  if (fits.reason() == v1::REASON_NOT_FOUND || fits.reason() == v1::REASON_ILLEGAL_MOVE) return {};
  RETURN_IF_ERROR(fits);
  ASSIGN_OR_RETURN(std::vector<v1::Entity> hats,
                   c.LoadAll({KeyName::kMembershipsOfPerson, person}));
  for (v1::Entity& entity : hats) {
    v1::Membership& hat = *entity.mutable_membership();
    if (hat.ended() || hat.role() != v1::ROLE_LEADER ||
        hat.municipality_id() != municipality.bytes()) {
      continue;
    }
    hat.set_manager_id(manager.ToBytes());
    RETURN_IF_ERROR(c.Put(entity).status());
  }
  return {};
}

Status RequireFree(Case& c, const Id& id) {
  if (rules::IsTraceId(id.bytes())) return {v1::REASON_BAD_ID, "the id is one of the server's"};
  ASSIGN_OR_RETURN(std::optional<std::string> taken, c.txn().Get(id));
  if (taken) return {v1::REASON_ALREADY_EXISTS, "the id is taken"};
  return {};
}

}  // namespace samstig::server
