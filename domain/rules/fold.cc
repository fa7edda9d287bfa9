// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/fold.h"

#include <string>
#include <type_traits>

#include "domain/rules/visit.h"

namespace samstig::rules {

using base::Id;
using base::Result;
using base::Status;

namespace {

Status UnknownIntent() {
  return {v1::REASON_UNKNOWN_INTENT, "the mutation has no intent that this version knows"};
}

}  // namespace

Result<Id> TargetOf(const v1::Mutation& mutation) {
  return VisitIntent(mutation, [](const auto& intent) -> Result<Id> {
    if constexpr (std::is_same_v<std::decay_t<decltype(intent)>, v1::Mutation>) {
      return UnknownIntent();
    } else {
      return Id::Parse(intent.id(), "the intent's id");
    }
  });
}

FoldResult Fold(const v1::Entity* before, const v1::Mutation& mutation, const Maker& maker) {
  return VisitIntent(mutation, [&](const auto& intent) -> FoldResult {
    if constexpr (std::is_same_v<std::decay_t<decltype(intent)>, v1::Mutation>) {
      return UnknownIntent();
    } else {
      return Fold(before, intent, maker);
    }
  });
}

Result<v1::Entity> NewEntity(const v1::Entity* before, const std::string& id, const Maker& maker) {
  if (before != nullptr) {
    return Status(v1::REASON_ALREADY_EXISTS, "the id is taken");
  }
  RETURN_IF_ERROR(Id::Parse(id, "the intent's id").status());
  v1::Entity entity;
  entity.set_id(id);
  entity.set_author(maker.person.ToBytes());
  entity.set_made_ms(maker.now);
  return entity;
}

Result<v1::Entity> Existing(const v1::Entity* before, v1::Entity::BodyCase kind,
                            std::string_view what) {
  if (before == nullptr || before->body_case() != kind) {
    return Status(v1::REASON_NOT_FOUND, "there is no such " + std::string(what));
  }
  return *before;
}

Result<v1::Entity> NewOrExisting(const v1::Entity* before, v1::Entity::BodyCase kind,
                                 const std::string& id, const Maker& maker) {
  if (before == nullptr) return NewEntity(nullptr, id, maker);
  if (before->body_case() != kind) {
    return Status(v1::REASON_ALREADY_EXISTS, "the id is taken by something of another kind");
  }
  return *before;
}

}  // namespace samstig::rules
