// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/page_applier.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "client-lib/core/page_check.h"
#include "domain/rules/keys.h"

namespace samstig::client {

using base::Ok;
using rules::Key;
using rules::KeysOf;

namespace {

// Parses an entity of the confirmed copy, which was checked when it came.
Result<v1::Entity> Stored(std::string_view bytes) {
  v1::Entity entity;
  if (!entity.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  }
  return entity;
}

}  // namespace

Status PageApplier::Add(const v1::PullResponse& page) {
  for (const std::string& scope : page.lost_scopes()) {
    RETURN_IF_ERROR(Forget(scope, OwnText::kStays, /*lost=*/true));
    // What it held before it was begun anew, and had not been given again when the right ended.
    for (const Id& id : begun_anew_[scope]) {
      if (const auto orphan = orphans_.find(id); orphan != orphans_.end())
        orphan->second = OwnText::kStays;
    }
    traces_must_go_ = true;
  }
  for (const v1::ScopeRun& run : page.runs()) RETURN_IF_ERROR(AddRun(run));
  return Ok();
}

Status PageApplier::AddRun(const v1::ScopeRun& run) {
  if (run.from_start()) RETURN_IF_ERROR(Forget(run.scope(), when_begun_anew_, /*lost=*/false));
  ASSIGN_OR_RETURN(const ScopeNumber scope, store_.NumberScope(run.scope()));
  if (!run.repaired_leaves().empty()) RETURN_IF_ERROR(Repair(scope, run));
  for (const v1::Change& change : run.changes()) {
    if (change.has_entity()) {
      RETURN_IF_ERROR(Put(scope, change.entity()));
    } else {
      RETURN_IF_ERROR(LeaveScope(Id::FromBytes(change.gone_id()), scope, OwnText::kGoes));
    }
  }
  return Ok();
}

Status PageApplier::Repair(ScopeNumber scope, const v1::ScopeRun& run) {
  const std::set<uint32_t> leaves(run.repaired_leaves().begin(), run.repaired_leaves().end());
  std::unordered_map<Id, std::string_view, base::IdHash> right;
  for (const v1::Change& change : run.changes()) {
    ASSIGN_OR_RETURN(const v1::Entity entity, CheckEntity(change.entity()));
    right.emplace(Id::FromBytes(entity.id()), change.entity());
  }
  ASSIGN_OR_RETURN(const std::vector<Id> held, store_.IdsInScope(scope));
  for (const Id& id : held) {
    if (!leaves.contains(rules::LeafOf(id))) continue;
    ASSIGN_OR_RETURN(const std::optional<StoredEntity> stored, store_.Entity(id));
    const auto found = right.find(id);
    if (stored && found != right.end() && found->second == stored->bytes) continue;
    // It may have rotted: then it says nothing true about its keys, nor perhaps about its author.
    if (stored && !CheckEntity(stored->bytes).ok()) {
      touched_.push_back(id);
      replaced_.push_back(id);
      RETURN_IF_ERROR(store_.DeleteKeysOf(id));
      for (const ScopeNumber one : stored->scopes) {
        digests_.Subtract(one, id, rules::Digest::Of(stored->bytes));
      }
      RETURN_IF_ERROR(store_.DeleteEntity(id));
    } else if (found == right.end()) {
      RETURN_IF_ERROR(LeaveScope(id, scope, OwnText::kStays));
    } else {
      RETURN_IF_ERROR(store_.DeleteKeysOf(id));
      for (const Key& key : KeysOf(*Stored(stored->bytes))) RETURN_IF_ERROR(store_.PutKey(key, id));
    }
  }
  return Ok();
}

Status PageApplier::Put(ScopeNumber scope, std::string_view bytes) {
  ASSIGN_OR_RETURN(const v1::Entity entity, CheckEntity(bytes));
  const Id id = Id::FromBytes(entity.id());
  touched_.push_back(id);
  // All that an erasure changes comes before the same checkpoint.
  if (entity.person().trace() == v1::PERSON_TRACE_GONE) traces_must_go_ = true;
  // Most are new, above all when there are many: then this is the one look at the tree.
  ASSIGN_OR_RETURN(const bool inserted, store_.InsertEntity(id, {scope}, bytes));
  if (!inserted) return PutAgain(id, scope, bytes, entity);
  digests_.Add(scope, id, rules::Digest::Of(bytes));
  for (const Key& key : KeysOf(entity)) RETURN_IF_ERROR(store_.PutKey(key, id));
  return Ok();
}

Status PageApplier::PutAgain(const Id& id, ScopeNumber scope, std::string_view bytes,
                             const v1::Entity& entity) {
  ASSIGN_OR_RETURN(const std::optional<StoredEntity> before, store_.Entity(id));
  ScopeNumbers scopes = before->scopes;
  // The server gives it again, so it is no longer only this person's memory of it.
  std::erase(scopes, kOwnText);
  const rules::Digest old_digest = rules::Digest::Of(before->bytes);
  const rules::Digest new_digest = rules::Digest::Of(bytes);
  for (const ScopeNumber gives : scopes) digests_.Subtract(gives, id, old_digest);
  if (std::find(scopes.begin(), scopes.end(), scope) == scopes.end()) scopes.push_back(scope);
  for (const ScopeNumber gives : scopes) digests_.Add(gives, id, new_digest);
  if (before->bytes == bytes) return store_.SetScopes(id, scopes);
  replaced_.push_back(id);
  RETURN_IF_ERROR(MoveKeys(id, before->bytes, entity));
  return store_.UpdateEntity(id, scopes, bytes);
}

Status PageApplier::MoveKeys(const Id& id, std::string_view before, const v1::Entity& after) {
  const Result<v1::Entity> entity = Stored(before);
  const std::vector<Key> new_keys = KeysOf(after);
  if (!entity.ok()) {
    // It has rotted, and its successor is here already: that is all that is needed to mend it.
    RETURN_IF_ERROR(store_.DeleteKeysOf(id));
    for (const Key& key : new_keys) RETURN_IF_ERROR(store_.PutKey(key, id));
    return Ok();
  }
  const std::vector<Key> old_keys = KeysOf(*entity);
  if (old_keys == new_keys) return Ok();
  for (const Key& key : old_keys) RETURN_IF_ERROR(store_.DeleteKey(key, id));
  for (const Key& key : new_keys) RETURN_IF_ERROR(store_.PutKey(key, id));
  return Ok();
}

Status PageApplier::LeaveScope(const Id& id, ScopeNumber scope, OwnText own_text) {
  touched_.push_back(id);
  ASSIGN_OR_RETURN(std::optional<StoredEntity> entity, store_.Entity(id));
  if (!entity) return Ok();
  // A scope that never gave it has no say in whether it stays.
  if (std::erase(entity->scopes, scope) == 0) return Ok();
  digests_.Subtract(scope, id, rules::Digest::Of(entity->bytes));
  if (entity->scopes.empty()) orphans_[id] = own_text;
  return store_.SetScopes(id, entity->scopes);
}

Status PageApplier::Forget(std::string_view scope, OwnText own_text, bool lost) {
  const std::optional<ScopeNumber> number = store_.FindScope(scope);
  if (!number) return Ok();  // Nothing was held of it.
  ASSIGN_OR_RETURN(const std::vector<Id> ids, store_.IdsInScope(*number));
  for (const Id& id : ids) RETURN_IF_ERROR(LeaveScope(id, *number, own_text));
  if (!lost) begun_anew_[std::string(scope)] = ids;
  return store_.DeleteScope(scope);
}

Status PageApplier::Finish() {
  for (const auto& [id, own_text] : orphans_) {
    ASSIGN_OR_RETURN(const std::optional<StoredEntity> stored, store_.Entity(id));
    if (!stored || !stored->scopes.empty()) continue;
    const Result<v1::Entity> entity = Stored(stored->bytes);
    if (own_text == OwnText::kStays && entity.ok() && entity->author() == me_.bytes()) {
      RETURN_IF_ERROR(store_.SetScopes(id, {kOwnText}));
    } else {
      RETURN_IF_ERROR(Delete(id, stored->bytes));
    }
  }
  orphans_.clear();
  begun_anew_.clear();
  return digests_.Flush();
}

Status PageApplier::Delete(const Id& id, std::string_view bytes) {
  replaced_.push_back(id);
  if (const Result<v1::Entity> entity = Stored(bytes); entity.ok()) {
    for (const Key& key : KeysOf(*entity)) RETURN_IF_ERROR(store_.DeleteKey(key, id));
  } else {
    RETURN_IF_ERROR(store_.DeleteKeysOf(id));  // It has rotted, and cannot say what they were.
  }
  return store_.DeleteEntity(id);
}

}  // namespace samstig::client
