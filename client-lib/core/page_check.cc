// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/page_check.h"

#include <algorithm>
#include <utility>

#include "domain/base/id.h"
#include "domain/rules/digest.h"
#include "domain/rules/scope.h"

namespace samstig::client {

using base::Id;
using base::Ok;
using base::Result;
using base::Status;

namespace {

Status Malformed(std::string detail) {
  return {v1::REASON_MALFORMED, "the server's page " + std::move(detail)};
}

Status CheckScope(const std::string& scope) {
  return rules::Scope::FromText(scope) ? Ok() : Malformed("names a scope that is none");
}

// Parsing takes a size in int.
template <typename Message>
bool Parse(Message& message, std::string_view bytes) {
  return bytes.size() <= INT32_MAX &&
         message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

Result<v1::PullResponse> PageCheck::Check(std::string_view frame) {
  v1::PullResponse page;
  if (!Parse(page, frame)) return Malformed("does not parse");
  for (const std::string& scope : page.lost_scopes()) RETURN_IF_ERROR(CheckScope(scope));
  if (page.has_fork()) RETURN_IF_ERROR(CheckFork(page.fork()));
  for (const v1::ScopeRun& run : page.runs()) RETURN_IF_ERROR(CheckRun(run));
  RETURN_IF_ERROR(CheckProof(page));
  first_ = false;
  if (page.has_checkpoint()) RETURN_IF_ERROR(CheckCheckpoint(page.checkpoint()));
  return page;
}

Status PageCheck::CheckFork(const v1::Fork& fork) {
  if (!first_) return Malformed("forks in the middle of a stream");
  if (cursor_.seq() <= fork.seq()) return Ok();
  // Of another epoch from here on, so that a checkpoint may be anywhere after the fork.
  cursor_.clear_epoch();
  cursor_.set_seq(fork.seq());
  return Ok();
}

Status PageCheck::CheckProof(const v1::PullResponse& page) {
  if (!page.digest().empty() && !rules::Digest::FromBytes(page.digest())) {
    return Malformed("has a digest that is none");
  }
  if (!page.network().empty() && page.network().size() != Id::kSize) {
    return Malformed("names its network wrongly");
  }
  for (const v1::ScopeLeaves& leaves : page.leaves()) {
    RETURN_IF_ERROR(CheckScope(leaves.scope()));
    if (leaves.leaf_size() != leaves.digest_size()) return Malformed("has leaves without digests");
    for (int i = 0; i < leaves.leaf_size(); ++i) {
      if (leaves.leaf(i) >= rules::kLeaves || !rules::Digest::FromBytes(leaves.digest(i))) {
        return Malformed("has a leaf that is none");
      }
    }
  }
  return Ok();
}

Status PageCheck::CheckRepair(const v1::ScopeRun& run) {
  for (const uint32_t leaf : run.repaired_leaves()) {
    if (leaf >= rules::kLeaves) return Malformed("repairs a leaf that is none");
  }
  for (const v1::Change& change : run.changes()) {
    if (!change.has_entity()) return Malformed("has a repair without content");
  }
  return run.from_start() ? Malformed("begins and repairs a scope at once") : Ok();
}

Status PageCheck::CheckRun(const v1::ScopeRun& run) {
  RETURN_IF_ERROR(CheckScope(run.scope()));
  // Repairs give what is there, leaf by leaf, and say nothing about how far the log was read.
  if (!run.repaired_leaves().empty()) return CheckRepair(run);
  uint64_t& last = last_in_scope_[run.scope()];
  if (run.from_start()) last = 0;
  for (const v1::Change& change : run.changes()) {
    switch (change.what_case()) {
      case v1::Change::kEntity:
        break;
      case v1::Change::kGoneId:
        if (!Id::Parse(change.gone_id(), "gone_id").ok()) return Malformed("has a bad gone_id");
        break;
      case v1::Change::WHAT_NOT_SET:
        return Malformed("has a change without content");
    }
    // One mutation may change several entities of a scope at the same seq.
    if (change.seq() == 0 || change.seq() < last)
      return Malformed("is not in the order of the log");
    last = change.seq();
    highest_ = std::max(highest_, last);
  }
  return Ok();
}

Status PageCheck::CheckCheckpoint(const v1::Cursor& checkpoint) {
  if (checkpoint.epoch().size() != Id::kSize) return Malformed("has a checkpoint without an epoch");
  if (checkpoint.seq() < highest_) return Malformed("goes beyond its own checkpoint");
  if (checkpoint.seq() < cursor_.seq()) {
    if (checkpoint.epoch() == cursor_.epoch()) return Malformed("has a checkpoint that goes back");
    return {v1::REASON_HISTORY_FORKED,
            "the server's checkpoint is from before this device's cursor"};
  }
  cursor_ = checkpoint;
  last_in_scope_.clear();
  highest_ = 0;
  return Ok();
}

Result<v1::Entity> CheckEntity(std::string_view bytes) {
  v1::Entity entity;
  if (!Parse(entity, bytes)) return Malformed("has an entity that does not parse");
  if (!Id::Parse(entity.id(), "id").ok()) return Malformed("has an entity with a bad id");
  if (!Id::Parse(entity.author(), "author").ok())
    return Malformed("has an entity with a bad author");
  return entity;
}

}  // namespace samstig::client
