// SPDX-License-Identifier: Apache-2.0
// The Postmaster: one round on one network. Whoever is due is looked at in a snapshot; then one
// short transaction moves their marks and puts their mails into the network's own outbox, both or
// neither, so nobody is told twice whatever stops in between. After that, what lies in the outbox
// is carried to the mail server and struck off when that has taken it. Should the server stop
// between the taking and the striking off, the mail goes once more with the same Message-ID.
#ifndef SAMSTIG_SERVER_NOTIFY_POSTMASTER_H_
#define SAMSTIG_SERVER_NOTIFY_POSTMASTER_H_

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "domain/base/clock.h"
#include "server/auth/mail.h"
#include "server/notify/stop_link.h"
#include "server/observe/log.h"
#include "server/observe/metrics.h"
#include "server/store/store.h"

namespace samstig::server {

// What a round needs of a network.
class PostedNetwork {
 public:
  virtual ~PostedNetwork() = default;
  virtual const std::string& slug() const = 0;
  virtual const std::string& name() const = 0;
  // Blocking; the writer goes on meanwhile.
  virtual Status Read(const std::function<Status(Reader&)>& work) = 0;
  // Blocking, until it is on disk. May run twice.
  virtual Status Write(const std::function<Status(Transaction&)>& work) = 0;
};

// How often those who want to be told soon are looked at.
inline constexpr TimeMs kSoonMs = 4 * base::kMinuteMs;
// A mail is given up when the mail server has refused it so often, or when it is so old.
inline constexpr int kMailTries = 3;
inline constexpr TimeMs kMailLifeMs = 3 * base::kDayMs;

// For one thread, but for Stop.
class Postmaster {
 public:
  Postmaster(const StopLinks& links, MailCarrier& carrier, const base::Clock& clock, Log& log,
             Metrics& metrics)
      : links_(links), carrier_(carrier), clock_(clock), log_(log), metrics_(metrics) {}

  // What fails is tried again in a later round. The Status of what failed first, for the log.
  Status Round(PostedNetwork& network);

  // A round under way ends soon.
  void Stop();

 private:
  // A person looked at: the mark as it was and as it is to be, and the mail if there is one.
  struct Look {
    NoticeMark before;
    NoticeMark after;
    std::optional<OutMail> mail;
  };

  Status Write(PostedNetwork& network);
  Result<Look> LookAt(Reader& reader, const PostedNetwork& network, const NoticeMark& mark,
                      TimeMs now);
  Result<std::optional<OutMail>> MailFor(Reader& reader, const PostedNetwork& network,
                                         const Look& look, const v1::NoticeSettings& settings,
                                         const std::string& language, bool digest, TimeMs now);
  Status Record(PostedNetwork& network, const std::vector<Look>& looks);

  Status Send(PostedNetwork& network);
  Status SendOne(PostedNetwork& network, OutMail mail);
  // The mail as it goes out; nullopt when it is not to go any more.
  Status Address(PostedNetwork& network, const OutMail& mail, std::optional<Mail>& addressed);

  const StopLinks& links_;
  MailCarrier& carrier_;
  const base::Clock& clock_;
  Log& log_;
  Metrics& metrics_;
  std::atomic<bool> stopping_{false};
  // The mail server is left alone until then, twice as long after each failure.
  TimeMs pause_until_ = 0;
  TimeMs pause_ = 0;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_NOTIFY_POSTMASTER_H_
