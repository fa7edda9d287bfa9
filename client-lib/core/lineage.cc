// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/lineage.h"

#include <algorithm>
#include <optional>

namespace samstig::client {

namespace {

constexpr char kLineage[] = "lineage";

}  // namespace

Result<Lineage> Lineage::Open(LocalStore& store) {
  Lineage lineage;
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store.Meta(kLineage));
  if (bytes && !lineage.kept_.ParseFromString(*bytes)) {
    return Status(v1::REASON_DATA_DAMAGED, "the lineage in the file does not parse");
  }
  return lineage;
}

bool Lineage::Meet(const std::string& epoch, uint64_t start, uint64_t seen) {
  if (epoch.size() != Id::kSize || epoch == newest()) return false;
  // It began before what is known of the one before: the server went back. It tells from where when
  // it is told where this device stood, and that would be covered up here.
  if (start < seen) return false;
  v1::PullRequest next;
  v1::EpochSeen& met = *next.add_lineage();
  met.set_epoch(epoch);
  met.set_start_seq(start);
  for (const v1::EpochSeen& earlier : kept_.lineage()) {
    if (next.lineage_size() == kMaxEpochs) break;
    v1::EpochSeen& kept = *next.add_lineage();
    kept = earlier;
    if (next.lineage_size() == 2) kept.set_seen_seq(std::max(kept.seen_seq(), seen));
  }
  kept_ = std::move(next);
  return true;
}

void Lineage::TakeBackTo(uint64_t seq) {
  auto& epochs = *kept_.mutable_lineage();
  while (!epochs.empty() && (epochs.Get(0).start_seq() > seq || seq == 0)) {
    epochs.DeleteSubrange(0, 1);
  }
  if (!epochs.empty()) epochs.Mutable(0)->set_seen_seq(std::min(epochs.Get(0).seen_seq(), seq));
}

Status Lineage::Save(LocalStore& store) const {
  return store.SetMeta(kLineage, kept_.SerializeAsString());
}

const std::string& Lineage::newest() const {
  static const std::string kNone;
  return kept_.lineage().empty() ? kNone : kept_.lineage(0).epoch();
}

void Lineage::Tell(uint64_t seen, v1::PullRequest& request) const {
  *request.mutable_lineage() = kept_.lineage();
  if (request.lineage().empty()) return;
  v1::EpochSeen& newest = *request.mutable_lineage(0);
  newest.set_seen_seq(std::max(newest.seen_seq(), seen));
}

}  // namespace samstig::client
