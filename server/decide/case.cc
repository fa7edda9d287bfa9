// SPDX-License-Identifier: Apache-2.0
#include "server/decide/case.h"

#include <algorithm>

#include "domain/base/encoding.h"
#include "domain/rules/keys.h"
#include "server/decide/kinds.h"

namespace samstig::server {
namespace {

Result<v1::Entity> Parse(const std::string& bytes) {
  v1::Entity entity;
  if (!entity.ParseFromString(bytes)) {
    return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  }
  return entity;
}

}  // namespace

Id IdIn(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

Result<std::optional<v1::Entity>> Case::TryLoad(const Id& id) {
  ASSIGN_OR_RETURN(std::optional<std::string> bytes, txn_.Get(id));
  if (!bytes) return std::optional<v1::Entity>();
  ASSIGN_OR_RETURN(v1::Entity entity, Parse(*bytes));
  return std::optional<v1::Entity>(std::move(entity));
}

Result<v1::Entity> Case::Load(std::string_view id, v1::Entity::BodyCase kind,
                              std::string_view what) {
  ASSIGN_OR_RETURN(Id parsed, Id::Parse(id, what));
  ASSIGN_OR_RETURN(std::optional<v1::Entity> entity, TryLoad(parsed));
  if (!entity || entity->body_case() != kind) {
    return Status(v1::REASON_NOT_FOUND, "there is no such " + std::string(what));
  }
  return *std::move(entity);
}

Result<std::shared_ptr<const v1::Entity>> Case::Look(std::string_view id, v1::Entity::BodyCase kind,
                                                     std::string_view what) {
  ASSIGN_OR_RETURN(Id parsed, Id::Parse(id, what));
  ASSIGN_OR_RETURN(std::shared_ptr<const v1::Entity> entity, TryLook(parsed));
  if (!entity || entity->body_case() != kind) {
    return Status(v1::REASON_NOT_FOUND, "there is no such " + std::string(what));
  }
  return entity;
}

Result<std::vector<v1::Entity>> Case::LoadAll(const rules::Key& key) {
  ASSIGN_OR_RETURN(std::vector<Id> ids, txn_.Find(key));
  std::vector<v1::Entity> entities;
  entities.reserve(ids.size());
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(std::optional<v1::Entity> entity, TryLoad(id));
    if (entity) entities.push_back(*std::move(entity));
  }
  return entities;
}

Status Case::Require(const Scope& scope, std::string_view who) {
  ASSIGN_OR_RETURN(bool held, Holds(scope));
  if (held) return {};
  return {v1::REASON_NOT_ALLOWED, "it takes " + std::string(who)};
}

v1::Entity Case::New(const Id& id) const {
  v1::Entity entity;
  entity.set_id(id.ToBytes());
  entity.set_author(actor_.person.ToBytes());
  entity.set_made_ms(maker_.now);
  return entity;
}

Result<Seq> Case::Put(const v1::Entity& entity) {
  ASSIGN_OR_RETURN(Scopes scopes, ScopesOf(*this, entity));
  return txn_.Put(IdIn(entity.id()), base::DeterministicBytes(entity), scopes,
                  rules::KeysOf(entity));
}

Result<Decision> Case::Store(const Prepared& prepared) {
  const Id id = IdIn(prepared.folded.entity.id());
  if (prepared.existed && prepared.folded.history == rules::History::kKeepBefore) {
    RETURN_IF_ERROR(txn_.KeepHistory(id));
  }
  if (prepared.folded.gone) {
    ASSIGN_OR_RETURN(Seq seq, txn_.Remove(id));
    return Decision{prepared.folded.merged, seq};
  }
  ASSIGN_OR_RETURN(Seq seq, Put(prepared.folded.entity));
  if (prepared.existed) {
    RETURN_IF_ERROR(Rekey(id, prepared.keys, rules::KeysOf(prepared.folded.entity)));
  }
  return Decision{prepared.folded.merged, seq};
}

Status Case::Rekey(const Id& id, const rules::Keys& before, const rules::Keys& after) {
  const auto has = [](const rules::Keys& keys, const rules::Key& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  for (const rules::Key& key : before) {
    if (!has(after, key)) RETURN_IF_ERROR(txn_.DropKey(id, key));
  }
  for (const rules::Key& key : after) {
    if (!has(before, key)) RETURN_IF_ERROR(txn_.AddKey(id, key));
  }
  return {};
}

Status Case::Rescope(const Id& id) {
  ASSIGN_OR_RETURN(std::optional<std::string> bytes, txn_.Get(id));
  if (!bytes) return {};
  ASSIGN_OR_RETURN(v1::Entity entity, Parse(*bytes));
  ASSIGN_OR_RETURN(Scopes now, txn_.ScopesOf(id));
  ASSIGN_OR_RETURN(Scopes wanted, ScopesOf(*this, entity));
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  if (now == wanted) return {};
  return txn_.Put(id, *bytes, wanted, {}).status();
}

}  // namespace samstig::server
