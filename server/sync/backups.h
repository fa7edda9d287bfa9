// SPDX-License-Identifier: Apache-2.0
// The backup folder: names and contents of the files in it. A name tells network, time and last
// seq, so that a person with nothing but the folder can choose; what counts is what the file itself
// says.
#ifndef SAMSTIG_SERVER_SYNC_BACKUPS_H_
#define SAMSTIG_SERVER_SYNC_BACKUPS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/keeper.h"

namespace samstig::server {

struct Backup {
  // "byn-20260322T040000Z-1234.db"; "...-replaced.db" for what a restore kept aside.
  std::string name;
  std::string network;
  TimeMs made = 0;
  Seq last_seq = 0;
  uint64_t bytes = 0;
};

// What a name says; nullopt for a file that is no backup of ours.
std::optional<Backup> ParseBackupName(const std::string& name);

// Thread-safe.
class BackupFolder {
 public:
  BackupFolder(std::string path, Keeper& keeper) : path_(std::move(path)), keeper_(keeper) {}

  std::string File(const std::string& name) const { return path_ + "/" + name; }
  // Where a copy of the network is written before it has its name. Never listed.
  std::string Draft(const std::string& network) const { return path_ + "/." + network + ".part"; }

  // Makes the folder if it is not there and throws away what a crash left unfinished in it.
  Status Prepare();
  // Removes a draft and what lies beside it.
  void Discard(const std::string& draft);

  // Names a finished draft for good. `word`: what it is, for one that is not a plain backup.
  Result<Backup> Publish(const std::string& draft, const std::string& network, TimeMs now,
                         Seq last_seq, std::string_view word = "");

  // Newest first; of one network or, with an empty name, of all. Files that cannot be read are left
  // out: they are no points to go back to.
  Result<std::vector<Backup>> List(const std::string& network);
  // The same by the names alone, with those that cannot be read.
  Result<std::vector<Backup>> Files(const std::string& network);
  // Removes it, with what belongs to it. OK if it was not there.
  Status Remove(const Backup& backup);
  // NOT_FOUND unless it is a backup of that network.
  Result<Backup> Find(const std::string& network, const std::string& name);

 private:
  // With what the file says; nullopt when it is not what its name says.
  std::optional<Backup> LookInto(Backup named);

  const std::string path_;
  Keeper& keeper_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_BACKUPS_H_
