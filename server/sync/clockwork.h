// SPDX-License-Identifier: Apache-2.0
// The clockwork: what happens in networks because its time has come, without anybody asking:
// scheduled assignments are published, the time of guests ends, and what the rules of retention say
// goes. What came due while the server was down happens at its first look.
#ifndef SAMSTIG_SERVER_SYNC_CLOCKWORK_H_
#define SAMSTIG_SERVER_SYNC_CLOCKWORK_H_

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "domain/base/clock.h"
#include "server/observe/log.h"
#include "server/observe/metrics.h"
#include "server/sync/networks.h"
#include "server/sync/retention.h"
#include "server/sync/ticker.h"

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

  // Looks once at every network, and is back when all that was to be published, and the end of
  // every guest's time, is on disk, and a part of what is to go (Retention::kStep). What fails is
  // tried again at a later look.
  void Tick();

  // Ticks now, and then each `period`, on a thread of its own.
  void Start(std::chrono::milliseconds period) { ticker_.Start(period); }
  // Returns when no tick is under way and none will come.
  void Stop() { ticker_.Stop(); }

 private:
  // Up to when a network's due times were looked at. Another Network under the same name, after a
  // restore, is looked at from the beginning.
  struct Looked {
    const Network* network = nullptr;
    std::optional<TimeMs> until;
    // The same for the ends of guests' hats.
    std::optional<TimeMs> guests_until;
    Retention retention;
    // Since the last line in the log.
    RetiredCounts retired;
  };

  // Logs what could not be done.
  void Complain(const Network& network, const Status& why);
  void PublishIn(Network& network, Looked& looked, TimeMs now);
  void EndGuestsIn(Network& network, Looked& looked, TimeMs now);
  void RetireIn(Network& network, Looked& looked, TimeMs now);
  // How many were published.
  Result<size_t> PublishDue(Network& network, std::optional<TimeMs> looked, TimeMs now);
  // How many hats were taken off.
  Result<size_t> EndDueGuests(Network& network, std::optional<TimeMs> looked, TimeMs now);

  Networks& networks_;
  const base::Clock& clock_;
  Log& log_;
  Metrics& metrics_;
  const ErasePeople erase_people_;
  std::map<std::string, Looked> looked_;
  Ticker ticker_{[this] { Tick(); }};
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_CLOCKWORK_H_
