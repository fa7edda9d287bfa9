// SPDX-License-Identifier: Apache-2.0
#include "server/notify/stop_link.h"

#include <algorithm>
#include <vector>

#include "domain/rules/names.h"
#include "samstig/v1/mutation.pb.h"
#include "server/auth/sha256.h"
#include "server/decide/decide.h"
#include "server/decide/gone.h"
#include "server/notify/news.h"
#include "server/notify/notice_mail.h"

namespace samstig::server {
namespace {

// The value of "&name=" in the query; empty when it is not there. Nothing of ours needs escaping.
std::string_view ValueIn(std::string_view target, std::string_view name) {
  size_t at = target.find('?');
  while (at != std::string_view::npos) {
    target.remove_prefix(at + 1);
    const std::string_view pair = target.substr(0, target.find('&'));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
    at = target.find('&');
  }
  return {};
}

v1::NoticeKind KindIn(std::string_view text) {
  for (int kind = v1::NoticeKind_MIN; kind <= v1::NoticeKind_MAX; ++kind) {
    if (std::to_string(kind) == text) return static_cast<v1::NoticeKind>(kind);
  }
  return v1::NOTICE_KIND_UNSPECIFIED;
}

}  // namespace

std::string StopLinks::ProofOf(const StopLink& link) const {
  return Base64Url(HmacOf(
      key_.Reveal(), {"stop mails", link.network, link.person.bytes(), std::to_string(link.kind)}));
}

std::string StopLinks::UrlOf(const StopLink& link) const {
  std::string url = url_;
  url.append(kStopPath).append("?n=").append(link.network);
  url.append("&p=").append(link.person.ToText()).append("&k=").append(std::to_string(link.kind));
  url.append("&l=").append(WordsLanguage(link.language)).append("&t=").append(ProofOf(link));
  return url;
}

std::optional<StopLink> StopLinks::Read(std::string_view target) const {
  if (target.substr(0, target.find('?')) != kStopPath) return std::nullopt;
  const std::optional<Id> person = Id::FromText(ValueIn(target, "p"));
  const std::string_view kind = ValueIn(target, "k");
  StopLink link{std::string(ValueIn(target, "n")), person.value_or(Id()), KindIn(kind),
                LanguageIn(target)};
  // All in one: how something is wrong is nobody's business.
  const bool proved = ConstantTimeEqual(ProofOf(link), ValueIn(target, "t"));
  if (!person || kind != std::to_string(link.kind) || !proved) return std::nullopt;
  return link;
}

std::string LanguageIn(std::string_view target) {
  return std::string(WordsLanguage(ValueIn(target, "l")));
}

Status StopMails(Transaction& txn, const StopLink& link, TimeMs now) {
  // An old mail outlives its reader.
  const Status there = RequireNotErased(txn, link.person);
  if (!there.ok()) return there.reason() == v1::REASON_NOT_SIGNED_IN ? Status() : there;
  ASSIGN_OR_RETURN(v1::NoticeSettings settings, SettingsOf(txn, link.person));
  if (!rules::WantsMail(settings, link.kind)) return {};
  if (link.kind == v1::NOTICE_KIND_UNSPECIFIED) {
    settings.set_rhythm(v1::MAIL_RHYTHM_NEVER);
  } else {
    std::vector<int> off(settings.off().begin(), settings.off().end());
    off.insert(std::upper_bound(off.begin(), off.end(), link.kind), link.kind);
    settings.clear_off();
    for (const int kind : off) settings.add_off(static_cast<v1::NoticeKind>(kind));
  }
  v1::Mutation mutation;
  v1::SetNotices& intent = *mutation.mutable_set_notices();
  intent.set_id(rules::NoticeSettingsId(link.person).ToBytes());
  *intent.mutable_settings() = std::move(settings);
  return Decide(txn, Actor{link.person, Id()}, mutation, now).status();
}

}  // namespace samstig::server
