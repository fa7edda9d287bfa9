// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/view.h"

#include <algorithm>
#include <iterator>

namespace samstig::client {

using base::Ok;
using rules::Folded;
using rules::FoldResult;
using rules::Key;

namespace {

// How many folded entities are kept. More chains than this at a time are folded anew now and then.
constexpr size_t kMaxRemembered = 256;

}  // namespace

// ---- Reading

Result<Shown> View::Get(const Id& id) {
  ASSIGN_OR_RETURN(Current current, Fold(id));
  if (!current.entity)
    return Status(v1::REASON_NOT_FOUND, "there is no such entity on this device");
  return AsShown(std::move(current));
}

Result<std::vector<Shown>> View::Find(const Key& key) {
  ASSIGN_OR_RETURN(const std::vector<Id> confirmed, store_.Find(key));
  std::vector<Id> pending;
  for (auto it = by_key_.lower_bound({key, Id()}); it != by_key_.end() && it->first == key; ++it) {
    pending.push_back(it->second);
  }
  std::vector<Id> ids;
  std::set_union(confirmed.begin(), confirmed.end(), pending.begin(), pending.end(),
                 std::back_inserter(ids));
  std::vector<Shown> found;
  found.reserve(ids.size());
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(Current current, Fold(id));
    if (!current.entity) continue;
    // A pending write may have taken it from under this key.
    const std::vector<Key> keys = rules::KeysOf(*current.entity);
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) continue;
    found.push_back(AsShown(std::move(current)));
  }
  return found;
}

FoldResult View::Try(const v1::Mutation& mutation) {
  ASSIGN_OR_RETURN(const Id target, rules::TargetOf(mutation));
  ASSIGN_OR_RETURN(const Current current, Fold(target));
  return FoldOne(current.entity, mutation);
}

Shown View::AsShown(Current current) const {
  // The server judges in order, so whether the last write in it is judged tells of all.
  const auto last = pending_.find(current.last_folded);
  return {*std::move(current.entity), last != pending_.end() && last->second.seq == 0};
}

// ---- Folding

Result<View::Current> View::Fold(const Id& id) {
  if (const auto known = remembered_.find(id); known != remembered_.end()) return known->second;
  ASSIGN_OR_RETURN(std::optional<v1::Entity> confirmed, Confirmed(id));
  Current current{std::move(confirmed)};
  size_t length = 0;
  for (auto it = by_target_.lower_bound({id, 0}); it != by_target_.end() && it->first == id; ++it) {
    ++length;
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_.WriteBytes(it->second));
    v1::Mutation mutation;
    if (!bytes || !mutation.ParseFromString(*bytes)) {
      return Status(v1::REASON_DATA_DAMAGED, "a write in the outbox cannot be read");
    }
    FoldResult folded = FoldOne(current.entity, mutation);
    if (!folded.ok()) continue;  // Not shown.
    current.last_folded = it->second;
    if (folded->gone) {
      current.entity.reset();
    } else {
      current.entity = std::move(folded->entity);
    }
  }
  if (length > 1) Remember(id, current);
  return current;
}

FoldResult View::FoldOne(const std::optional<v1::Entity>& before, const v1::Mutation& mutation) {
  ++folds_;
  const base::TimeMs claimed = mutation.claimed_ms();
  return rules::Fold(before ? &*before : nullptr, mutation, {person_, claimed, claimed});
}

Result<std::optional<v1::Entity>> View::Confirmed(const Id& id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_.EntityBytes(id));
  if (!bytes) return std::optional<v1::Entity>();
  std::optional<v1::Entity> entity(std::in_place);
  if (!entity->ParseFromString(*bytes)) {
    return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  }
  return entity;
}

void View::Remember(const Id& target, Current current) {
  if (remembered_.size() >= kMaxRemembered) remembered_.clear();
  remembered_.insert_or_assign(target, std::move(current));
}

// ---- Pending writes

void View::Clear() {
  pending_.clear();
  by_target_.clear();
  by_seq_.clear();
  keys_.clear();
  by_key_.clear();
  remembered_.clear();
}

void View::Insert(uint64_t number, const Id& target, uint64_t seq) {
  pending_[number] = {target, seq};
  by_target_.insert({target, number});
  if (seq > 0) by_seq_.insert({seq, number});
}

std::vector<std::pair<Id, uint64_t>> View::PendingTargets() const {
  std::vector<std::pair<Id, uint64_t>> targets;
  for (const auto& [target, number] : by_target_) {
    if (target.IsNil()) continue;
    if (!targets.empty() && targets.back().first == target) {
      targets.back().second = number;
    } else {
      targets.emplace_back(target, number);
    }
  }
  return targets;
}

bool View::HasPending(const Id& target) const {
  const auto it = by_target_.lower_bound({target, 0});
  return it != by_target_.end() && it->first == target;
}

void View::Add(uint64_t number, const Id& target, Folded folded) {
  const bool is_chain = HasPending(target);
  Insert(number, target, 0);
  Current current{std::nullopt, number};
  if (!folded.gone) current.entity = std::move(folded.entity);
  SetKeys(target, current);
  if (is_chain) Remember(target, std::move(current));
}

Status View::Load(uint64_t number, std::string_view bytes, uint64_t seq) {
  v1::Mutation mutation;
  if (!mutation.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return {v1::REASON_DATA_DAMAGED, "a write in the outbox cannot be read"};
  }
  const Result<Id> target = rules::TargetOf(mutation);
  if (!target.ok()) {  // From a newer version of the program. It waits and is sent, but not shown.
    Insert(number, Id(), seq);
    return Ok();
  }
  FoldResult folded = Try(mutation);
  if (folded.ok()) {
    Add(number, *target, *std::move(folded));
  } else if (base::IsTemporary(folded.status().reason())) {
    // The disk, not the rules: taken for a refusal, the write would be in no list.
    return folded.status();
  } else {
    Insert(number, *target, 0);
  }
  if (seq > 0) TookEffectAt(number, seq);
  return Ok();
}

void View::TookEffectAt(uint64_t number, uint64_t seq) {
  const auto found = pending_.find(number);
  if (found == pending_.end()) return;
  found->second.seq = seq;
  by_seq_.insert({seq, number});
}

Id View::Remove(uint64_t number) {
  const auto found = pending_.find(number);
  if (found == pending_.end()) return Id();
  const Id target = found->second.target;
  by_seq_.erase({found->second.seq, number});
  by_target_.erase({target, number});
  pending_.erase(found);
  return target;
}

Status View::Drop(uint64_t number) { return Refresh(Remove(number)); }

Status View::Advance(uint64_t seq, const std::vector<Id>& touched) {
  std::set<Id> changed;
  while (!by_seq_.empty() && by_seq_.begin()->first <= seq) {
    changed.insert(Remove(by_seq_.begin()->second));
  }
  if (!by_target_.empty()) {
    for (const Id& id : touched) {
      if (HasPending(id)) changed.insert(id);
    }
  }
  Status status = Ok();
  for (const Id& id : changed) {
    Status refreshed = Refresh(id);
    if (status.ok()) status = std::move(refreshed);
  }
  return status;
}

Status View::Refresh(const Id& target) {
  if (target.IsNil()) return Ok();
  remembered_.erase(target);
  if (!HasPending(target)) {
    SetKeys(target, {});
    return Ok();
  }
  ASSIGN_OR_RETURN(const Current current, Fold(target));
  SetKeys(target, current);
  return Ok();
}

void View::SetKeys(const Id& target, const Current& current) {
  std::vector<Key> keys = current.entity ? rules::KeysOf(*current.entity) : std::vector<Key>();
  const auto known = keys_.find(target);
  if (known != keys_.end()) {
    if (known->second == keys) return;
    for (const Key& key : known->second) by_key_.erase({key, target});
    keys_.erase(known);
  }
  for (const Key& key : keys) by_key_.insert({key, target});
  if (!keys.empty()) keys_.emplace(target, std::move(keys));
}

}  // namespace samstig::client
