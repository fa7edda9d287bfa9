// SPDX-License-Identifier: Apache-2.0
// The words for peer groups and for whom leaders report to.
#include <algorithm>

#include "tests/support/story.h"

namespace samstig::test {

AGroup::AGroup(std::initializer_list<std::string_view> people) : Story(IdNamed("group")) {
  v1::Group& group = *entity_.mutable_group();
  group.set_cohort_id(IdNamed("cohort").ToBytes());
  group.set_name("Grupp 1");
  for (const std::string_view person : people) group.add_person_ids(IdNamed(person).ToBytes());
  std::sort(group.mutable_person_ids()->begin(), group.mutable_person_ids()->end());
}

AGroup& AGroup::Named(std::string_view name) {
  entity_.mutable_group()->set_name(std::string(name));
  return WithId(IdNamed(name));
}

AGroup& AGroup::Dissolved() {
  entity_.mutable_group()->set_dissolved(true);
  return *this;
}

v1::SetManager SetsManager(std::string_view person, std::string_view manager) {
  v1::SetManager intent;
  intent.set_id(v1::Entity(AHat(person)).id());
  if (!manager.empty()) intent.set_manager_id(IdNamed(manager).ToBytes());
  return intent;
}

v1::FormGroup FormsGroup(const v1::Entity& group) {
  v1::FormGroup intent;
  intent.set_id(group.id());
  intent.set_cohort_id(group.group().cohort_id());
  intent.set_name(group.group().name());
  *intent.mutable_person_ids() = group.group().person_ids();
  return intent;
}

v1::ChangeGroup ChangesGroup(const v1::Entity& group) {
  v1::ChangeGroup intent;
  intent.set_id(group.id());
  intent.set_name(group.group().name());
  *intent.mutable_person_ids() = group.group().person_ids();
  return intent;
}

v1::DissolveGroup DissolvesGroup(const v1::Entity& group) {
  v1::DissolveGroup intent;
  intent.set_id(group.id());
  return intent;
}

}  // namespace samstig::test
