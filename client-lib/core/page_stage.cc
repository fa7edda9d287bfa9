// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/page_stage.h"

#include <utility>

namespace samstig::client {

using base::Ok;

Result<PageStage> PageStage::Open(LocalStore& store) {
  PageStage stage(store);
  ASSIGN_OR_RETURN(stage.disk_pages_, store.StagedPages());
  ASSIGN_OR_RETURN(stage.last_in_scope_, store.StagedPositions());
  return stage;
}

Status PageStage::Add(std::string frame, const v1::PullResponse& page, base::TimeMs now) {
  for (const std::string& scope : page.lost_scopes()) last_in_scope_.erase(scope);
  for (const v1::ScopeRun& run : page.runs()) {
    if (run.changes().empty() || !run.repaired_leaves().empty()) continue;
    last_in_scope_[run.scope()] = run.changes(run.changes_size() - 1).seq();
  }
  if (memory_.empty()) oldest_ = now;
  memory_bytes_ += frame.size();
  memory_.push_back(std::move(frame));
  const bool is_slow = memory_bytes_ > kWorthKeeping && now - oldest_ > kMaxAge;
  return memory_bytes_ > kMaxInMemory || is_slow ? Spill() : Ok();
}

Status PageStage::Spill() {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  uint64_t pages = disk_pages_;
  for (const std::string& frame : memory_) RETURN_IF_ERROR(store_->StagePage(++pages, frame));
  RETURN_IF_ERROR(store_->ClearStagedPositions());
  for (const auto& [scope, seq] : last_in_scope_) {
    RETURN_IF_ERROR(store_->StagePosition(scope, seq));
  }
  RETURN_IF_ERROR(txn.Commit());
  disk_pages_ = pages;
  memory_.clear();
  memory_bytes_ = 0;
  return Ok();
}

std::vector<v1::ScopePosition> PageStage::Positions() const {
  std::vector<v1::ScopePosition> positions;
  for (const auto& [scope, seq] : last_in_scope_) {
    v1::ScopePosition& position = positions.emplace_back();
    position.set_scope(scope);
    position.set_seq(seq - 1);
  }
  return positions;
}

Status PageStage::TakeEach(const std::function<Status(std::string_view frame)>& visit) {
  // Deleted one by one as they are read, so that the database puts the entities where the pages
  // were.
  for (uint64_t no = 1; no <= disk_pages_; ++no) {
    ASSIGN_OR_RETURN(const std::string frame, store_->TakeStagedPage(no));
    RETURN_IF_ERROR(visit(frame));
  }
  for (const std::string& frame : memory_) RETURN_IF_ERROR(visit(frame));
  return disk_pages_ > 0 ? store_->ClearStagedPositions() : Ok();
}

Status PageStage::ClearOnDisk() { return disk_pages_ > 0 ? store_->ClearStage() : Ok(); }

void PageStage::Clear() {
  disk_pages_ = 0;
  memory_.clear();
  memory_bytes_ = 0;
  last_in_scope_.clear();
}

}  // namespace samstig::client
