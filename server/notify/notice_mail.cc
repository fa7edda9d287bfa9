// SPDX-License-Identifier: Apache-2.0
#include "server/notify/notice_mail.h"

#include <map>
#include <tuple>

namespace samstig::server {

using rules::NoticeWhy;

namespace {

struct Words {
  const char* language;
  const char* subject;
  // Before and after the network's name.
  const char* opening;
  const char* after_network;
  // Before the reason, in brackets.
  const char* because;
  const char* read_it;
  const char* stop_all;
  const char* stop_kind;
  const char* (*kind)(v1::NoticeKind kind);
  const char* (*why)(NoticeWhy why);
  // The pages.
  const char* ask_all;
  const char* ask_kind;
  const char* button;
  const char* done_all;
  const char* done_kind;
  const char* no_such_link;
  const char* try_later;
};

const char* SwedishKind(v1::NoticeKind kind) {
  switch (kind) {
    case v1::NOTICE_KIND_MENTION:
      return "Någon nämnde dig";
    case v1::NOTICE_KIND_ANSWER:
      return "Svar på dina inlägg";
    case v1::NOTICE_KIND_FEEDBACK:
      return "Återkoppling";
    case v1::NOTICE_KIND_ASSIGNMENT:
      return "Nya eller ändrade uppdrag";
    case v1::NOTICE_KIND_DEADLINE:
      return "Uppdrag som snart ska vara inne";
    case v1::NOTICE_KIND_POST:
      return "Nya inlägg i trådar du bevakar";
    case v1::NOTICE_KIND_ANNOUNCEMENT:
      return "Anslag";
    case v1::NOTICE_KIND_NUDGE:
      return "Påminnelser från din lärcoach";
    case v1::NOTICE_KIND_SUBMISSION:
      return "Inlämningar att svara på";
    case v1::NOTICE_KIND_FLAG:
      return "Flaggade inlägg";
    default:
      return "Annat";
  }
}

const char* SwedishWhy(NoticeWhy why) {
  switch (why) {
    case NoticeWhy::kMentionsYou:
      return "du är nämnd";
    case NoticeWhy::kAnswersYou:
      return "inlägget som besvaras är ditt";
    case NoticeWhy::kYouWatchWhatYouStarted:
      return "du bevakar tråden, som du startade";
    case NoticeWhy::kYouWatch:
      return "du bevakar tråden";
    case NoticeWhy::kYourWork:
      return "det gäller din inlämning";
    case NoticeWhy::kYourCohort:
      return "det är för hela din omgång";
    case NoticeWhy::kYourGroup:
      return "det är för din grupp";
    case NoticeWhy::kForYou:
      return "uppdraget är till dig";
    case NoticeWhy::kNotDone:
      return "du har inte lämnat in än";
    case NoticeWhy::kNudged:
      return "din lärcoach bad om det";
    case NoticeWhy::kYouCoach:
      return "du är lärcoach i omgången";
    case NoticeWhy::kGoesSoon:
      return "det som skrevs där tas snart bort; hämta det som är ditt";
  }
  return "";
}

const char* FinnishKind(v1::NoticeKind kind) {
  switch (kind) {
    case v1::NOTICE_KIND_MENTION:
      return "Joku mainitsi sinut";
    case v1::NOTICE_KIND_ANSWER:
      return "Vastauksia viesteihisi";
    case v1::NOTICE_KIND_FEEDBACK:
      return "Palautetta";
    case v1::NOTICE_KIND_ASSIGNMENT:
      return "Uusia tai muuttuneita tehtäviä";
    case v1::NOTICE_KIND_DEADLINE:
      return "Tehtäviä, joiden määräaika lähestyy";
    case v1::NOTICE_KIND_POST:
      return "Uusia viestejä seuraamissasi ketjuissa";
    case v1::NOTICE_KIND_ANNOUNCEMENT:
      return "Tiedotteita";
    case v1::NOTICE_KIND_NUDGE:
      return "Muistutuksia oppimisvalmentajaltasi";
    case v1::NOTICE_KIND_SUBMISSION:
      return "Palautuksia, jotka odottavat vastausta";
    case v1::NOTICE_KIND_FLAG:
      return "Liputettuja viestejä";
    default:
      return "Muuta";
  }
}

const char* FinnishWhy(NoticeWhy why) {
  switch (why) {
    case NoticeWhy::kMentionsYou:
      return "sinut on mainittu";
    case NoticeWhy::kAnswersYou:
      return "viesti, johon vastattiin, on sinun";
    case NoticeWhy::kYouWatchWhatYouStarted:
      return "seuraat ketjua, jonka aloitit";
    case NoticeWhy::kYouWatch:
      return "seuraat ketjua";
    case NoticeWhy::kYourWork:
      return "se koskee palautustasi";
    case NoticeWhy::kYourCohort:
      return "se on koko ryhmällesi";
    case NoticeWhy::kYourGroup:
      return "se on pienryhmällesi";
    case NoticeWhy::kForYou:
      return "tehtävä on sinulle";
    case NoticeWhy::kNotDone:
      return "et ole vielä palauttanut";
    case NoticeWhy::kNudged:
      return "valmentajasi pyysi sitä";
    case NoticeWhy::kYouCoach:
      return "olet ryhmän oppimisvalmentaja";
    case NoticeWhy::kGoesSoon:
      return "sinne kirjoitettu poistetaan pian; ota omasi talteen";
  }
  return "";
}

const char* EnglishKind(v1::NoticeKind kind) {
  switch (kind) {
    case v1::NOTICE_KIND_MENTION:
      return "Somebody mentioned you";
    case v1::NOTICE_KIND_ANSWER:
      return "Answers to your posts";
    case v1::NOTICE_KIND_FEEDBACK:
      return "Feedback";
    case v1::NOTICE_KIND_ASSIGNMENT:
      return "New or changed assignments";
    case v1::NOTICE_KIND_DEADLINE:
      return "Assignments that are due soon";
    case v1::NOTICE_KIND_POST:
      return "New posts in threads that you watch";
    case v1::NOTICE_KIND_ANNOUNCEMENT:
      return "Announcements";
    case v1::NOTICE_KIND_NUDGE:
      return "Reminders from your coach";
    case v1::NOTICE_KIND_SUBMISSION:
      return "Reports to answer";
    case v1::NOTICE_KIND_FLAG:
      return "Flagged posts";
    default:
      return "Something else";
  }
}

const char* EnglishWhy(NoticeWhy why) {
  switch (why) {
    case NoticeWhy::kMentionsYou:
      return "you are mentioned";
    case NoticeWhy::kAnswersYou:
      return "the post that is answered is yours";
    case NoticeWhy::kYouWatchWhatYouStarted:
      return "you watch the thread, which you started";
    case NoticeWhy::kYouWatch:
      return "you watch the thread";
    case NoticeWhy::kYourWork:
      return "it is about your report";
    case NoticeWhy::kYourCohort:
      return "it is for your whole cohort";
    case NoticeWhy::kYourGroup:
      return "it is for your group";
    case NoticeWhy::kForYou:
      return "the assignment is for you";
    case NoticeWhy::kNotDone:
      return "you have not handed in yet";
    case NoticeWhy::kNudged:
      return "your coach asked for it";
    case NoticeWhy::kYouCoach:
      return "you coach the cohort";
    case NoticeWhy::kGoesSoon:
      return "what was written there goes soon; save what is yours";
  }
  return "";
}

constexpr Words kSwedish = {
    "sv",
    "Nytt för dig i Samstig",
    "Hej!\n\nDet här väntar på dig i ",
    ":",
    "därför att",
    "Vad andra skriver står aldrig i mejl. Öppna Samstig för att läsa.",
    "Inga fler sådana här mejl: ",
    "Inga fler mejl om: ",
    &SwedishKind,
    &SwedishWhy,
    "Vill du inte ha fler mejl från Samstig om vad som är nytt? Koder för att logga in kommer även "
    "i fortsättningen.",
    "Vill du inte ha fler mejl om detta?",
    "Inga fler mejl",
    "Du får inga fler mejl om vad som är nytt. I Samstig kan du ändra dig när du vill.",
    "Du får inga fler mejl om detta. I Samstig kan du ändra dig när du vill.",
    "Länken gäller inte. Ta den ur det senaste mejlet, eller ändra dina val i Samstig.",
    "Det gick inte just nu. Försök igen om en stund."};

constexpr Words kFinnish = {
    "fi",
    "Uutta sinulle Samstigissa",
    "Hei!\n\nTämä odottaa sinua verkostossa ",
    ":",
    "koska",
    "Muiden kirjoittamat tekstit eivät koskaan ole sähköpostissa. Lue ne Samstigissa.",
    "Ei enää tällaisia viestejä: ",
    "Ei enää sähköpostia aiheesta: ",
    &FinnishKind,
    &FinnishWhy,
    "Etkö halua enää sähköpostia Samstigin uutisista? Kirjautumiskoodit tulevat edelleen.",
    "Etkö halua enää sähköpostia tästä aiheesta?",
    "Ei enää sähköpostia",
    "Et saa enää sähköpostia uutisista. Voit muuttaa valintaasi Samstigissa milloin vain.",
    "Et saa enää sähköpostia tästä aiheesta. Voit muuttaa valintaasi Samstigissa milloin vain.",
    "Linkki ei ole voimassa. Ota se uusimmasta viestistä tai muuta valintojasi Samstigissa.",
    "Se ei onnistunut juuri nyt. Yritä hetken kuluttua uudelleen."};

constexpr Words kEnglish = {
    "en",
    "New for you in Samstig",
    "Hello!\n\nThis waits for you in ",
    ":",
    "because",
    "What others write is never in a mail. Open Samstig to read it.",
    "No more mails like this: ",
    "No more mails about: ",
    &EnglishKind,
    &EnglishWhy,
    "Do you want no more mails from Samstig about what is new? Codes to sign in will still come.",
    "Do you want no more mails about this?",
    "No more mails",
    "You get no more mails about what is new. You can change your mind in Samstig at any time.",
    "You get no more mails about this. You can change your mind in Samstig at any time.",
    "The link is not valid. Take it from the latest mail, or change your choices in Samstig.",
    "That did not work just now. Try again in a moment."};

// The language alone decides: sv-FI and sv-SE read the same words here.
const Words& WordsIn(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "sv") return kSwedish;
  if (primary == "fi") return kFinnish;
  return kEnglish;
}

std::string Escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html.append("&amp;");
        break;
      case '<':
        html.append("&lt;");
        break;
      case '>':
        html.append("&gt;");
        break;
      case '"':
        html.append("&quot;");
        break;
      default:
        html.push_back(c);
    }
  }
  return html;
}

std::string Link(std::string_view url, std::string_view text) {
  std::string html = "<a href=\"" + Escaped(url) + "\">";
  return html.append(Escaped(text)).append("</a>");
}

// "Feedback: 2 (Ledarstig 3), because it is about your report"
std::string LineOf(const Words& words, const NewsItem& item, int count) {
  std::string line = words.kind(item.kind);
  line.append(": ").append(std::to_string(count));
  if (!item.cohort.empty()) line.append(" (").append(item.cohort).append(")");
  if (!item.assignment.empty()) line.append(" – ").append(item.assignment);
  return line.append(", ").append(words.because).append(" ").append(words.why(item.why));
}

std::string Page(const Words& words, std::string_view content) {
  std::string page = "<!doctype html>\n<html lang=\"";
  page.append(words.language);
  page.append(
      "\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"robots\" content=\"noindex\"><title>Samstig</title></head>\n<body>");
  return page.append(content).append("</body></html>\n");
}

std::string Paragraph(std::string_view text) { return "<p>" + Escaped(text) + "</p>\n"; }

std::string KindHeading(const Words& words, v1::NoticeKind kind) {
  return kind == v1::NOTICE_KIND_UNSPECIFIED ? std::string()
                                             : "<h1>" + Escaped(words.kind(kind)) + "</h1>\n";
}

}  // namespace

NoticeText NoticeTextOf(const std::vector<NewsItem>& news, const NoticeLinks& links,
                        std::string_view network_name, std::string_view language) {
  const Words& words = WordsIn(language);
  std::map<NewsItem, int> counts;
  for (const NewsItem& item : news) ++counts[item];

  NoticeText text;
  text.subject = words.subject;
  text.body.append(words.opening).append(network_name).append(words.after_network).append("\n\n");
  std::string list;
  for (const auto& [item, count] : counts) {
    const std::string line = LineOf(words, item, count);
    text.body.append("* ").append(line).append("\n");
    list.append("<li>").append(Escaped(line)).append("</li>\n");
  }
  text.body.append("\n").append(words.read_it).append("\n\nSamstig\n\n-- \n");
  std::string ends;
  for (const auto& [kind, url] : links.kinds) {
    const std::string what = words.stop_kind + std::string(words.kind(kind));
    text.body.append(what).append("\n  ").append(url).append("\n");
    ends.append(Link(url, what)).append("<br>\n");
  }
  text.body.append(words.stop_all).append("\n  ").append(links.all).append("\n");
  std::string stop_all = words.stop_all;
  stop_all.erase(stop_all.find_last_not_of(": ") + 1);
  ends.append(Link(links.all, stop_all));

  std::string opening = words.opening;  // "Hej!\n\nDet här ...".
  const size_t greeting = opening.find("\n\n");
  std::string content = Paragraph(opening.substr(0, greeting));
  content.append(
      Paragraph(opening.substr(greeting + 2) + std::string(network_name) + words.after_network));
  content.append("<ul>\n").append(list).append("</ul>\n").append(Paragraph(words.read_it));
  content.append("<p>Samstig</p>\n<p><small>").append(ends).append("</small></p>\n");
  text.html = Page(words, content);
  return text;
}

std::string AskingPage(v1::NoticeKind kind, std::string_view language) {
  const Words& words = WordsIn(language);
  std::string content = KindHeading(words, kind);
  content.append(Paragraph(kind == v1::NOTICE_KIND_UNSPECIFIED ? words.ask_all : words.ask_kind));
  // Posts to the very address of this page.
  content.append("<form method=\"post\"><button type=\"submit\">").append(Escaped(words.button));
  content.append("</button></form>\n");
  return Page(words, content);
}

std::string DonePage(v1::NoticeKind kind, std::string_view language) {
  const Words& words = WordsIn(language);
  const bool all = kind == v1::NOTICE_KIND_UNSPECIFIED;
  return Page(words, KindHeading(words, kind) + Paragraph(all ? words.done_all : words.done_kind));
}

std::string NoSuchLinkPage(std::string_view language) {
  const Words& words = WordsIn(language);
  return Page(words, Paragraph(words.no_such_link));
}

std::string TryLaterPage(std::string_view language) {
  const Words& words = WordsIn(language);
  return Page(words, Paragraph(words.try_later));
}

std::string_view WordsLanguage(std::string_view language) { return WordsIn(language).language; }

}  // namespace samstig::server
