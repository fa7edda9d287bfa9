// SPDX-License-Identifier: Apache-2.0
// Every intent as every role. A row says who may; everybody else must be refused, and what is
// refused must leave nothing behind. The intents are right in every other way, so that it is the
// right that is asked for.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "domain/rules/names.h"
#include "tests/rights/town.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using google::protobuf::Message;

// Most intents are the same whoever sends them; some name their sender.
using Intent = std::function<std::unique_ptr<Message>(const std::string& person)>;

struct Row {
  std::string name;
  Intent intent;
  People may;
};

template <typename Type>
Intent Fixed(Type intent) {
  return [intent](const std::string&) { return std::make_unique<Type>(intent); };
}
template <typename Type>
Intent By(Type (*make)(const std::string&)) {
  return [make](const std::string& person) { return std::make_unique<Type>(make(person)); };
}

const People kOrganiser = {"olle organiser"};
const People kOrganiserAndPargas = {"olle organiser", "maria admin"};
const People kPargas = {"maria admin"};
const People kCoach = {"carin coach"};
const People kCoachAndOrganiser = {"carin coach", "olle organiser"};
const People kLeaders = {"anna", "axel", "pia", "bo"};
const People kCohort = {"anna", "axel", "pia", "bo", "carin coach"};
const People kGroup = {"anna", "bo", "carin coach"};
const People kHome = {"anna", "axel", "pia"};
const People kOpenHome = {"anna", "axel", "pia", "carin coach"};
const People kAnna = {"anna"};

// ---- Intents that the stories have no word for

v1::Entity Renamed(const v1::Entity& entity, std::string_view name) {
  v1::Entity renamed = entity;
  renamed.set_id(IdNamed(name).ToBytes());
  return renamed;
}

v1::RegisterMunicipality RegistersKarleby() {
  v1::RegisterMunicipality intent = RegistersPargas();
  intent.set_id(rules::MunicipalityId("FI", "272").ToBytes());
  intent.mutable_municipality()->set_code("272");
  return intent;
}

v1::CorrectEmail CorrectsEmail(std::string_view person) {
  v1::CorrectEmail intent;
  intent.set_id(IdNamed(person).ToBytes());
  intent.set_email("ny@pargas.example");
  return intent;
}

v1::SetManager SetsManager(std::string_view person, std::string_view manager) {
  v1::SetManager intent;
  intent.set_id(v1::Entity(AHat(person)).id());
  intent.set_manager_id(IdNamed(manager).ToBytes());
  return intent;
}

v1::EditCohort EditsCohort() {
  v1::EditCohort intent;
  const v1::Entity cohort = ACohort();
  intent.set_id(cohort.id());
  *intent.mutable_cohort() = cohort.cohort();
  return intent;
}

v1::TransferEnrolment TransfersAnna() {
  v1::TransferEnrolment intent;
  intent.set_id(v1::Entity(AnEnrolment("anna")).id());
  intent.set_municipality_id(Raseborg().ToBytes());
  intent.set_membership_id(IdNamed("anna's next hat").ToBytes());
  intent.set_position("Bibliotekschef");
  intent.set_sector("kultur");
  return intent;
}

v1::ReplaceLeader ReplacesAxel() {
  const v1::EnrolLeader berit = EnrolsLeader("berit");
  v1::ReplaceLeader intent;
  intent.set_id(berit.id());
  intent.set_replaced_id(v1::Entity(AnEnrolment("axel")).id());
  intent.set_person_id(berit.person_id());
  intent.set_membership_id(berit.membership_id());
  intent.set_name(berit.name());
  intent.set_email(berit.email());
  intent.set_position(berit.position());
  intent.set_sector(berit.sector());
  intent.set_language(berit.language());
  return intent;
}

v1::PostAssignment PostsFor(std::string_view group, std::string_view person) {
  v1::PostAssignment intent = PostsAssignment(AnAssignment("one more assignment"));
  if (!group.empty()) intent.mutable_assignment()->set_group_id(IdNamed(group).ToBytes());
  if (!person.empty()) intent.mutable_assignment()->set_person_id(IdNamed(person).ToBytes());
  return intent;
}

v1::Submit SubmitsTo(std::string_view assignment) {
  v1::Submit intent = Submits("Jag provade.", "another submission");
  intent.set_assignment_id(IdNamed(assignment).ToBytes());
  return intent;
}

v1::GiveFeedback Answers(v1::Verdict verdict) {
  v1::GiveFeedback intent = GivesFeedback(verdict);
  intent.set_id(IdNamed("another answer").ToBytes());
  return intent;
}

v1::StartThread StartsIn(std::string_view group, const Id& municipality) {
  v1::StartThread intent = StartsThreadNamed("one more thread");
  if (!group.empty()) intent.set_group_id(IdNamed(group).ToBytes());
  if (!municipality.IsNil()) intent.set_municipality_id(municipality.ToBytes());
  return intent;
}

template <typename Type>
Type On(const Id& id) {
  Type intent;
  intent.set_id(id.ToBytes());
  return intent;
}

template <typename Type>
Type Pinning(std::string_view post) {
  Type intent = On<Type>(IdNamed("thread"));
  intent.set_post_id(IdNamed(post).ToBytes());
  return intent;
}

v1::RemovePost RemovesPost(std::string_view post) {
  v1::RemovePost intent = On<v1::RemovePost>(IdNamed(post));
  intent.set_cause(v1::FLAG_CAUSE_HURTFUL);
  return intent;
}

v1::SettleFlag SettlesTheFlag() {
  return On<v1::SettleFlag>(rules::FlagId(IdNamed("bo"), IdNamed("axel's post")));
}

v1::ChangeGroup ChangesTheGroup() {
  v1::ChangeGroup intent = On<v1::ChangeGroup>(IdNamed("group"));
  intent.set_name("En annan grupp");
  for (const char* member : {"anna", "axel", "bo"})
    intent.add_person_ids(IdNamed(member).ToBytes());
  return intent;
}

v1::NudgeLeader NudgesPia() {
  v1::NudgeLeader intent =
      On<v1::NudgeLeader>(rules::NudgeId(IdNamed("pia"), IdNamed("assignment")));
  intent.set_assignment_id(IdNamed("assignment").ToBytes());
  intent.set_person_id(IdNamed("pia").ToBytes());
  return intent;
}

v1::Announce AnnouncesMore() {
  v1::Announce intent = On<v1::Announce>(IdNamed("one more announcement"));
  intent.set_cohort_id(IdNamed("cohort").ToBytes());
  intent.set_title("Välkomna");
  intent.set_text("Vi ses på måndag.");
  return intent;
}

v1::EditAnnouncement EditsTheAnnouncement() {
  v1::EditAnnouncement intent = On<v1::EditAnnouncement>(IdNamed("announcement"));
  intent.set_title("Träffen flyttas");
  intent.set_text("Till tisdag.");
  return intent;
}

v1::PublishTerms PublishesTerms() {
  v1::PublishTerms intent = On<v1::PublishTerms>(rules::DataTermsId());
  *intent.mutable_text() = InSwedish("Nya villkor");
  return intent;
}

v1::SetRetention SetsRetention() {
  v1::SetRetention intent = On<v1::SetRetention>(rules::RetentionId());
  v1::RetentionRule& rule = *intent.add_rules();
  rule.set_class_(v1::RETENTION_CLASS_TALK);
  rule.set_days(730);
  return intent;
}

v1::AcceptTerms AcceptsTerms() {
  v1::AcceptTerms intent = On<v1::AcceptTerms>(rules::TermsAcceptanceId(Pargas()));
  intent.set_municipality_id(Pargas().ToBytes());
  intent.set_version(1);
  return intent;
}

v1::SaveTool SavesTool(std::string_view name) {
  v1::SaveTool intent = On<v1::SaveTool>(IdNamed(name));
  intent.set_title("Verktyg");
  *intent.mutable_revision() = ARevision("tool 2", "Så här gör jag.");
  return intent;
}

v1::SaveTeam SavesTeam(std::string_view name) {
  v1::SaveTeam intent = On<v1::SaveTeam>(IdNamed(name));
  intent.set_name("Laget");
  intent.set_size(9);
  *intent.mutable_revision() = ARevision("team 2", "Alla är med.");
  return intent;
}

v1::SetNotices SetsNotices(const std::string& person) {
  v1::SetNotices intent = On<v1::SetNotices>(rules::NoticeSettingsId(IdNamed(person)));
  intent.mutable_settings()->set_rhythm(v1::MAIL_RHYTHM_NEVER);
  return intent;
}

v1::SetLevel SetsLevel(const std::string& person, std::string_view thread) {
  const Id id = IdNamed(thread);
  v1::SetLevel intent = On<v1::SetLevel>(rules::SubscriptionId(IdNamed(person), id));
  intent.set_thread_id(id.ToBytes());
  intent.set_level(v1::LEVEL_MUTED);
  return intent;
}

v1::FlagPost FlagsAxel(const std::string& person) {
  const Id post = IdNamed("axel's post");
  v1::FlagPost intent = On<v1::FlagPost>(rules::FlagId(IdNamed(person), post));
  intent.set_post_id(post.ToBytes());
  intent.set_cause(v1::FLAG_CAUSE_OTHER);
  return intent;
}

v1::React ReactsIn(const std::string& person, std::string_view post) {
  v1::React intent = Reacts(person, v1::REACTION_SYMBOL_IDEA);
  intent.set_post_id(IdNamed(post).ToBytes());
  intent.set_id(rules::ReactionId(IdNamed(person), IdNamed(post)).ToBytes());
  return intent;
}

// ---- The table

void ForOrganisersAndMunicipalities(std::vector<Row>& rows) {
  const v1::Entity cohort = ACohort();
  const v1::Entity asta = AHat("asta").LeaderIn(Pargas());
  rows.insert(
      rows.end(),
      {
          {"a municipality joins", Fixed(RegistersKarleby()), kOrganiser},
          {"a leader is invited", Fixed(InvitesTo("asta", asta)), kOrganiserAndPargas},
          {"an admin is invited", Fixed(InvitesTo("asta", AHat("asta").AdminOf(Pargas()))),
           kOrganiser},
          {"a coach is invited", Fixed(InvitesTo("asta", AHat("asta").CoachOf(IdNamed("cohort")))),
           kOrganiser},
          {"an organiser is invited", Fixed(InvitesTo("asta", AHat("asta").Organiser())),
           kOrganiser},
          {"one's own name",
           By(+[](const std::string& person) { return CorrectsPerson(person, "Nytt Namn"); }),
           Town::Everybody()},
          {"anna's name", Fixed(CorrectsPerson("anna", "Nytt Namn")), kAnna},
          {"anna's address", Fixed(CorrectsEmail("anna")), kOrganiser},
          {"a leader's hat",
           Fixed(GrantsHat(Renamed(AHat("nils").LeaderIn(Pargas()), "nils's next hat"))),
           kOrganiserAndPargas},
          {"a coach's hat",
           Fixed(GrantsHat(Renamed(AHat("nils").CoachOf(IdNamed("cohort")), "nils's next hat"))),
           kOrganiser},
          {"an admin's hat",
           Fixed(GrantsHat(Renamed(AHat("nils").AdminOf(Pargas()), "nils's next hat"))),
           kOrganiser},
          {"a guest is invited", Fixed(InvitesTo("asta", AHat("asta").GuestOf(IdNamed("cohort")))),
           kCoachAndOrganiser},
          {"a guest's hat",
           Fixed(GrantsHat(Renamed(AHat("nils").GuestOf(IdNamed("cohort")), "nils's next hat"))),
           kCoachAndOrganiser},
          {"lisa's hat ends", Fixed(EndsHat(AHat("lisa guest"))), kCoachAndOrganiser},
          {"otto's hat ends", Fixed(EndsHat(AHat("otto"))), kOrganiserAndPargas},
          {"carin's hat ends", Fixed(EndsHat(AHat("carin coach"))), kOrganiser},
          {"whom anna reports to", Fixed(SetsManager("anna", "otto")), kOrganiserAndPargas},
          {"a programme", Fixed(PublishesProgramme(AProgramme("ny-stig"))), kOrganiser},
          {"a theme", Fixed(PublishesTheme(ATheme("lugn"))), kOrganiser},
          {"a cohort is planned", Fixed(PlansCohort(ACohort("third cohort"))), kOrganiser},
          {"a cohort is changed", Fixed(EditsCohort()), kOrganiser},
          {"a cohort moves on", Fixed(MovesCohort(cohort, v1::COHORT_STATE_PAUSED)), kOrganiser},
          {"seats are asked for", Fixed(AsksForSeats(Pargas(), 9)), kPargas},
          {"seats are given", Fixed(GivesSeats(Raseborg(), 3)), kOrganiser},
          {"a leader is enrolled", Fixed(EnrolsFrom(Pargas(), "asta")), kPargas},
          {"anna withdraws", Fixed(WithdrawsFrom(AnEnrolment("anna"))), {"anna", "maria admin"}},
          {"anna changes municipality", Fixed(TransfersAnna()), kOrganiser},
          {"axel is replaced", Fixed(ReplacesAxel()), kPargas},
          {"terms are published", Fixed(PublishesTerms()), kOrganiser},
          {"retention is set", Fixed(SetsRetention()), kOrganiser},
          {"terms are accepted", Fixed(AcceptsTerms()), kPargas},
      });
}

void ForTheCoach(std::vector<Row>& rows) {
  const v1::Entity assignment = AnAssignment();
  rows.insert(
      rows.end(),
      {
          {"an assignment for all", Fixed(PostsFor("", "")), kCoach},
          {"an assignment for a group", Fixed(PostsFor("group", "")), kCoach},
          {"an assignment for one", Fixed(PostsFor("", "axel")), kCoach},
          {"an assignment is changed",
           Fixed(EditsAssignment(AnAssignment().Due(kMonday + 30 * base::kDayMs))), kCoach},
          {"an assignment is closed",
           Fixed(MovesAssignment(assignment, v1::ASSIGNMENT_STATE_CLOSED)), kCoach},
          {"a scheduled one is published",
           Fixed(MovesAssignment(AnAssignment("later assignment"), v1::ASSIGNMENT_STATE_OPEN)),
           kCoach},
          {"a group is formed", Fixed(FormsGroup("second group", {"axel", "pia"})), kCoach},
          {"a group is changed", Fixed(ChangesTheGroup()), kCoach},
          {"a group is dissolved", Fixed(On<v1::DissolveGroup>(IdNamed("group"))), kCoach},
          {"a nudge", Fixed(NudgesPia()), kCoach},
          {"an announcement", Fixed(AnnouncesMore()), kCoachAndOrganiser},
          {"an announcement is changed", Fixed(EditsTheAnnouncement()), kCoachAndOrganiser},
          {"an announcement is taken down",
           Fixed(On<v1::TakeDownAnnouncement>(IdNamed("announcement"))), kCoachAndOrganiser},
          {"a post is taken down", Fixed(RemovesPost("post")), kCoach},
          {"a post in a group is taken down", Fixed(RemovesPost("group's post")), kCoach},
          {"a post where coaches do not read", Fixed(RemovesPost("home post")), {}},
          {"a post is put back", Fixed(On<v1::RestorePost>(IdNamed("removed post"))), kCoach},
          {"a flag is settled", Fixed(SettlesTheFlag()), kCoach},
          {"a submission is acknowledged", Fixed(Answers(v1::VERDICT_ACKNOWLEDGE)), kCoach},
      });
}

void ForLeaders(std::vector<Row>& rows) {
  rows.insert(
      rows.end(),
      {
          {"work is handed in", Fixed(SubmitsTo("assignment")), kLeaders},
          {"work of a group's assignment", Fixed(SubmitsTo("group's assignment")), {"anna", "bo"}},
          {"work of anna's assignment", Fixed(SubmitsTo("anna's assignment")), kAnna},
          {"work of what is not yet there", Fixed(SubmitsTo("later assignment")), {}},
          {"a word on anna's submission",
           Fixed(Answers(v1::VERDICT_COMMENT)),
           {"anna", "carin coach"}},
          {"a draft of one's own", By(+[](const std::string& person) {
             v1::SaveDraft intent = SavesDraft(person, AReportRevision("mine", "Jag tror"));
             intent.set_id(rules::WorkId(IdNamed(person), IdNamed("assignment")).ToBytes());
             // Anna knows of the one she has.
             if (person == "anna") intent.add_replaces(IdNamed("first").ToBytes());
             return intent;
           }),
           kLeaders},
          {"anna's draft", Fixed(SavesDraft("anna", AReportRevision("foreign", "Jag tror"))),
           kAnna},
          {"a tool", Fixed(SavesTool("one more tool")), Town::Insiders()},
          {"anna's tool", Fixed(SavesTool("tool")), kAnna},
          {"anna's tool is put away", Fixed(On<v1::DropTool>(IdNamed("tool"))), kAnna},
          {"a team", Fixed(SavesTeam("one more team")), Town::Insiders()},
          {"anna's team", Fixed(SavesTeam("team")), kAnna},
          {"anna's team is put away", Fixed(On<v1::DropTeam>(IdNamed("team"))), kAnna},
          {"one's own notices", By(+[](const std::string& person) { return SetsNotices(person); }),
           Town::Everybody()},
          {"anna's notices", Fixed(SetsNotices("anna")), kAnna},
      });
}

void ForTalk(std::vector<Row>& rows) {
  rows.insert(
      rows.end(),
      {
          {"a thread of the cohort", Fixed(StartsIn("", Id())), kCohort},
          {"a thread of the group", Fixed(StartsIn("group", Id())), kGroup},
          {"a thread at home", Fixed(StartsIn("", Pargas())), kHome},
          {"the coaches are invited", Fixed(On<v1::InviteCoaches>(IdNamed("home thread"))), kAnna},
          {"a post in the cohort", Fixed(WritesIn("thread", "more", "Hej")), kCohort},
          {"a post in the group", Fixed(WritesIn("group's thread", "more", "Hej")), kGroup},
          {"a post at home", Fixed(WritesIn("home thread", "more", "Hej")), kHome},
          {"a post where coaches read", Fixed(WritesIn("open thread", "more", "Hej")), kOpenHome},
          {"anna's post is changed", Fixed(EditsPost(APost(), ARevision("new", "Hej hej"))), kAnna},
          {"anna's post is taken back", Fixed(WithdrawsPost(APost())), kAnna},
          {"a post is pinned", Fixed(Pinning<v1::PinPost>("post")), {"anna", "carin coach"}},
          {"a post is unpinned", Fixed(Pinning<v1::UnpinPost>("post")), {"anna", "carin coach"}},
          {"a reaction", By(+[](const std::string& person) { return ReactsIn(person, "post"); }),
           kCohort},
          {"a reaction at home",
           By(+[](const std::string& person) { return ReactsIn(person, "home post"); }), kHome},
          {"a reaction is taken back", By(+[](const std::string& person) {
             return TakesReactionBack(person, v1::REACTION_SYMBOL_HEART);
           }),
           kCohort},
          {"a level", By(+[](const std::string& person) { return SetsLevel(person, "thread"); }),
           kCohort},
          {"a level at home",
           By(+[](const std::string& person) { return SetsLevel(person, "home thread"); }), kHome},
          {"axel's post is flagged",
           By(+[](const std::string& person) { return FlagsAxel(person); }),
           {"anna", "pia", "bo", "carin coach"}},
          {"a read mark",
           By(+[](const std::string& person) { return MarksRead(person, kMonday + 5); }),
           Town::Insiders()},
      });
}

class WritesTest : public testing::Test {
 protected:
  WritesTest() {
    ForOrganisersAndMunicipalities(rows_);
    ForTheCoach(rows_);
    ForLeaders(rows_);
    ForTalk(rows_);
    rows_.push_back({"anna's parked item is let go", Fixed(DiscardsParked(ParkedOfAnna())), kAnna});
    town_.BacksUp("as it was");
  }

  v1::Entity ParkedOfAnna() {
    for (const auto& [id, entity] : town_.ReadBy("anna")) {
      if (entity.has_parked()) return entity;
    }
    ADD_FAILURE() << "nothing is parked";
    return {};
  }

  base::Result<v1::Outcome> Tries(const std::string& person, const Row& row) {
    const std::unique_ptr<Message> intent = row.intent(person);
    return town_.Applies(person, "request-" + std::to_string(++requests_), MutationOf(*intent, 0));
  }

  Town town_;
  std::vector<Row> rows_;
  int requests_ = 0;
};

TEST_F(WritesTest, EveryIntentHasARow) {
  std::set<std::string> covered;
  for (const Row& row : rows_) covered.insert(row.intent("anna")->GetTypeName());
  const auto* intents = v1::Mutation::descriptor()->FindOneofByName("intent");
  for (int i = 0; i < intents->field_count(); ++i) {
    EXPECT_TRUE(covered.contains(intents->field(i)->message_type()->full_name()))
        << intents->field(i)->name();
  }
}

TEST_F(WritesTest, OnlyThoseMayWhoAreNamed) {
  for (const Row& row : rows_) {
    for (const std::string& person : Town::Everybody()) {
      if (row.may.contains(person)) continue;
      const uint64_t before = town_.LastSeq();
      const base::Result<v1::Outcome> outcome = Tries(person, row);
      EXPECT_THAT(outcome, testing::AnyOf(
                               HasReason(v1::REASON_NOT_ALLOWED), HasReason(v1::REASON_NOT_FOUND),
                               HasReason(v1::REASON_BAD_ID), HasReason(v1::REASON_ALREADY_EXISTS)))
          << person << ": " << row.name;
      EXPECT_EQ(town_.LastSeq(), before) << person << ": " << row.name;
      if (outcome.ok()) town_.IsRestoredFrom("as it was");
    }
  }
}

TEST_F(WritesTest, ThoseWhoAreNamedMay) {
  for (const Row& row : rows_) {
    for (const std::string& person : row.may) {
      EXPECT_THAT(Tries(person, row), IsOk()) << person << ": " << row.name;
      town_.IsRestoredFrom("as it was");
    }
  }
}

}  // namespace
}  // namespace samstig::test
