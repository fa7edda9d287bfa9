// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Id;
using base::Status;

namespace {

// Whatever order they are named in, a group is stored in one.
template <typename Intent>
Status SetNameAndPeople(const Intent& intent, v1::Group& group) {
  RETURN_IF_ERROR(base::CheckLine(intent.name(), "name", kMaxNameBytes));
  RETURN_IF_ERROR(CheckRange(intent.person_ids_size(), "person_ids", kMinGroup, kMaxGroup));
  std::vector<std::string> people(intent.person_ids().begin(), intent.person_ids().end());
  for (const std::string& person : people) {
    RETURN_IF_ERROR(Id::Parse(person, "person_id").status());
  }
  std::sort(people.begin(), people.end());
  if (std::adjacent_find(people.begin(), people.end()) != people.end()) {
    return {v1::REASON_MALFORMED, "somebody is named twice"};
  }
  group.set_name(intent.name());
  group.mutable_person_ids()->Assign(people.begin(), people.end());
  return {};
}

base::Result<v1::Entity> LiveGroup(const v1::Entity* before) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kGroup, "group"));
  if (entity.group().dissolved()) return Status(v1::REASON_ILLEGAL_MOVE, "the group is dissolved");
  return entity;
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::FormGroup& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.cohort_id(), "cohort_id").status());
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Group& group = *entity.mutable_group();
  group.set_cohort_id(intent.cohort_id());
  RETURN_IF_ERROR(SetNameAndPeople(intent, group));
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::ChangeGroup& intent, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, LiveGroup(before));
  RETURN_IF_ERROR(SetNameAndPeople(intent, *entity.mutable_group()));
  return Folded{std::move(entity), History::kKeepBefore};
}

FoldResult Fold(const v1::Entity* before, const v1::DissolveGroup&, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, LiveGroup(before));
  entity.mutable_group()->set_dissolved(true);
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Group& group) { return Under(KeyName::kGroupsOfCohort, group.cohort_id()); }

}  // namespace samstig::rules
