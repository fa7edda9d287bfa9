// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sign_in_mail.h"

#include <gmock/gmock.h>

namespace samstig::server {
namespace {

using testing::HasSubstr;

Mail MailIn(const std::string& language) {
  return SignInMail({"anna@example.org", language, Secret("12345678")}, "Kommunens ledarstig");
}

TEST(SignInMailTest, SpeaksTheReadersLanguage) {
  EXPECT_EQ(MailIn("sv").subject, "Din inloggningskod");
  EXPECT_EQ(MailIn("sv-FI").subject, "Din inloggningskod");
  EXPECT_EQ(MailIn("fi").subject, "Kirjautumiskoodisi");
  EXPECT_EQ(MailIn("en").subject, "Your sign-in code");
  EXPECT_EQ(MailIn("").subject, "Your sign-in code");
  EXPECT_EQ(MailIn("da").subject, "Your sign-in code");
}

TEST(SignInMailTest, HasTheCodeInTheBodyAlone) {
  for (const char* language : {"sv", "fi", "en"}) {
    const Mail mail = MailIn(language);
    EXPECT_EQ(mail.to, "anna@example.org");
    EXPECT_THAT(mail.body, HasSubstr("\n    12345678\n"));
    EXPECT_THAT(mail.body, HasSubstr("Kommunens ledarstig"));
    EXPECT_THAT(mail.body, HasSubstr("10 "));
    EXPECT_EQ(mail.subject.find("12345678"), std::string::npos);
    EXPECT_EQ(mail.subject.find("@"), std::string::npos);
    EXPECT_EQ(mail.body.find("@"), std::string::npos);
  }
}

TEST(SignInMailTest, LinkCarriesAllThatIsSecretBehindTheHash) {
  const CodeToSend code{"anna.o'hara+x@example.org", "sv", Secret("12345678")};
  EXPECT_EQ(SignInLink("https://samstig.example.org", "stigen", code),
            "https://samstig.example.org/sign-in#network=stigen"
            "&email=anna.o%27hara%2Bx%40example.org&code=12345678");
  EXPECT_EQ(SignInLink("", "stigen", code), "") << "without an app there is nothing to open";
}

TEST(SignInMailTest, HasTheCodeInSightAlsoBesideTheLink) {
  for (const char* language : {"sv", "fi", "en"}) {
    const Mail mail = SignInMail({"anna@example.org", language, Secret("12345678")}, "Stigen",
                                 "https://samstig.example.org/sign-in#x");
    EXPECT_THAT(mail.body, HasSubstr("\n    12345678\n"));
    EXPECT_THAT(mail.body, HasSubstr("\n    https://samstig.example.org/sign-in#x\n"));
    EXPECT_LT(mail.body.find("12345678"), mail.body.find("https://"));
  }
}

}  // namespace
}  // namespace samstig::server
