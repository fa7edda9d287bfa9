// SPDX-License-Identifier: Apache-2.0
#include "server/sync/lineage.h"

#include <algorithm>

namespace samstig::server {

Result<Lineage> Lineage::Make(const v1::PullRequest& request) {
  Lineage lineage;
  if (request.lineage_size() > kMaxEpochs) {
    return Status(v1::REASON_OUT_OF_RANGE, "lineage has at most 8 epochs");
  }
  for (const v1::EpochSeen& seen : request.lineage()) {
    ASSIGN_OR_RETURN(const Id epoch, Id::Parse(seen.epoch(), "lineage.epoch"));
    lineage.epochs_.push_back({epoch, seen.start_seq(), seen.seen_seq()});
  }
  const v1::Cursor& cursor = request.cursor();
  if (lineage.epochs_.empty() && (cursor.seq() > 0 || !cursor.epoch().empty())) {
    ASSIGN_OR_RETURN(const Id epoch, Id::Parse(cursor.epoch(), "cursor.epoch"));
    lineage.epochs_.push_back({epoch, 0, cursor.seq()});
  }
  return lineage;
}

std::optional<Seq> Lineage::ForkFrom(const Store& store) const {
  // Where the device's epoch after the one looked at began: its history went another way from there
  // on.
  std::optional<Seq> left;
  for (const Seen& seen : epochs_) {
    if (const std::optional<Seq> end = store.EndOf(seen.epoch)) {
      if (!left && seen.seen <= *end) return std::nullopt;
      return left ? std::min(*left, *end) : *end;
    }
    left = seen.start;
  }
  return left ? std::optional<Seq>(0) : std::nullopt;
}

}  // namespace samstig::server
