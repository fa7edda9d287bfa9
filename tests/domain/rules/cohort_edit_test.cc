// SPDX-License-Identifier: Apache-2.0
// Changing a cohort that is planned or under way: its dates, its price, its seats.
#include <gtest/gtest.h>

#include "domain/rules/limits.h"
#include "domain/rules/price.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::ACohort;
using test::APost;
using test::As;
using test::EditsCohort;
using test::EqualsProto;
using test::HasReason;
using test::InSwedish;
using test::IsOk;
using test::PlansCohort;

v1::Entity Priced(v1::Entity cohort) {
  cohort.mutable_cohort()->set_price_cents(15'000);
  cohort.mutable_cohort()->set_currency("EUR");
  cohort.mutable_cohort()->set_vat_permille(255);
  cohort.mutable_cohort()->set_seats(24);
  cohort.mutable_cohort()->set_programme_version(3);
  return cohort;
}

TEST(EditCohortTest, ChangesWhatItSaysAndKeepsTheRest) {
  const v1::Entity before = Priced(ACohort().Running());
  v1::EditCohort intent = EditsCohort(before);
  v1::Cohort& wanted = *intent.mutable_cohort();
  *wanted.mutable_name() = InSwedish("Omgång 3, förlängd");
  wanted.set_ends_ms(wanted.ends_ms() + base::kDayMs);
  wanted.set_grace_ms(0);
  wanted.set_price_cents(20'000);
  wanted.set_currency("SEK");
  wanted.set_vat_permille(250);
  wanted.set_seats(30);
  const FoldResult edited = Fold(&before, intent, As("olle organiser"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_THAT(edited->entity.cohort(), EqualsProto(wanted));
  EXPECT_EQ(edited->history, History::kKeepBefore);
}

TEST(EditCohortTest, MovesNoStateAndPinsNoVersion) {
  const v1::Entity before = Priced(ACohort().PausedFrom(v1::COHORT_STATE_RUNNING));
  v1::EditCohort intent = EditsCohort(before);
  intent.mutable_cohort()->set_state(v1::COHORT_STATE_ARCHIVED);
  intent.mutable_cohort()->set_paused_from(v1::COHORT_STATE_ENROLLING);
  intent.mutable_cohort()->set_programme_version(9);
  const FoldResult edited = Fold(&before, intent, As("olle organiser"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_THAT(edited->entity, EqualsProto(before));
}

TEST(EditCohortTest, WithoutACurrencyKeepsThePrice) {
  const v1::Entity before = Priced(ACohort());
  v1::EditCohort intent = EditsCohort(before);
  intent.mutable_cohort()->clear_price_cents();
  intent.mutable_cohort()->clear_currency();
  const FoldResult edited = Fold(&before, intent, As("olle organiser"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_THAT(edited->entity, EqualsProto(before));
}

TEST(EditCohortTest, IsPossibleUntilTheEnd) {
  for (int i = v1::COHORT_STATE_DRAFT; i <= v1::CohortState_MAX; ++i) {
    const auto state = static_cast<v1::CohortState>(i);
    const v1::Entity cohort = ACohort().In(state);
    const FoldResult edited = Fold(&cohort, EditsCohort(cohort), As("olle organiser"));
    if (state == v1::COHORT_STATE_ARCHIVED || state == v1::COHORT_STATE_CANCELLED) {
      EXPECT_THAT(edited, HasReason(v1::REASON_ILLEGAL_MOVE)) << v1::CohortState_Name(state);
    } else {
      EXPECT_THAT(edited, IsOk()) << v1::CohortState_Name(state);
    }
  }
  ExpectNotFound(EditsCohort(ACohort()), As("olle organiser"), APost());
}

TEST(EditCohortTest, IsRefused) {
  using I = v1::EditCohort;
  const v1::Entity before = Priced(ACohort());
  ExpectRefusals<I>(
      &before, EditsCohort(before), As("olle organiser"),
      {
          {"another round", [](I& i) { i.mutable_cohort()->set_round(4); },
           v1::REASON_ILLEGAL_MOVE},
          {"another programme",
           [](I& i) { i.mutable_cohort()->set_programme_id(test::IdNamed("x").ToBytes()); },
           v1::REASON_ILLEGAL_MOVE},
          {"no name", [](I& i) { i.mutable_cohort()->clear_name(); }, v1::REASON_MISSING_FIELD},
          {"an end before the start",
           [](I& i) { i.mutable_cohort()->set_ends_ms(i.cohort().starts_ms() - 1); },
           v1::REASON_DATES_OUT_OF_ORDER},
          {"negative grace", [](I& i) { i.mutable_cohort()->set_grace_ms(-1); },
           v1::REASON_OUT_OF_RANGE},
      });
}

// Planning and changing ask the same of the new figures.
TEST(PlanCohortTest, RefusesPricesAndSeatsThatCannotBe) {
  using I = v1::PlanCohort;
  v1::PlanCohort good = PlansCohort(Priced(ACohort()));
  good.mutable_cohort()->set_vat_permille(kMaxVatPermille);
  good.mutable_cohort()->set_seats(kMaxSeats);
  ExpectRefusals<I>(
      nullptr, good, As("olle organiser"),
      {
          {"a negative price", [](I& i) { i.mutable_cohort()->set_price_cents(-1); },
           v1::REASON_OUT_OF_RANGE},
          {"a price in nothing", [](I& i) { i.mutable_cohort()->clear_currency(); },
           v1::REASON_MALFORMED},
          {"too much VAT", [](I& i) { i.mutable_cohort()->set_vat_permille(kMaxVatPermille + 1); },
           v1::REASON_OUT_OF_RANGE},
          {"too many seats", [](I& i) { i.mutable_cohort()->set_seats(kMaxSeats + 1); },
           v1::REASON_OUT_OF_RANGE},
      });
  EXPECT_EQ(Fold(nullptr, good, As("olle organiser"))->entity.cohort().programme_version(), 0u)
      << "which version it is, is the server's to say";
}

}  // namespace
}  // namespace samstig::rules
