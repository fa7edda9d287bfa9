// SPDX-License-Identifier: Apache-2.0
// The link in a mail by which its reader ends such mails, without signing in: whoever has it may do
// that and nothing else. It proves itself by an HMAC over network, person and kind with a secret of
// the server's, so that nothing is stored for it and nobody can make one up.
#ifndef SAMSTIG_SERVER_NOTIFY_STOP_LINK_H_
#define SAMSTIG_SERVER_NOTIFY_STOP_LINK_H_

#include <optional>
#include <string>
#include <string_view>

#include "samstig/v1/notice_settings.pb.h"
#include "server/auth/secret.h"
#include "server/store/store.h"

namespace samstig::server {

inline constexpr std::string_view kStopPath = "/notices/stop";

struct StopLink {
  std::string network;
  Id person;
  // UNSPECIFIED: all.
  v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED;
  // Of the page; not proved, as it tells nothing.
  std::string language;
};

// Thread-safe.
class StopLinks {
 public:
  // `url` as in the setting notices.url.
  StopLinks(Secret key, std::string url) : key_(std::move(key)), url_(std::move(url)) {}

  std::string UrlOf(const StopLink& link) const;
  // nullopt for whatever UrlOf did not make; `target` is path and query of a request.
  std::optional<StopLink> Read(std::string_view target) const;

 private:
  std::string ProofOf(const StopLink& link) const;

  const Secret key_;
  const std::string url_;
};

// The language that a target asks for, whether or not the link is one.
std::string LanguageIn(std::string_view target);

// Carries the link out as the person's own SetNotices: NEVER, or one kind less. Does nothing when
// it is so already.
Status StopMails(Transaction& txn, const StopLink& link, TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_NOTIFY_STOP_LINK_H_
