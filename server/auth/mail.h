// SPDX-License-Identifier: Apache-2.0
// Mail on its way out. Nobody who has a mail to send waits for a mail server: Send hands it to a
// worker with a bounded queue, which tries again while the mail is still of use.
#ifndef SAMSTIG_SERVER_AUTH_MAIL_H_
#define SAMSTIG_SERVER_AUTH_MAIL_H_

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "server/observe/log.h"
#include "server/observe/metrics.h"

namespace samstig::server {

// For one reader. Subject and body are UTF-8; the subject holds nothing personal.
struct Mail {
  std::string to;
  std::string subject;
  std::string body;
  // The same once more for those who want it nicer; empty: plain text alone.
  std::string html = {};
  // Further header lines, in ASCII: {"List-Id", "..."}.
  std::vector<std::pair<std::string, std::string>> headers = {};
  // Empty: chosen when it is sent. Of a mail that may be tried several times, it is the same each
  // time, so that whoever gets it twice sees it once.
  std::string unique = {};
};

// Thread-safe.
class Mailer {
 public:
  virtual ~Mailer() = default;
  // OK if a mail sent now has a fair chance; UNAVAILABLE while the mail server is down or the queue
  // full.
  virtual base::Status Ready() = 0;
  // Takes the mail and returns at once. A mail that no one takes is counted and logged without its
  // reader.
  virtual void Send(Mail mail) = 0;
};

struct MailOptions {
  // "Samstig <no-reply@example.org>" or the bare address.
  std::string from;
  size_t max_waiting = 1'000;
  // The first pause between two tries; doubles up to a minute.
  std::chrono::milliseconds first_pause{1'000};
  // Longer than this a sign-in code is of no use anyway.
  std::chrono::milliseconds give_up_after{10 * base::kMinuteMs};
};

// What became of one try.
enum class Delivery {
  kDone,
  kRefused,  // For good: no such mailbox, a message the server will not take.
  kLater,    // This mail has to wait; the server is well.
  kServerDown,
};

// For those who keep their mails themselves until they are taken: tries once, and waits for the
// answer. Used by one thread, but for Hurry.
class MailCarrier {
 public:
  virtual ~MailCarrier() = default;
  virtual Delivery Carry(const Mail& mail) = 0;
  // The server wants to stop: a try under way ends within seconds.
  virtual void Hurry() = 0;
};

std::unique_ptr<MailCarrier> MakeSmtpCarrier(std::string from, std::string url,
                                             const base::Clock& clock, base::Random& random);
std::unique_ptr<MailCarrier> MakeFileCarrier(std::string from, std::string directory,
                                             const base::Clock& clock, base::Random& random);

// Sends by SMTP. `url` as libcurl takes it: smtp://host:port or smtps://user:password@host:port.
// With smtp:// a host other than this machine must offer STARTTLS. What waits when this is
// destroyed is given 5 s.
std::unique_ptr<Mailer> MakeSmtpMailer(MailOptions options, std::string url,
                                       const base::Clock& clock, base::Random& random, Log& log,
                                       Metrics& metrics);

// Writes each mail as one .eml file, mode 0600, into the folder, which it makes. To try things out.
std::unique_ptr<Mailer> MakeFileMailer(MailOptions options, std::string directory,
                                       const base::Clock& clock, base::Random& random, Log& log,
                                       Metrics& metrics);

// OK for what may stand in MailOptions::from.
base::Status CheckFrom(std::string_view from);

// The bare address in "Samstig <no-reply@example.org>".
std::string AddressIn(std::string_view from);

// The message as it goes over the wire (RFC 5322, MIME, quoted-printable), lines ended by CR LF.
// `unique` makes the Message-ID where the mail has none of its own.
std::string RenderMessage(const Mail& mail, std::string_view from, base::TimeMs now,
                          std::string_view unique);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_MAIL_H_
