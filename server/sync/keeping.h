// SPDX-License-Identifier: Apache-2.0
// Keeping: backups of networks at work, and the way back to one. The network's file says itself up
// to which seq a backup holds it, so that devices know what they need not keep for sending again.
#ifndef SAMSTIG_SERVER_SYNC_KEEPING_H_
#define SAMSTIG_SERVER_SYNC_KEEPING_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "domain/base/clock.h"
#include "server/observe/log.h"
#include "server/store/keeper.h"
#include "server/sync/backups.h"
#include "server/sync/networks.h"
#include "server/sync/replacing.h"

namespace samstig::server {

// Thread-safe. Backups, restores and verifications come one after the other. Everything here blocks
// for as long as reading or writing a whole file takes: on a thread of its own, never a gRPC
// reaction or a network's.
class Keeping {
 public:
  struct Options {
    // Where the network's file is.
    std::function<std::string(const std::string& slug)> file_of;
    std::string backup_dir;
    // A Network was closed and is being replaced: forget it.
    std::function<void(Network&)> closed;
    // For tests: told before each step of a restore.
    AtStep at_step;
    // How long a backup is kept; 0: until somebody removes it.
    TimeMs backup_term = 0;
  };

  // The right to back up one network; at most one is out. Given back when the last copy goes away.
  using Turn = std::shared_ptr<const std::string>;

  struct Restored {
    Seq last_seq = 0;
    std::string kept_as;
  };

  Keeping(Networks& networks, Keeper& keeper, const base::Clock& clock, Log& log, Options options);

  // Before the first use: the backup folder is there and clean.
  Status Prepare() { return folder_.Prepare(); }

  // NO_SUCH_NETWORK; IN_USE while another has it.
  Result<Turn> TakeTurn(const std::string& slug);
  // DISK_FULL, READ_ONLY, DATA_DAMAGED: then nothing new is in the folder.
  Result<Backup> BackUp(const Turn& turn);

  // Newest first; of one network or, with an empty name, of all.
  Result<std::vector<Backup>> List(const std::string& slug) { return folder_.List(slug); }

  // The same by what their names say, with those that cannot be read: they hold what they hold.
  Result<std::vector<Backup>> Files(const std::string& slug) { return folder_.Files(slug); }

  bool HasTerm() const { return options_.backup_term > 0; }
  // When the backup is removed; only when there is a term.
  TimeMs GoesAt(const Backup& backup) const { return backup.made + options_.backup_term; }
  // Removes the backup for good, with what belongs to it.
  Status Remove(const Backup& backup);

  // Takes the network back to the backup. What was there is kept aside in the backup folder. When
  // it fails, the network goes on as it was. NO_SUCH_NETWORK, NOT_FOUND, DATA_DAMAGED, NEWER_DATA,
  // DISK_FULL.
  Result<Restored> Restore(const std::string& slug, const std::string& backup);

  // Of the network as it is or, with a name, of its backup. NO_SUCH_NETWORK, NOT_FOUND.
  Result<Keeper::Verdict> Verify(const std::string& slug, const std::string& backup);

  // Runs this while no backup, restore or verification is under way, and none begins.
  Status Alone(const std::function<Status()>& work);

  // The server is stopping: work under way ends soon, with UNAVAILABLE.
  void Stop() { stopping_.store(true); }

 private:
  Result<Network*> Find(const std::string& slug);
  Result<Backup> CopyAndPublish(const std::string& slug, const std::string& draft);
  // The file with its companions, as they lie there, into the backup folder. Works for a damaged
  // one.
  Result<std::string> KeepAside(const std::string& slug, Seq last_seq);
  Status CheckRestorable(const std::string& path);
  Status Reach(std::string_view step) const;

  Networks& networks_;
  Keeper& keeper_;
  const base::Clock& clock_;
  Log& log_;
  const Options options_;
  BackupFolder folder_;
  // Held by whoever reads or replaces a network's file.
  std::mutex files_mutex_;
  std::atomic<bool> stopping_{false};
  const KeepGoing go_on_ = [this] { return !stopping_.load(); };

  // Outlived by the turns that are out.
  struct Turns {
    std::mutex mutex;
    std::set<std::string> taken;
  };
  const std::shared_ptr<Turns> turns_ = std::make_shared<Turns>();
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_KEEPING_H_
