// SPDX-License-Identifier: Apache-2.0
#include "server/auth/mail.h"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

#include "server/observe/files.h"

namespace samstig::server {

using base::Status;

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::chrono::milliseconds kLongestPause{60'000};
constexpr std::chrono::seconds kLastMailTime{5};

// One way of delivering. Used by one thread.
class Transport {
 public:
  virtual ~Transport() = default;
  // `hurry` turns true when the server wants to stop.
  virtual Delivery Deliver(const std::string& to, const std::string& message,
                           const std::atomic<bool>& hurry) = 0;
};

class QueuedMailer : public Mailer {
 public:
  QueuedMailer(MailOptions options, std::unique_ptr<Transport> transport, const base::Clock& clock,
               base::Random& random, Log& log, Metrics& metrics)
      : options_(std::move(options)),
        transport_(std::move(transport)),
        clock_(clock),
        random_(random),
        log_(log),
        metrics_(metrics),
        worker_([this] { Run(); }) {}

  ~QueuedMailer() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      last_moment_ = std::chrono::steady_clock::now() + kLastMailTime;
    }
    hurry_.store(true);
    wakes_.notify_one();
    worker_.join();
  }

  Status Ready() override {
    const std::lock_guard lock(mutex_);
    if (down_ && !waiting_.empty()) return {v1::REASON_UNAVAILABLE, "the mail server is down"};
    if (waiting_.size() >= options_.max_waiting) {
      return {v1::REASON_UNAVAILABLE, "too many mails wait for the mail server"};
    }
    return {};
  }

  void Send(Mail mail) override {
    const SteadyTime now = std::chrono::steady_clock::now();
    // The date is that of the sending, not of a later try.
    const std::string unique = std::to_string(clock_.Now()) + "." + std::to_string(random_.Next());
    Waiting waiting{
        std::move(mail.to), {}, now, now + options_.give_up_after, options_.first_pause};
    mail.to = waiting.to;
    waiting.message = RenderMessage(mail, options_.from, clock_.Now(), unique);
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() < options_.max_waiting) {
        waiting_.push_back(std::move(waiting));
        wakes_.notify_one();
        return;
      }
    }
    metrics_.CountMail(false);
    log_.Error("mail given up", {{"why", "the queue is full"}});
  }

 private:
  struct Waiting {
    std::string to;
    std::string message;
    SteadyTime due;
    SteadyTime useless;
    std::chrono::milliseconds pause;
  };

  // What is still waiting when the server stops gets one last try each, all of them together a few
  // seconds.
  void Run() {
    std::unique_lock lock(mutex_);
    while (true) {
      if (stopping_ && (waiting_.empty() || std::chrono::steady_clock::now() > last_moment_)) break;
      const auto next =
          std::min_element(waiting_.begin(), waiting_.end(),
                           [](const Waiting& a, const Waiting& b) { return a.due < b.due; });
      if (next == waiting_.end()) {
        wakes_.wait(lock);
        continue;
      }
      if (!stopping_ && next->due > std::chrono::steady_clock::now()) {
        const SteadyTime due = next->due;
        wakes_.wait_until(lock, due);
        continue;
      }
      TryOne(next, lock);
    }
    if (!waiting_.empty()) {
      log_.Warn("mails dropped at stop", {{"count", waiting_.size()}});
      for (size_t i = 0; i < waiting_.size(); ++i) metrics_.CountMail(false);
    }
  }

  // The lock is open during the delivery. List entries stay where they are, and only this thread
  // removes.
  void TryOne(std::list<Waiting>::iterator mail, std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    const Delivery delivery = transport_->Deliver(mail->to, mail->message, hurry_);
    lock.lock();
    const bool was_down = std::exchange(down_, delivery == Delivery::kServerDown);
    if (down_ != was_down) {
      if (down_) {
        log_.Warn("mail server down");
      } else {
        log_.Info("mail server up again");
      }
    }
    if (delivery == Delivery::kDone) {
      metrics_.CountMail(true);
      waiting_.erase(mail);
      return;
    }
    const SteadyTime now = std::chrono::steady_clock::now();
    mail->due = now + mail->pause;
    mail->pause = std::min(mail->pause * 2, kLongestPause);
    if (delivery == Delivery::kRefused || mail->due > mail->useless || stopping_) {
      metrics_.CountMail(false);
      log_.Warn("mail given up", {{"refused", delivery == Delivery::kRefused}});
      waiting_.erase(mail);
    }
  }

  const MailOptions options_;
  const std::unique_ptr<Transport> transport_;
  const base::Clock& clock_;
  base::Random& random_;
  Log& log_;
  Metrics& metrics_;
  std::atomic<bool> hurry_{false};

  std::mutex mutex_;
  std::condition_variable wakes_;
  std::list<Waiting> waiting_;
  bool down_ = false;
  bool stopping_ = false;
  SteadyTime last_moment_;  // Of all that is still tried, when stopping.

  std::thread worker_;  // Last: runs on everything above.
};

// Whether the URL names a host of this machine.
bool IsLocal(const std::string& url) {
  CURLU* parts = curl_url();
  char* host = nullptr;
  const bool parsed =
      curl_url_set(parts, CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
      curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK;
  const std::string_view name = parsed ? host : "";
  const bool local = name == "localhost" || name == "[::1]" || name.starts_with("127.");
  curl_free(host);
  curl_url_cleanup(parts);
  return local;
}

class SmtpTransport : public Transport {
 public:
  // A mail server on this machine is spoken to in the clear: its certificate, if it has one, is
  // seldom one that verifies. Any other must bring TLS, for the mail carries a code.
  SmtpTransport(std::string url, std::string from)
      : url_(std::move(url)),
        from_(std::move(from)),
        tls_(IsLocal(url_) ? CURLUSESSL_NONE : CURLUSESSL_ALL) {}
  ~SmtpTransport() override { curl_easy_cleanup(curl_); }

  Delivery Deliver(const std::string& to, const std::string& message,
                   const std::atomic<bool>& hurry) override {
    // Kept, so that mails in a row share a connection.
    if (curl_ == nullptr) curl_ = curl_easy_init();
    if (curl_ == nullptr) return Delivery::kServerDown;
    curl_easy_reset(curl_);

    Upload upload{message, hurry, std::chrono::steady_clock::time_point::max()};
    const std::string sender = "<" + from_ + ">";
    const std::string reader = "<" + to + ">";
    curl_slist* readers = curl_slist_append(nullptr, reader.c_str());
    curl_easy_setopt(curl_, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl_, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl_, CURLOPT_USE_SSL, static_cast<long>(tls_));
    curl_easy_setopt(curl_, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl_, CURLOPT_MAIL_RCPT, readers);
    curl_easy_setopt(curl_, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl_, CURLOPT_READFUNCTION, &Upload::Read);
    curl_easy_setopt(curl_, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl_, CURLOPT_XFERINFOFUNCTION, &Upload::Progress);
    curl_easy_setopt(curl_, CURLOPT_XFERINFODATA, &upload);

    const CURLcode code = curl_easy_perform(curl_);
    long answer = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &answer);
    curl_slist_free_all(readers);
    if (code == CURLE_OK) return Delivery::kDone;
    // RFC 5321 §4.2.1: 5yz is for good, 4yz for now. 421 means that the whole server goes away.
    if (answer >= 500 && answer < 600) return Delivery::kRefused;
    if (answer >= 400 && answer != 421) return Delivery::kLater;
    return Delivery::kServerDown;
  }

 private:
  struct Upload {
    std::string_view rest;
    const std::atomic<bool>& hurry;
    SteadyTime last_moment;

    static size_t Read(char* to, size_t size, size_t count, void* self) {
      std::string_view& rest = static_cast<Upload*>(self)->rest;
      const size_t taken = std::min(size * count, rest.size());
      std::memcpy(to, rest.data(), taken);
      rest.remove_prefix(taken);
      return taken;
    }

    static int Progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
      auto& upload = *static_cast<Upload*>(self);
      if (!upload.hurry.load()) return 0;
      const SteadyTime now = std::chrono::steady_clock::now();
      upload.last_moment = std::min(upload.last_moment, now + kLastMailTime);
      return now > upload.last_moment ? 1 : 0;
    }
  };

  const std::string url_;
  const std::string from_;
  const curl_usessl tls_;
  CURL* curl_ = nullptr;
};

class FileTransport : public Transport {
 public:
  FileTransport(std::string directory, const base::Clock& clock)
      : directory_(std::move(directory)), clock_(clock) {}

  Delivery Deliver(const std::string&, const std::string& message,
                   const std::atomic<bool>&) override {
    if (!MakeFolder(directory_, 0700).ok()) return Delivery::kServerDown;
    // Sorts by time, also within one millisecond and over a restart; two who write into the same
    // folder share the count.
    static std::atomic<unsigned> count{0};
    char name[64];
    std::snprintf(name, sizeof(name), "%015lld-%06u.eml", static_cast<long long>(clock_.Now()),
                  count++ % 1'000'000);
    const Status written = WriteFileAtomically(directory_ + "/" + name, message, 0600);
    return written.ok() ? Delivery::kDone : Delivery::kServerDown;
  }

 private:
  const std::string directory_;
  const base::Clock& clock_;
};

std::string NewUnique(const base::Clock& clock, base::Random& random) {
  return std::to_string(clock.Now()) + "." + std::to_string(random.Next());
}

class OneTryCarrier : public MailCarrier {
 public:
  OneTryCarrier(std::string from, std::unique_ptr<Transport> transport, const base::Clock& clock,
                base::Random& random)
      : from_(std::move(from)), transport_(std::move(transport)), clock_(clock), random_(random) {}

  Delivery Carry(const Mail& mail) override {
    const std::string message =
        RenderMessage(mail, from_, clock_.Now(), NewUnique(clock_, random_));
    return transport_->Deliver(mail.to, message, hurry_);
  }
  void Hurry() override { hurry_.store(true); }

 private:
  const std::string from_;
  const std::unique_ptr<Transport> transport_;
  const base::Clock& clock_;
  base::Random& random_;
  std::atomic<bool> hurry_{false};
};

// libcurl's own start is not thread-safe: once, before a thread of ours is there.
void StartCurl() {
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(kReady);
}

}  // namespace

std::unique_ptr<MailCarrier> MakeSmtpCarrier(std::string from, std::string url,
                                             const base::Clock& clock, base::Random& random) {
  StartCurl();
  auto transport = std::make_unique<SmtpTransport>(std::move(url), AddressIn(from));
  return std::make_unique<OneTryCarrier>(std::move(from), std::move(transport), clock, random);
}

std::unique_ptr<MailCarrier> MakeFileCarrier(std::string from, std::string directory,
                                             const base::Clock& clock, base::Random& random) {
  auto transport = std::make_unique<FileTransport>(std::move(directory), clock);
  return std::make_unique<OneTryCarrier>(std::move(from), std::move(transport), clock, random);
}

std::unique_ptr<Mailer> MakeSmtpMailer(MailOptions options, std::string url,
                                       const base::Clock& clock, base::Random& random, Log& log,
                                       Metrics& metrics) {
  StartCurl();
  auto transport = std::make_unique<SmtpTransport>(std::move(url), AddressIn(options.from));
  return std::make_unique<QueuedMailer>(std::move(options), std::move(transport), clock, random,
                                        log, metrics);
}

std::unique_ptr<Mailer> MakeFileMailer(MailOptions options, std::string directory,
                                       const base::Clock& clock, base::Random& random, Log& log,
                                       Metrics& metrics) {
  auto transport = std::make_unique<FileTransport>(std::move(directory), clock);
  return std::make_unique<QueuedMailer>(std::move(options), std::move(transport), clock, random,
                                        log, metrics);
}

}  // namespace samstig::server
