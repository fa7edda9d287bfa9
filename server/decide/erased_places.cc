// SPDX-License-Identifier: Apache-2.0
#include "server/decide/erased_places.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "domain/rules/keys.h"

namespace samstig::server {

using rules::KeyName;

Status ErasedPlaces::Find() {
  for (const auto& [thread, talk] : words_.talk) {
    if (talk.choice == v1::ERASURE_CHOICE_DELETE) RETURN_IF_ERROR(FindIn(thread));
  }
  return threads_.empty() ? Status() : FindNotes();
}

Status ErasedPlaces::FindIn(const std::string& id) {
  ASSIGN_OR_RETURN(v1::Entity thread, c_.Load(id, v1::Entity::kThread, "thread"));
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> posts,
                   c_.LoadAll({KeyName::kPostsOfThread, IdIn(id)}));
  ASSIGN_OR_RETURN(const std::set<std::string> staying, Staying(posts));
  for (const v1::Entity& post : posts) {
    if (!staying.contains(post.id())) RETURN_IF_ERROR(GoesWithReactions(IdIn(post.id())));
  }
  if (staying.empty() && words_.IsPerson(thread.author())) {
    goes_.insert(IdIn(id));
    threads_.insert(id);
  } else {
    Unpin(std::move(thread), posts);
  }
  return {};
}

Result<std::set<std::string>> ErasedPlaces::Staying(const std::vector<v1::Entity>& posts) {
  std::map<std::string, std::string> answers;
  std::vector<std::string> found;
  for (const v1::Entity& post : posts) {
    answers[post.id()] = post.post().reply_to();
    bool stays = !words_.IsPerson(post.author());
    if (!stays) {
      ASSIGN_OR_RETURN(const std::vector<Id> flags,
                       c_.txn().Find({KeyName::kFlagsOn, IdIn(post.id())}));
      stays = !flags.empty();
    }
    if (stays) found.push_back(post.id());
  }
  // And what they answer, and what that answers.
  std::set<std::string> staying;
  while (!found.empty()) {
    const std::string id = std::move(found.back());
    found.pop_back();
    if (!staying.insert(id).second) continue;
    const std::string& answered = answers[id];
    if (answers.contains(answered)) found.push_back(answered);
  }
  return staying;
}

Status ErasedPlaces::GoesWithReactions(const Id& post) {
  goes_.insert(post);
  ASSIGN_OR_RETURN(const std::vector<Id> reactions, c_.txn().Find({KeyName::kReactionsTo, post}));
  goes_.insert(reactions.begin(), reactions.end());
  return {};
}

void ErasedPlaces::Unpin(v1::Entity thread, const std::vector<v1::Entity>& posts) {
  std::set<std::string> empty;
  for (const v1::Entity& post : posts) {
    if (words_.IsPerson(post.author())) empty.insert(post.id());
  }
  auto& pinned = *thread.mutable_thread()->mutable_pinned();
  const int before = pinned.size();
  pinned.erase(std::remove_if(pinned.begin(), pinned.end(),
                              [&](const std::string& post) { return empty.contains(post); }),
               pinned.end());
  if (pinned.size() != before) unpinned_[thread.id()] = std::move(thread);
}

Status ErasedPlaces::FindNotes() {
  const auto visit = [&](uint64_t, const Id& id, std::string_view bytes) {
    const bool names_one = std::any_of(
        threads_.begin(), threads_.end(),
        [&](const std::string& thread) { return bytes.find(thread) != std::string_view::npos; });
    v1::Entity entity;
    if (!names_one || !entity.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
    if (threads_.contains(entity.subscription().thread_id()) ||
        threads_.contains(entity.read_mark().thread_id())) {
      goes_.insert(id);
    }
  };
  return c_.txn().ReadEntities(0, std::numeric_limits<int64_t>::max(), visit).status();
}

}  // namespace samstig::server
