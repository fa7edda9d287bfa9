// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/attachments.h"
#include "domain/rules/flag.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/mentions.h"
#include "domain/rules/revisions.h"

namespace samstig::rules {

using base::Id;
using base::Result;
using base::Status;

namespace {

// One's own post that has not been taken back. Its text may have been taken down.
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

// What the author says to have looked at: the network's state as of that cursor.
Status CheckAudience(const v1::AudienceSeen& seen) {
  return Id::Parse(seen.epoch(), "audience.epoch").status();
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::WritePost& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.thread_id(), "thread_id").status());
  if (!intent.reply_to().empty())
    RETURN_IF_ERROR(Id::Parse(intent.reply_to(), "reply_to").status());
  RETURN_IF_ERROR(base::CheckText(intent.text(), "text", kMaxTextBytes));
  RETURN_IF_ERROR(CheckAttachments(intent.attachments()));
  RETURN_IF_ERROR(CheckMentions(intent.mentions()));
  if (!intent.from_submission().empty())
    RETURN_IF_ERROR(Id::Parse(intent.from_submission(), "from_submission").status());
  if (intent.has_audience()) RETURN_IF_ERROR(CheckAudience(intent.audience()));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Post& post = *entity.mutable_post();
  post.set_thread_id(intent.thread_id());
  post.set_reply_to(intent.reply_to());
  post.set_from_submission(intent.from_submission());
  v1::Revision& first = *post.add_heads();
  first.set_text(intent.text());
  *first.mutable_attachments() = intent.attachments();
  *first.mutable_mentions() = intent.mentions();
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::EditPost& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(v1::Entity entity, OwnPost(before, maker));
  if (entity.post().has_removal()) {
    return Status(v1::REASON_DELETED, "the post was taken down");
  }
  if (!intent.revision().has_text()) {
    return Status(v1::REASON_MISSING_FIELD, "a post's revision holds a text");
  }
  RETURN_IF_ERROR(base::CheckText(intent.revision().text(), "text", kMaxTextBytes));
  RETURN_IF_ERROR(CheckAttachments(intent.revision().attachments()));
  RETURN_IF_ERROR(CheckMentions(intent.revision().mentions()));
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

// The place stays; what stood there is history, which its author reads and RestorePost puts back.
FoldResult Fold(const v1::Entity* before, const v1::RemovePost& intent, const Maker& maker) {
  RETURN_IF_ERROR(CheckFlagCause(intent.cause()));
  RETURN_IF_ERROR(
      base::CheckText(intent.note(), "note", kMaxAnswerBytes, base::Emptiness::kAllowed));
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kPost, "post"));
  v1::Post& post = *entity.mutable_post();
  if (post.withdrawn()) return Status(v1::REASON_DELETED, "the post was taken back");
  if (post.has_removal()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the post was taken down before");
  }
  post.clear_heads();
  v1::Removal& removal = *post.mutable_removal();
  removal.set_cause(intent.cause());
  removal.set_note(intent.note());
  removal.set_by(maker.person.ToBytes());
  removal.set_at_ms(maker.now);
  return Folded{std::move(entity), History::kKeepBefore};
}

// The text comes back from the history, which the server alone has.
FoldResult Fold(const v1::Entity* before, const v1::RestorePost&, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kPost, "post"));
  v1::Post& post = *entity.mutable_post();
  if (post.withdrawn()) return Status(v1::REASON_DELETED, "the post was taken back");
  if (!post.has_removal()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the post was not taken down");
  }
  post.clear_removal();
  return Folded{std::move(entity), History::kKeepBefore};
}

Keys KeysOf(const v1::Post& post) { return Under(KeyName::kPostsOfThread, post.thread_id()); }

}  // namespace samstig::rules
