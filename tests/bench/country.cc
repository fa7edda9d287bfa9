// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/country.h"

#include <chrono>
#include <filesystem>

#include "domain/rules/names.h"
#include "tests/bench/swedish.h"
#include "tests/bench/wire.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {

using base::Id;
using test::Must;

void MustBe(const base::Status& status, const char* what) {
  if (status.ok()) return;
  std::cerr << what << ": " << status.ToString() << std::endl;
  std::abort();
}

namespace {

void Do(client::Client& client, v1::Mutation mutation) { Must(client.Do(std::move(mutation))); }

// A thousand leaders take a while to enrol.
void Sync(client::Client& client) {
  MustBe(client.SyncOnce({.time = std::chrono::minutes(5)}), "sync");
}

v1::LocalText Swedish(const std::string& text) {
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

Country::Country(const std::optional<test::ServerAtWork>& outside, int leaders,
                 int municipalities) {
  if (!outside) own_ = std::make_unique<test::LiveServer>();
  server_ = outside ? *outside : own_->at_work();
  // A server that is not ours may have seen us before.
  network_ = "bench-" + std::to_string(Now());
  const std::string email = "olle@" + network_ + ".example.org";
  MustBe(server_->CreateNetwork(network_, email), "create network");
  organiser_ = Must(server_->SignIn(network_, email, dir_.File("olle.samstig")));
  Build(leaders, municipalities);
  for (const client::OutboxItem& item : Must(organiser_->Outbox())) {
    std::cerr << "refused: " << base::ReasonName(item.reason) << " " << item.detail << std::endl;
    std::abort();
  }
}

void Country::Build(int leaders, int municipalities) {
  client::Client& olle = *organiser_;
  const Id programme = rules::ProgrammeId("ledarstig");
  cohort_ = olle.NewId();
  Sync(olle);
  const Id me = olle.GetAccount()->person;

  v1::Mutation m;
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

  // The organiser is also every municipality's admin and the coach here.
  const auto hat = [&](v1::Role role, const Id& municipality) {
    m.Clear();
    v1::GrantHat& grant = *m.mutable_grant_hat();
    grant.set_id(olle.NewId().ToBytes());
    grant.mutable_membership()->set_person_id(me.ToBytes());
    grant.mutable_membership()->set_role(role);
    if (role == v1::ROLE_COACH) {
      grant.mutable_membership()->set_cohort_id(cohort_.ToBytes());
    } else {
      grant.mutable_membership()->set_municipality_id(municipality.ToBytes());
    }
    Do(olle, m);
  };
  hat(v1::ROLE_COACH, Id());
  const int seats_each = (leaders + municipalities - 1) / municipalities;
  for (int i = 0; i < municipalities; ++i) {
    const std::string code = std::to_string(445 + i);
    const Id id = rules::MunicipalityId("FI", code);
    municipalities_.push_back(id);
    m.Clear();
    v1::RegisterMunicipality& municipality = *m.mutable_register_municipality();
    municipality.set_id(id.ToBytes());
    municipality.mutable_municipality()->set_country("FI");
    municipality.mutable_municipality()->set_code(code);
    *municipality.mutable_municipality()->mutable_name() = Swedish("Kommun " + code);
    municipality.mutable_municipality()->add_languages("sv");
    Do(olle, m);
    hat(v1::ROLE_MUNICIPALITY_ADMIN, id);
    m.Clear();
    v1::RequestSeats& seats = *m.mutable_request_seats();
    seats.set_id(rules::SeatId(cohort_, id).ToBytes());
    seats.set_cohort_id(cohort_.ToBytes());
    seats.set_municipality_id(id.ToBytes());
    seats.set_seats(static_cast<uint32_t>(seats_each));
    Do(olle, m);
    m.Clear();
    m.mutable_answer_seats()->set_id(rules::SeatId(cohort_, id).ToBytes());
    m.mutable_answer_seats()->set_agreed(static_cast<uint32_t>(seats_each));
    Do(olle, m);
  }
  for (int i = 0; i < leaders; ++i) {
    Enrol(i, municipalities_[static_cast<size_t>(i % municipalities)]);
  }
  move(v1::COHORT_STATE_CONFIRMED);
  move(v1::COHORT_STATE_RUNNING);
  thread_ = StartThread();
}

void Country::Enrol(int leader, const Id& municipality) {
  v1::Mutation m;
  v1::EnrolLeader& enrol = *m.mutable_enrol_leader();
  enrol.set_id(organiser_->NewId().ToBytes());
  enrol.set_cohort_id(cohort_.ToBytes());
  enrol.set_municipality_id(municipality.ToBytes());
  enrol.set_person_id(organiser_->NewId().ToBytes());
  enrol.set_membership_id(organiser_->NewId().ToBytes());
  enrol.set_name("Ledare " + std::to_string(leader));
  enrol.set_email(EmailOf(leader));
  enrol.set_language("sv-FI");
  Do(*organiser_, std::move(m));
}

Id Country::StartThread() {
  const Id thread = organiser_->NewId();
  v1::Mutation m;
  m.mutable_start_thread()->set_id(thread.ToBytes());
  m.mutable_start_thread()->set_cohort_id(cohort_.ToBytes());
  m.mutable_start_thread()->set_title("Hur gör ni?");
  Do(*organiser_, std::move(m));
  Sync(*organiser_);
  return thread;
}

void Country::AddOwnThread(int leader, const Id& thread, v1::StartThread& intent) const {
  const size_t at = static_cast<size_t>(leader) % municipalities_.size();
  intent.set_id(thread.ToBytes());
  intent.set_cohort_id(cohort_.ToBytes());
  intent.set_municipality_id(municipalities_[at].ToBytes());
  intent.set_title("Hos oss");
}

std::unique_ptr<client::Client> Country::NewDevice(int i) {
  const std::string path = PathOf(devices_++);
  return Must(server_->SignIn(network_, EmailOf(i), path));
}

std::unique_ptr<client::Client> Country::Reopen(int device, const std::string& address,
                                                bool compressed) {
  client::Options options;
  options.path = PathOf(device);
  options.server = address;
  options.tls = false;
  options.compress = compressed;
  return Must(client::Client::Open(options));
}

std::string Country::PathOf(int device) const {
  return dir_.File("device" + std::to_string(device) + ".samstig");
}

std::string Country::TokenOf(int i) const { return SignInOverWire(*server_, network_, EmailOf(i)); }

std::string Country::EmailOf(int i) const {
  return "leader" + std::to_string(i) + "@" + network_ + ".example.org";
}

uint64_t Country::BytesOnDisk() const {
  const std::string file = own_->NetworkFile(network_);
  std::error_code none;
  const auto log = std::filesystem::file_size(file + "-wal", none);
  return std::filesystem::file_size(file) + (none ? 0 : log);
}

v1::Mutation Country::Post(client::Client& client, size_t n, const Id& thread) const {
  v1::Mutation m;
  v1::WritePost& post = *m.mutable_write_post();
  post.set_id(client.NewId().ToBytes());
  post.set_thread_id(thread.ToBytes());
  post.set_text(Text(n));
  return m;
}

void Country::Fill(int i, size_t posts) {
  constexpr size_t kPerPush = 250;
  const auto transport = Connect(server_->address());
  WireDevice device(TokenOf(i));
  for (size_t n = 0; n < posts;) {
    v1::PushRequest request;
    for (size_t k = 0; k < kPerPush && n < posts; ++k) device.AddPost(request, thread_, n++);
    device.Push(*transport, request);
  }
}

}  // namespace samstig::bench
