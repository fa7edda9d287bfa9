// SPDX-License-Identifier: Apache-2.0
// The Notifier: a thread that goes round all networks for the Postmaster, for as long as the server
// serves. Sign-in mails have a thread and a connection of their own and never wait for it.
#ifndef SAMSTIG_SERVER_NOTIFY_NOTIFIER_H_
#define SAMSTIG_SERVER_NOTIFY_NOTIFIER_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "server/notify/postmaster.h"
#include "server/sync/networks.h"

namespace samstig::server {

class Notifier {
 public:
  // `links` and the rest outlive it.
  Notifier(Networks& networks, const StopLinks& links, std::unique_ptr<MailCarrier> carrier,
           const base::Clock& clock, Log& log, Metrics& metrics);
  // A mail under way is given seconds; what waits is in the outboxes and goes next time.
  ~Notifier();

 private:
  void Run();

  Networks& networks_;
  const std::unique_ptr<MailCarrier> carrier_;
  Log& log_;
  Postmaster postmaster_;
  std::mutex mutex_;
  std::condition_variable wakes_;
  bool stopping_ = false;
  std::thread thread_;  // Last: runs on everything above.
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_NOTIFY_NOTIFIER_H_
