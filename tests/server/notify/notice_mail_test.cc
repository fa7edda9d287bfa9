// SPDX-License-Identifier: Apache-2.0
#include "server/notify/notice_mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace samstig::server {
namespace {

using rules::NoticeWhy;
using testing::HasSubstr;
using testing::Not;

NewsItem Mention() { return {v1::NOTICE_KIND_MENTION, NoticeWhy::kMentionsYou, "Omgång 3", ""}; }

const NoticeLinks& Links() {
  static const NoticeLinks links{"https://byn.example/all",
                                 {{v1::NOTICE_KIND_MENTION, "https://byn.example/mentions"}}};
  return links;
}

TEST(NoticeMailTest, CountsWhatIsAlikeAndSaysWhy) {
  NewsItem task{v1::NOTICE_KIND_ASSIGNMENT, NoticeWhy::kYourCohort, "Omgång 3", "Lyssna"};
  const NoticeText text = NoticeTextOf({Mention(), task, Mention()}, Links(), "Byn", "sv-FI");
  EXPECT_EQ(text.body,
            "Hej!\n\nDet här väntar på dig i Byn:\n\n"
            "* Någon nämnde dig: 2 (Omgång 3), därför att du är nämnd\n"
            "* Nya eller ändrade uppdrag: 1 (Omgång 3) – Lyssna, därför att det är för hela din "
            "omgång\n"
            "\nVad andra skriver står aldrig i mejl. Öppna Samstig för att läsa.\n\nSamstig\n\n"
            "-- \n"
            "Inga fler mejl om: Någon nämnde dig\n  https://byn.example/mentions\n"
            "Inga fler sådana här mejl: \n  https://byn.example/all\n");
}

TEST(NoticeMailTest, IsInTheReadersLanguageAndElseInEnglish) {
  EXPECT_EQ(NoticeTextOf({Mention()}, Links(), "Byn", "sv").subject, "Nytt för dig i Samstig");
  EXPECT_EQ(NoticeTextOf({Mention()}, Links(), "Byn", "fi-FI").subject,
            "Uutta sinulle Samstigissa");
  EXPECT_EQ(NoticeTextOf({Mention()}, Links(), "Byn", "da").subject, "New for you in Samstig");
  EXPECT_EQ(WordsLanguage("nb"), "en");
}

// A kind or a reason without words would be a hole in a mail.
TEST(NoticeMailTest, EveryKindAndEveryReasonHasWordsInEveryLanguage) {
  for (const char* language : {"sv", "fi", "en"}) {
    for (int kind = v1::NOTICE_KIND_MENTION; kind <= v1::NoticeKind_MAX; ++kind) {
      for (int why = 0; why <= static_cast<int>(NoticeWhy::kYouCoach); ++why) {
        const NewsItem item{static_cast<v1::NoticeKind>(kind), static_cast<NoticeWhy>(why), "", ""};
        const std::string body = NoticeTextOf({item}, {"x", {}}, "Byn", language).body;
        for (const char* hole :
             {"Annat", "Muuta:", "Something else", "därför att \n", "koska \n", "because \n"}) {
          EXPECT_THAT(body, Not(HasSubstr(hole))) << kind << " " << why;
        }
      }
    }
  }
}

TEST(NoticeMailTest, NamesAreOnlyTextInTheHtml) {
  NewsItem item = Mention();
  item.cohort = "<b>\"A & B\"</b>";
  const NoticeText text = NoticeTextOf({item}, Links(), "<i>Byn</i>", "en");
  EXPECT_THAT(text.html, HasSubstr("(&lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt;)"));
  EXPECT_THAT(text.html, HasSubstr("&lt;i&gt;Byn&lt;/i&gt;"));
  EXPECT_THAT(text.html, HasSubstr("<a href=\"https://byn.example/all\">No more mails like this"));
  EXPECT_THAT(text.html, Not(HasSubstr("<img")));
}

TEST(NoticePageTest, AsksWithAButtonAndTellsWhatWasDone) {
  const std::string page = AskingPage(v1::NOTICE_KIND_POST, "sv");
  EXPECT_THAT(page, HasSubstr("<form method=\"post\"><button type=\"submit\">Inga fler mejl<"));
  EXPECT_THAT(page, HasSubstr("<h1>Nya inlägg i trådar du bevakar</h1>"));
  EXPECT_THAT(AskingPage(v1::NOTICE_KIND_UNSPECIFIED, "en"), Not(HasSubstr("<h1>")));
  EXPECT_THAT(DonePage(v1::NOTICE_KIND_UNSPECIFIED, "fi"), HasSubstr("Et saa enää sähköpostia"));
  EXPECT_THAT(DonePage(v1::NOTICE_KIND_POST, "en"), HasSubstr("mails about this"));
  EXPECT_THAT(NoSuchLinkPage("en"), HasSubstr("not valid"));
  EXPECT_THAT(TryLaterPage("sv"), HasSubstr("Försök igen"));
}

}  // namespace
}  // namespace samstig::server
