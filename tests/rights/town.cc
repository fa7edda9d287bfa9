// SPDX-License-Identifier: Apache-2.0
#include "tests/rights/town.h"

#include <utility>

#include "domain/rules/membership.h"
#include "domain/rules/names.h"
#include "server/decide/erasing.h"
#include "server/decide/guests.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {

using base::Id;

Id Lovisa() { return rules::MunicipalityId("FI", "434"); }

// ---- Intents

v1::InvitePerson InvitesTo(std::string_view name, const v1::Entity& hat) {
  v1::InvitePerson intent = InvitesPerson(name);
  *intent.mutable_hat() = hat.membership();
  return intent;
}

v1::EnrolLeader EnrolsFrom(const Id& municipality, std::string_view name, std::string_view cohort) {
  v1::EnrolLeader intent = EnrolsLeader(name);
  intent.set_municipality_id(municipality.ToBytes());
  intent.set_cohort_id(IdNamed(cohort).ToBytes());
  return intent;
}

v1::FormGroup FormsGroup(std::string_view name, std::initializer_list<std::string_view> members) {
  v1::FormGroup intent;
  intent.set_id(IdNamed(name).ToBytes());
  intent.set_cohort_id(IdNamed("cohort").ToBytes());
  intent.set_name(std::string(name));
  for (const std::string_view member : members) {
    intent.add_person_ids(IdNamed(member).ToBytes());
  }
  return intent;
}

v1::StartThread StartsThreadNamed(std::string_view name, std::string_view title) {
  v1::StartThread intent = StartsThread(title);
  intent.set_id(IdNamed(name).ToBytes());
  return intent;
}

v1::WritePost WritesIn(std::string_view thread, std::string_view name, const std::string& text) {
  v1::WritePost intent = WritesPost(text, name);
  intent.set_thread_id(IdNamed(thread).ToBytes());
  return intent;
}

v1::RequestSeats AsksForSeats(const Id& municipality, uint32_t seats, std::string_view cohort) {
  v1::RequestSeats intent = RequestsSeats(seats);
  intent.set_id(rules::SeatId(IdNamed(cohort), municipality).ToBytes());
  intent.set_cohort_id(IdNamed(cohort).ToBytes());
  intent.set_municipality_id(municipality.ToBytes());
  return intent;
}

v1::AnswerSeats GivesSeats(const Id& municipality, uint32_t seats, std::string_view cohort) {
  v1::AnswerSeats intent = AnswersSeats(seats);
  intent.set_id(rules::SeatId(IdNamed(cohort), municipality).ToBytes());
  return intent;
}

namespace {

v1::RegisterMunicipality RegistersLovisa() {
  v1::RegisterMunicipality intent = RegistersPargas();
  intent.set_id(Lovisa().ToBytes());
  intent.mutable_municipality()->set_code("434");
  return intent;
}

v1::PostAssignment PostsNamed(std::string_view name) {
  const v1::Entity assignment = AnAssignment(name);
  return PostsAssignment(assignment);
}

// In every language that the assignment has.
void SetBrief(v1::PostAssignment& intent, const std::string& text) {
  *intent.mutable_assignment()->mutable_brief() = InSwedish(text);
}

}  // namespace

// ---- The town

const People& Town::Insiders() {
  static const People insiders = {"olle organiser", "maria admin", "rasmus admin", "linda admin",
                                  "carin coach",    "cleo coach",  "gun",          "anna",
                                  "axel",           "pia",         "bo",           "otto",
                                  "lotta",          "vera",        "walter",       "nils"};
  return insiders;
}

const People& Town::Everybody() {
  static const People everybody = [] {
    People all = Insiders();
    all.insert({"lisa guest", "gert guest"});
    return all;
  }();
  return everybody;
}

Town::Town() {
  PeopleCome();
  GuestsCome();
  GroupsForm();
  WorkIsGivenAndDone();
  AllTalk();
  CoachesModerate();
  EverybodyKeepsTheirOwn();
  Done("olle organiser", SetsRetention(v1::RETENTION_CLASS_TALK, 730));
  SomebodyIsErased();
  // What the coaches are sent of desks, the leaders are told.
  for (const std::string& person : Everybody()) (void)ReadBy(person);
}

void Town::Done(std::string_view person, const google::protobuf::Message& intent) {
  EXPECT_THAT(Does(person, intent), testing::AnyOf(WasApplied(), WasMerged()))
      << intent.GetTypeName() << " of " << person;
}

std::string Town::Words(std::string_view in) {
  const std::string word = "Ordnummer" + std::to_string(words_.size() + 100) + "ettunikt";
  words_[word] = IdNamed(in);
  return word + " och något mer";
}

std::map<Id, v1::Entity> Town::Everything() {
  std::map<Id, v1::Entity> everything;
  for (const std::string& person : Everybody()) everything.merge(ReadBy(person));
  return everything;
}

void Town::SomebodyIsErased() {
  Done("olle organiser", InvitesTo(kErased, AHat(kErased).Organiser()));
  v1::ErasureChoices choices;
  choices.set_posts(v1::ERASURE_CHOICE_DELETE);
  choices.set_work(v1::ERASURE_CHOICE_DELETE);
  SeededRandom random{SeedOr(43)};
  auto txn = store().Begin();
  ASSERT_THAT(txn, IsOk());
  EXPECT_THAT(server::ErasePerson(**txn, IdNamed(kErased), choices, clock.Now(), random), IsOk());
  EXPECT_THAT((*txn)->Commit(), IsOk());
}

void Town::PeopleCome() {
  Done("olle organiser", RegistersLovisa());
  Done("olle organiser", InvitesTo("linda admin", AHat("linda admin").AdminOf(Lovisa())));
  Done("olle organiser", InvitesTo("gun", AHat("gun").CoachOf(IdNamed("cohort"))));
  Done("olle organiser", EndsHat(AHat("gun")));
  Done("olle organiser", InvitesTo("nils", AHat("nils").LeaderIn(Pargas())));
  Done("olle organiser", EndsHat(AHat("nils")));

  Done("maria admin", EnrolsFrom(Pargas(), "vera"));
  Done("vera", WithdrawsFrom(AnEnrolment("vera")));
  Done("maria admin", EnrolsFrom(Pargas(), "pia"));
  Done("maria admin", EnrolsFrom(Pargas(), "walter"));  // The seats are taken.
  Done("rasmus admin", AsksForSeats(Raseborg(), 3));
  Done("olle organiser", GivesSeats(Raseborg(), 2));

  const v1::Entity other = ACohort("other cohort");
  Done("olle organiser", PlansCohort(other));
  Done("olle organiser", MovesCohort(other, v1::COHORT_STATE_ANNOUNCED));
  Done("olle organiser", MovesCohort(other, v1::COHORT_STATE_ENROLLING));
  Done("olle organiser",
       InvitesTo("cleo coach", AHat("cleo coach").CoachOf(IdNamed("other cohort"))));
  Done("maria admin", AsksForSeats(Pargas(), 1, "other cohort"));
  Done("olle organiser", GivesSeats(Pargas(), 1, "other cohort"));
  Done("maria admin", EnrolsFrom(Pargas(), "lotta", "other cohort"));
  Done("olle organiser", MovesCohort(other, v1::COHORT_STATE_CONFIRMED));
  Done("olle organiser", MovesCohort(other, v1::COHORT_STATE_RUNNING));

  v1::PublishTerms terms;
  terms.set_id(rules::DataTermsId().ToBytes());
  *terms.mutable_text() = InSwedish("Villkor");
  Done("olle organiser", terms);
  for (const auto& [admin, municipality] :
       {std::pair{"maria admin", Pargas()}, std::pair{"rasmus admin", Raseborg()}}) {
    v1::AcceptTerms accept;
    accept.set_id(rules::TermsAcceptanceId(municipality).ToBytes());
    accept.set_municipality_id(municipality.ToBytes());
    accept.set_version(1);
    Done(admin, accept);
  }
}

// Before all that happens in the cohort: so none of it may come to them.
void Town::GuestsCome() {
  const Id cohort = IdNamed("cohort");
  Done("carin coach", InvitesTo("lisa guest", AHat("lisa guest").GuestOf(cohort)));
  const base::TimeMs soon_over = clock.Now() + base::kHourMs - rules::kGuestGrace;
  Done("olle organiser", InvitesTo("gert guest", AHat("gert guest").GuestOf(cohort, soon_over)));
  EXPECT_TRUE(IsReadBy("gert guest", cohort));
  clock.Advance(base::kHourMs);
  EXPECT_THAT(server::EndOverdueGuests(store(), clock.Now()), IsOk());
}

void Town::GroupsForm() { Done("carin coach", FormsGroup("group", {"anna", "bo"})); }

void Town::WorkIsGivenAndDone() {
  v1::PostAssignment to_all = PostsNamed("assignment");
  SetBrief(to_all, Words("assignment"));
  Done("carin coach", to_all);
  v1::PostAssignment to_group = PostsNamed("group's assignment");
  to_group.mutable_assignment()->set_group_id(IdNamed("group").ToBytes());
  SetBrief(to_group, Words("group's assignment"));
  Done("carin coach", to_group);
  v1::PostAssignment to_anna = PostsNamed("anna's assignment");
  to_anna.mutable_assignment()->set_person_id(IdNamed("anna").ToBytes());
  SetBrief(to_anna, Words("anna's assignment"));
  Done("carin coach", to_anna);
  v1::PostAssignment later = PostsNamed("later assignment");
  later.mutable_assignment()->set_publish_ms(clock.Now() + base::kDayMs);
  later.mutable_assignment()->set_opens_ms(clock.Now() + 2 * base::kDayMs);
  SetBrief(later, Words("later assignment"));
  Done("carin coach", later);

  const Id draft = rules::WorkId(IdNamed("anna"), IdNamed("assignment"));
  const std::string drafted = Words("draft");
  words_[drafted.substr(0, drafted.find(' '))] = draft;
  Done("anna", SavesDraft("anna", AReportRevision("first", drafted)));
  Done("anna", Submits(Words("submission")));
  Done("carin coach", GivesFeedback(v1::VERDICT_COMMENT, Words("feedback")));
  v1::NudgeLeader nudge;
  nudge.set_id(rules::NudgeId(IdNamed("axel"), IdNamed("assignment")).ToBytes());
  nudge.set_assignment_id(IdNamed("assignment").ToBytes());
  nudge.set_person_id(IdNamed("axel").ToBytes());
  nudge.set_text("Hur går det?");
  Done("carin coach", nudge);
  v1::Announce announce;
  announce.set_id(IdNamed("announcement").ToBytes());
  announce.set_cohort_id(IdNamed("cohort").ToBytes());
  announce.set_title("Träffen flyttas");
  announce.set_text(Words("announcement"));
  Done("carin coach", announce);
}

void Town::AllTalk() {
  Done("anna", StartsThreadNamed("thread", Words("thread")));
  Done("anna", WritesIn("thread", "post", Words("post")));
  Done("axel", WritesIn("thread", "axel's post", Words("axel's post")));
  Done("bo", Reacts("bo", v1::REACTION_SYMBOL_HEART));

  v1::StartThread of_group = StartsThreadNamed("group's thread", Words("group's thread"));
  of_group.set_group_id(IdNamed("group").ToBytes());
  Done("bo", of_group);
  Done("anna", WritesIn("group's thread", "group's post", Words("group's post")));

  v1::StartThread at_home = StartsThreadNamed("home thread", Words("home thread"));
  at_home.set_municipality_id(Pargas().ToBytes());
  Done("anna", at_home);
  Done("axel", WritesIn("home thread", "home post", Words("home post")));

  v1::StartThread open_home = StartsThreadNamed("open thread", Words("open thread"));
  open_home.set_municipality_id(Pargas().ToBytes());
  Done("anna", open_home);
  Done("pia", WritesIn("open thread", "open post", Words("open post")));
  v1::InviteCoaches invite;
  invite.set_id(IdNamed("open thread").ToBytes());
  Done("anna", invite);
}

void Town::CoachesModerate() {
  v1::FlagPost flag;
  flag.set_id(rules::FlagId(IdNamed("bo"), IdNamed("axel's post")).ToBytes());
  flag.set_post_id(IdNamed("axel's post").ToBytes());
  flag.set_cause(v1::FLAG_CAUSE_OFF_TOPIC);
  const std::string note = Words("flag");
  words_[note.substr(0, note.find(' '))] = Id::FromBytes(flag.id());
  flag.set_note(note);
  Done("bo", flag);
  Done("pia", WritesIn("thread", "removed post", "Detta tas ned"));
  v1::RemovePost remove;
  remove.set_id(IdNamed("removed post").ToBytes());
  remove.set_cause(v1::FLAG_CAUSE_THIRD_PERSON);
  Done("carin coach", remove);
}

void Town::EverybodyKeepsTheirOwn() {
  v1::SaveTool tool;
  tool.set_id(IdNamed("tool").ToBytes());
  tool.set_title("Lyssnarstolen");
  *tool.mutable_revision() = ARevision("tool 1", Words("tool"));
  Done("anna", tool);
  v1::SaveTeam team;
  team.set_id(IdNamed("team").ToBytes());
  team.set_name("Biblioteket");
  team.set_size(12);
  *team.mutable_revision() = ARevision("team 1", Words("team"));
  Done("anna", team);
  v1::SetNotices notices;
  notices.set_id(rules::NoticeSettingsId(IdNamed("anna")).ToBytes());
  notices.mutable_settings()->set_rhythm(v1::MAIL_RHYTHM_WEEKLY);
  notices.mutable_settings()->set_digest_weekday(1);
  Done("anna", notices);
  Done("anna", MarksRead("anna", clock.Now()));
  // Refused, and so kept for its author alone.
  const std::string parked = Words("parked");
  const v1::Outcome outcome = Does("anna", WritesIn("no thread", "no post", parked));
  EXPECT_THAT(outcome, WasParked(v1::REASON_NOT_FOUND));
  for (const auto& [id, entity] : ReadBy("anna")) {
    if (entity.has_parked()) words_[parked.substr(0, parked.find(' '))] = id;
  }
}

}  // namespace samstig::test
