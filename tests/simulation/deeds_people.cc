// SPDX-License-Identifier: Apache-2.0
// Who is who and where: people, hats, seats, enrolments, cohorts, the catalogue.
#include "domain/rules/names.h"
#include "tests/simulation/deeds.h"
#include "tests/simulation/ledger.h"
#include "tests/support/story.h"

namespace samstig::sim {

using rules::KeyName;

namespace {

Id PlaceOf(const Role& role) { return role.municipality.IsNil() ? Pargas() : role.municipality; }

}  // namespace

Deeds::Maybe Deeds::CorrectPerson(DeviceHost& device, const Role&) {
  v1::Mutation mutation;
  v1::CorrectPerson& correct = *mutation.mutable_correct_person();
  correct.set_id(dice_.Chance(90) ? device.user().ToBytes()
                                  : dice_.OneOf(cast_).person.id.ToBytes());
  correct.mutable_person()->set_name(device.person().name + " " + std::to_string(++last_name_));
  correct.mutable_person()->set_language(dice_.Chance(50) ? "sv-FI" : "fi");
  return mutation;
}

Deeds::Maybe Deeds::InvitePerson(DeviceHost& device, const Role& role) {
  v1::Mutation mutation;
  v1::InvitePerson& invite = *mutation.mutable_invite_person();
  const std::string name = "gäst " + std::to_string(++last_name_);
  invite.set_id(device.NewId().ToBytes());
  invite.mutable_person()->set_name(name);
  invite.mutable_person()->set_language("sv-FI");
  invite.set_email(dice_.Chance(80) ? "gast" + std::to_string(last_name_) + "@example.org"
                                    : dice_.OneOf(cast_).person.email);
  invite.set_membership_id(device.NewId().ToBytes());
  v1::Membership& hat = *invite.mutable_hat();
  if (role.part == Part::kOrganiser && dice_.Chance(50)) {
    hat.set_role(v1::ROLE_COACH);
    hat.set_cohort_id(SomeCohort(device).ToBytes());
  } else {
    hat.set_role(dice_.Chance(80) ? v1::ROLE_LEADER : v1::ROLE_MUNICIPALITY_ADMIN);
    hat.set_municipality_id(PlaceOf(role).ToBytes());
  }
  return mutation;
}

Deeds::Maybe Deeds::GrantHat(DeviceHost& device, const Role& role) {
  v1::Mutation mutation;
  v1::GrantHat& grant = *mutation.mutable_grant_hat();
  grant.set_id(device.NewId().ToBytes());
  v1::Membership& hat = *grant.mutable_membership();
  const Role& to = dice_.OneOf(cast_);
  hat.set_person_id(to.person.id.ToBytes());
  if (role.part == Part::kAdmin || dice_.Chance(15)) {
    hat.set_role(v1::ROLE_LEADER);
    hat.set_municipality_id(PlaceOf(role).ToBytes());
  } else if (dice_.Chance(20)) {
    hat.set_role(v1::ROLE_MUNICIPALITY_ADMIN);
    hat.set_municipality_id(PlaceOf(to).ToBytes());
  } else {
    // The coach first of all: the others can do little without one.
    hat.set_role(v1::ROLE_COACH);
    hat.set_cohort_id(SomeCohort(device).ToBytes());
    if (dice_.Chance(60)) hat.set_person_id(cast_[3].person.id.ToBytes());
  }
  return mutation;
}

Deeds::Maybe Deeds::EndHat(DeviceHost& device, const Role& role) {
  const Id place = role.part == Part::kAdmin ? PlaceOf(role)
                   : dice_.Chance(70)        ? MainCohort()
                                             : Pargas();
  std::vector<v1::Entity> hats = Find(device, KeyName::kMembershipsAt, place);
  std::erase_if(
      hats, [&](const v1::Entity& hat) { return hat.membership().ended() && dice_.Chance(90); });
  if (hats.empty()) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_end_hat()->set_id(dice_.OneOf(hats).id());
  return mutation;
}

Deeds::Maybe Deeds::RequestSeats(DeviceHost& device, const Role& role) {
  v1::Mutation mutation;
  v1::RequestSeats& request = *mutation.mutable_request_seats();
  const Id cohort = SomeCohort(device);
  const Id municipality = dice_.Chance(90) ? PlaceOf(role) : Raseborg();
  request.set_id(rules::SeatId(cohort, municipality).ToBytes());
  request.set_cohort_id(cohort.ToBytes());
  request.set_municipality_id(municipality.ToBytes());
  request.set_seats(static_cast<uint32_t>(dice_.Between(1, 8)));
  return mutation;
}

Deeds::Maybe Deeds::AnswerSeats(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> seat = Any(device, KeyName::kSeatsOfCohort, SomeCohort(device));
  if (!seat) return std::nullopt;
  v1::Mutation mutation;
  v1::AnswerSeats& answer = *mutation.mutable_answer_seats();
  answer.set_id(seat->id());
  answer.set_agreed(
      static_cast<uint32_t>(dice_.Below(size_t{seat->cohort_seat().requested()} + 1)));
  answer.set_answer(Words(200));
  return mutation;
}

Deeds::Maybe Deeds::EnrolLeader(DeviceHost& device, const Role& role) {
  v1::Mutation mutation;
  v1::EnrolLeader& enrol = *mutation.mutable_enrol_leader();
  enrol.set_id(device.NewId().ToBytes());
  enrol.set_cohort_id(SomeCohort(device).ToBytes());
  enrol.set_municipality_id(PlaceOf(role).ToBytes());
  enrol.set_person_id(device.NewId().ToBytes());
  enrol.set_membership_id(device.NewId().ToBytes());
  enrol.set_name("ledare " + std::to_string(++last_name_));
  // Mostly somebody of the cast: those have devices that can gain and lose.
  enrol.set_email(dice_.Chance(70) ? cast_[4 + dice_.Below(cast_.size() - 4)].person.email
                                   : "ledare" + std::to_string(last_name_) + "@example.org");
  enrol.set_position("Bibliotekschef");
  enrol.set_language("sv-FI");
  return mutation;
}

Deeds::Maybe Deeds::Withdraw(DeviceHost& device, const Role& role) {
  std::vector<v1::Entity> places = role.part == Part::kLeader
                                       ? Find(device, KeyName::kEnrolmentsOfPerson, device.user())
                                       : Find(device, KeyName::kEnrolmentsOfCohort, MainCohort());
  std::erase_if(places, [&](const v1::Entity& place) {
    return place.enrolment().state() == v1::ENROLMENT_STATE_WITHDRAWN && dice_.Chance(90);
  });
  if (places.empty()) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_withdraw()->set_id(dice_.OneOf(places).id());
  return mutation;
}

Deeds::Maybe Deeds::RegisterMunicipality(DeviceHost&, const Role&) {
  v1::Mutation mutation;
  v1::RegisterMunicipality& add = *mutation.mutable_register_municipality();
  const std::string code = std::to_string(100 + dice_.Below(20));
  add.set_id(rules::MunicipalityId("FI", code).ToBytes());
  add.mutable_municipality()->set_country("FI");
  add.mutable_municipality()->set_code(code);
  auto& names = *add.mutable_municipality()->mutable_name()->mutable_by_language();
  names["sv"] = "Kommun " + code;
  names["fi"] = "Kunta " + code;
  add.mutable_municipality()->add_languages("fi");
  return mutation;
}

Deeds::Maybe Deeds::PublishProgramme(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> programme = Any(device, KeyName::kProgrammes);
  if (!programme) return std::nullopt;
  v1::Mutation mutation;
  v1::PublishProgramme& publish = *mutation.mutable_publish_programme();
  publish.set_id(programme->id());
  *publish.mutable_programme() = programme->programme();
  publish.mutable_programme()->set_version(programme->programme().version() +
                                           (dice_.Chance(85) ? 1 : 0));
  return mutation;
}

Deeds::Maybe Deeds::PublishTheme(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> programme = Any(device, KeyName::kProgrammes);
  if (!programme) return std::nullopt;
  const std::optional<v1::Entity> theme =
      Any(device, KeyName::kThemesOfProgramme, IdOrNil(programme->id()));
  if (!theme) return std::nullopt;
  v1::Mutation mutation;
  v1::PublishTheme& publish = *mutation.mutable_publish_theme();
  publish.set_id(theme->id());
  *publish.mutable_theme() = theme->theme();
  (*publish.mutable_theme()->mutable_name()->mutable_by_language())["fi"] =
      "Rohkeus " + std::to_string(++last_name_);
  return mutation;
}

Deeds::Maybe Deeds::PlanCohort(DeviceHost& device, const Role&) {
  v1::Mutation mutation;
  v1::PlanCohort& plan = *mutation.mutable_plan_cohort();
  plan.set_id(device.NewId().ToBytes());
  *plan.mutable_cohort() = v1::Entity(test::ACohort()).cohort();
  (*plan.mutable_cohort()->mutable_name()->mutable_by_language())["fi"] =
      "Kierros " + std::to_string(++last_name_);
  return mutation;
}

Deeds::Maybe Deeds::MoveCohort(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> cohort = Any(device, KeyName::kCohorts);
  if (!cohort) return std::nullopt;
  v1::Mutation mutation;
  v1::MoveCohort& move = *mutation.mutable_move_cohort();
  move.set_id(cohort->id());
  const v1::CohortState state = cohort->cohort().state();
  if (state == v1::COHORT_STATE_PAUSED) {
    move.set_to(cohort->cohort().paused_from());
  } else if (cohort->id() == MainCohort().bytes()) {
    // A short break; the round itself goes on for as long as the story does.
    if (!dice_.Chance(30)) return std::nullopt;
    move.set_to(v1::COHORT_STATE_PAUSED);
  } else {
    move.set_to(static_cast<v1::CohortState>(static_cast<int>(state) + (dice_.Chance(90) ? 1 : 2)));
  }
  return mutation;
}

}  // namespace samstig::sim
