// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/local_digests.h"

namespace samstig::client {

using base::Ok;
using rules::Digest;
using rules::LeafDigests;

void LocalDigests::Add(ScopeNumber scope, const Id& id, const Digest& digest) {
  if (scope != kOwnText) changes_[scope][rules::LeafOf(id)] += digest;
}

void LocalDigests::Subtract(ScopeNumber scope, const Id& id, const Digest& digest) {
  if (scope != kOwnText) changes_[scope][rules::LeafOf(id)] -= digest;
}

Status LocalDigests::Flush() {
  for (const auto& [scope, change] : changes_) {
    ASSIGN_OR_RETURN(LeafDigests leaves, store_.Leaves(scope));
    for (int leaf = 0; leaf < rules::kLeaves; ++leaf) {
      const auto at = static_cast<size_t>(leaf);
      if (change[at].IsZero()) continue;
      leaves[at] += change[at];
      RETURN_IF_ERROR(store_.PutLeaf(scope, leaf, leaves[at]));
    }
  }
  changes_.clear();
  return Ok();
}

Result<Digest> LocalDigests::OfCopy(LocalStore& store) {
  Digest copy;
  for (const auto& [name, number] : store.Scopes()) {
    ASSIGN_OR_RETURN(const LeafDigests leaves, store.Leaves(number));
    copy += rules::ShareOf(name, rules::SumOf(leaves));
  }
  return copy;
}

Result<bool> LocalDigests::CheckAgainstDisk(LocalStore& store) {
  LocalDigests on_disk(store);
  RETURN_IF_ERROR(
      store.ForEachEntity([&](const Id& id, const ScopeNumbers& scopes, std::string_view bytes) {
        const Digest digest = Digest::Of(bytes);
        for (const ScopeNumber scope : scopes) on_disk.Add(scope, id, digest);
        return true;
      }));
  bool equal = true;
  for (const auto& [name, number] : store.Scopes()) {
    ASSIGN_OR_RETURN(const LeafDigests kept, store.Leaves(number));
    equal = equal && kept == on_disk.changes_[number];
  }
  if (equal) return true;
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store.Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(store.ClearLeaves());
  RETURN_IF_ERROR(on_disk.Flush());
  RETURN_IF_ERROR(txn.Commit());
  return false;
}

}  // namespace samstig::client
