// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/cast.h"

#include <algorithm>

#include "domain/rules/names.h"
#include "server/decide/bootstrap.h"
#include "server/decide/decide.h"
#include "tests/support/story.h"

namespace samstig::sim {

using test::IdNamed;

Id Pargas() { return rules::MunicipalityId("FI", "445"); }
Id Raseborg() { return rules::MunicipalityId("FI", "710"); }
Id MainCohort() { return IdNamed("cohort"); }

namespace {

constexpr char kOrganiserEmail[] = "olle@example.org";

Role Somebody(const std::string& name, Part part, const Id& municipality, int devices) {
  Role role;
  role.person = {name, IdNamed(name), test::InvitesPerson(name).email(), 0};
  role.part = part;
  role.municipality = municipality;
  role.devices = devices;
  return role;
}

v1::RegisterMunicipality RegistersRaseborg() {
  v1::RegisterMunicipality intent = test::RegistersPargas();
  intent.set_id(Raseborg().ToBytes());
  intent.mutable_municipality()->set_code("710");
  auto& names = *intent.mutable_municipality()->mutable_name()->mutable_by_language();
  names["sv"] = "Raseborg";
  names["fi"] = "Raasepori";
  return intent;
}

v1::InvitePerson Invites(const std::string& name, const v1::Entity& hat) {
  v1::InvitePerson intent = test::InvitesPerson(name);
  *intent.mutable_hat() = hat.membership();
  return intent;
}

v1::RequestSeats Asks(const Id& municipality, uint32_t seats) {
  v1::RequestSeats intent = test::RequestsSeats(seats);
  intent.set_id(rules::SeatId(MainCohort(), municipality).ToBytes());
  intent.set_municipality_id(municipality.ToBytes());
  return intent;
}

v1::AnswerSeats Gets(const Id& municipality, uint32_t seats) {
  v1::AnswerSeats intent = test::AnswersSeats(seats);
  intent.set_id(rules::SeatId(MainCohort(), municipality).ToBytes());
  return intent;
}

v1::EnrolLeader Enrols(const Role& leader) {
  v1::EnrolLeader intent = test::EnrolsLeader(leader.person.name);
  intent.set_municipality_id(leader.municipality.ToBytes());
  return intent;
}

}  // namespace

std::vector<Role> MakeCast(uint64_t seed) {
  Dice dice(seed, "cast");
  const auto one_or_two = [&] { return dice.Chance(50) ? 2 : 1; };
  std::vector<Role> cast;
  cast.push_back(Somebody("olle organiser", Part::kOrganiser, {}, 1));
  cast.back().person.email = kOrganiserEmail;
  cast.push_back(Somebody("maria admin", Part::kAdmin, Pargas(), 1));
  cast.push_back(Somebody("rasmus admin", Part::kAdmin, Raseborg(), 1));
  cast.push_back(Somebody("carin coach", Part::kCoach, {}, one_or_two()));
  cast.push_back(Somebody("anna", Part::kLeader, Pargas(), 2));
  cast.push_back(Somebody("bo", Part::kLeader, Raseborg(), one_or_two()));
  if (dice.Chance(50)) cast.push_back(Somebody("axel", Part::kLeader, Pargas(), one_or_two()));
  // In the network, but in no cohort until somebody enrols him.
  if (dice.Chance(50)) cast.push_back(Somebody("otto", Part::kLeader, Pargas(), 1));
  return cast;
}

void Found(ServerHost& server, const std::vector<Role>& cast) {
  const TimeMs now = server.clock().Now();
  server.Found([&](server::Transaction& txn) {
    return server::CreateOrganiser(txn, IdNamed("olle organiser"), "Olle", kOrganiserEmail, "sv-FI",
                                   now);
  });
  const auto does = [&](const std::string& name, const google::protobuf::Message& intent) {
    server.Found([&](server::Transaction& txn) {
      const server::Actor actor{IdNamed(name), {}};
      return server::Decide(txn, actor, test::MutationOf(intent), now).status();
    });
  };
  const auto olle = [&](const google::protobuf::Message& intent) {
    does("olle organiser", intent);
  };
  const v1::Entity cohort = test::ACohort();
  olle(test::RegistersPargas());
  olle(RegistersRaseborg());
  olle(test::PublishesProgramme());
  olle(test::PublishesTheme());
  olle(test::PlansCohort(cohort));
  olle(test::MovesCohort(cohort, v1::COHORT_STATE_ANNOUNCED));
  olle(test::MovesCohort(cohort, v1::COHORT_STATE_ENROLLING));
  for (const Role& role : cast) {
    const std::string& name = role.person.name;
    if (role.part == Part::kAdmin) olle(Invites(name, test::AHat(name).AdminOf(role.municipality)));
    if (role.part == Part::kCoach) olle(Invites(name, test::AHat(name).CoachOf(MainCohort())));
    if (name == "otto") olle(Invites(name, test::AHat(name).LeaderIn(Pargas())));
  }
  does("maria admin", Asks(Pargas(), 3));
  does("rasmus admin", Asks(Raseborg(), 2));
  olle(Gets(Pargas(), 3));
  olle(Gets(Raseborg(), 1));
  for (const Role& role : cast) {
    if (role.part != Part::kLeader || role.person.name == "otto") continue;
    does(role.municipality == Pargas() ? "maria admin" : "rasmus admin", Enrols(role));
  }
  olle(test::MovesCohort(cohort, v1::COHORT_STATE_CONFIRMED));
  olle(test::MovesCohort(cohort, v1::COHORT_STATE_RUNNING));
  does("carin coach", test::PostsAssignment());
}

}  // namespace samstig::sim
