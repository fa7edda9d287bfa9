// SPDX-License-Identifier: Apache-2.0
#include "server/decide/moderation.h"

#include <utility>

#include "domain/rules/keys.h"

namespace samstig::server {

using rules::KeyName;

Status TakingDown::Add(rules::FoldResult folded) {
  if (!folded.ok()) return folded.status();
  // Keys that a change in state does not move.
  rules::Keys keys = rules::KeysOf(folded->entity);
  changes_.push_back({/*existed=*/true, *std::move(folded), std::move(keys)});
  return {};
}

// Every open one, with the same word.
Status TakingDown::AddFlags(Case& c, const Id& post, const std::string& note) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> flags, c.LoadAll({KeyName::kFlagsOn, post}));
  for (const v1::Entity& flag : flags) {
    if (flag.flag().state() != v1::FLAG_STATE_OPEN) continue;
    v1::SettleFlag settle;
    settle.set_id(flag.id());
    settle.set_uphold(true);
    settle.set_note(note);
    RETURN_IF_ERROR(Add(rules::Fold(&flag, settle, c.maker())));
  }
  return {};
}

Result<TakingDown> TakingDown::Prepare(Case& c, const v1::RemovePost& intent) {
  TakingDown all;
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(intent.id(), v1::Entity::kPost, "post"));
  RETURN_IF_ERROR(all.Add(rules::Fold(&post, intent, c.maker())));
  RETURN_IF_ERROR(all.AddFlags(c, IdIn(intent.id()), intent.note()));
  return all;
}

Result<TakingDown> TakingDown::PrepareUpholding(Case& c, const v1::Entity& flag,
                                                const v1::SettleFlag& intent) {
  // Whoever settled it before: the refusal is the rule's.
  RETURN_IF_ERROR(rules::Fold(&flag, intent, c.maker()).status());
  TakingDown all;
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(flag.flag().post_id(), v1::Entity::kPost, "post"));
  if (!post.post().withdrawn() && !post.post().has_removal()) {
    v1::RemovePost remove;
    remove.set_id(post.id());
    remove.set_cause(flag.flag().cause());
    remove.set_note(intent.note());
    RETURN_IF_ERROR(all.Add(rules::Fold(&post, remove, c.maker())));
  }
  RETURN_IF_ERROR(all.AddFlags(c, IdIn(post.id()), intent.note()));
  return all;
}

Result<Decision> TakingDown::Store(Case& c) const {
  for (const Case::Prepared& change : changes_) RETURN_IF_ERROR(c.Store(change).status());
  return Decision{false, c.txn().LastSeq()};
}

}  // namespace samstig::server
