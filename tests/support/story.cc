// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdlib>

#include "domain/rules/names.h"

namespace samstig::rules {

void PrintTo(const Folded& folded, std::ostream* os) {
  *os << folded.entity.ShortDebugString() << (folded.merged ? " (merged)" : "")
      << (folded.gone ? " (gone)" : "");
}

void PrintTo(const Key& key, std::ostream* os) {
  *os << "key " << static_cast<int>(key.name) << " of " << key.owner.ToText();
}

}  // namespace samstig::rules

namespace samstig::test {
namespace {

base::Id Pargas() { return rules::MunicipalityId("FI", "445"); }
base::Id Ledarstig() { return rules::ProgrammeId("ledarstig"); }
base::Id PargasSeats() { return rules::SeatId(IdNamed("cohort"), Pargas()); }
base::Id WorkOf(std::string_view person) {
  return rules::WorkId(IdNamed(person), IdNamed("assignment"));
}

std::string EmailOf(std::string_view name) {
  std::string local(name);
  for (char& c : local) {
    if (c == ' ') c = '.';
  }
  return local + "@pargas.example";
}

}  // namespace

base::Id IdNamed(std::string_view name) { return base::Id::FromName("test", name); }

base::Id IdOf(const v1::Entity& entity) { return base::Id::FromBytes(entity.id()); }

rules::Maker As(std::string_view person, base::TimeMs now) {
  return {.person = IdNamed(person), .now = now, .claimed = now};
}

v1::LocalText InSwedish(std::string_view text) {
  v1::LocalText local;
  (*local.mutable_by_language())["sv-FI"] = text;
  return local;
}

v1::Report AReport(std::string_view tried) {
  v1::Report report;
  report.set_tried(std::string(tried));
  return report;
}

v1::Revision ARevision(std::string_view name, std::string_view text) {
  v1::Revision revision;
  revision.set_revision_id(IdNamed(name).ToBytes());
  revision.set_claimed_ms(kMonday);
  revision.set_text(std::string(text));
  return revision;
}

v1::Revision AReportRevision(std::string_view name, std::string_view tried) {
  v1::Revision revision = ARevision(name, "");
  *revision.mutable_report() = AReport(tried);
  return revision;
}

// ---- Entities

AMunicipality::AMunicipality() : Story(Pargas()) {
  v1::Municipality& pargas = *entity_.mutable_municipality();
  pargas.set_country("FI");
  pargas.set_code("445");
  *pargas.mutable_name() = InSwedish("Pargas");
  pargas.add_languages("sv");
  pargas.add_languages("fi");
}

APerson::APerson(std::string_view name) : Story(IdNamed(name)) {
  entity_.mutable_person()->set_name(std::string(name));
  entity_.mutable_person()->set_language("sv-FI");
}

AHat::AHat(std::string_view person) : Story(IdNamed(std::string(person) + "'s hat")) {
  entity_.mutable_membership()->set_person_id(IdNamed(person).ToBytes());
  entity_.mutable_membership()->set_position("Bibliotekschef");
  entity_.mutable_membership()->set_sector("kultur");
  LeaderIn(Pargas());
}

AHat& AHat::LeaderIn(const base::Id& municipality) {
  entity_.mutable_membership()->set_role(v1::ROLE_LEADER);
  entity_.mutable_membership()->set_municipality_id(municipality.ToBytes());
  return *this;
}

AHat& AHat::AdminOf(const base::Id& municipality) {
  entity_.mutable_membership()->set_role(v1::ROLE_MUNICIPALITY_ADMIN);
  entity_.mutable_membership()->set_municipality_id(municipality.ToBytes());
  return *this;
}

AHat& AHat::CoachOf(const base::Id& cohort) {
  entity_.mutable_membership()->set_role(v1::ROLE_COACH);
  entity_.mutable_membership()->set_cohort_id(cohort.ToBytes());
  return *this;
}

AHat& AHat::Organiser() {
  entity_.mutable_membership()->set_role(v1::ROLE_ORGANISER);
  entity_.mutable_membership()->set_network(true);
  return *this;
}

AHat& AHat::GuestOf(const base::Id& cohort, base::TimeMs ends) {
  entity_.mutable_membership()->set_role(v1::ROLE_GUEST);
  entity_.mutable_membership()->set_cohort_id(cohort.ToBytes());
  entity_.mutable_membership()->set_ends_ms(ends);
  entity_.mutable_membership()->set_subject("En föreläsning");
  return *this;
}

AHat& AHat::Under(std::string_view manager) {
  entity_.mutable_membership()->set_manager_id(IdNamed(manager).ToBytes());
  return *this;
}

AHat& AHat::Ended() {
  entity_.mutable_membership()->set_ended(true);
  return *this;
}

AProgramme::AProgramme(std::string_view code) : Story(rules::ProgrammeId(code)) {
  v1::Programme& programme = *entity_.mutable_programme();
  programme.set_code(std::string(code));
  programme.set_version(1);
  *programme.mutable_name() = InSwedish("Kommunens ledarstig");
  *programme.mutable_summary() = InSwedish("Ledare lär av varandra.\n\nUnder ett halvår.");
  programme.add_languages("sv-FI");
  programme.set_price_cents(15'000);
  programme.set_currency("EUR");
}

AProgramme& AProgramme::InVersion(uint32_t version) {
  entity_.mutable_programme()->set_version(version);
  return *this;
}

ATheme::ATheme(std::string_view code) : Story(rules::ThemeId("ledarstig", code)) {
  v1::Theme& theme = *entity_.mutable_theme();
  theme.set_programme_id(Ledarstig().ToBytes());
  theme.set_code(std::string(code));
  theme.set_position(1);
  *theme.mutable_name() = InSwedish("Mod");
  *theme.mutable_summary() = InSwedish("Att våga leda.");
  v1::AssignmentTemplate& listen = *theme.add_assignments();
  listen.set_code("lyssna");
  listen.set_minutes(30);
  *listen.mutable_title() = InSwedish("Lyssna");
  *listen.mutable_brief() = InSwedish("Lyssna på någon i tio minuter.\nSäg ingenting.");
}

ACohort::ACohort(std::string_view name) : Story(IdNamed(name)) {
  v1::Cohort& cohort = *entity_.mutable_cohort();
  cohort.set_programme_id(Ledarstig().ToBytes());
  cohort.set_round(3);
  *cohort.mutable_name() = InSwedish("Omgång 3");
  cohort.set_state(v1::COHORT_STATE_DRAFT);
  cohort.set_enrolment_opens_ms(kMonday);
  cohort.set_enrolment_closes_ms(kMonday + 14 * base::kDayMs);
  cohort.set_starts_ms(kMonday + 21 * base::kDayMs);
  cohort.set_ends_ms(kMonday + 180 * base::kDayMs);
  cohort.set_grace_ms(3 * base::kDayMs);
}

ACohort& ACohort::In(v1::CohortState state) {
  entity_.mutable_cohort()->set_state(state);
  return *this;
}

ACohort& ACohort::PausedFrom(v1::CohortState state) {
  entity_.mutable_cohort()->set_paused_from(state);
  return In(v1::COHORT_STATE_PAUSED);
}

ACohort& ACohort::WithGrace(base::TimeMs grace) {
  entity_.mutable_cohort()->set_grace_ms(grace);
  return *this;
}

ASeatRequest::ASeatRequest(uint32_t seats) : Story(PargasSeats()) {
  v1::CohortSeat& seat = *entity_.mutable_cohort_seat();
  seat.set_cohort_id(IdNamed("cohort").ToBytes());
  seat.set_municipality_id(Pargas().ToBytes());
  seat.set_state(v1::SEAT_STATE_REQUESTED);
  seat.set_requested(seats);
}

ASeatRequest& ASeatRequest::Agreed(uint32_t seats) {
  entity_.mutable_cohort_seat()->set_state(v1::SEAT_STATE_AGREED);
  entity_.mutable_cohort_seat()->set_agreed(seats);
  return *this;
}

ASeatRequest& ASeatRequest::Declined() {
  entity_.mutable_cohort_seat()->set_state(v1::SEAT_STATE_DECLINED);
  entity_.mutable_cohort_seat()->set_agreed(0);
  return *this;
}

AnEnrolment::AnEnrolment(std::string_view person)
    : Story(IdNamed(std::string(person) + "'s place")) {
  v1::Enrolment& enrolment = *entity_.mutable_enrolment();
  enrolment.set_cohort_id(IdNamed("cohort").ToBytes());
  enrolment.set_person_id(IdNamed(person).ToBytes());
  enrolment.set_municipality_id(Pargas().ToBytes());
  enrolment.set_state(v1::ENROLMENT_STATE_ACTIVE);
}

AnEnrolment& AnEnrolment::In(v1::EnrolmentState state) {
  entity_.mutable_enrolment()->set_state(state);
  return *this;
}

AnAssignment::AnAssignment(std::string_view name) : Story(IdNamed(name)) {
  v1::Assignment& assignment = *entity_.mutable_assignment();
  assignment.set_cohort_id(IdNamed("cohort").ToBytes());
  assignment.set_theme_id(rules::ThemeId("ledarstig", "mod").ToBytes());
  assignment.set_template_code("lyssna");
  *assignment.mutable_title() = InSwedish("Lyssna");
  *assignment.mutable_brief() = InSwedish("Lyssna på någon i tio minuter.\nSäg ingenting.");
  assignment.set_minutes(30);
  assignment.set_opens_ms(kMonday);
  assignment.set_due_ms(kMonday + 14 * base::kDayMs);
  assignment.set_state(v1::ASSIGNMENT_STATE_OPEN);
  assignment.set_version(1);
}

AnAssignment& AnAssignment::Due(base::TimeMs time) {
  entity_.mutable_assignment()->set_due_ms(time);
  return *this;
}

AnAssignment& AnAssignment::Opens(base::TimeMs time) {
  entity_.mutable_assignment()->set_opens_ms(time);
  return *this;
}

AnAssignment& AnAssignment::ForGroup(std::string_view group) {
  entity_.mutable_assignment()->set_group_id(IdNamed(group).ToBytes());
  return *this;
}

AnAssignment& AnAssignment::ForPerson(std::string_view person) {
  entity_.mutable_assignment()->set_person_id(IdNamed(person).ToBytes());
  return *this;
}

AnAssignment& AnAssignment::ShownFrom(base::TimeMs time) {
  entity_.mutable_assignment()->set_publish_ms(time);
  entity_.mutable_assignment()->set_state(v1::ASSIGNMENT_STATE_SCHEDULED);
  return Opens(time);
}

AnAssignment& AnAssignment::Saying(std::string_view title, std::string_view change_note) {
  *entity_.mutable_assignment()->mutable_title() = InSwedish(title);
  entity_.mutable_assignment()->set_change_note(std::string(change_note));
  return *this;
}

AnAssignment& AnAssignment::Closed() {
  entity_.mutable_assignment()->set_state(v1::ASSIGNMENT_STATE_CLOSED);
  return *this;
}

ADraft::ADraft(std::string_view person) : Story(WorkOf(person)) {
  By(person);
  entity_.mutable_draft()->set_assignment_id(IdNamed("assignment").ToBytes());
}

ADraft& ADraft::With(const v1::Revision& head) {
  *entity_.mutable_draft()->add_heads() = head;
  return *this;
}

ASubmission::ASubmission(std::string_view person) : Story(IdNamed("submission")) {
  By(person);
  v1::Submission& submission = *entity_.mutable_submission();
  submission.set_assignment_id(IdNamed("assignment").ToBytes());
  submission.set_cohort_id(IdNamed("cohort").ToBytes());
  submission.set_person_id(IdNamed(person).ToBytes());
  submission.set_attempt(1);
  *submission.mutable_report() = AReport("Jag lyssnade.");
  submission.set_state(v1::SUBMISSION_STATE_SUBMITTED);
  submission.set_claimed_ms(kMonday);
  submission.set_assignment_version(1);
}

AFeedback::AFeedback(std::string_view text) : Story(IdNamed("feedback")) {
  By("carina coach");
  v1::Feedback& feedback = *entity_.mutable_feedback();
  feedback.set_submission_id(IdNamed("submission").ToBytes());
  feedback.set_text(std::string(text));
  feedback.set_verdict(v1::VERDICT_COMMENT);
}

AThread::AThread(std::string_view title) : Story(IdNamed("thread")) {
  By("anna");
  entity_.mutable_thread()->set_cohort_id(IdNamed("cohort").ToBytes());
  entity_.mutable_thread()->set_title(std::string(title));
}

APost::APost(std::string_view text) : Story(IdNamed("post")) {
  By("anna");
  entity_.mutable_post()->set_thread_id(IdNamed("thread").ToBytes());
  entity_.mutable_post()->add_heads()->set_text(std::string(text));
}

APost& APost::Named(std::string_view name) { return WithId(IdNamed(name)); }

APost& APost::In(const base::Id& thread) {
  entity_.mutable_post()->set_thread_id(thread.ToBytes());
  return *this;
}

APost& APost::AlsoReading(const v1::Revision& head) {
  *entity_.mutable_post()->add_heads() = head;
  return *this;
}

APost& APost::Mentioning(std::string_view person) {
  entity_.mutable_post()->mutable_heads(0)->add_mentions(IdNamed(person).ToBytes());
  return *this;
}

APost& APost::TakenDown() {
  v1::Post& post = *entity_.mutable_post();
  post.clear_heads();
  post.mutable_removal()->set_cause(v1::FLAG_CAUSE_HURTFUL);
  post.mutable_removal()->set_by(IdNamed("carin coach").ToBytes());
  post.mutable_removal()->set_at_ms(kMonday);
  return *this;
}

AThread& AThread::AmongLeadersOf(const base::Id& municipality) {
  entity_.mutable_thread()->set_municipality_id(municipality.ToBytes());
  return *this;
}

AThread& AThread::WithCoaches() {
  entity_.mutable_thread()->set_coaches_invited(true);
  return *this;
}

AThread& AThread::Pinning(std::initializer_list<std::string_view> posts) {
  for (const std::string_view post : posts) {
    entity_.mutable_thread()->add_pinned(IdNamed(post).ToBytes());
  }
  return *this;
}

APost& APost::Withdrawn() {
  entity_.mutable_post()->clear_heads();
  entity_.mutable_post()->set_withdrawn(true);
  return *this;
}

AParkedItem::AParkedItem(const v1::Mutation& mutation, v1::Reason reason)
    : Story(IdNamed("parked")) {
  By("anna");
  entity_.mutable_parked()->set_mutation(mutation.SerializeAsString());
  entity_.mutable_parked()->set_reason(reason);
}

// ---- Intents

v1::RegisterMunicipality RegistersPargas() {
  const v1::Entity pargas = AMunicipality();
  v1::RegisterMunicipality intent;
  intent.set_id(pargas.id());
  *intent.mutable_municipality() = pargas.municipality();
  return intent;
}

v1::InvitePerson InvitesPerson(std::string_view name) {
  const v1::Entity person = APerson(name);
  const v1::Entity hat = AHat(name);
  v1::InvitePerson intent;
  intent.set_id(person.id());
  *intent.mutable_person() = person.person();
  intent.set_email(EmailOf(name));
  intent.set_membership_id(hat.id());
  *intent.mutable_hat() = hat.membership();
  return intent;
}

v1::CorrectPerson CorrectsPerson(std::string_view person, std::string_view new_name) {
  v1::CorrectPerson intent;
  intent.set_id(IdNamed(person).ToBytes());
  intent.mutable_person()->set_name(std::string(new_name));
  intent.mutable_person()->set_language("sv-FI");
  return intent;
}

v1::GrantHat GrantsHat(const v1::Entity& hat) {
  v1::GrantHat intent;
  intent.set_id(hat.id());
  *intent.mutable_membership() = hat.membership();
  return intent;
}

v1::EndHat EndsHat(const v1::Entity& hat) {
  v1::EndHat intent;
  intent.set_id(hat.id());
  return intent;
}

v1::PublishProgramme PublishesProgramme(const v1::Entity& programme) {
  v1::PublishProgramme intent;
  intent.set_id(programme.id());
  *intent.mutable_programme() = programme.programme();
  return intent;
}

v1::PublishTheme PublishesTheme(const v1::Entity& theme) {
  v1::PublishTheme intent;
  intent.set_id(theme.id());
  *intent.mutable_theme() = theme.theme();
  return intent;
}

v1::PlanCohort PlansCohort(const v1::Entity& cohort) {
  v1::PlanCohort intent;
  intent.set_id(cohort.id());
  *intent.mutable_cohort() = cohort.cohort();
  return intent;
}

v1::MoveCohort MovesCohort(const v1::Entity& cohort, v1::CohortState to) {
  v1::MoveCohort intent;
  intent.set_id(cohort.id());
  intent.set_to(to);
  return intent;
}

v1::RequestSeats RequestsSeats(uint32_t seats) {
  v1::RequestSeats intent;
  intent.set_id(PargasSeats().ToBytes());
  intent.set_cohort_id(IdNamed("cohort").ToBytes());
  intent.set_municipality_id(Pargas().ToBytes());
  intent.set_seats(seats);
  return intent;
}

v1::AnswerSeats AnswersSeats(uint32_t agreed, std::string_view answer) {
  v1::AnswerSeats intent;
  intent.set_id(PargasSeats().ToBytes());
  intent.set_agreed(agreed);
  intent.set_answer(std::string(answer));
  return intent;
}

v1::EnrolLeader EnrolsLeader(std::string_view name) {
  const v1::Entity enrolment = AnEnrolment(name);
  v1::EnrolLeader intent;
  intent.set_id(enrolment.id());
  intent.set_cohort_id(enrolment.enrolment().cohort_id());
  intent.set_municipality_id(enrolment.enrolment().municipality_id());
  intent.set_person_id(enrolment.enrolment().person_id());
  intent.set_membership_id(v1::Entity(AHat(name)).id());
  intent.set_name(std::string(name));
  intent.set_email(EmailOf(name));
  intent.set_position("Bibliotekschef");
  intent.set_sector("kultur");
  intent.set_language("sv-FI");
  return intent;
}

v1::Withdraw WithdrawsFrom(const v1::Entity& enrolment) {
  v1::Withdraw intent;
  intent.set_id(enrolment.id());
  return intent;
}

v1::PostAssignment PostsAssignment(const v1::Entity& assignment) {
  v1::PostAssignment intent;
  intent.set_id(assignment.id());
  *intent.mutable_assignment() = assignment.assignment();
  return intent;
}

v1::EditAssignment EditsAssignment(const v1::Entity& assignment) {
  v1::EditAssignment intent;
  intent.set_id(assignment.id());
  *intent.mutable_assignment() = assignment.assignment();
  return intent;
}

v1::MoveAssignment MovesAssignment(const v1::Entity& assignment, v1::AssignmentState to) {
  v1::MoveAssignment intent;
  intent.set_id(assignment.id());
  intent.set_to(to);
  return intent;
}

v1::SaveDraft SavesDraft(std::string_view person, const v1::Revision& revision,
                         std::initializer_list<std::string_view> replaces) {
  v1::SaveDraft intent;
  intent.set_id(WorkOf(person).ToBytes());
  intent.set_assignment_id(IdNamed("assignment").ToBytes());
  *intent.mutable_revision() = revision;
  for (const std::string_view name : replaces) intent.add_replaces(IdNamed(name).ToBytes());
  return intent;
}

v1::Submit Submits(std::string_view tried, std::string_view name) {
  v1::Submit intent;
  intent.set_id(IdNamed(name).ToBytes());
  intent.set_assignment_id(IdNamed("assignment").ToBytes());
  intent.set_cohort_id(IdNamed("cohort").ToBytes());
  *intent.mutable_report() = AReport(tried);
  intent.set_assignment_version(1);
  return intent;
}

v1::GiveFeedback GivesFeedback(v1::Verdict verdict, std::string_view text) {
  v1::GiveFeedback intent;
  intent.set_id(IdNamed("feedback").ToBytes());
  intent.set_submission_id(IdNamed("submission").ToBytes());
  intent.set_text(std::string(text));
  intent.set_verdict(verdict);
  return intent;
}

v1::StartThread StartsThread(std::string_view title) {
  v1::StartThread intent;
  intent.set_id(IdNamed("thread").ToBytes());
  intent.set_cohort_id(IdNamed("cohort").ToBytes());
  intent.set_title(std::string(title));
  return intent;
}

v1::WritePost WritesPost(std::string_view text, std::string_view name) {
  v1::WritePost intent;
  intent.set_id(IdNamed(name).ToBytes());
  intent.set_thread_id(IdNamed("thread").ToBytes());
  intent.set_text(std::string(text));
  return intent;
}

v1::EditPost EditsPost(const v1::Entity& post, const v1::Revision& revision,
                       std::initializer_list<base::Id> replaces) {
  v1::EditPost intent;
  intent.set_id(post.id());
  *intent.mutable_revision() = revision;
  for (const base::Id& id : replaces) intent.add_replaces(id.ToBytes());
  return intent;
}

v1::WithdrawPost WithdrawsPost(const v1::Entity& post) {
  v1::WithdrawPost intent;
  intent.set_id(post.id());
  return intent;
}

v1::DiscardParked DiscardsParked(const v1::Entity& parked) {
  v1::DiscardParked intent;
  intent.set_id(parked.id());
  return intent;
}

v1::Mutation MutationOf(const google::protobuf::Message& intent, uint64_t number) {
  v1::Mutation mutation;
  mutation.set_number(number);
  mutation.set_claimed_ms(kMonday);
  const google::protobuf::OneofDescriptor* intents =
      v1::Mutation::descriptor()->FindOneofByName("intent");
  for (int i = 0; i < intents->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = intents->field(i);
    if (field->message_type() != intent.GetDescriptor()) continue;
    mutation.GetReflection()->MutableMessage(&mutation, field)->CopyFrom(intent);
    return mutation;
  }
  std::abort();  // Not an intent.
}

}  // namespace samstig::test
