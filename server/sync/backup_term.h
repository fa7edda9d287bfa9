// SPDX-License-Identifier: Apache-2.0
// The term of backups: none is kept for longer than the people in it are told. What is too old is
// removed by the server itself, so that nobody has to remember what was promised.
#ifndef SAMSTIG_SERVER_SYNC_BACKUP_TERM_H_
#define SAMSTIG_SERVER_SYNC_BACKUP_TERM_H_

#include <string>
#include <vector>

#include "domain/base/clock.h"
#include "server/observe/log.h"
#include "server/sync/keeping.h"
#include "server/sync/networks.h"

namespace samstig::server {

// For one thread at a time.
class BackupTerm {
 public:
  // How often it is to be ticked. What would be too old by the next tick goes now.
  static constexpr TimeMs kLookEvery = base::kHourMs;

  BackupTerm(Networks& networks, Keeping& keeping, const base::Clock& clock, Log& log)
      : networks_(networks), keeping_(keeping), clock_(clock), log_(log) {}

  // Removes the backups of the server's networks whose term is over; those of networks that it does
  // not have may be all that is left of them, and stay. A network that would be without any is
  // backed up first. Should that fail, its newest one stays beyond its term, until a later tick:
  // the log says so. Does nothing when no term is set. Blocks as Keeping does.
  void Tick();

 private:
  void TickIn(const std::string& network);
  // Whether there is a new one.
  bool BacksUp(const std::string& network);

  Networks& networks_;
  Keeping& keeping_;
  const base::Clock& clock_;
  Log& log_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_BACKUP_TERM_H_
