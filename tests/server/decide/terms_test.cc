// SPDX-License-Identifier: Apache-2.0
// The terms of the network as the server holds municipalities to them.
#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class TermsTest : public testing::Test {
 protected:
  void Publishes(std::string_view text) {
    ASSERT_THAT(village.Does("olle organiser", PublishesTerms(text)), WasApplied());
  }
  Village village;
};

TEST_F(TermsTest, OfANetworkWithoutAnyHoldNobodyUp) {
  EXPECT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  EXPECT_THAT(village.Does("maria admin", AcceptsTerms(1)), WasParked(v1::REASON_NOT_FOUND));
}

TEST_F(TermsTest, AreTheOrganisersToPublishAndEverybodysToRead) {
  for (const char* other : {"maria admin", "carin coach", "anna"}) {
    EXPECT_THAT(village.Does(other, PublishesTerms()), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
  Publishes("Vi sparar lite.");
  for (const char* reader : {"maria admin", "carin coach", "anna", "otto", "olle organiser"}) {
    EXPECT_TRUE(village.IsReadBy(reader, rules::DataTermsId())) << reader;
  }
}

TEST_F(TermsTest, LetNobodyBeEnrolledBeforeTheyAreAccepted) {
  Publishes("Vi sparar lite.");
  EXPECT_THAT(village.Does("maria admin", EnrolsLeader("asta")),
              WasParked(v1::REASON_TERMS_NOT_ACCEPTED));
  EXPECT_THAT(village.Does("maria admin", Replaces(AnEnrolment("anna"), "asta")),
              WasParked(v1::REASON_TERMS_NOT_ACCEPTED));
  EXPECT_THAT(village.Does("maria admin", RequestsSeats(5)), WasApplied())
      << "seats can be talked about before";
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("cohort"))) << "who is there stays";

  ASSERT_THAT(village.Does("maria admin", AcceptsTerms(1)), WasApplied());
  EXPECT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
}

TEST_F(TermsTest, TakeNobodyInByATransferEither) {
  Publishes("Vi sparar lite.");
  ASSERT_THAT(village.Does("rasmus admin", WithdrawsFrom(AnEnrolment("bo"))), WasApplied());
  EXPECT_THAT(village.Does("olle organiser", Transfers(AnEnrolment("anna"), Raseborg())),
              WasParked(v1::REASON_TERMS_NOT_ACCEPTED));
}

TEST_F(TermsTest, AreAcceptedByAnAdminOfTheMunicipalityInTheVersionThatStands) {
  Publishes("Vi sparar lite.");
  for (const char* other : {"rasmus admin", "olle organiser", "anna"}) {
    EXPECT_THAT(village.Does(other, AcceptsTerms(1)), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
  EXPECT_THAT(village.Does("maria admin", AcceptsTerms(2)), WasParked(v1::REASON_ILLEGAL_MOVE));
  v1::AcceptTerms nowhere = AcceptsTerms(1);
  nowhere.set_municipality_id(IdNamed("nowhere").ToBytes());
  EXPECT_THAT(village.Does("maria admin", nowhere), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("maria admin", AcceptsTerms(1)), WasApplied());
  EXPECT_THAT(village.Does("maria admin", AcceptsTerms(1)), WasApplied());

  const base::Id acceptance = rules::TermsAcceptanceId(Pargas());
  EXPECT_THAT(village.Stored(acceptance).terms_acceptance().acceptances(), SizeIs(1));
  for (const char* reader : {"maria admin", "olle organiser"}) {
    EXPECT_TRUE(village.IsReadBy(reader, acceptance)) << reader;
  }
  for (const char* other : {"rasmus admin", "carin coach", "anna", "otto"}) {
    EXPECT_FALSE(village.IsReadBy(other, acceptance)) << other;
  }
}

TEST_F(TermsTest, ThatAreNewerAreAcceptedAnewBeforeMoreAreEnrolled) {
  Publishes("Vi sparar lite.");
  ASSERT_THAT(village.Does("maria admin", AcceptsTerms(1)), WasApplied());
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  Publishes("Vi sparar ännu mindre.");
  EXPECT_TRUE(village.IsReadBy("asta", IdNamed("cohort"))) << "who is enrolled stays";
  EXPECT_THAT(village.Does("maria admin", EnrolsLeader("arne")),
              WasParked(v1::REASON_TERMS_NOT_ACCEPTED));
  EXPECT_THAT(village.Does("maria admin", AcceptsTerms(1)), WasParked(v1::REASON_ILLEGAL_MOVE));

  ASSERT_THAT(village.Does("maria admin", AcceptsTerms(2)), WasApplied());
  EXPECT_THAT(village.Does("maria admin", EnrolsLeader("arne")), WasApplied());
  const v1::Entity acceptance = village.Stored(rules::TermsAcceptanceId(Pargas()));
  const auto& history = acceptance.terms_acceptance().acceptances();
  ASSERT_THAT(history, SizeIs(2));
  EXPECT_EQ(history[0].version(), 1u);
  EXPECT_EQ(history[0].by(), IdNamed("maria admin").bytes());
  EXPECT_EQ(history[0].at_ms(), village.clock.Now());
  EXPECT_THAT(village.History(rules::DataTermsId()), SizeIs(1)) << "the earlier words are kept";
}

}  // namespace
}  // namespace samstig::test
