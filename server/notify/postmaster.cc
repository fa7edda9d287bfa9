// SPDX-License-Identifier: Apache-2.0
#include "server/notify/postmaster.h"

#include <sodium.h>

#include <algorithm>
#include <set>

#include "server/auth/sha256.h"
#include "server/decide/notices.h"
#include "server/notify/news.h"
#include "server/notify/notice_mail.h"
#include "server/notify/rhythm.h"

namespace samstig::server {
namespace {

constexpr size_t kPersonsAtOnce = 100;
constexpr size_t kMailsAtOnce = 50;
constexpr TimeMs kFirstPauseMs = base::kMinuteMs;
constexpr TimeMs kLongestPauseMs = 30 * base::kMinuteMs;
constexpr TimeMs kRetryMs = 15 * base::kMinuteMs;
// Somebody whose look failed, so that the others are not held up.
constexpr TimeMs kAfterTroubleMs = base::kHourMs;

// Made from what the mail tells, so that it is the same however often that is written or sent.
// Nobody can read from it who is told.
std::string MessageIdOf(const PostedNetwork& network, const NoticeMark& mark, bool digest) {
  const std::string hash =
      Sha256Of(network.slug() + "/" + mark.person.ToBytes() + "/" + std::to_string(mark.told_seq) +
               "/" + std::to_string(mark.soon_seq) + "/" + std::to_string(mark.told_ms) +
               (digest ? "/digest" : "/soon"));
  constexpr size_t kBytes = 16;
  std::string text(2 * kBytes + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const uint8_t*>(hash.data()), kBytes);
  text.pop_back();
  return "notices." + text;
}

Result<std::optional<v1::Person>> PersonWith(Reader& reader, const Id& id) {
  ASSIGN_OR_RETURN(std::optional<std::string> bytes, reader.Get(id));
  v1::Entity entity;
  if (bytes && !entity.ParseFromString(*bytes)) {
    return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  }
  return entity.has_person() ? std::optional(entity.person()) : std::nullopt;
}

}  // namespace

void Postmaster::Stop() {
  stopping_.store(true);
  carrier_.Hurry();
}

Status Postmaster::Round(PostedNetwork& network) {
  const Status written = Write(network);
  const Status sent = Send(network);
  return written.ok() ? sent : written;
}

// ---- Writing mails

Status Postmaster::Write(PostedNetwork& network) {
  bool more = true;
  while (more && !stopping_.load()) {
    std::vector<Look> looks;
    const TimeMs now = clock_.Now();
    const auto look_round = [&](Reader& reader) -> Status {
      looks.clear();
      ASSIGN_OR_RETURN(std::vector<NoticeMark> due, reader.NoticesDue(now, kPersonsAtOnce));
      more = due.size() == kPersonsAtOnce;
      for (const NoticeMark& mark : due) {
        Result<Look> look = LookAt(reader, network, mark, now);
        if (!look.ok()) {
          log_.Error("notices not gathered",
                     {{"network", Public(network.slug())}, {"why", look.status()}});
          look = Look{mark, mark, std::nullopt};
          look->after.due = now + kAfterTroubleMs;
        }
        looks.push_back(std::move(*look));
      }
      return {};
    };
    RETURN_IF_ERROR(network.Read(look_round));
    if (!looks.empty()) RETURN_IF_ERROR(Record(network, looks));
  }
  return {};
}

Result<Postmaster::Look> Postmaster::LookAt(Reader& reader, const PostedNetwork& network,
                                            const NoticeMark& mark, TimeMs now) {
  Look look{mark, mark, std::nullopt};
  ASSIGN_OR_RETURN(const v1::NoticeSettings settings, SettingsOf(reader, mark.person));
  ASSIGN_OR_RETURN(const std::optional<v1::Person> person, PersonWith(reader, mark.person));
  if (!person || settings.rhythm() == v1::MAIL_RHYTHM_NEVER) {
    look.after.digest_due = 0;
    look.after.due = kNeverDue;
    return look;
  }
  const Zone zone = ZoneNamed(settings.time_zone());
  const bool soon = settings.rhythm() == v1::MAIL_RHYTHM_SOON;
  const bool digest = mark.digest_due != 0 && now >= mark.digest_due;
  if (!zone.known && (digest || mark.digest_due == 0)) {
    log_.Warn("somebody's time zone is not known; UTC stands in",
              {{"network", Public(network.slug())}});
  }
  const TimeMs awake = AfterQuiet(settings, zone.zone, now);
  if (mark.digest_due == 0) {
    look.after.digest_due = NextDigest(settings, zone.zone, now);
  } else if (awake > now) {
    look.after.due = awake;  // After a standstill that ended in the quiet hours.
    return look;
  } else if (digest || soon) {
    look.after.soon_seq = reader.LastSeq();
    ASSIGN_OR_RETURN(look.after.soon_nth, reader.LastNth());
    if (digest) {
      look.after.told_seq = look.after.soon_seq;
      look.after.told_nth = look.after.soon_nth;
      look.after.told_ms = now;
      look.after.digest_due = NextDigest(settings, zone.zone, now);
    }
    ASSIGN_OR_RETURN(look.mail,
                     MailFor(reader, network, look, settings, person->language(), digest, now));
  }
  const TimeMs next_look = AfterQuiet(settings, zone.zone, now + kSoonMs);
  look.after.due = soon ? std::min(next_look, look.after.digest_due) : look.after.digest_due;
  return look;
}

Result<std::optional<OutMail>> Postmaster::MailFor(Reader& reader, const PostedNetwork& network,
                                                   const Look& look,
                                                   const v1::NoticeSettings& settings,
                                                   const std::string& language, bool digest,
                                                   TimeMs now) {
  const NewsFor what = digest ? NewsFor::kDigest : NewsFor::kSoon;
  ASSIGN_OR_RETURN(const std::vector<NewsItem> news,
                   GatherNews(reader, look.before, settings, language, what, now));
  if (news.empty()) return std::optional<OutMail>();
  NoticeLinks links;
  StopLink link{network.slug(), look.before.person, v1::NOTICE_KIND_UNSPECIFIED, language};
  links.all = links_.UrlOf(link);
  std::set<v1::NoticeKind> kinds;
  for (const NewsItem& item : news) kinds.insert(item.kind);
  for (const v1::NoticeKind kind : kinds) {
    link.kind = kind;
    links.kinds.emplace_back(kind, links_.UrlOf(link));
  }
  NoticeText text = NoticeTextOf(news, links, network.name(), language);
  OutMail mail;
  mail.person = look.before.person;
  mail.message_id = MessageIdOf(network, look.before, digest);
  mail.subject = std::move(text.subject);
  mail.body = std::move(text.body);
  mail.html = std::move(text.html);
  mail.made = now;
  mail.due = now;
  return std::optional<OutMail>(std::move(mail));
}

Status Postmaster::Record(PostedNetwork& network, const std::vector<Look>& looks) {
  size_t written = 0;
  const auto record = [&](Transaction& txn) -> Status {
    written = 0;
    for (const Look& look : looks) {
      ASSIGN_OR_RETURN(const std::optional<NoticeMark> mark, txn.NoticeMarkOf(look.before.person));
      if (mark != look.before) continue;  // Other settings since: looked at again in a moment.
      RETURN_IF_ERROR(txn.PutNoticeMark(look.after));
      if (!look.mail) continue;
      RETURN_IF_ERROR(txn.PutOutMail(*look.mail));
      ++written;
    }
    return {};
  };
  RETURN_IF_ERROR(network.Write(record));
  for (size_t i = 0; i < written; ++i) metrics_.CountNoticeMail(Metrics::NoticeMail::kWritten);
  return {};
}

// ---- Sending them

Status Postmaster::Send(PostedNetwork& network) {
  while (!stopping_.load() && clock_.Now() >= pause_until_) {
    std::vector<OutMail> mails;
    const auto take = [&](Reader& reader) -> Status {
      ASSIGN_OR_RETURN(mails, reader.MailsDue(clock_.Now(), kMailsAtOnce));
      return {};
    };
    RETURN_IF_ERROR(network.Read(take));
    if (mails.empty()) return {};
    for (OutMail& mail : mails) {
      if (stopping_.load() || clock_.Now() < pause_until_) return {};
      RETURN_IF_ERROR(SendOne(network, std::move(mail)));
    }
  }
  return {};
}

Status Postmaster::Address(PostedNetwork& network, const OutMail& mail,
                           std::optional<Mail>& addressed) {
  return network.Read([&](Reader& reader) -> Status {
    addressed.reset();
    ASSIGN_OR_RETURN(const v1::NoticeSettings settings, SettingsOf(reader, mail.person));
    ASSIGN_OR_RETURN(const std::optional<v1::Person> person, PersonWith(reader, mail.person));
    ASSIGN_OR_RETURN(const std::optional<std::string> email, reader.EmailOf(mail.person));
    ASSIGN_OR_RETURN(const TimeMs restored, reader.RestoredAt());
    // From before a restore: it went out then, as far as anybody can know.
    const bool repeats = restored > 0 && mail.made <= restored;
    if (!person || !email || repeats || settings.rhythm() == v1::MAIL_RHYTHM_NEVER) return {};
    addressed = Mail{*email, mail.subject, mail.body, mail.html, {}, mail.message_id};
    const StopLink all{network.slug(), mail.person, v1::NOTICE_KIND_UNSPECIFIED,
                       person->language()};
    // RFC 2919, RFC 2369 and RFC 8058.
    addressed->headers = {{"List-Id", "<notices." + network.slug() + ".samstig>"},
                          {"List-Unsubscribe", "<" + links_.UrlOf(all) + ">"},
                          {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"}};
    return {};
  });
}

Status Postmaster::SendOne(PostedNetwork& network, OutMail mail) {
  using NoticeMail = Metrics::NoticeMail;
  const auto strike_off = [&] {
    return network.Write([&](Transaction& txn) { return txn.DeleteOutMail(mail.no); });
  };
  std::optional<Mail> addressed;
  RETURN_IF_ERROR(Address(network, mail, addressed));
  if (!addressed) return strike_off();
  const Delivery delivery = carrier_.Carry(*addressed);
  const TimeMs now = clock_.Now();
  if (delivery == Delivery::kServerDown) {
    if (pause_ == 0) log_.Warn("the mail server takes no notices");
    pause_ = pause_ == 0 ? kFirstPauseMs : std::min(pause_ * 2, kLongestPauseMs);
    pause_until_ = now + pause_;
  } else {
    pause_ = 0;
  }
  if (delivery == Delivery::kDone) {
    metrics_.CountNoticeMail(NoticeMail::kSent);
    return strike_off();
  }
  const bool refused = delivery == Delivery::kRefused;
  metrics_.CountNoticeMail(refused ? NoticeMail::kRefused : NoticeMail::kLater);
  if (refused) ++mail.tries;
  if (mail.tries >= kMailTries || now - mail.made > kMailLifeMs) {
    metrics_.CountNoticeMail(NoticeMail::kGivenUp);
    log_.Warn("a mail with notices given up",
              {{"network", Public(network.slug())}, {"refused", refused}});
    return strike_off();
  }
  if (delivery == Delivery::kServerDown) return {};  // It waits for the server, not the other way.
  mail.due = now + kRetryMs * (1 << std::min(mail.tries, 4));
  return network.Write([&](Transaction& txn) { return txn.PutOutMail(mail); });
}

}  // namespace samstig::server
