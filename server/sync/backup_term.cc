// SPDX-License-Identifier: Apache-2.0
#include "server/sync/backup_term.h"

#include <algorithm>

namespace samstig::server {

void BackupTerm::Tick() {
  if (!keeping_.HasTerm()) return;
  for (Network* network : networks_.All()) TickIn(network->slug());
}

void BackupTerm::TickIn(const std::string& network) {
  Result<std::vector<Backup>> all = keeping_.Files(network);
  if (!all.ok()) {
    return log_.Warn("backups cannot be listed",
                     {{"network", Public(network)}, {"why", all.status()}});
  }
  // Newest first: those that stay, then those that go.
  const auto first_due = std::find_if(all->begin(), all->end(), [this](const Backup& backup) {
    return keeping_.GoesAt(backup) <= clock_.Now() + kLookEvery;
  });
  std::vector<Backup> due(first_due, all->end());
  if (due.empty()) return;
  if (due.size() == all->size() && !BacksUp(network)) due.erase(due.begin());
  size_t removed = 0;
  for (const Backup& backup : due) {
    const Status status = keeping_.Remove(backup);
    if (status.ok()) {
      ++removed;
      continue;
    }
    log_.Error("a backup is kept beyond its term, since it cannot be removed",
               {{"backup", Public(backup.name)}, {"why", status}});
  }
  if (removed == 0) return;
  log_.Info("backups removed: their term was over",
            {{"network", Public(network)}, {"count", removed}});
}

bool BackupTerm::BacksUp(const std::string& network) {
  const auto back_up = [&]() -> Status {
    ASSIGN_OR_RETURN(const Keeping::Turn turn, keeping_.TakeTurn(network));
    return keeping_.BackUp(turn).status();
  };
  const Status status = back_up();
  if (status.ok()) return true;
  log_.Error("a backup is kept beyond its term, since no newer one can be made",
             {{"network", Public(network)}, {"why", status}});
  return false;
}

}  // namespace samstig::server
