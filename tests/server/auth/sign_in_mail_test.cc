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

}  // namespace
}  // namespace samstig::server
