// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/page_check.h"

#include <algorithm>
#include <utility>

#include "domain/base/id.h"
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
  for (const v1::ScopeRun& run : page.runs()) RETURN_IF_ERROR(CheckRun(run));
  if (page.has_checkpoint()) RETURN_IF_ERROR(CheckCheckpoint(page.checkpoint()));
  return page;
}

Status PageCheck::CheckRun(const v1::ScopeRun& run) {
  RETURN_IF_ERROR(CheckScope(run.scope()));
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
