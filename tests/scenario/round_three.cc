// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/round_three.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include "domain/rules/names.h"
#include "tests/scenario/settles.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {

using base::Id;

namespace {

base::TimeMs Now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

void Do(client::Client& client, v1::Mutation mutation) { Must(client.Do(std::move(mutation))); }

v1::LocalText Swedish(const std::string& text) {
  v1::LocalText local;
  (*local.mutable_by_language())["sv-FI"] = text;
  return local;
}

std::string AdminEmail(size_t municipality) {
  return "hr" + std::to_string(municipality) + "@example.org";
}

}  // namespace

RoundThree::RoundThree() {
  Found();
  for (size_t i = 0; i < kMunicipalities; ++i) {
    admin_files_.push_back(server_.folder() + "/hr" + std::to_string(i) + ".samstig");
    admins_.push_back(Must(server_.SignIn(kNetwork, AdminEmail(i), admin_files_.back())));
    Settles(*admins_.back());
  }
  for (size_t i = 0; i < kMunicipalities * kLeadersEach; ++i) {
    Leader leader;
    leader.email = "ledare" + std::to_string(i) + "@example.org";
    leader.person = organiser_->NewId();
    leader.municipality = i / kLeadersEach;
    leaders_.push_back(std::move(leader));
  }
  // Round two, in which five of them took part.
  const Id round_two = organiser_->NewId();
  for (const auto& [cohort, round] : {std::pair{round_two, 2u}, std::pair{cohort_, 3u}}) {
    PlansCohort(cohort, round);
    for (size_t i = 0; i < leaders_.size(); ++i) {
      if (round == 2 && i >= kReturning) break;
      Enrols(leaders_[i].municipality, cohort, leaders_[i]);
    }
    for (auto& admin : admins_) Settles(*admin);
    Moves(cohort, v1::COHORT_STATE_CONFIRMED);
    Moves(cohort, v1::COHORT_STATE_RUNNING);
    Settles(*organiser_);
  }
  v1::Membership coach;
  coach.set_role(v1::ROLE_COACH);
  coach.set_cohort_id(cohort_.ToBytes());
  Invites("coach@example.org", coach);
  Settles(*organiser_);
  coach_ = Must(server_.SignIn(kNetwork, "coach@example.org", server_.folder() + "/coach.samstig"));
  PostsAssignments();
  for (Leader& leader : leaders_) {
    for (size_t i = 0; i < leader.devices.size(); ++i) {
      leader.files[i] = server_.folder() + "/device" + std::to_string(files_++) + ".samstig";
      leader.devices[i] = Must(server_.SignIn(kNetwork, leader.email, leader.files[i]));
      Settles(*leader.devices[i]);
    }
  }
}

void RoundThree::Found() {
  if (!server_.CreateNetwork(kNetwork, "olle@example.org").ok()) std::abort();
  organiser_ =
      Must(server_.SignIn(kNetwork, "olle@example.org", server_.folder() + "/olle.samstig"));
  programme_ = rules::ProgrammeId("ledarstig");
  cohort_ = organiser_->NewId();
  const std::pair<const char*, const char*> names[] = {
      {"445", "Pargas"}, {"710", "Raseborg"}, {"638", "Borgå"}};
  for (const auto& [code, name] : names) {
    municipalities_.push_back(rules::MunicipalityId("FI", code));
    v1::Mutation m;
    v1::RegisterMunicipality& registers = *m.mutable_register_municipality();
    registers.set_id(municipalities_.back().ToBytes());
    registers.mutable_municipality()->set_country("FI");
    registers.mutable_municipality()->set_code(code);
    *registers.mutable_municipality()->mutable_name() = Swedish(name);
    registers.mutable_municipality()->add_languages("sv");
    Do(*organiser_, m);
  }
  v1::Mutation m;
  v1::PublishProgramme& publish = *m.mutable_publish_programme();
  publish.set_id(programme_.ToBytes());
  publish.mutable_programme()->set_code("ledarstig");
  publish.mutable_programme()->set_version(1);
  *publish.mutable_programme()->mutable_name() = Swedish("Kommunens ledarstig");
  *publish.mutable_programme()->mutable_summary() = Swedish("Ett program");
  publish.mutable_programme()->add_languages("sv-FI");
  Do(*organiser_, m);
  for (size_t i = 0; i < kMunicipalities; ++i) {
    v1::Membership admin;
    admin.set_role(v1::ROLE_MUNICIPALITY_ADMIN);
    admin.set_municipality_id(municipalities_[i].ToBytes());
    Invites(AdminEmail(i), admin);
  }
  Settles(*organiser_);
}

void RoundThree::Invites(const std::string& email, const v1::Membership& hat) {
  v1::Mutation m;
  v1::InvitePerson& invite = *m.mutable_invite_person();
  const Id person = organiser_->NewId();
  invite.set_id(person.ToBytes());
  invite.mutable_person()->set_name(email.substr(0, email.find('@')));
  invite.mutable_person()->set_language("sv-FI");
  invite.set_email(email);
  invite.set_membership_id(organiser_->NewId().ToBytes());
  *invite.mutable_hat() = hat;
  invite.mutable_hat()->set_person_id(person.ToBytes());
  Do(*organiser_, m);
}

void RoundThree::PlansCohort(const Id& cohort, uint32_t round) {
  v1::Mutation m;
  v1::PlanCohort& plan = *m.mutable_plan_cohort();
  plan.set_id(cohort.ToBytes());
  v1::Cohort& planned = *plan.mutable_cohort();
  planned.set_programme_id(programme_.ToBytes());
  planned.set_round(round);
  *planned.mutable_name() = Swedish("Omgång " + std::to_string(round));
  planned.set_enrolment_opens_ms(Now() - base::kDayMs);
  planned.set_enrolment_closes_ms(Now() + base::kDayMs);
  planned.set_starts_ms(Now() + base::kDayMs);
  planned.set_ends_ms(Now() + 90 * base::kDayMs);
  Do(*organiser_, m);
  Moves(cohort, v1::COHORT_STATE_ANNOUNCED);
  Moves(cohort, v1::COHORT_STATE_ENROLLING);
  Settles(*organiser_);
  for (size_t i = 0; i < kMunicipalities; ++i) {
    const Id seat = rules::SeatId(cohort, municipalities_[i]);
    Settles(*admins_[i]);
    m.Clear();
    v1::RequestSeats& request = *m.mutable_request_seats();
    request.set_id(seat.ToBytes());
    request.set_cohort_id(cohort.ToBytes());
    request.set_municipality_id(municipalities_[i].ToBytes());
    request.set_seats(kLeadersEach);
    Do(*admins_[i], m);
    Settles(*admins_[i]);
    Settles(*organiser_);
    m.Clear();
    m.mutable_answer_seats()->set_id(seat.ToBytes());
    m.mutable_answer_seats()->set_agreed(kLeadersEach);
    Do(*organiser_, m);
  }
  Settles(*organiser_);
}

void RoundThree::Moves(const Id& cohort, v1::CohortState to) {
  v1::Mutation m;
  m.mutable_move_cohort()->set_id(cohort.ToBytes());
  m.mutable_move_cohort()->set_to(to);
  Do(*organiser_, m);
}

void RoundThree::Enrols(size_t municipality, const Id& cohort, const Leader& leader) {
  client::Client& admin = *admins_[municipality];
  v1::Mutation m;
  v1::EnrolLeader& enrol = *m.mutable_enrol_leader();
  enrol.set_id(admin.NewId().ToBytes());
  enrol.set_cohort_id(cohort.ToBytes());
  enrol.set_municipality_id(municipalities_[municipality].ToBytes());
  enrol.set_person_id(leader.person.ToBytes());
  enrol.set_membership_id(admin.NewId().ToBytes());
  enrol.set_name(leader.email.substr(0, leader.email.find('@')));
  enrol.set_email(leader.email);
  enrol.set_language("sv-FI");
  Do(admin, m);
}

void RoundThree::PostsAssignments() {
  Settles(*coach_);
  for (int i = 0; i < kAssignments; ++i) {
    v1::Mutation m;
    v1::PostAssignment& post = *m.mutable_post_assignment();
    assignments_.push_back(coach_->NewId());
    post.set_id(assignments_.back().ToBytes());
    v1::Assignment& assignment = *post.mutable_assignment();
    assignment.set_cohort_id(cohort_.ToBytes());
    *assignment.mutable_title() = Swedish("Uppgift " + std::to_string(i + 1));
    *assignment.mutable_brief() = Swedish("Prova något nytt med ditt arbetslag.");
    assignment.set_minutes(30);
    assignment.set_opens_ms(Now() - base::kDayMs);
    assignment.set_due_ms(Now() + 30 * base::kDayMs);
    Do(*coach_, m);
  }
  thread_ = coach_->NewId();
  v1::Mutation m;
  m.mutable_start_thread()->set_id(thread_.ToBytes());
  m.mutable_start_thread()->set_cohort_id(cohort_.ToBytes());
  m.mutable_start_thread()->set_title("Hur gick det hos er?");
  Do(*coach_, m);
  Settles(*coach_);
}

std::unique_ptr<client::Operator> RoundThree::Operator() {
  client::Options options;
  options.server = server_.address();
  options.tls = false;
  std::string token = ReadFile(server_.folder() + "/data/operator.token");
  token.erase(token.find_last_not_of('\n') + 1);
  return Must(client::Operator::Open(options, token));
}

std::unique_ptr<client::Client> RoundThree::NewDevice(const std::string& email) {
  const std::string file = server_.folder() + "/device" + std::to_string(files_++) + ".samstig";
  return Must(server_.SignIn(kNetwork, email, file));
}

}  // namespace samstig::test
