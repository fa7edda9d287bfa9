// SPDX-License-Identifier: Apache-2.0
#include "server/decide/repeat.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include "domain/rules/fold.h"
#include "domain/rules/revisions.h"
#include "domain/rules/visit.h"

namespace samstig::server {
namespace {

using google::protobuf::util::MessageDifferencer;
using rules::Heads;

// All versions, oldest first.
Result<std::vector<v1::Entity>> VersionsOf(Transaction& txn, const Id& id) {
  ASSIGN_OR_RETURN(std::vector<std::string> all, txn.History(id));
  ASSIGN_OR_RETURN(std::optional<std::string> present, txn.Get(id));
  if (present) all.push_back(*std::move(present));
  std::vector<v1::Entity> versions(all.size());
  for (size_t i = 0; i < all.size(); ++i) {
    if (!versions[i].ParseFromString(all[i])) {
      return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
    }
  }
  return versions;
}

const Heads& HeadsOf(const v1::Entity& entity) {
  static const Heads kNone;
  if (entity.has_draft()) return entity.draft().heads();
  if (entity.has_post()) return entity.post().heads();
  if (entity.has_tool()) return entity.tool().heads();
  if (entity.has_team()) return entity.team().heads();
  return kNone;
}

bool HasHead(const v1::Entity& entity, const std::string& revision_id) {
  const Heads& heads = HeadsOf(entity);
  return std::any_of(heads.begin(), heads.end(),
                     [&](const v1::Revision& head) { return head.revision_id() == revision_id; });
}

// Who is mentioned says nothing about whether it is the same: somebody who was erased since is
// mentioned no longer.
void ForgetMentions(Heads& heads) {
  for (v1::Revision& head : heads) head.clear_mentions();
}

bool SaysTheSame(v1::Revision a, v1::Revision b) {
  a.clear_mentions();
  b.clear_mentions();
  return rules::SameContent(a, b);
}

// What of the intents that add a revision matters here; nullptr for all others.
struct Adding {
  const v1::Revision* revision = nullptr;
  const google::protobuf::RepeatedPtrField<std::string>* replaces = nullptr;
};

Adding AddingOf(const v1::Mutation& mutation) {
  return rules::VisitIntent(mutation, [](const auto& intent) -> Adding {
    if constexpr (requires {
                    intent.revision();
                    intent.replaces();
                  }) {
      return {&intent.revision(), &intent.replaces()};
    } else {
      return {};
    }
  });
}

}  // namespace

Result<bool> WasMadeBefore(Transaction& txn, const Actor& actor, const v1::Mutation& mutation) {
  const Result<Id> id = rules::TargetOf(mutation);
  if (!id.ok()) return false;
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> versions, VersionsOf(txn, *id));
  if (versions.empty() || versions.front().author() != actor.person.bytes()) return false;
  const v1::Entity& first = versions.front();
  const rules::Maker then{actor.person, first.made_ms(), mutation.claimed_ms()};
  // Under an id made from a name, as a draft's, one may do the same twice and mean it.
  if (rules::Fold(&first, mutation, then).status().reason() != v1::REASON_ALREADY_EXISTS)
    return false;
  rules::FoldResult made = rules::Fold(nullptr, mutation, then);
  if (!made.ok()) return false;
  if (made->entity.has_post()) ForgetMentions(*made->entity.mutable_post()->mutable_heads());
  // The server has set more than the intent says: an attempt's number, whether it is late.
  MessageDifferencer differencer;
  differencer.set_scope(MessageDifferencer::PARTIAL);
  return differencer.Compare(made->entity, first);
}

Result<bool> WasReplacedBefore(Transaction& txn, const Actor& actor, const v1::Mutation& mutation) {
  const Adding adding = AddingOf(mutation);
  const Result<Id> id = rules::TargetOf(mutation);
  if (adding.revision == nullptr || !id.ok()) return false;
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, txn.Get(*id));
  v1::Entity present;
  if (!bytes || !present.ParseFromString(*bytes)) return false;
  // Whoever writes on what stands now is not repeating himself; so history is read seldom.
  const auto& replaces = *adding.replaces;
  const bool up_to_date =
      std::any_of(replaces.begin(), replaces.end(),
                  [&](const std::string& head) { return HasHead(present, head); });
  const std::string& revision_id = adding.revision->revision_id();
  if (up_to_date || present.author() != actor.person.bytes() || HasHead(present, revision_id)) {
    return false;
  }
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> versions, VersionsOf(txn, *id));
  for (const v1::Entity& version : versions) {
    for (const v1::Revision& head : HeadsOf(version)) {
      if (head.revision_id() != revision_id) continue;
      if (SaysTheSame(head, *adding.revision)) return true;
      return Status(v1::REASON_ALREADY_EXISTS, "the revision's id was taken by another text");
    }
  }
  return false;
}

}  // namespace samstig::server
