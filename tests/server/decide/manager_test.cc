// SPDX-License-Identifier: Apache-2.0
// Whom leaders report to, as the server judges it.
#include <gtest/gtest.h>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

class ManagerTest : public testing::Test {
 protected:
  std::string ManagerOf(std::string_view person) {
    return village.Stored(IdOf(AHat(person))).membership().manager_id();
  }
  static v1::EnrolLeader Enrols(std::string_view person, const std::string& manager_email) {
    v1::EnrolLeader intent = EnrolsLeader(person);
    intent.set_manager_email(manager_email);
    return intent;
  }
  static std::string EmailOf(std::string_view person) { return EnrolsLeader(person).email(); }

  Village village;
};

TEST_F(ManagerTest, TheMunicipalityAndTheOrganiserSayWhoReportsToWhom) {
  ASSERT_THAT(village.Does("maria admin", SetsManager("anna", "axel")), WasApplied());
  EXPECT_EQ(ManagerOf("anna"), IdNamed("axel").bytes());
  ASSERT_THAT(village.Does("olle organiser", SetsManager("anna", "maria admin")), WasApplied());
  EXPECT_EQ(ManagerOf("anna"), IdNamed("maria admin").bytes()) << "any hat there will do";
  ASSERT_THAT(village.Does("maria admin", SetsManager("anna", "")), WasApplied());
  EXPECT_EQ(ManagerOf("anna"), "");
}

TEST_F(ManagerTest, NobodyElseDoes) {
  for (const char* other : {"anna", "axel", "bo", "rasmus admin", "carin coach", "otto"}) {
    EXPECT_THAT(village.Does(other, SetsManager("anna", "axel")), WasParked(v1::REASON_NOT_ALLOWED))
        << other;
  }
}

TEST_F(ManagerTest, AManagerIsSomebodyOfTheMunicipality) {
  EXPECT_THAT(village.Does("olle organiser", SetsManager("anna", "bo")),
              WasParked(v1::REASON_NOT_FOUND))
      << "of Raseborg";
  EXPECT_THAT(village.Does("olle organiser", SetsManager("anna", "nobody at all")),
              WasParked(v1::REASON_NOT_FOUND));
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("otto"))), WasApplied());
  EXPECT_THAT(village.Does("maria admin", SetsManager("anna", "otto")),
              WasParked(v1::REASON_NOT_FOUND));
}

TEST_F(ManagerTest, NobodyReportsToHimselfNorInARing) {
  EXPECT_THAT(village.Does("maria admin", SetsManager("anna", "anna")),
              WasParked(v1::REASON_ILLEGAL_MOVE));
  ASSERT_THAT(village.Does("maria admin", SetsManager("anna", "axel")), WasApplied());
  EXPECT_THAT(village.Does("maria admin", SetsManager("axel", "anna")),
              WasParked(v1::REASON_ILLEGAL_MOVE));
  ASSERT_THAT(village.Does("maria admin", SetsManager("axel", "otto")), WasApplied());
  EXPECT_THAT(village.Does("maria admin", SetsManager("otto", "anna")),
              WasParked(v1::REASON_ILLEGAL_MOVE));
}

TEST_F(ManagerTest, OnlyALeadersHatThatIsWornHasOne) {
  EXPECT_THAT(village.Does("olle organiser", SetsManager("carin coach", "anna")),
              WasParked(v1::REASON_BAD_ID));
  EXPECT_THAT(village.Does("maria admin", SetsManager("somebody", "anna")),
              WasParked(v1::REASON_NOT_FOUND));
  ASSERT_THAT(village.Does("maria admin", EndsHat(AHat("otto"))), WasApplied());
  EXPECT_THAT(village.Does("maria admin", SetsManager("otto", "anna")),
              WasParked(v1::REASON_ILLEGAL_MOVE));
}

// ---- With an enrolment

TEST_F(ManagerTest, AnEnrolmentNamesTheManagerByTheAddress) {
  std::string email = EmailOf("axel");
  email[0] = 'A';
  ASSERT_THAT(village.Does("maria admin", Enrols("asta", email)), WasApplied());
  EXPECT_EQ(ManagerOf("asta"), IdNamed("axel").bytes());
  EXPECT_TRUE(village.IsReadBy("bo", IdOf(AHat("asta"))));
}

TEST_F(ManagerTest, AHatThatIsWornAlreadyGetsTheManagerToo) {
  v1::EnrolLeader otto = Enrols("otto", EmailOf("axel"));
  otto.set_membership_id(IdNamed("another hat").ToBytes());
  ASSERT_THAT(village.Does("maria admin", otto), WasApplied());
  EXPECT_EQ(ManagerOf("otto"), IdNamed("axel").bytes());
  EXPECT_EQ(village.Stored(IdNamed("another hat")).body_case(), v1::Entity::BODY_NOT_SET);
}

// The place is what matters; an address in a list is often an old one.
TEST_F(ManagerTest, AnAddressThatDoesNotFitIsPassedOver) {
  ASSERT_THAT(village.Does("maria admin", SetsManager("axel", "otto")), WasApplied());
  const struct {
    const char* why;
    std::string email;
  } rows[] = {{"nobody has it", "nobody@pargas.example"},
              {"somebody of another municipality", EmailOf("bo")},
              {"it is the leader's own", EmailOf("otto")},
              {"it would be a ring", EmailOf("axel")}};
  for (const auto& [why, email] : rows) {
    v1::EnrolLeader otto = Enrols("otto", email);
    otto.set_id(IdNamed(why).ToBytes());
    otto.set_membership_id(IdNamed(std::string("hat: ") + why).ToBytes());
    ASSERT_THAT(village.Does("maria admin", otto), WasApplied()) << why;
    EXPECT_EQ(ManagerOf("otto"), "") << why;
    v1::Withdraw back;
    back.set_id(IdNamed(why).ToBytes());
    ASSERT_THAT(village.Does("maria admin", back), WasApplied());
  }
}

}  // namespace
}  // namespace samstig::test
