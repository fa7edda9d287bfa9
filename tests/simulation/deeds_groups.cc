// SPDX-License-Identifier: Apache-2.0
// Peer groups, and who reports to whom.
#include "tests/simulation/deeds.h"

namespace samstig::sim {

using rules::KeyName;

namespace {

// Some of the people who take part, as the device has heard; now and then nobody does.
template <typename Intent>
void NameSome(Dice& dice, const std::vector<v1::Entity>& enrolments, Intent& intent) {
  for (const v1::Entity& entity : enrolments) {
    const v1::Enrolment& enrolment = entity.enrolment();
    const bool left = enrolment.state() == v1::ENROLMENT_STATE_WITHDRAWN;
    if (dice.Chance(left ? 5 : 50)) intent.add_person_ids(enrolment.person_id());
  }
  intent.set_across_command(dice.Chance(50));
}

}  // namespace

Deeds::Maybe Deeds::FormGroup(DeviceHost& device, const Role&) {
  const Id cohort = SomeCohort(device);
  v1::Mutation mutation;
  v1::FormGroup& form = *mutation.mutable_form_group();
  form.set_id(device.NewId().ToBytes());
  form.set_cohort_id(cohort.ToBytes());
  form.set_name("Grupp " + std::to_string(++last_name_));
  NameSome(dice_, Find(device, KeyName::kEnrolmentsOfCohort, MainCohort()), form);
  return mutation;
}

Deeds::Maybe Deeds::ChangeGroup(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> group = Any(device, KeyName::kGroupsOfCohort, MainCohort());
  if (!group) return std::nullopt;
  v1::Mutation mutation;
  v1::ChangeGroup& change = *mutation.mutable_change_group();
  change.set_id(group->id());
  change.set_name("Grupp " + std::to_string(++last_name_));
  NameSome(dice_, Find(device, KeyName::kEnrolmentsOfCohort, MainCohort()), change);
  DependOn(mutation, device, group->id());
  return mutation;
}

Deeds::Maybe Deeds::DissolveGroup(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> group = Any(device, KeyName::kGroupsOfCohort, MainCohort());
  if (!group) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_dissolve_group()->set_id(group->id());
  return mutation;
}

Deeds::Maybe Deeds::SetManager(DeviceHost& device, const Role& role) {
  const Id place = role.municipality.IsNil() ? Pargas() : role.municipality;
  const std::optional<v1::Entity> hat = Any(device, KeyName::kMembershipsAt, place);
  const std::optional<v1::Entity> manager = Any(device, KeyName::kMembershipsAt, place);
  if (!hat || !manager) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_set_manager()->set_id(hat->id());
  if (dice_.Chance(85)) {
    mutation.mutable_set_manager()->set_manager_id(manager->membership().person_id());
  }
  return mutation;
}

}  // namespace samstig::sim
