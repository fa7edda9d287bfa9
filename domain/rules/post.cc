// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/attachments.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/revisions.h"

namespace samstig::rules {

using base::Id;
using base::Result;
using base::Status;

namespace {

// One's own post that has not been taken back.
Result<v1::Entity> OwnPost(const v1::Entity* before, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kPost, "post"));
  if (entity.author() != maker.person.bytes()) {
    return Status(v1::REASON_NOT_ALLOWED, "only its author changes a post");
  }
  if (entity.post().withdrawn()) {
    return Status(v1::REASON_DELETED, "the post was taken back");
  }
  return entity;
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::WritePost& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.thread_id(), "thread_id").status());
  if (!intent.reply_to().empty())
    RETURN_IF_ERROR(Id::Parse(intent.reply_to(), "reply_to").status());
  RETURN_IF_ERROR(base::CheckText(intent.text(), "text", kMaxTextBytes));
  RETURN_IF_ERROR(CheckAttachments(intent.attachments()));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Post& post = *entity.mutable_post();
  post.set_thread_id(intent.thread_id());
  post.set_reply_to(intent.reply_to());
  v1::Revision& first = *post.add_heads();
  first.set_text(intent.text());
  *first.mutable_attachments() = intent.attachments();
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::EditPost& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, OwnPost(before, maker));
  if (!intent.revision().has_text()) {
    return Status(v1::REASON_MISSING_FIELD, "a post's revision holds a text");
  }
  RETURN_IF_ERROR(base::CheckText(intent.revision().text(), "text", kMaxTextBytes));
  RETURN_IF_ERROR(CheckAttachments(intent.revision().attachments()));
  if (intent.revision().revision_id() == entity.id()) {
    return Status(v1::REASON_ALREADY_EXISTS, "the post's own id is its first version's");
  }
  // The first version goes by the post's own id; it is spelt out only while it is compared.
  Heads& heads = *entity.mutable_post()->mutable_heads();
  for (v1::Revision& head : heads) {
    if (head.revision_id().empty()) head.set_revision_id(entity.id());
  }
  ASSIGN_OR_RETURN(bool merged, AddRevision(heads, intent.revision(), intent.replaces()));
  for (v1::Revision& head : heads) {
    if (head.revision_id() == entity.id()) head.clear_revision_id();
  }
  return Folded{std::move(entity), History::kKeepBefore, merged};
}

FoldResult Fold(const v1::Entity* before, const v1::WithdrawPost&, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, OwnPost(before, maker));
  entity.mutable_post()->clear_heads();
  entity.mutable_post()->set_withdrawn(true);
  return Folded{std::move(entity), History::kKeepBefore};
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::RemovePost&, const Maker&) {
  return base::Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::RestorePost&, const Maker&) {
  return base::Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

Keys KeysOf(const v1::Post& post) { return Under(KeyName::kPostsOfThread, post.thread_id()); }

}  // namespace samstig::rules
