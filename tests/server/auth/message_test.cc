// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/auth/mail.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace samstig::server {
namespace {

using test::HasReason;
using test::IsOk;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kFrom[] = "Samstig <no-reply@example.org>";

std::string Render(const Mail& mail, const char* from = kFrom) {
  return RenderMessage(mail, from, test::kMonday, "unique");
}

TEST(MessageTest, HasTheHeadersOfAMail) {
  const std::string message = Render({"anna@example.org", "Your code", "Hello\n"});
  EXPECT_THAT(message, StartsWith("From: Samstig <no-reply@example.org>\r\n"
                                  "To: anna@example.org\r\n"
                                  "Subject: Your code\r\n"
                                  "Date: Mon, 07 Sep 2026 06:00:00 +0000\r\n"
                                  "Message-ID: <unique@example.org>\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nMIME-Version: 1.0\r\n"));
  EXPECT_THAT(message, HasSubstr("charset=utf-8\r\n"));
  EXPECT_THAT(message, EndsWith("\r\n\r\nHello\r\n"));
}

TEST(MessageTest, HasTheHeadersAndTheMessageIdOfItsOwn) {
  Mail mail{"anna@example.org", "News", "Hello\n"};
  mail.headers = {{"List-Id", "<notices.byn>"}, {"List-Unsubscribe", "<https://x>"}};
  mail.unique = "always-this";
  const std::string message = Render(mail);
  EXPECT_THAT(message, HasSubstr("\r\nList-Id: <notices.byn>\r\n"
                                 "List-Unsubscribe: <https://x>\r\nMIME-Version"));
  EXPECT_THAT(message, HasSubstr("\r\nMessage-ID: <always-this@example.org>\r\n"));
}

TEST(MessageTest, HasTextBeforeHtmlWhenThereAreBoth) {
  Mail mail{"anna@example.org", "News", "Hello =_samstig\n--=_samstig--\n"};
  mail.html = "<p>Hello</p>\n";
  const std::string message = Render(mail);
  EXPECT_THAT(message, HasSubstr("\r\nContent-Type: multipart/alternative; "
                                 "boundary=\"=_samstig\"\r\n\r\n--=_samstig\r\n"
                                 "Content-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nHello =3D_samstig\r\n--=3D_samstig--\r\n"))
      << "a text cannot end a part";
  EXPECT_THAT(message, HasSubstr("--=_samstig\r\nContent-Type: text/html; charset=utf-8\r\n"
                                 "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                                 "<p>Hello</p>\r\n--=_samstig--\r\n"));
}

TEST(MessageTest, EncodesWhatIsNotAsciiInHeaders) {
  EXPECT_THAT(Render({"a@b.se", "Välkommen", ""}),
              HasSubstr("Subject: =?UTF-8?B?VsOkbGtvbW1lbg==?=\r\n"));
  EXPECT_THAT(Render({"a@b.se", "x", ""}, "Ledarstigen åäö <no-reply@example.org>"),
              StartsWith("From: =?UTF-8?B?TGVkYXJzdGlnZW4gw6XDpMO2?= <no-reply@example.org>\r\n"));
}

TEST(MessageTest, FoldsLongHeadersBetweenLetters) {
  std::string subject;
  for (int i = 0; i < 60; ++i) subject.append("ä");
  const std::string message = Render({"a@b.se", subject, ""});
  // 45 bytes would split the 23rd letter, so a word has 44.
  EXPECT_THAT(message, HasSubstr("=?=\r\n =?UTF-8?B?"));
  EXPECT_EQ(message.find("w6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMM"),
            std::string::npos);
}

TEST(MessageTest, BodyIsQuotedPrintableWithinTheLine) {
  const std::string message =
      Render({"a@b.se", "x", "Hälsningar = 1 \n" + std::string(200, 'x') + "\n.\nslut"});
  EXPECT_THAT(message, HasSubstr("H=C3=A4lsningar =3D 1=20\r\n"));
  EXPECT_THAT(message, EndsWith("\r\n.\r\nslut\r\n"));
  size_t begin = 0;
  for (size_t end; (end = message.find("\r\n", begin)) != std::string::npos; begin = end + 2) {
    EXPECT_LE(end - begin, 76U);
  }
  EXPECT_EQ(message.find('\n'), message.find("\r\n") + 1) << "a bare line end";
}

TEST(MessageTest, SenderIsANameWithAnAddressOrAnAddress) {
  EXPECT_THAT(CheckFrom("Samstig <no-reply@example.org>"), IsOk());
  EXPECT_THAT(CheckFrom("no-reply@example.org"), IsOk());
  EXPECT_EQ(AddressIn("Samstig <no-reply@example.org>"), "no-reply@example.org");
  EXPECT_EQ(AddressIn("no-reply@example.org"), "no-reply@example.org");
  EXPECT_THAT(CheckFrom("Samstig"), HasReason(v1::REASON_MALFORMED));
  EXPECT_FALSE(CheckFrom("A <a@b.se>\r\nBcc: c@d.se").ok());
}

}  // namespace
}  // namespace samstig::server
