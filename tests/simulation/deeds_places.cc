// SPDX-License-Identifier: Apache-2.0
// Places that change hands, rounds that are corrected, guests, addresses, terms and retention.
#include <algorithm>

#include "domain/rules/names.h"
#include "tests/simulation/deeds.h"

namespace samstig::sim {

using rules::KeyName;

namespace {

Id PlaceOf(const Role& role) { return role.municipality.IsNil() ? Pargas() : role.municipality; }

}  // namespace

Deeds::Maybe Deeds::TransferEnrolment(DeviceHost& device, const Role& role) {
  const std::optional<v1::Entity> place = Any(device, KeyName::kEnrolmentsOfCohort, MainCohort());
  if (!place) return std::nullopt;
  v1::Mutation mutation;
  v1::TransferEnrolment& transfer = *mutation.mutable_transfer_enrolment();
  transfer.set_id(place->id());
  const Id from = IdOrNil(place->enrolment().municipality_id());
  transfer.set_municipality_id(
      (dice_.Chance(80) ? (from == Pargas() ? Raseborg() : Pargas()) : PlaceOf(role)).ToBytes());
  transfer.set_membership_id(device.NewId().ToBytes());
  transfer.set_position("Rektor");
  transfer.set_sector("education");
  return mutation;
}

Deeds::Maybe Deeds::ReplaceLeader(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> place = Any(device, KeyName::kEnrolmentsOfCohort, MainCohort());
  if (!place) return std::nullopt;
  v1::Mutation mutation;
  v1::ReplaceLeader& replace = *mutation.mutable_replace_leader();
  replace.set_id(device.NewId().ToBytes());
  replace.set_replaced_id(place->id());
  replace.set_person_id(device.NewId().ToBytes());
  replace.set_membership_id(device.NewId().ToBytes());
  replace.set_name("efterträdare " + std::to_string(++last_name_));
  replace.set_email(dice_.Chance(50)
                        ? cast_[4 + dice_.Below(cast_.size() - 4)].person.email
                        : "eftertradare" + std::to_string(last_name_) + "@example.org");
  replace.set_position("Dagvårdschef");
  replace.set_language("fi");
  return mutation;
}

Deeds::Maybe Deeds::InviteGuest(DeviceHost& device, const Role&) {
  v1::Mutation mutation;
  v1::InvitePerson& invite = *mutation.mutable_invite_person();
  const std::string name = "föreläsare " + std::to_string(++last_name_);
  invite.set_id(device.NewId().ToBytes());
  invite.mutable_person()->set_name(name);
  invite.mutable_person()->set_language("sv-FI");
  // Somebody of the cast now and then: then there are devices that see a guest's little.
  invite.set_email(dice_.Chance(50) ? "forelasare" + std::to_string(last_name_) + "@example.org"
                                    : dice_.OneOf(cast_).person.email);
  invite.set_membership_id(device.NewId().ToBytes());
  v1::Membership& hat = *invite.mutable_hat();
  hat.set_role(v1::ROLE_GUEST);
  hat.set_cohort_id(SomeCohort(device).ToBytes());
  hat.set_subject("Mod i vardagen");
  // Some are over already but for their fortnight, so that the time of guests ends as well.
  hat.set_ends_ms(ground_.scheduler.Now() + dice_.Between(-14 * 24, 48) * base::kHourMs);
  return mutation;
}

Deeds::Maybe Deeds::CorrectEmail(DeviceHost& device, const Role&) {
  std::vector<v1::Entity> people = Find(device, KeyName::kPersons);
  // Those of the cast go on reading their mail where they did.
  std::erase_if(people, [&](const v1::Entity& person) {
    return std::any_of(cast_.begin(), cast_.end(),
                       [&](const Role& role) { return role.person.id.bytes() == person.id(); });
  });
  if (people.empty()) return std::nullopt;
  v1::Mutation mutation;
  v1::CorrectEmail& correct = *mutation.mutable_correct_email();
  correct.set_id(dice_.OneOf(people).id());
  correct.set_email(dice_.Chance(85) ? "ny" + std::to_string(++last_name_) + "@example.org"
                                     : dice_.OneOf(cast_).person.email);
  return mutation;
}

Deeds::Maybe Deeds::EditCohort(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> before = Any(device, KeyName::kCohorts);
  if (!before) return std::nullopt;
  v1::Mutation mutation;
  v1::EditCohort& edit = *mutation.mutable_edit_cohort();
  edit.set_id(before->id());
  *edit.mutable_cohort() = before->cohort();
  (*edit.mutable_cohort()->mutable_name()->mutable_by_language())["fi"] =
      "Kierros " + std::to_string(++last_name_);
  edit.mutable_cohort()->set_grace_ms(dice_.Between(0, 20) * base::kDayMs);
  if (dice_.Chance(5)) edit.mutable_cohort()->set_round(before->cohort().round() + 1);
  return mutation;
}

Deeds::Maybe Deeds::PublishTerms(DeviceHost&, const Role&) {
  v1::Mutation mutation;
  v1::PublishTerms& publish = *mutation.mutable_publish_terms();
  publish.set_id(rules::DataTermsId().ToBytes());
  auto& text = *publish.mutable_text()->mutable_by_language();
  text["sv-FI"] = "Villkor, utgåva " + std::to_string(++last_name_);
  text["fi"] = "Ehdot";
  return mutation;
}

Deeds::Maybe Deeds::AcceptTerms(DeviceHost& device, const Role& role) {
  const Result<client::Shown> terms = device.core().Get(rules::DataTermsId());
  if (!terms.ok() && dice_.Chance(90)) return std::nullopt;
  v1::Mutation mutation;
  v1::AcceptTerms& accept = *mutation.mutable_accept_terms();
  accept.set_id(rules::TermsAcceptanceId(PlaceOf(role)).ToBytes());
  accept.set_municipality_id(PlaceOf(role).ToBytes());
  const uint32_t version = terms.ok() ? terms->entity.data_terms().version() : 1;
  accept.set_version(version == 0 ? 1 : version);
  return mutation;
}

Deeds::Maybe Deeds::SetRetention(DeviceHost&, const Role&) {
  v1::Mutation mutation;
  v1::SetRetention& set = *mutation.mutable_set_retention();
  set.set_id(rules::RetentionId().ToBytes());
  for (const v1::RetentionClass of : {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK,
                                      v1::RETENTION_CLASS_TRACES, v1::RETENTION_CLASS_PEOPLE}) {
    if (dice_.Chance(30)) continue;
    v1::RetentionRule& rule = *set.add_rules();
    rule.set_class_(of);
    rule.set_days(static_cast<uint32_t>(dice_.Chance(95) ? dice_.Between(30, 60) : 3));
  }
  return mutation;
}

}  // namespace samstig::sim
