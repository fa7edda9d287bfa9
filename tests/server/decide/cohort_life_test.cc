// SPDX-License-Identifier: Apache-2.0
// A cohort's whole life as the server judges it: what it keeps from its planning, what may be
// changed, and what may be written in which state.
#include <gtest/gtest.h>

#include <vector>

#include "domain/rules/cohort.h"
#include "domain/rules/names.h"
#include "domain/rules/programme.h"
#include "tests/server/village/village.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::HasSubstr;
using testing::SizeIs;

class CohortLifeTest : public testing::Test {
 protected:
  v1::Cohort Cohort() { return village.Stored(IdNamed("cohort")).cohort(); }
  v1::Outcome MovesTo(v1::CohortState state) {
    return village.Does("olle organiser", MovesCohort(ACohort(), state));
  }
  v1::EditCohort Edit() { return EditsCohort(village.Stored(IdNamed("cohort"))); }
  v1::EnrolmentState StateOf(std::string_view person) {
    return village.Stored(IdNamed(std::string(person) + "'s place")).enrolment().state();
  }
  // An assignment, a report on it, a thread with a post: what there is to write on.
  void IsAtWork() {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
    ASSERT_THAT(village.Does("anna", Submits("Vi provade.")), WasApplied());
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    ASSERT_THAT(village.Does("anna", WritesPost("Så här.")), WasApplied());
  }
  // Everything that is written in a cohort is refused, and read as before.
  void IsClosedForWriting(const char* when) {
    const v1::Entity post = village.Stored(IdNamed("post"));
    const std::string next = std::string("next ") + when;
    const std::vector<std::pair<const char*, v1::Outcome>> writes = {
        {"post", village.Does("anna", WritesPost("Mer", next))},
        {"edit", village.Does("anna", EditsPost(post, ARevision(next, "Nytt"), {IdOf(post)}))},
        {"react", village.Does("bo", Reacts("bo", v1::REACTION_SYMBOL_THANKS))},
        {"submit", village.Does("bo", Submits("Jag med", next))},
        {"feedback", village.Does("carin coach", GivesFeedback(v1::VERDICT_COMMENT))},
        {"assign", village.Does("carin coach", PostsAssignment(AnAssignment(next)))},
    };
    for (const auto& [what, outcome] : writes) {
      EXPECT_THAT(outcome, WasParked(v1::REASON_NOT_OPEN)) << what << " " << when;
    }
    for (const char* thing : {"post", "thread", "assignment"}) {
      EXPECT_TRUE(village.IsReadBy("anna", IdNamed(thing))) << thing << " " << when;
    }
    EXPECT_TRUE(village.IsReadBy("anna", IdNamed("submission"))) << when;
    EXPECT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision(next, "Mitt"))),
                testing::Not(WasParked(v1::REASON_NOT_OPEN)))
        << "a draft is nobody else's business";
  }

  Village village;
};

// ---- What it keeps

TEST_F(CohortLifeTest, KeepsToTheProgrammeItWasPlannedFrom) {
  EXPECT_EQ(Cohort().programme_version(), 1u);
  EXPECT_EQ(Cohort().price_cents(), 15'000);
  EXPECT_EQ(Cohort().currency(), "EUR");
  IsAtWork();
  const v1::Entity cohort = village.Stored(IdNamed("cohort"));
  const v1::Entity assignment = village.Stored(IdNamed("assignment"));

  v1::Entity newer = AProgramme().InVersion(2);
  newer.mutable_programme()->set_price_cents(30'000);
  newer.mutable_programme()->set_currency("SEK");
  ASSERT_THAT(village.Does("olle organiser", PublishesProgramme(newer)), WasApplied());
  v1::Entity theme = ATheme();
  *theme.mutable_theme()->mutable_assignments(0)->mutable_title() = InSwedish("Lyssna mer");
  ASSERT_THAT(village.Does("olle organiser", PublishesTheme(theme)), WasApplied());

  EXPECT_THAT(village.Stored(IdNamed("cohort")), EqualsProto(cohort));
  EXPECT_THAT(village.Stored(IdNamed("assignment")), EqualsProto(assignment));
  ASSERT_THAT(village.Does("olle organiser", PlansCohort(ACohort("next"))), WasApplied());
  const v1::Cohort next = village.Stored(IdNamed("next")).cohort();
  EXPECT_EQ(next.programme_version(), 2u);
  EXPECT_EQ(next.price_cents(), 30'000);
  EXPECT_EQ(next.currency(), "SEK");
}

// ---- Editions of its programme

class EditionTest : public CohortLifeTest {
 protected:
  // Version `version`, in which the theme has one other assignment.
  void IsPublished(uint32_t version, std::string_view code) {
    ASSERT_THAT(village.Does("olle organiser", PublishesProgramme(AProgramme().InVersion(version))),
                WasApplied());
    v1::Entity theme = ATheme();
    theme.mutable_theme()->clear_assignments();
    v1::AssignmentTemplate& only = *theme.mutable_theme()->add_assignments();
    only.set_code(std::string(code));
    only.set_minutes(30);
    *only.mutable_title() = InSwedish(code);
    *only.mutable_brief() = InSwedish("Gör så här.");
    ASSERT_THAT(village.Does("olle organiser", PublishesTheme(theme)), WasApplied());
  }
  // The code of the first assignment in the theme as it was in that version; "" when nothing was
  // kept.
  std::string KeptOf(uint32_t version) {
    const std::string code = rules::EditionCode(v1::Entity(AProgramme()).programme(), version);
    const v1::Entity kept = village.Stored(rules::ThemeId(code, "mod"));
    return kept.has_theme() ? kept.theme().assignments(0).code() : "";
  }
};

TEST_F(EditionTest, ItsLibraryStaysAsItWasWhenItWasPlanned) {
  IsPublished(2, "skriva");
  EXPECT_EQ(KeptOf(1), "lyssna");
  EXPECT_EQ(village.Stored(IdOf(ATheme())).theme().assignments(0).code(), "skriva");
  const Id kept = rules::ThemeId("ledarstig@1", "mod");
  for (const char* reader : {"anna", "carin coach", "otto"}) {
    EXPECT_TRUE(village.IsReadBy(reader, kept)) << reader;
  }
  // The next cohort is of the second version, and keeps to that.
  ASSERT_THAT(village.Does("olle organiser", PlansCohort(ACohort("next"))), WasApplied());
  IsPublished(3, "tiga");
  EXPECT_EQ(KeptOf(1), "lyssna");
  EXPECT_EQ(KeptOf(2), "skriva");
}

TEST_F(EditionTest, IsKeptOnceAndForCohortsThatGoOnAlone) {
  IsPublished(2, "skriva");
  IsPublished(2, "skriva");
  EXPECT_EQ(KeptOf(2), "") << "no cohort is of the second version";
  IsPublished(3, "tiga");
  EXPECT_EQ(KeptOf(2), "");
  ASSERT_THAT(village.Does("olle organiser", PlansCohort(ACohort("next"))), WasApplied());
  ASSERT_THAT(
      village.Does("olle organiser", MovesCohort(ACohort("next"), v1::COHORT_STATE_CANCELLED)),
      WasApplied());
  IsPublished(4, "fraga");
  EXPECT_EQ(KeptOf(3), "");
}

TEST_F(EditionTest, IsChangedByNobodyAndNoCohortIsPlannedFromIt) {
  IsPublished(2, "skriva");
  v1::Entity theme = ATheme();
  theme.mutable_theme()->set_programme_id(rules::ProgrammeId("ledarstig@1").ToBytes());
  theme.set_id(rules::ThemeId("ledarstig@1", "mod").ToBytes());
  EXPECT_THAT(village.Does("olle organiser", PublishesTheme(theme)),
              WasParked(v1::REASON_NOT_FOUND));
  v1::PlanCohort plan = PlansCohort(ACohort("next"));
  plan.mutable_cohort()->set_programme_id(rules::ProgrammeId("ledarstig@1").ToBytes());
  EXPECT_THAT(village.Does("olle organiser", plan), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_EQ(KeptOf(1), "lyssna");
}

// A template that the new version drops leaves what was given from it, and what is being written.
TEST_F(EditionTest, WhatSomebodyWritesOnIsNotDropped) {
  v1::Entity given = AnAssignment();
  given.mutable_assignment()->set_template_code("lyssna");
  given.mutable_assignment()->set_theme_id(v1::Entity(ATheme()).id());
  ASSERT_THAT(village.Does("carin coach", PostsAssignment(given)), WasApplied());
  ASSERT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("first", "Jag hörde"))),
              WasApplied());
  IsPublished(2, "skriva");
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("assignment")));
  EXPECT_THAT(village.Does("anna", Submits("Jag hörde på.")), WasApplied());
  v1::Entity again = AnAssignment("again");
  *again.mutable_assignment() = given.assignment();
  EXPECT_THAT(village.Does("carin coach", PostsAssignment(again)), WasApplied());
}

// ---- What it costs

TEST_F(CohortLifeTest, HasAPriceOfItsOwnWhenOneIsGiven) {
  v1::PlanCohort intent = PlansCohort(ACohort("next"));
  intent.mutable_cohort()->set_currency("DKK");
  intent.mutable_cohort()->set_vat_permille(250);
  ASSERT_THAT(village.Does("olle organiser", intent), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("next")).cohort().price_cents(), 0) << "free, and said so";
  EXPECT_EQ(village.Stored(IdNamed("next")).cohort().currency(), "DKK");
  ASSERT_THAT(village.Does("olle organiser", intent), WasApplied()) << "planned once";
}

// ---- What may be changed

TEST_F(CohortLifeTest, IsChangedByOrganisersAlone) {
  v1::EditCohort edit = Edit();
  *edit.mutable_cohort()->mutable_name() = InSwedish("Omgång 3, förlängd");
  edit.mutable_cohort()->set_ends_ms(edit.cohort().ends_ms() + base::kDayMs);
  for (const char* other : {"anna", "carin coach", "maria admin"}) {
    EXPECT_THAT(village.Does(other, edit), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
  ASSERT_THAT(village.Does("olle organiser", edit), WasApplied());
  EXPECT_EQ(Cohort().ends_ms(), edit.cohort().ends_ms());
  EXPECT_EQ(Cohort().programme_version(), 1u);
  EXPECT_THAT(village.History(IdNamed("cohort")), SizeIs(1));
  edit.mutable_cohort()->set_starts_ms(edit.cohort().ends_ms());
  EXPECT_THAT(village.Does("olle organiser", edit), WasParked(v1::REASON_DATES_OUT_OF_ORDER));
}

// Pargas has three seats, Raseborg one.
TEST_F(CohortLifeTest, GivesNoMoreSeatsThanItHasOverAllMunicipalities) {
  v1::EditCohort edit = Edit();
  edit.mutable_cohort()->set_seats(3);
  const v1::Outcome fewer = village.Does("olle organiser", edit);
  EXPECT_THAT(fewer, WasParked(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(fewer.detail(), HasSubstr("4 seats are agreed"));
  edit.mutable_cohort()->set_seats(5);
  ASSERT_THAT(village.Does("olle organiser", edit), WasApplied());

  ASSERT_THAT(village.Does("maria admin", RequestsSeats(9)), WasApplied());
  const v1::Outcome refused = village.Does("olle organiser", AnswersSeats(5));
  EXPECT_THAT(refused, WasParked(v1::REASON_NO_SEATS));
  EXPECT_THAT(refused.detail(), HasSubstr("5 seats, 1 are agreed with others"));
  EXPECT_THAT(village.Does("olle organiser", AnswersSeats(4)), WasApplied());
  EXPECT_THAT(village.Does("olle organiser", AnswersSeats(2)), WasApplied()) << "some back";
  edit.mutable_cohort()->set_seats(0);
  ASSERT_THAT(village.Does("olle organiser", edit), WasApplied());
  EXPECT_THAT(village.Does("olle organiser", AnswersSeats(9)), WasApplied()) << "no limit";
}

// ---- What may be written, state by state

TEST_F(CohortLifeTest, APauseStopsAllWritingAndTheWayBackOpensIt) {
  IsAtWork();
  ASSERT_THAT(MovesTo(v1::COHORT_STATE_PAUSED), WasApplied());
  IsClosedForWriting("paused");
  EXPECT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasParked(v1::REASON_NOT_OPEN));
  EXPECT_THAT(MovesTo(v1::COHORT_STATE_WRAPPING_UP), WasParked(v1::REASON_ILLEGAL_MOVE));
  ASSERT_THAT(MovesTo(v1::COHORT_STATE_RUNNING), WasApplied());
  EXPECT_THAT(village.Does("anna", WritesPost("Vi är tillbaka", "after")), WasApplied());
  EXPECT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_COMMENT)), WasApplied());
}

TEST_F(CohortLifeTest, AlumniReadWhatTheyCanNoLongerWriteIn) {
  IsAtWork();
  ASSERT_THAT(MovesTo(v1::COHORT_STATE_WRAPPING_UP), WasApplied());
  EXPECT_THAT(village.Does("anna", WritesPost("Tack", "thanks")), WasApplied());
  ASSERT_THAT(MovesTo(v1::COHORT_STATE_ALUMNI), WasApplied());
  IsClosedForWriting("alumni");
  ASSERT_THAT(MovesTo(v1::COHORT_STATE_ARCHIVED), WasApplied());
  IsClosedForWriting("archived");
  EXPECT_THAT(village.Does("olle organiser", Edit()), WasParked(v1::REASON_ILLEGAL_MOVE));
  for (const auto state : {v1::COHORT_STATE_RUNNING, v1::COHORT_STATE_PAUSED,
                           v1::COHORT_STATE_ALUMNI, v1::COHORT_STATE_CANCELLED}) {
    EXPECT_THAT(MovesTo(state), WasParked(v1::REASON_ILLEGAL_MOVE));
  }
}

TEST_F(CohortLifeTest, WhoTookPartHasCompletedItAndWhoWaitedIsFree) {
  for (const char* person : {"asta", "arne"}) {
    ASSERT_THAT(village.Does("maria admin", EnrolsLeader(person)), WasApplied());
  }
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("axel"))),
              WasParked(v1::REASON_NOT_ALLOWED));
  ASSERT_THAT(MovesTo(v1::COHORT_STATE_WRAPPING_UP), WasApplied());
  ASSERT_THAT(village.Does("axel", WithdrawsFrom(AnEnrolment("axel"))), WasApplied());
  EXPECT_EQ(StateOf("arne"), v1::ENROLMENT_STATE_WAITLISTED) << "too late to move up";
  ASSERT_THAT(MovesTo(v1::COHORT_STATE_ALUMNI), WasApplied());
  EXPECT_EQ(StateOf("anna"), v1::ENROLMENT_STATE_COMPLETED);
  EXPECT_EQ(StateOf("asta"), v1::ENROLMENT_STATE_COMPLETED);
  EXPECT_EQ(StateOf("bo"), v1::ENROLMENT_STATE_COMPLETED);
  EXPECT_EQ(StateOf("axel"), v1::ENROLMENT_STATE_WITHDRAWN);
  EXPECT_EQ(StateOf("arne"), v1::ENROLMENT_STATE_WITHDRAWN);
  EXPECT_TRUE(village.IsReadBy("maria admin", IdNamed("anna's place")));
}

TEST_F(CohortLifeTest, ACancelledOneTakesNobodyAndNothing) {
  const v1::Entity next = ACohort("next");
  ASSERT_THAT(village.Does("olle organiser", PlansCohort(next)), WasApplied());
  for (const auto state : {v1::COHORT_STATE_ANNOUNCED, v1::COHORT_STATE_ENROLLING}) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(next, state)), WasApplied());
  }
  v1::RequestSeats asks = RequestsSeats(2);
  asks.set_id(rules::SeatId(IdNamed("next"), Pargas()).ToBytes());
  asks.set_cohort_id(next.id());
  ASSERT_THAT(village.Does("maria admin", asks), WasApplied());
  v1::AnswerSeats agrees = AnswersSeats(2);
  agrees.set_id(asks.id());
  ASSERT_THAT(village.Does("olle organiser", agrees), WasApplied());
  v1::EnrolLeader mia = EnrolsLeader("mia");
  mia.set_cohort_id(next.id());
  ASSERT_THAT(village.Does("maria admin", mia), WasApplied());
  ASSERT_THAT(village.Does("olle organiser", MovesCohort(next, v1::COHORT_STATE_CANCELLED)),
              WasApplied());

  v1::StartThread starts = StartsThread("Blir det av?");
  starts.set_cohort_id(next.id());
  EXPECT_THAT(village.Does("mia", starts), WasParked(v1::REASON_NOT_OPEN));
  v1::EnrolLeader bea = EnrolsLeader("bea");
  bea.set_cohort_id(next.id());
  EXPECT_THAT(village.Does("maria admin", bea), WasParked(v1::REASON_NOT_OPEN));
  EXPECT_TRUE(village.IsReadBy("mia", IdNamed("next"))) << "it can be read that it was cancelled";
  EXPECT_THAT(village.Does("olle organiser", EditsCohort(village.Stored(IdNamed("next")))),
              WasParked(v1::REASON_ILLEGAL_MOVE));
}

// Every state against every other, through the judge: what is illegal changes nothing.
TEST_F(CohortLifeTest, IsMovedAsTheTableSaysAndByOrganisersAlone) {
  const std::vector<v1::CohortState> way = {
      v1::COHORT_STATE_DRAFT,     v1::COHORT_STATE_ANNOUNCED, v1::COHORT_STATE_ENROLLING,
      v1::COHORT_STATE_CONFIRMED, v1::COHORT_STATE_RUNNING,   v1::COHORT_STATE_WRAPPING_UP,
      v1::COHORT_STATE_ALUMNI,    v1::COHORT_STATE_ARCHIVED};
  const v1::Entity next = ACohort("next");
  ASSERT_THAT(village.Does("olle organiser", PlansCohort(next)), WasApplied());
  for (size_t i = 0; i < way.size(); ++i) {
    for (int to = v1::CohortState_MIN; to <= v1::CohortState_MAX; ++to) {
      const auto wanted = static_cast<v1::CohortState>(to);
      const v1::Cohort now = village.Stored(IdNamed("next")).cohort();
      ASSERT_EQ(now.state(), way[i]);
      if (rules::CanMove(now, wanted)) continue;
      EXPECT_THAT(village.Does("olle organiser", MovesCohort(next, wanted)),
                  WasParked(v1::REASON_ILLEGAL_MOVE));
    }
    if (i + 1 == way.size()) break;
    EXPECT_THAT(village.Does("carin coach", MovesCohort(next, way[i + 1])),
                WasParked(v1::REASON_NOT_ALLOWED));
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(next, way[i + 1])), WasApplied());
  }
}

}  // namespace
}  // namespace samstig::test
