// SPDX-License-Identifier: Apache-2.0
// The news for one person: what rules/notices.h tells of what the person may read now and has not
// been told of.
#ifndef SAMSTIG_SERVER_NOTIFY_NEWS_H_
#define SAMSTIG_SERVER_NOTIFY_NEWS_H_

#include <string>
#include <vector>

#include "domain/rules/notices.h"
#include "server/store/store.h"

namespace samstig::server {

// What a mail may say of a notice, and nothing else: no person's words are in here.
struct NewsItem {
  v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED;
  rules::NoticeWhy why = rules::NoticeWhy::kMentionsYou;
  // The cohort's name, in the reader's language if there is one.
  std::string cohort;
  // The title of an assignment for a whole cohort; empty for all else.
  std::string assignment;

  auto operator<=>(const NewsItem&) const = default;
};

// Older than this is no news to anybody: after mails were switched on, or the server was away.
inline constexpr TimeMs kOldestNews = 8 * base::kDayMs;

enum class NewsFor { kDigest, kSoon };

// What is beyond the marks, in scopes that the person holds at this moment. kSoon: the urgent kinds
// alone. Kinds that the settings switch off are left out.
Result<std::vector<NewsItem>> GatherNews(Reader& reader, const NoticeMark& mark,
                                         const v1::NoticeSettings& settings,
                                         const std::string& language, NewsFor what, TimeMs now);

// The person's settings as they hold.
Result<v1::NoticeSettings> SettingsOf(Reader& reader, const Id& person);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_NOTIFY_NEWS_H_
