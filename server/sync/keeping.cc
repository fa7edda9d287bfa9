// SPDX-License-Identifier: Apache-2.0
#include "server/sync/keeping.h"

#include <unistd.h>

#include <utility>

#include "server/observe/files.h"

namespace samstig::server {

Keeping::Keeping(Networks& networks, Keeper& keeper, const base::Clock& clock, Log& log,
                 Options options)
    : networks_(networks),
      keeper_(keeper),
      clock_(clock),
      log_(log),
      options_(std::move(options)),
      folder_(options_.backup_dir, keeper) {}

Result<Network*> Keeping::Find(const std::string& slug) {
  Network* network = networks_.Find(slug);
  if (network != nullptr) return network;
  return Status(v1::REASON_NO_SUCH_NETWORK, "there is no such network");
}

Status Keeping::Reach(std::string_view step) const {
  return options_.at_step ? options_.at_step(step) : Status();
}

Result<Keeping::Turn> Keeping::TakeTurn(const std::string& slug) {
  RETURN_IF_ERROR(Find(slug).status());
  const std::lock_guard lock(turns_->mutex);
  if (!turns_->taken.insert(slug).second) {
    return Status(v1::REASON_IN_USE, "another backup of " + slug + " is being made");
  }
  return Turn(new std::string(slug), [turns = turns_](const std::string* taken) {
    const std::lock_guard give_back(turns->mutex);
    turns->taken.erase(*taken);
    delete taken;
  });
}

Status Keeping::Alone(const std::function<Status()>& work) {
  const std::lock_guard alone(files_mutex_);
  return work();
}

Result<Backup> Keeping::BackUp(const Turn& turn) {
  const std::lock_guard alone(files_mutex_);
  const std::string& slug = *turn;
  ASSIGN_OR_RETURN(Network * network, Find(slug));
  RETURN_IF_ERROR(MakeFolder(options_.backup_dir, 0700));
  const std::string draft = folder_.Draft(slug);
  folder_.Discard(draft);
  Result<Backup> backup = CopyAndPublish(slug, draft);
  if (!backup.ok()) {
    folder_.Discard(draft);
    return backup.status();
  }
  // Only now, and in the network's own file: the copy itself holds the mark of the backup before,
  // so that a network that is taken back to it claims no more than that.
  const Status marked = network->WriteNow(
      [seq = backup->last_seq](Transaction& txn) { return txn.SetBackedUpTo(seq); });
  // The backup stands all the same.
  if (!marked.ok()) {
    log_.Warn("backup not noted", {{"network", Public(slug)}, {"why", marked}});
  }
  log_.Info("network backed up",
            {{"network", Public(slug)}, {"last_seq", backup->last_seq}, {"bytes", backup->bytes}});
  return backup;
}

Result<Backup> Keeping::CopyAndPublish(const std::string& slug, const std::string& draft) {
  RETURN_IF_ERROR(keeper_.Copy(options_.file_of(slug), draft, go_on_));
  ASSIGN_OR_RETURN(const Keeper::Facts facts, keeper_.Look(draft));
  return folder_.Publish(draft, slug, clock_.Now(), facts.last_seq);
}

Status Keeping::Remove(const Backup& backup) {
  const std::lock_guard alone(files_mutex_);
  return folder_.Remove(backup);
}

Status Keeping::CheckRestorable(const std::string& path) {
  ASSIGN_OR_RETURN(const Keeper::Facts facts, keeper_.Look(path));
  if (facts.newer) {
    return {v1::REASON_NEWER_DATA, "the backup was made by a newer version of Samstig"};
  }
  ASSIGN_OR_RETURN(const Keeper::Verdict verdict, keeper_.Verify(path, go_on_));
  if (verdict.findings.empty()) return {};
  return {v1::REASON_DATA_DAMAGED, "the backup does not verify: " + verdict.findings.front()};
}

Result<std::string> Keeping::KeepAside(const std::string& slug, Seq last_seq) {
  const std::string file = options_.file_of(slug);
  const std::string draft = folder_.Draft(slug);
  const auto copy = [&]() -> Status {
    folder_.Discard(draft);
    const std::vector<std::string> from = keeper_.Companions(file);
    const std::vector<std::string> to = keeper_.Companions(draft);
    RETURN_IF_ERROR(CopyFileDurably(file, draft, go_on_));
    for (size_t i = 0; i < from.size(); ++i) {
      if (access(from[i].c_str(), F_OK) != 0) continue;
      RETURN_IF_ERROR(CopyFileDurably(from[i], to[i], go_on_));
    }
    return {};
  };
  const auto keep = [&]() -> Result<std::string> {
    RETURN_IF_ERROR(copy());
    // A damaged file may not let itself be joined, and may be worse for the attempt: it is kept as
    // it was, log and all.
    RETURN_IF_ERROR(keeper_.Join(draft).ok() ? SyncFile(draft) : copy());
    ASSIGN_OR_RETURN(const Backup kept,
                     folder_.Publish(draft, slug, clock_.Now(), last_seq, "replaced"));
    return kept.name;
  };
  Result<std::string> kept = keep();
  if (!kept.ok()) folder_.Discard(draft);
  return kept;
}

Result<Keeping::Restored> Keeping::Restore(const std::string& slug, const std::string& backup) {
  const std::lock_guard alone(files_mutex_);
  ASSIGN_OR_RETURN(Network * network, Find(slug));
  ASSIGN_OR_RETURN(const Backup found, folder_.Find(slug, backup));
  const std::string file = options_.file_of(slug);
  RETURN_IF_ERROR(CheckRestorable(folder_.File(found.name)));
  // The slow part while the network is still at work.
  RETURN_IF_ERROR(Reach("stage"));
  RETURN_IF_ERROR(StageReplacement(folder_.File(found.name), file, go_on_));
  Restored restored;
  const auto swap = [&]() -> Status {
    RETURN_IF_ERROR(Reach("keep aside"));
    ASSIGN_OR_RETURN(restored.kept_as, KeepAside(slug, network->LastSeq()));
    return CommitReplacement(file, keeper_, options_.at_step);
  };
  // Before anybody meets it: what the lost history had taken in time comes again and is not late by
  // that, and nobody is told a second time of what the backup holds.
  const auto mark = [&](Network& again) {
    const Status marked =
        again.WriteNow([now = clock_.Now()](Transaction& txn) { return txn.SetRestoredAt(now); });
    if (!marked.ok()) {
      log_.Warn("restore not noted", {{"network", Public(slug)}, {"why", marked}});
    }
  };
  const Status replaced = networks_.Replace(slug, swap, options_.closed, mark);
  if (!replaced.ok()) {
    log_.Warn("network not restored", {{"network", Public(slug)}, {"why", replaced}});
    return replaced;
  }
  ASSIGN_OR_RETURN(network, Find(slug));
  restored.last_seq = network->LastSeq();
  log_.Warn("network restored", {{"network", Public(slug)},
                                 {"backup", Public(found.name)},
                                 {"kept_as", Public(restored.kept_as)},
                                 {"last_seq", restored.last_seq}});
  return restored;
}

Result<Keeper::Verdict> Keeping::Verify(const std::string& slug, const std::string& backup) {
  const std::lock_guard alone(files_mutex_);
  RETURN_IF_ERROR(Find(slug).status());
  if (backup.empty()) return keeper_.Verify(options_.file_of(slug), go_on_);
  ASSIGN_OR_RETURN(const Backup found, folder_.Find(slug, backup));
  return keeper_.Verify(folder_.File(found.name), go_on_);
}

}  // namespace samstig::server
