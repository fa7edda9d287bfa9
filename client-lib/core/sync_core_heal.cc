// SPDX-License-Identifier: Apache-2.0
// SyncCore, the part that heals: a server that was restored from a backup, a copy that differs.
#include <algorithm>
#include <charconv>
#include <utility>

#include "client-lib/core/local_digests.h"
#include "client-lib/core/meta.h"
#include "client-lib/core/sync_core.h"

namespace samstig::client {

using base::Ok;
using rules::Digest;

namespace {

constexpr char kNetworkId[] = "network_id";
constexpr char kParted[] = "parted";           // "1": see parted_.
constexpr char kSelfChecked[] = "self_check";  // When, in milliseconds since 1970.
constexpr TimeMs kSelfCheckEvery = base::kDayMs;
// Compare, repair, and once more each; then everything is read anew.
constexpr int kRepairTries = 4;

}  // namespace

// ---- What the server's history is

Status SyncCore::LoadLineage() {
  ASSIGN_OR_RETURN(lineage_, Lineage::Open(*store_));
  ASSIGN_OR_RETURN(const std::optional<std::string> network, store_->Meta(kNetworkId));
  network_id_ = network.value_or("");
  ASSIGN_OR_RETURN(const std::optional<std::string> parted, store_->Meta(kParted));
  parted_ = parted.has_value();
  return Ok();
}

Result<uint64_t> SyncCore::FurthestSeq() {
  ASSIGN_OR_RETURN(const uint64_t judged, store_->LastOutcomeSeq());
  return std::max<uint64_t>(judged, cursor_.seq());
}

Status SyncCore::MeetEpoch(const std::string& epoch, uint64_t start, Lineage& lineage) {
  if (epoch == lineage.newest()) return Ok();
  ASSIGN_OR_RETURN(const uint64_t seen, FurthestSeq());
  return lineage.Meet(epoch, start, seen) ? lineage.Save(*store_) : Ok();
}

void SyncCore::MetEpoch(Lineage lineage) {
  if (lineage.newest() == lineage_.newest()) return;
  // The server was started anew, perhaps from a backup that lacks what it had acknowledged.
  if (!lineage_.newest().empty()) asks_number_ = true;
  lineage_ = std::move(lineage);
}

void SyncCore::TellHistory(v1::PullRequest& request) {
  request.set_network(network_id_);
  const Result<uint64_t> seen = FurthestSeq();
  lineage_.Tell(seen.ok() ? *seen : cursor_.seq(), request);
  for (v1::ScopeLeaves& leaves : repairs_) *request.add_repair() = std::move(leaves);
  repairs_.clear();
  if (!compares_) return;
  for (const auto& [name, number] : store_->Scopes()) {
    const Result<rules::LeafDigests> leaves = store_->Leaves(number);
    if (!leaves.ok()) continue;  // Compared as empty, and so sent anew.
    v1::ScopeDigest& held = *request.add_compare();
    held.set_scope(name);
    held.set_digest(rules::SumOf(*leaves).ToBytes());
  }
}

Status SyncCore::TakeFork(uint64_t seq) {
  ClosePush();
  Lineage lineage = lineage_;
  lineage.TakeBackTo(seq);
  v1::Cursor cursor = cursor_;
  if (cursor.seq() > seq) {
    cursor.set_seq(seq);
    cursor.set_epoch(lineage.newest());
    if (lineage.newest().empty()) cursor.Clear();
  }
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kAtOnce));
  RETURN_IF_ERROR(stage_.ClearOnDisk());
  RETURN_IF_ERROR(lineage.Save(*store_));
  RETURN_IF_ERROR(store_->SetMeta(meta::kCursor, cursor.SerializeAsString()));
  RETURN_IF_ERROR(store_->SetMeta(kParted, "1"));
  ASSIGN_OR_RETURN(const uint64_t first, store_->FirstJudgedAfter(seq));
  if (first > 0) {
    ASSIGN_OR_RETURN(Outbox outbox, Outbox::Open(*store_));
    RETURN_IF_ERROR(outbox.WaitAgainFrom(first));
  }
  RETURN_IF_ERROR(blobs_->SendAllAgain());
  RETURN_IF_ERROR(txn.Commit());
  stage_.Clear();
  lineage_ = std::move(lineage);
  cursor_ = std::move(cursor);
  parted_ = true;
  asks_number_ = true;
  ++forks_;
  Emit(Changed{});
  return ReloadWrites();
}

Status SyncCore::SendAgainFrom(uint64_t number) {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kAtOnce));
  ASSIGN_OR_RETURN(Outbox outbox, Outbox::Open(*store_));
  RETURN_IF_ERROR(outbox.WaitAgainFrom(number));
  RETURN_IF_ERROR(txn.Commit());
  Emit(Changed{});
  return ReloadWrites();
}

Status SyncCore::ReloadWrites() {
  ASSIGN_OR_RETURN(outbox_, Outbox::Open(*store_));
  view_.Clear();
  return LoadPending();
}

// ---- Whether the copy is the server's

Result<bool> SyncCore::Differs(const v1::PullResponse& page) {
  if (!page.network().empty() && page.network() != network_id_) {
    ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
    RETURN_IF_ERROR(store_->SetMeta(kNetworkId, page.network()));
    RETURN_IF_ERROR(txn.Commit());
    network_id_ = page.network();
  }
  const std::optional<Digest> theirs = Digest::FromBytes(page.digest());
  if (!theirs) return false;  // Said with the first checkpoint of a stream only.
  ASSIGN_OR_RETURN(const bool rotted, HasRotted());
  ASSIGN_OR_RETURN(Digest mine, LocalDigests::OfCopy(*store_));
  if (mine != *theirs && !rotted) {
    ASSIGN_OR_RETURN(const bool kept_right, LocalDigests::CheckAgainstDisk(*store_));
    if (!kept_right) {
      ASSIGN_OR_RETURN(mine, LocalDigests::OfCopy(*store_));
    }
  }
  if (mine == *theirs) {
    RETURN_IF_ERROR(CopyIsProven());
    return false;
  }
  if (unproven_ == 0) ++mismatches_;
  if (++unproven_ > kRepairTries) {
    RETURN_IF_ERROR(ReadAllAnew());
    return Status(v1::REASON_DATA_DAMAGED, "the copy differs from the server's; it is read anew");
  }
  if (compares_) RETURN_IF_ERROR(FindBadLeaves(page));
  compares_ = repairs_.empty();
  return true;
}

Status SyncCore::FindBadLeaves(const v1::PullResponse& page) {
  for (const v1::ScopeLeaves& said : page.leaves()) {
    rules::LeafDigests theirs{};
    for (int i = 0; i < said.leaf_size(); ++i) {
      theirs[said.leaf(i)] = Digest::FromBytes(said.digest(i)).value_or(Digest());
    }
    rules::LeafDigests mine{};
    if (const std::optional<ScopeNumber> number = store_->FindScope(said.scope())) {
      ASSIGN_OR_RETURN(mine, store_->Leaves(*number));
    }
    v1::ScopeLeaves bad;
    bad.set_scope(said.scope());
    for (uint32_t leaf = 0; leaf < rules::kLeaves; ++leaf) {
      if (mine[leaf] != theirs[leaf]) bad.add_leaf(leaf);
    }
    if (!bad.leaf().empty()) repairs_.push_back(std::move(bad));
  }
  return Ok();
}

Status SyncCore::ReadAllAnew() {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(store_->DeleteMeta(meta::kCursor));
  RETURN_IF_ERROR(store_->SetMeta(kParted, "1"));
  RETURN_IF_ERROR(txn.Commit());
  cursor_.Clear();
  parted_ = true;
  compares_ = false;
  unproven_ = 0;
  return Ok();
}

Status SyncCore::CopyIsProven() {
  compares_ = false;
  unproven_ = 0;
  if (!parted_) return Ok();
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(store_->DeleteMeta(kParted));
  RETURN_IF_ERROR(txn.Commit());
  parted_ = false;
  return Ok();
}

Result<bool> SyncCore::HasRotted() {
  const TimeMs now = clock_.Now();
  ASSIGN_OR_RETURN(const std::optional<std::string> when, store_->Meta(kSelfChecked));
  TimeMs last = 0;
  if (when) std::from_chars(when->data(), when->data() + when->size(), last);
  // A clock that went back is no reason to wait.
  if (when && last <= now && now - last < kSelfCheckEvery) return false;
  ASSIGN_OR_RETURN(const bool sound, LocalDigests::CheckAgainstDisk(*store_));
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(store_->SetMeta(kSelfChecked, std::to_string(now)));
  RETURN_IF_ERROR(txn.Commit());
  return !sound;
}

}  // namespace samstig::client
