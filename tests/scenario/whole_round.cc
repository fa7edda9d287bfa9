// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/whole_round.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
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

v1::LocalText Swedish(const std::string& text) {
  v1::LocalText local;
  (*local.mutable_by_language())["sv-FI"] = text;
  return local;
}

std::string EmailOf(const std::string& name) { return name + "@example.org"; }

void Do(client::Client& client, const v1::Mutation& mutation) { Must(client.Do(mutation)); }

v1::Mutation Inviting(client::Client& client, const std::string& name, const Id& person,
                      const v1::Membership& hat) {
  v1::Mutation m;
  v1::InvitePerson& invite = *m.mutable_invite_person();
  invite.set_id(person.ToBytes());
  invite.mutable_person()->set_name(name);
  invite.mutable_person()->set_language("sv-FI");
  invite.set_email(EmailOf(name));
  invite.set_membership_id(client.NewId().ToBytes());
  *invite.mutable_hat() = hat;
  invite.mutable_hat()->set_person_id(person.ToBytes());
  return m;
}

v1::Mutation Moving(const Id& cohort, v1::CohortState to) {
  v1::Mutation m;
  m.mutable_move_cohort()->set_id(cohort.ToBytes());
  m.mutable_move_cohort()->set_to(to);
  return m;
}

}  // namespace

// ---- Before the round

WholeRound::WholeRound(SeededRandom& random) : random_(random) {}

void WholeRound::Begins() {
  NetworkIsMade();
  MunicipalitiesJoin();
  for (size_t i = 0; i < kLeaders; ++i) {
    Participant leader;
    leader.name = "ledare" + std::to_string(i);
    leader.municipality = i % kMunicipalities;
    leader.person = organiser_->NewId();
    people_.push_back(std::move(leader));
    Enrols(people_.back().municipality, people_.back());
  }
  for (Employer& employer : employers_) Settles(*employer.admin);
  CoachesCome();
  for (Participant& leader : people_) SignsIn(leader);
  Do(*organiser_, Moving(cohort_, v1::COHORT_STATE_CONFIRMED));
  Do(*organiser_, Moving(cohort_, v1::COHORT_STATE_RUNNING));
  Settles(*organiser_);
  GroupsForm();
}

void WholeRound::NetworkIsMade() {
  if (!server_.CreateNetwork(kNetwork, "olle@example.org").ok()) std::abort();
  organiser_file_ = server_.folder() + "/olle.samstig";
  organiser_ = Must(server_.SignIn(kNetwork, "olle@example.org", organiser_file_));
  organiser_person_ = organiser_->GetAccount()->person;
  programme_ = rules::ProgrammeId("ledarstig");
  v1::Mutation m;
  v1::Programme& programme = *m.mutable_publish_programme()->mutable_programme();
  m.mutable_publish_programme()->set_id(programme_.ToBytes());
  programme.set_code("ledarstig");
  programme.set_version(1);
  *programme.mutable_name() = Swedish("Kommunens ledarstig");
  *programme.mutable_summary() = Swedish("Ett program");
  programme.add_languages("sv-FI");
  programme.set_price_cents(15'000);
  programme.set_currency("EUR");
  Do(*organiser_, m);
  for (size_t theme = 0; theme < kThemes; ++theme) {
    const std::string code = "tema" + std::to_string(theme);
    m.Clear();
    v1::Theme& published = *m.mutable_publish_theme()->mutable_theme();
    m.mutable_publish_theme()->set_id(rules::ThemeId("ledarstig", code).ToBytes());
    published.set_programme_id(programme_.ToBytes());
    published.set_code(code);
    published.set_position(static_cast<uint32_t>(theme + 1));
    *published.mutable_name() = Swedish("Tema " + std::to_string(theme + 1));
    *published.mutable_summary() = Swedish("Om tema " + std::to_string(theme + 1));
    Do(*organiser_, m);
  }
  m.Clear();
  m.mutable_publish_terms()->set_id(rules::DataTermsId().ToBytes());
  *m.mutable_publish_terms()->mutable_text() = Swedish("Så här behandlas uppgifterna.");
  Do(*organiser_, m);
  cohort_ = organiser_->NewId();
  m.Clear();
  v1::Cohort& cohort = *m.mutable_plan_cohort()->mutable_cohort();
  m.mutable_plan_cohort()->set_id(cohort_.ToBytes());
  cohort.set_programme_id(programme_.ToBytes());
  cohort.set_round(3);
  *cohort.mutable_name() = Swedish("Omgång 3");
  cohort.set_enrolment_opens_ms(Now() - base::kDayMs);
  cohort.set_enrolment_closes_ms(Now() + base::kDayMs);
  cohort.set_starts_ms(Now() + base::kDayMs);
  cohort.set_ends_ms(Now() + 180 * base::kDayMs);
  cohort.set_grace_ms(3 * base::kDayMs);
  Do(*organiser_, m);
  Do(*organiser_, Moving(cohort_, v1::COHORT_STATE_ANNOUNCED));
  Do(*organiser_, Moving(cohort_, v1::COHORT_STATE_ENROLLING));
  Settles(*organiser_);
}

void WholeRound::MunicipalitiesJoin() {
  for (size_t i = 0; i < kMunicipalities; ++i) {
    const std::string code = std::to_string(100 + i);
    Employer employer;
    employer.id = rules::MunicipalityId("FI", code);
    employer.file = server_.folder() + "/hr" + code + ".samstig";
    v1::Mutation m;
    v1::RegisterMunicipality& joins = *m.mutable_register_municipality();
    joins.set_id(employer.id.ToBytes());
    joins.mutable_municipality()->set_country("FI");
    joins.mutable_municipality()->set_code(code);
    *joins.mutable_municipality()->mutable_name() = Swedish("Kommun " + code);
    joins.mutable_municipality()->add_languages("sv");
    Do(*organiser_, m);
    v1::Membership hat;
    hat.set_role(v1::ROLE_MUNICIPALITY_ADMIN);
    hat.set_municipality_id(employer.id.ToBytes());
    Do(*organiser_, Inviting(*organiser_, "hr" + code, organiser_->NewId(), hat));
    employers_.push_back(std::move(employer));
  }
  Settles(*organiser_);
  for (size_t i = 0; i < kMunicipalities; ++i) {
    Employer& employer = employers_[i];
    employer.admin =
        Must(server_.SignIn(kNetwork, EmailOf("hr" + std::to_string(100 + i)), employer.file));
    Settles(*employer.admin);
    v1::Mutation m;
    v1::AcceptTerms& accept = *m.mutable_accept_terms();
    accept.set_id(rules::TermsAcceptanceId(employer.id).ToBytes());
    accept.set_municipality_id(employer.id.ToBytes());
    accept.set_version(1);
    Do(*employer.admin, m);
    m.Clear();
    v1::RequestSeats& request = *m.mutable_request_seats();
    request.set_id(rules::SeatId(cohort_, employer.id).ToBytes());
    request.set_cohort_id(cohort_.ToBytes());
    request.set_municipality_id(employer.id.ToBytes());
    request.set_seats(6);
    Do(*employer.admin, m);
    Settles(*employer.admin);
  }
  Settles(*organiser_);
  for (const Employer& employer : employers_) {
    v1::Mutation m;
    m.mutable_answer_seats()->set_id(rules::SeatId(cohort_, employer.id).ToBytes());
    m.mutable_answer_seats()->set_agreed(6);
    Do(*organiser_, m);
  }
  Settles(*organiser_);
  for (Employer& employer : employers_) Settles(*employer.admin);
}

void WholeRound::Enrols(size_t municipality, Participant& leader) {
  client::Client& admin = *employers_[municipality].admin;
  leader.enrolment = admin.NewId();
  v1::Mutation m;
  v1::EnrolLeader& enrol = *m.mutable_enrol_leader();
  enrol.set_id(leader.enrolment.ToBytes());
  enrol.set_cohort_id(cohort_.ToBytes());
  enrol.set_municipality_id(employers_[municipality].id.ToBytes());
  enrol.set_person_id(leader.person.ToBytes());
  enrol.set_membership_id(admin.NewId().ToBytes());
  enrol.set_name(leader.name);
  enrol.set_email(EmailOf(leader.name));
  enrol.set_language("sv-FI");
  Do(admin, m);
}

void WholeRound::SignsIn(Participant& leader) {
  leader.file = server_.folder() + "/device" + std::to_string(files_++) + ".samstig";
  leader.device = Must(server_.SignIn(kNetwork, EmailOf(leader.name), leader.file));
  Settles(*leader.device);
}

void WholeRound::CoachesCome() {
  for (size_t i = 0; i < kCoaches; ++i) {
    v1::Membership hat;
    hat.set_role(v1::ROLE_COACH);
    hat.set_cohort_id(cohort_.ToBytes());
    Coach coach;
    coach.person = organiser_->NewId();
    Do(*organiser_, Inviting(*organiser_, "coach" + std::to_string(i), coach.person, hat));
    coaches_.push_back(std::move(coach));
  }
  Settles(*organiser_);
  for (size_t i = 0; i < kCoaches; ++i) {
    const std::string name = "coach" + std::to_string(i);
    coaches_[i].file = server_.folder() + "/" + name + ".samstig";
    coaches_[i].device = Must(server_.SignIn(kNetwork, EmailOf(name), coaches_[i].file));
    Settles(*coaches_[i].device);
  }
}

// Five in each, from five municipalities, since neighbours in the list are.
void WholeRound::GroupsForm() {
  client::Client& coach = *coaches_[0].device;
  Settles(coach);
  for (size_t first = 0; first + 5 <= people_.size(); first += 5) {
    const Id group = coach.NewId();
    std::set<Id> members;
    for (size_t i = first; i < first + 5; ++i) members.insert(people_[i].person);
    v1::Mutation m;
    v1::FormGroup& form = *m.mutable_form_group();
    form.set_id(group.ToBytes());
    form.set_cohort_id(cohort_.ToBytes());
    form.set_name("Grupp " + std::to_string(groups_.size() + 1));
    for (const Id& member : members) form.add_person_ids(member.ToBytes());
    Do(coach, m);
    groups_.emplace_back(group, std::move(members));
    m.Clear();
    group_threads_.push_back(coach.NewId());
    m.mutable_start_thread()->set_id(group_threads_.back().ToBytes());
    m.mutable_start_thread()->set_cohort_id(cohort_.ToBytes());
    m.mutable_start_thread()->set_group_id(group.ToBytes());
    m.mutable_start_thread()->set_title("Gruppens samtal");
    Do(coach, m);
  }
  Settles(coach);
}

// ---- The round

void WholeRound::GoesThroughTheme(size_t theme) {
  PostsAssignments(theme);
  // What is left of the posts is shared out among those who are still there.
  const auto here = static_cast<size_t>(
      std::count_if(people_.begin(), people_.end(),
                    [](const Participant& leader) { return leader.place == Place::kActive; }));
  size_t written = 0;
  for (const auto& [thread, posts] : tally_.posts) written += posts;
  const size_t goal = kPosts * (theme + 1) / kThemes;
  size_t left = goal - written;
  for (size_t i = 0, n = 0; i < people_.size(); ++i) {
    if (people_[i].place != Place::kActive) continue;
    const size_t share = left / (here - n);
    Works(people_[i], theme, share);
    left -= share;
    ++n;
  }
  CoachesAnswer(theme);
}

void WholeRound::PostsAssignments(size_t theme) {
  client::Client& coach = *coaches_[theme % kCoaches].device;
  Settles(coach);
  assignments_.emplace_back();
  for (size_t i = 0; i < kAssignmentsPerTheme; ++i) {
    v1::Mutation m;
    v1::PostAssignment& post = *m.mutable_post_assignment();
    const Id id = coach.NewId();
    post.set_id(id.ToBytes());
    v1::Assignment& assignment = *post.mutable_assignment();
    assignment.set_cohort_id(cohort_.ToBytes());
    assignment.set_theme_id(rules::ThemeId("ledarstig", "tema" + std::to_string(theme)).ToBytes());
    *assignment.mutable_title() =
        Swedish("Uppgift " + std::to_string(theme + 1) + "." + std::to_string(i + 1));
    *assignment.mutable_brief() = Swedish("Prova något nytt med ditt arbetslag.");
    assignment.set_minutes(30);
    assignment.set_opens_ms(Now() - base::kDayMs);
    assignment.set_due_ms(Now() + 30 * base::kDayMs);
    if (i == 2) {  // The third is a group's, the fourth one person's.
      const auto& [group, members] = groups_[theme];
      assignment.set_group_id(group.ToBytes());
      only_for_[id] = members;
    } else if (i == 3) {
      const Participant& leader = people_[theme + 1];
      assignment.set_person_id(leader.person.ToBytes());
      only_for_[id] = {leader.person};
    }
    Do(coach, m);
    assignments_.back().push_back(id);
  }
  theme_threads_.push_back(coach.NewId());
  v1::Mutation m;
  m.mutable_start_thread()->set_id(theme_threads_.back().ToBytes());
  m.mutable_start_thread()->set_cohort_id(cohort_.ToBytes());
  m.mutable_start_thread()->set_title("Hur gick det hos er?");
  Do(coach, m);
  Settles(coach);
}

bool WholeRound::IsFor(const Participant& leader, const Id& assignment) const {
  const auto only = only_for_.find(assignment);
  return only == only_for_.end() || only->second.contains(leader.person);
}

// A week of a leader: hears what is new, works offline, and sends it all.
void WholeRound::Works(Participant& leader, size_t theme, size_t posts) {
  Settles(*leader.device);
  for (const Id& assignment : assignments_[theme]) {
    if (!IsFor(leader, assignment) || random_.Below(10) >= 8) continue;
    HandsIn(leader, assignment);
    if (random_.Below(10) == 0) HandsIn(leader, assignment);  // Another attempt.
  }
  for (size_t i = 0; i < posts; ++i) {
    Id thread = theme_threads_[theme];
    for (size_t g = 0; g < groups_.size(); ++g) {
      if (i % 3 == 2 && groups_[g].second.contains(leader.person)) thread = group_threads_[g];
    }
    Writes(leader, thread);
  }
  Settles(*leader.device);
}

void WholeRound::Writes(Participant& leader, const Id& thread) {
  v1::Mutation m;
  m.mutable_write_post()->set_id(leader.device->NewId().ToBytes());
  m.mutable_write_post()->set_thread_id(thread.ToBytes());
  m.mutable_write_post()->set_text("Så här gick det hos oss. ord-" + std::to_string(++words_));
  Do(*leader.device, m);
  ++tally_.posts[thread];
}

void WholeRound::HandsIn(Participant& leader, const Id& assignment) {
  v1::Mutation m;
  v1::Submit& submit = *m.mutable_submit();
  submit.set_id(leader.device->NewId().ToBytes());
  submit.set_assignment_id(assignment.ToBytes());
  submit.set_cohort_id(cohort_.ToBytes());
  submit.set_assignment_version(1);
  submit.mutable_report()->set_tried("Vi provade. ord-" + std::to_string(++words_));
  submit.mutable_report()->set_happened("Det gick så där.");
  Do(*leader.device, m);
  ++tally_.attempts[assignment];
  tally_.handed_in_by[assignment].insert(leader.person);
}

// Each coach answers every sixth leader's work, once.
void WholeRound::CoachesAnswer(size_t theme) {
  for (size_t c = 0; c < coaches_.size(); ++c) {
    client::Client& coach = *coaches_[c].device;
    Settles(coach);
    for (const Id& assignment : assignments_[theme]) {
      for (const client::Shown& shown :
           Must(coach.Find({rules::KeyName::kSubmissionsTo, assignment}))) {
        const Id person = Id::FromBytes(shown.entity.submission().person_id());
        const auto leader = std::find_if(people_.begin(), people_.end(),
                                         [&](const auto& p) { return p.person == person; });
        if (static_cast<size_t>(leader - people_.begin()) % kCoaches != c) continue;
        v1::Mutation m;
        v1::GiveFeedback& give = *m.mutable_give_feedback();
        give.set_id(coach.NewId().ToBytes());
        give.set_submission_id(shown.entity.id());
        give.set_text("Tack för att du delar. ord-" + std::to_string(++words_));
        give.set_verdict(v1::VERDICT_ACKNOWLEDGE);
        Do(coach, m);
        ++tally_.feedback[person];
      }
    }
    Settles(coach);
  }
}

// ---- On the way

void WholeRound::PeopleLeaveAndCome() {
  // Six withdraw; what they then still write is refused and stays theirs.
  for (size_t i = 0; i < 6; ++i) {
    Participant& leader = people_[10 + 7 * i];
    Employer& employer = employers_[leader.municipality];
    v1::Mutation m;
    m.mutable_withdraw()->set_id(leader.enrolment.ToBytes());
    Do(*employer.admin, m);
    Settles(*employer.admin);
    leader.place = Place::kWithdrawn;
    m.Clear();
    m.mutable_write_post()->set_id(leader.device->NewId().ToBytes());
    m.mutable_write_post()->set_thread_id(theme_threads_[0].ToBytes());
    m.mutable_write_post()->set_text("Jag hann inte. ord-" + std::to_string(++words_));
    Do(*leader.device, m);
    if (!leader.device->SyncOnce({}).ok()) std::abort();
    ++tally_.refused;
  }
  // Three change municipality and keep their place.
  for (size_t i = 0; i < 3; ++i) {
    Participant& leader = people_[60 + i];
    leader.municipality = (leader.municipality + 1) % kMunicipalities;
    v1::Mutation m;
    v1::TransferEnrolment& transfer = *m.mutable_transfer_enrolment();
    transfer.set_id(leader.enrolment.ToBytes());
    transfer.set_municipality_id(employers_[leader.municipality].id.ToBytes());
    transfer.set_membership_id(organiser_->NewId().ToBytes());
    Settles(*organiser_);
    Do(*organiser_, m);
  }
  Settles(*organiser_);
  // Two give their place to a colleague.
  for (size_t i = 0; i < 2; ++i) {
    Participant& leaves = people_[90 + i];
    client::Client& admin = *employers_[leaves.municipality].admin;
    Participant comes;
    comes.name = "efter" + std::to_string(i);
    comes.person = admin.NewId();
    comes.enrolment = admin.NewId();
    comes.municipality = leaves.municipality;
    v1::Mutation m;
    v1::ReplaceLeader& replace = *m.mutable_replace_leader();
    replace.set_id(comes.enrolment.ToBytes());
    replace.set_replaced_id(leaves.enrolment.ToBytes());
    replace.set_person_id(comes.person.ToBytes());
    replace.set_membership_id(admin.NewId().ToBytes());
    replace.set_name(comes.name);
    replace.set_email(EmailOf(comes.name));
    replace.set_language("sv-FI");
    Do(admin, m);
    Settles(admin);
    leaves.place = Place::kWithdrawn;
    people_.push_back(std::move(comes));
    SignsIn(people_.back());
  }
  // Five come late.
  for (size_t i = 0; i < 5; ++i) {
    Participant late;
    late.name = "sen" + std::to_string(i);
    late.municipality = i;
    late.person = organiser_->NewId();
    people_.push_back(std::move(late));
    Enrols(i, people_.back());
    Settles(*employers_[i].admin);
    SignsIn(people_.back());
  }
}

void WholeRound::Ends() {
  Settles(*organiser_);
  Do(*organiser_, Moving(cohort_, v1::COHORT_STATE_WRAPPING_UP));
  Do(*organiser_, Moving(cohort_, v1::COHORT_STATE_ALUMNI));
  Settles(*organiser_);
}

void WholeRound::EverybodyMeets() {
  const auto syncs = [](client::Client& client) {
    if (!client.SyncOnce({}).ok()) std::abort();
  };
  for (Participant& leader : people_) syncs(*leader.device);
  for (Employer& employer : employers_) syncs(*employer.admin);
  for (Coach& coach : coaches_) syncs(*coach.device);
  syncs(*organiser_);
}

void WholeRound::EverybodyLeaves() {
  for (Participant& leader : people_) leader.device.reset();
  for (Employer& employer : employers_) employer.admin.reset();
  for (Coach& coach : coaches_) coach.device.reset();
  organiser_.reset();
}

}  // namespace samstig::test
