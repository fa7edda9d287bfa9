// SPDX-License-Identifier: Apache-2.0
// The clockwork: what happens in networks because its time has come, without anybody asking:
// scheduled assignments are published, and what the rules of retention say goes. What came due
// while the server was down happens at its first look.
#ifndef SAMSTIG_SERVER_SYNC_CLOCKWORK_H_
#define SAMSTIG_SERVER_SYNC_CLOCKWORK_H_

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "domain/base/clock.h"
#include "server/observe/log.h"
#include "server/observe/metrics.h"
#include "server/sync/networks.h"
#include "server/sync/retention.h"

namespace samstig::server {

// Tick is for one thread at a time; the rest is thread-safe.
class Clockwork {
 public:
  Clockwork(Networks& networks, const base::Clock& clock, Log& log, Metrics& metrics,
            ErasePeople erase_people)
      : networks_(networks),
        clock_(clock),
        log_(log),
        metrics_(metrics),
        erase_people_(std::move(erase_people)) {}
  ~Clockwork() { Stop(); }

  // Looks once at every network, and is back when all that was to be published is on disk, and a
  // part of what is to go (Retention::kStep). What fails is tried again at a later look.
  void Tick();

  // Ticks now, and then each `period`, on a thread of its own.
  void Start(std::chrono::milliseconds period);
  // Returns when no tick is under way and none will come.
  void Stop();

 private:
  // Up to when a network's due times were looked at. Another Network under the same name, after a
  // restore, is looked at from the beginning.
  struct Looked {
    const Network* network = nullptr;
    std::optional<TimeMs> until;
    Retention retention;
    // Since the last line in the log.
    RetiredCounts retired;
  };

  // Logs what could not be done.
  void Complain(const Network& network, const Status& why);
  void PublishIn(Network& network, Looked& looked, TimeMs now);
  void RetireIn(Network& network, Looked& looked, TimeMs now);
  // How many were published.
  Result<size_t> PublishDue(Network& network, std::optional<TimeMs> looked, TimeMs now);

  Networks& networks_;
  const base::Clock& clock_;
  Log& log_;
  Metrics& metrics_;
  const ErasePeople erase_people_;
  std::map<std::string, Looked> looked_;

  std::mutex mutex_;
  std::condition_variable wakes_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_CLOCKWORK_H_
