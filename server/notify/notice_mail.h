// SPDX-License-Identifier: Apache-2.0
// The words of a mail with notices. Employers read their employees' mailboxes, so no word that a
// participant wrote stands in it, and nobody's name: kinds, numbers, the cohort, the title of what
// the whole cohort was given to do, and why the reader is told (docs/decisions/0045).
#ifndef SAMSTIG_SERVER_NOTIFY_NOTICE_MAIL_H_
#define SAMSTIG_SERVER_NOTIFY_NOTICE_MAIL_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/notify/news.h"

namespace samstig::server {

struct NoticeText {
  std::string subject;
  std::string body;
  std::string html;
};

// The link that ends all mails to the reader, and for each kind in them the one that ends those.
struct NoticeLinks {
  std::string all;
  std::vector<std::pair<v1::NoticeKind, std::string>> kinds;
};

// In the reader's language (sv, fi or en; English for all others).
NoticeText NoticeTextOf(const std::vector<NewsItem>& news, const NoticeLinks& links,
                        std::string_view network_name, std::string_view language);

// The pages behind the links, as whole HTML documents: before the button is pressed, after it was,
// and for a link that is none. `kind` UNSPECIFIED: all.
std::string AskingPage(v1::NoticeKind kind, std::string_view language);
std::string DonePage(v1::NoticeKind kind, std::string_view language);
std::string NoSuchLinkPage(std::string_view language);
std::string TryLaterPage(std::string_view language);

// "sv", "fi" or "en".
std::string_view WordsLanguage(std::string_view language);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_NOTIFY_NOTICE_MAIL_H_
