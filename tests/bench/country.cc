// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/country.h"

#include <chrono>

#include "domain/rules/names.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {

using base::Id;
using test::Must;

namespace {

void Check(const base::Status& status, const char* what) {
  if (status.ok()) return;
  std::cerr << what << ": " << status.ToString() << std::endl;
  std::abort();
}

void Do(client::Client& client, v1::Mutation mutation) { Must(client.Do(std::move(mutation))); }

void Sync(client::Client& client) { Check(client.SyncOnce({}), "sync"); }

v1::LocalText Swedish(const char* text) {
  v1::LocalText local;
  (*local.mutable_by_language())["sv-FI"] = text;
  return local;
}

base::TimeMs Now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

std::string Text(size_t n) {
  static const char* const kWords[] = {"kommun",     "ledarskap", "möte",       "återkoppling",
                                       "förändring", "tillit",    "samtal",     "invånare",
                                       "arbetslag",  "uppdrag",   "erfarenhet", "nästa",
                                       "försök",     "vecka",     "tillsammans"};
  std::string text = "Inlägg " + std::to_string(n) + ":";
  for (size_t i = 0; text.size() < 396; ++i) {
    n = n * 6364136223846793005u + 1442695040888963407u;
    text.append(" ").append(kWords[(n >> 33) % std::size(kWords)]);
  }
  text.resize(396);
  while ((static_cast<unsigned char>(text.back()) & 0x80) != 0) text.pop_back();
  text.append(400 - text.size(), '.');
  return text;
}

Country::Country(int leaders) {
  Check(server_.CreateNetwork("svenskfinland", "olle@example.org"), "create network");
  organiser_ =
      Must(server_.SignIn("svenskfinland", "olle@example.org", server_.folder() + "/olle.samstig"));
  client::Client& olle = *organiser_;
  const Id pargas = rules::MunicipalityId("FI", "445");
  const Id programme = rules::ProgrammeId("ledarstig");
  cohort_ = olle.NewId();

  v1::Mutation m;
  v1::RegisterMunicipality& municipality = *m.mutable_register_municipality();
  municipality.set_id(pargas.ToBytes());
  municipality.mutable_municipality()->set_country("FI");
  municipality.mutable_municipality()->set_code("445");
  *municipality.mutable_municipality()->mutable_name() = Swedish("Pargas");
  municipality.mutable_municipality()->add_languages("sv");
  Do(olle, m);

  m.Clear();
  v1::PublishProgramme& publish = *m.mutable_publish_programme();
  publish.set_id(programme.ToBytes());
  publish.mutable_programme()->set_code("ledarstig");
  publish.mutable_programme()->set_version(1);
  *publish.mutable_programme()->mutable_name() = Swedish("Kommunens ledarstig");
  *publish.mutable_programme()->mutable_summary() = Swedish("Ett program");
  publish.mutable_programme()->add_languages("sv-FI");
  Do(olle, m);

  m.Clear();
  v1::PlanCohort& plan = *m.mutable_plan_cohort();
  plan.set_id(cohort_.ToBytes());
  v1::Cohort& cohort = *plan.mutable_cohort();
  cohort.set_programme_id(programme.ToBytes());
  cohort.set_round(3);
  *cohort.mutable_name() = Swedish("Omgång 3");
  cohort.set_enrolment_opens_ms(Now() - base::kDayMs);
  cohort.set_enrolment_closes_ms(Now() + base::kDayMs);
  cohort.set_starts_ms(Now() + base::kDayMs);
  cohort.set_ends_ms(Now() + 90 * base::kDayMs);
  Do(olle, m);
  const auto move = [&](v1::CohortState to) {
    m.Clear();
    m.mutable_move_cohort()->set_id(cohort_.ToBytes());
    m.mutable_move_cohort()->set_to(to);
    Do(olle, m);
  };
  move(v1::COHORT_STATE_ANNOUNCED);
  move(v1::COHORT_STATE_ENROLLING);

  // The organiser is also the municipality's admin and the coach here.
  Sync(olle);
  const Id me = olle.GetAccount()->person;
  const auto hat = [&](v1::Role role) {
    m.Clear();
    v1::GrantHat& grant = *m.mutable_grant_hat();
    grant.set_id(olle.NewId().ToBytes());
    grant.mutable_membership()->set_person_id(me.ToBytes());
    grant.mutable_membership()->set_role(role);
    if (role == v1::ROLE_COACH) {
      grant.mutable_membership()->set_cohort_id(cohort_.ToBytes());
    } else {
      grant.mutable_membership()->set_municipality_id(pargas.ToBytes());
    }
    Do(olle, m);
  };
  hat(v1::ROLE_MUNICIPALITY_ADMIN);
  hat(v1::ROLE_COACH);
  m.Clear();
  v1::RequestSeats& seats = *m.mutable_request_seats();
  seats.set_id(rules::SeatId(cohort_, pargas).ToBytes());
  seats.set_cohort_id(cohort_.ToBytes());
  seats.set_municipality_id(pargas.ToBytes());
  seats.set_seats(static_cast<uint32_t>(leaders));
  Do(olle, m);
  m.Clear();
  m.mutable_answer_seats()->set_id(rules::SeatId(cohort_, pargas).ToBytes());
  m.mutable_answer_seats()->set_agreed(static_cast<uint32_t>(leaders));
  Do(olle, m);
  for (int i = 0; i < leaders; ++i) {
    m.Clear();
    v1::EnrolLeader& enrol = *m.mutable_enrol_leader();
    enrol.set_id(olle.NewId().ToBytes());
    enrol.set_cohort_id(cohort_.ToBytes());
    enrol.set_municipality_id(pargas.ToBytes());
    enrol.set_person_id(olle.NewId().ToBytes());
    enrol.set_membership_id(olle.NewId().ToBytes());
    enrol.set_name("Ledare " + std::to_string(i));
    enrol.set_email(EmailOf(i));
    enrol.set_language("sv-FI");
    Do(olle, m);
  }
  move(v1::COHORT_STATE_CONFIRMED);
  move(v1::COHORT_STATE_RUNNING);
  thread_ = olle.NewId();
  m.Clear();
  m.mutable_start_thread()->set_id(thread_.ToBytes());
  m.mutable_start_thread()->set_cohort_id(cohort_.ToBytes());
  m.mutable_start_thread()->set_title("Hur gör ni?");
  Do(olle, m);
  Sync(olle);
  for (const client::OutboxItem& item : Must(olle.Outbox())) {
    std::cerr << "refused: " << base::ReasonName(item.reason) << " " << item.detail << std::endl;
    std::abort();
  }
}

std::unique_ptr<client::Client> Country::NewDevice(int i) {
  const std::string path = server_.folder() + "/device" + std::to_string(devices_++) + ".samstig";
  return Must(server_.SignIn("svenskfinland", EmailOf(i), path));
}

std::string Country::EmailOf(int i) const { return "leader" + std::to_string(i) + "@example.org"; }

v1::Mutation Country::Post(client::Client& client, size_t n) const {
  v1::Mutation m;
  v1::WritePost& post = *m.mutable_write_post();
  post.set_id(client.NewId().ToBytes());
  post.set_thread_id(thread_.ToBytes());
  post.set_text(Text(n));
  return m;
}

}  // namespace samstig::bench
