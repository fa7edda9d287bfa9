// SPDX-License-Identifier: Apache-2.0
// The life of a cohort, every state against every other.
#include "domain/rules/cohort.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::ACohort;
using test::APost;
using test::As;
using test::EqualsProto;
using test::HasReason;
using test::InSwedish;
using test::IsOk;
using test::MovesCohort;
using test::PlansCohort;

const std::vector<v1::CohortState>& AllStates() {
  static const std::vector<v1::CohortState> states = [] {
    std::vector<v1::CohortState> all;
    for (int i = v1::CohortState_MIN; i <= v1::CohortState_MAX; ++i) {
      all.push_back(static_cast<v1::CohortState>(i));
    }
    return all;
  }();
  return states;
}

// ---- Moving, as the header says it: a table written out by hand

using Move = std::pair<v1::CohortState, v1::CohortState>;

const std::set<Move>& LegalMoves() {
  using enum v1::CohortState;
  static const std::set<Move> moves = {
      // One step ahead.
      {COHORT_STATE_DRAFT, COHORT_STATE_ANNOUNCED},
      {COHORT_STATE_ANNOUNCED, COHORT_STATE_ENROLLING},
      {COHORT_STATE_ENROLLING, COHORT_STATE_CONFIRMED},
      {COHORT_STATE_CONFIRMED, COHORT_STATE_RUNNING},
      {COHORT_STATE_RUNNING, COHORT_STATE_WRAPPING_UP},
      {COHORT_STATE_WRAPPING_UP, COHORT_STATE_ALUMNI},
      {COHORT_STATE_ALUMNI, COHORT_STATE_ARCHIVED},
      // Cancelled before it runs.
      {COHORT_STATE_DRAFT, COHORT_STATE_CANCELLED},
      {COHORT_STATE_ANNOUNCED, COHORT_STATE_CANCELLED},
      {COHORT_STATE_ENROLLING, COHORT_STATE_CANCELLED},
      {COHORT_STATE_CONFIRMED, COHORT_STATE_CANCELLED},
      // Paused while it is under way.
      {COHORT_STATE_ENROLLING, COHORT_STATE_PAUSED},
      {COHORT_STATE_CONFIRMED, COHORT_STATE_PAUSED},
      {COHORT_STATE_RUNNING, COHORT_STATE_PAUSED},
      {COHORT_STATE_WRAPPING_UP, COHORT_STATE_PAUSED},
  };
  return moves;
}

TEST(MoveCohortTest, GoesWhereTheTableSaysAndNowhereElse) {
  for (const v1::CohortState from : AllStates()) {
    if (from == v1::COHORT_STATE_PAUSED) continue;  // The next test.
    const v1::Entity cohort = ACohort().In(from);
    for (const v1::CohortState to : AllStates()) {
      const bool legal = LegalMoves().contains({from, to});
      const std::string move =
          std::string(CohortStateName(from)) + " -> " + std::string(CohortStateName(to));
      EXPECT_EQ(CanMove(cohort.cohort(), to), legal) << move;
      const FoldResult moved = Fold(&cohort, MovesCohort(cohort, to), As("olle organiser"));
      if (legal) {
        ASSERT_THAT(moved, IsOk()) << move;
        EXPECT_EQ(moved->entity.cohort().state(), to) << move;
      } else {
        EXPECT_THAT(moved, HasReason(v1::REASON_ILLEGAL_MOVE)) << move;
      }
    }
  }
}

TEST(MoveCohortTest, GoesFromAPauseOnlyBackToWhereItWas) {
  using enum v1::CohortState;
  for (const v1::CohortState was : {COHORT_STATE_ENROLLING, COHORT_STATE_CONFIRMED,
                                    COHORT_STATE_RUNNING, COHORT_STATE_WRAPPING_UP}) {
    const v1::Entity paused = ACohort().PausedFrom(was);
    for (const v1::CohortState to : AllStates()) {
      EXPECT_EQ(CanMove(paused.cohort(), to), to == was)
          << CohortStateName(was) << " -> PAUSED -> " << CohortStateName(to);
    }
  }
}

TEST(MoveCohortTest, IsAfterAPauseAsIfThereHadBeenNone) {
  const v1::Entity running = ACohort().Running();
  const FoldResult paused =
      Fold(&running, MovesCohort(running, v1::COHORT_STATE_PAUSED), As("olle organiser"));
  ASSERT_THAT(paused, IsOk());
  EXPECT_EQ(paused->entity.cohort().paused_from(), v1::COHORT_STATE_RUNNING);
  const FoldResult again =
      Fold(&paused->entity, MovesCohort(running, v1::COHORT_STATE_RUNNING), As("olle organiser"));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->entity, EqualsProto(running));
}

TEST(MoveCohortTest, NeverComesBackFromTheEnd) {
  for (const v1::Entity& ended :
       {v1::Entity(ACohort().Archived()), v1::Entity(ACohort().Cancelled())}) {
    for (const v1::CohortState to : AllStates()) EXPECT_FALSE(CanMove(ended.cohort(), to));
  }
}

// Enums of proto3 are open: any number can come.
TEST(MoveCohortTest, KnowsNoStatesOfNewerVersions) {
  for (const int odd :
       {-1, 11, 4'711, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}) {
    const auto newer = static_cast<v1::CohortState>(odd);
    for (const v1::CohortState state : AllStates()) {
      EXPECT_FALSE(CanMove(v1::Entity(ACohort().In(state)).cohort(), newer)) << odd;
      EXPECT_FALSE(CanMove(v1::Entity(ACohort().In(newer)).cohort(), state)) << odd;
    }
    EXPECT_EQ(CohortStateName(newer), "UNKNOWN");
  }
}

TEST(MoveCohortTest, NeedsACohort) {
  ExpectNotFound(MovesCohort(ACohort(), v1::COHORT_STATE_ANNOUNCED), As("olle organiser"), APost());
}

// ---- What a state means

TEST(CohortStateTest, HasTheNameOfTheContract) {
  for (const v1::CohortState state : AllStates()) {
    if (state == v1::COHORT_STATE_UNSPECIFIED) continue;
    EXPECT_EQ("COHORT_STATE_" + std::string(CohortStateName(state)), v1::CohortState_Name(state));
  }
}

TEST(CohortStateTest, SaysWhatMayHappenInIt) {
  struct Row {
    v1::CohortState state;
    bool enrolments, work, is_public;
  };
  const Row rows[] = {
      {v1::COHORT_STATE_UNSPECIFIED, false, false, false},
      {v1::COHORT_STATE_DRAFT, false, false, false},
      {v1::COHORT_STATE_ANNOUNCED, false, false, true},
      {v1::COHORT_STATE_ENROLLING, true, false, true},
      {v1::COHORT_STATE_CONFIRMED, true, true, true},
      {v1::COHORT_STATE_RUNNING, true, true, true},
      {v1::COHORT_STATE_WRAPPING_UP, false, true, true},
      {v1::COHORT_STATE_ALUMNI, false, false, true},
      {v1::COHORT_STATE_ARCHIVED, false, false, true},
      {v1::COHORT_STATE_CANCELLED, false, false, true},
      {v1::COHORT_STATE_PAUSED, false, false, true},
  };
  ASSERT_EQ(std::size(rows), AllStates().size());
  for (const Row& row : rows) {
    EXPECT_EQ(TakesEnrolments(row.state), row.enrolments) << CohortStateName(row.state);
    EXPECT_EQ(TakesWork(row.state), row.work) << CohortStateName(row.state);
    EXPECT_EQ(IsPublic(row.state), row.is_public) << CohortStateName(row.state);
  }
}

// ---- Planning

TEST(PlanCohortTest, BeginsAsADraftWhateverItSays) {
  const FoldResult planned = Fold(
      nullptr, PlansCohort(ACohort().PausedFrom(v1::COHORT_STATE_RUNNING)), As("olle organiser"));
  ASSERT_THAT(planned, IsOk());
  EXPECT_THAT(planned->entity, EqualsProto(v1::Entity(ACohort())));
  ExpectMakesANewEntity(PlansCohort(), As("olle organiser"));
  ExpectWantsAFreeId(PlansCohort(), As("olle organiser"));
}

TEST(PlanCohortTest, IsRefused) {
  using I = v1::PlanCohort;
  ExpectRefusals<I>(
      nullptr, PlansCohort(), As("olle organiser"),
      {
          {"no programme", [](I& i) { i.mutable_cohort()->clear_programme_id(); },
           v1::REASON_MISSING_FIELD},
          {"a programme that is no id", [](I& i) { i.mutable_cohort()->set_programme_id("x"); },
           v1::REASON_BAD_ID},
          {"round 0", [](I& i) { i.mutable_cohort()->set_round(0); }, v1::REASON_OUT_OF_RANGE},
          {"round 1001", [](I& i) { i.mutable_cohort()->set_round(1'001); },
           v1::REASON_OUT_OF_RANGE},
          {"no name", [](I& i) { i.mutable_cohort()->clear_name(); }, v1::REASON_MISSING_FIELD},
          {"a long name",
           [](I& i) {
             *i.mutable_cohort()->mutable_name() = InSwedish(std::string(kMaxTitleBytes + 1, 'a'));
           },
           v1::REASON_TEXT_TOO_LONG},
          {"a blank name", [](I& i) { *i.mutable_cohort()->mutable_name() = InSwedish(" "); },
           v1::REASON_TEXT_EMPTY},
          {"a name of two lines",
           [](I& i) { *i.mutable_cohort()->mutable_name() = InSwedish("a\nb"); },
           v1::REASON_TEXT_INVALID},
          {"negative grace", [](I& i) { i.mutable_cohort()->set_grace_ms(-1); },
           v1::REASON_OUT_OF_RANGE},
          {"more than 60 days of grace",
           [](I& i) { i.mutable_cohort()->set_grace_ms(kMaxGraceMs + 1); },
           v1::REASON_OUT_OF_RANGE},
          {"no opening", [](I& i) { i.mutable_cohort()->clear_enrolment_opens_ms(); },
           v1::REASON_DATES_OUT_OF_ORDER},
          {"closes when it opens",
           [](I& i) {
             i.mutable_cohort()->set_enrolment_closes_ms(i.cohort().enrolment_opens_ms());
           },
           v1::REASON_DATES_OUT_OF_ORDER},
          {"starts before enrolment closes",
           [](I& i) { i.mutable_cohort()->set_starts_ms(i.cohort().enrolment_closes_ms() - 1); },
           v1::REASON_DATES_OUT_OF_ORDER},
          {"ends when it starts",
           [](I& i) { i.mutable_cohort()->set_ends_ms(i.cohort().starts_ms()); },
           v1::REASON_DATES_OUT_OF_ORDER},
      });
}

TEST(PlanCohortTest, TakesTheVeryLimits) {
  v1::PlanCohort intent = PlansCohort();
  v1::Cohort& cohort = *intent.mutable_cohort();
  cohort.set_round(1'000);
  cohort.set_grace_ms(kMaxGraceMs);
  cohort.set_enrolment_opens_ms(1);
  cohort.set_enrolment_closes_ms(2);
  cohort.set_starts_ms(2);
  cohort.set_ends_ms(3);
  *cohort.mutable_name() = InSwedish(std::string(kMaxTitleBytes, 'a'));
  EXPECT_THAT(Fold(nullptr, intent, As("olle organiser")), IsOk());
  cohort.set_round(1);
  cohort.set_grace_ms(0);
  EXPECT_THAT(Fold(nullptr, intent, As("olle organiser")), IsOk());
}

}  // namespace
}  // namespace samstig::rules
