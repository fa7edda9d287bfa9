// SPDX-License-Identifier: Apache-2.0
// A new address for a person: who signs in with what, before and after.
#include <gtest/gtest.h>

#include "server/auth/sign_in.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::Optional;

class EmailTest : public testing::Test {
 protected:
  // The code that would be sent; nullopt when nobody has the address.
  std::optional<server::CodeToSend> AsksForACode(std::string_view email) {
    auto txn = Must(village.store().Begin());
    auto code = Must(sign_in_.RequestCode(*txn, "village", email, village.clock.Now()));
    EXPECT_THAT(txn->Commit(), IsOk());
    return code;
  }
  // Who signed in with it.
  std::optional<base::Id> SignsIn(const std::string& email, const server::Secret& code) {
    auto txn = Must(village.store().Begin());
    const server::RedeemRequest request{
        "village", email, server::Secret(code.Reveal()), "telefon", {}};
    auto signed_in = Must(sign_in_.RedeemCode(*txn, request, village.clock.Now()));
    EXPECT_THAT(txn->Commit(), IsOk());
    if (!signed_in) return std::nullopt;
    return signed_in->actor.person;
  }

  Village village;
  SeededRandom random_{SeedOr(5)};
  server::SignIn sign_in_{server::Secret("key"), random_};
};

TEST_F(EmailTest, TheNewOneSignsInAndTheOldOneDoesNot) {
  const auto old_code = AsksForACode("anna@pargas.example");
  ASSERT_TRUE(old_code);
  ASSERT_THAT(village.Does("olle organiser", CorrectsEmail("anna", "Anna.Berg@Raseborg.example")),
              WasApplied());
  EXPECT_FALSE(AsksForACode("anna@pargas.example"));
  EXPECT_FALSE(SignsIn("anna@pargas.example", old_code->code))
      << "nor with a code that was sent before";
  const auto code = AsksForACode("anna.berg@RASEBORG.example");
  ASSERT_TRUE(code) << "whatever its case";
  EXPECT_EQ(code->email, "anna.berg@raseborg.example");
  EXPECT_THAT(SignsIn("ANNA.BERG@raseborg.example", code->code), Optional(IdNamed("anna")));
}

TEST_F(EmailTest, DevicesStaySignedIn) {
  ASSERT_THAT(village.Does("anna", StartsThread("Hur gör ni?")), WasApplied());
  ASSERT_THAT(village.Does("olle organiser", CorrectsEmail("anna", "anna@raseborg.example")),
              WasApplied());
  auto read = Must(village.store().Read());
  const auto devices = Must(server::ListDevices(*read, IdNamed("anna")));
  ASSERT_FALSE(devices.empty());
  EXPECT_THAT(village.Does("anna", WritesPost("Hej från Raseborg")), WasApplied());
}

TEST_F(EmailTest, OfSomebodyElseIsNotTaken) {
  EXPECT_THAT(village.Does("olle organiser", CorrectsEmail("anna", "AXEL@pargas.example")),
              WasParked(v1::REASON_EMAIL_IN_USE));
  EXPECT_THAT(village.Does("olle organiser", CorrectsEmail("anna", "ANNA@pargas.example")),
              WasApplied())
      << "one's own is no news";
  EXPECT_TRUE(AsksForACode("anna@pargas.example"));
  EXPECT_TRUE(AsksForACode("axel@pargas.example"));
}

TEST_F(EmailTest, IsTheOrganisersToCorrect) {
  for (const char* other : {"anna", "maria admin", "carin coach"}) {
    EXPECT_THAT(village.Does(other, CorrectsEmail("anna", "anna@raseborg.example")),
                WasParked(v1::REASON_NOT_ALLOWED))
        << other;
  }
  EXPECT_THAT(village.Does("olle organiser", CorrectsEmail("nobody", "a@raseborg.example")),
              WasParked(v1::REASON_NOT_FOUND));
}

TEST_F(EmailTest, IsSentToNobody) {
  ASSERT_THAT(village.Does("olle organiser", CorrectsEmail("anna", "berg@raseborg.example")),
              WasApplied());
  for (const char* reader : {"anna", "bo", "maria admin", "carin coach", "olle organiser"}) {
    EXPECT_THAT(village.BytesSentTo(reader), Not(HasSubstr("berg@"))) << reader;
  }
}

}  // namespace
}  // namespace samstig::test
