// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Id;
using base::Status;

namespace {

constexpr int kMaxPinned = 10;

using Pinned = google::protobuf::RepeatedPtrField<std::string>;

Pinned::iterator PinOf(Pinned& pinned, const std::string& post) {
  return std::find(pinned.begin(), pinned.end(), post);
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::StartThread& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.cohort_id(), "cohort_id").status());
  if (!intent.assignment_id().empty()) {
    RETURN_IF_ERROR(Id::Parse(intent.assignment_id(), "assignment_id").status());
  }
  if (!intent.group_id().empty())
    RETURN_IF_ERROR(Id::Parse(intent.group_id(), "group_id").status());
  if (!intent.municipality_id().empty()) {
    RETURN_IF_ERROR(Id::Parse(intent.municipality_id(), "municipality_id").status());
    if (!intent.group_id().empty()) {
      return Status(v1::REASON_MALFORMED, "a thread is a group's or a municipality's, not both");
    }
  }
  RETURN_IF_ERROR(base::CheckLine(intent.title(), "title", kMaxTitleBytes));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Thread& thread = *entity.mutable_thread();
  thread.set_cohort_id(intent.cohort_id());
  thread.set_title(intent.title());
  thread.set_assignment_id(intent.assignment_id());
  thread.set_group_id(intent.group_id());
  thread.set_municipality_id(intent.municipality_id());
  return Folded{std::move(entity)};
}

// Twice is once.
FoldResult Fold(const v1::Entity* before, const v1::InviteCoaches&, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kThread, "thread"));
  if (entity.author() != maker.person.bytes()) {
    return Status(v1::REASON_NOT_ALLOWED, "only who started the thread invites the coaches");
  }
  if (entity.thread().municipality_id().empty()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the coaches read this thread already");
  }
  entity.mutable_thread()->set_coaches_invited(true);
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::PinPost& intent, const Maker&) {
  RETURN_IF_ERROR(Id::Parse(intent.post_id(), "post_id").status());
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kThread, "thread"));
  Pinned& pinned = *entity.mutable_thread()->mutable_pinned();
  if (PinOf(pinned, intent.post_id()) != pinned.end()) return Folded{std::move(entity)};
  if (pinned.size() >= kMaxPinned) {
    return Status(v1::REASON_OUT_OF_RANGE, "at most 10 posts are pinned; take one down first");
  }
  *pinned.Add() = intent.post_id();
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::UnpinPost& intent, const Maker&) {
  RETURN_IF_ERROR(Id::Parse(intent.post_id(), "post_id").status());
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kThread, "thread"));
  Pinned& pinned = *entity.mutable_thread()->mutable_pinned();
  const auto pin = PinOf(pinned, intent.post_id());
  if (pin != pinned.end()) pinned.erase(pin);
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Thread& thread) {
  return Under(KeyName::kThreadsOfCohort, thread.cohort_id());
}

}  // namespace samstig::rules
