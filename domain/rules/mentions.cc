// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/mentions.h"

#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Id;
using base::Status;

Status CheckMentions(const Mentions& mentions) {
  RETURN_IF_ERROR(CheckRange(mentions.size(), "mentions", 0, kMaxMentions));
  std::set<std::string> seen;
  for (const std::string& person : mentions) {
    RETURN_IF_ERROR(Id::Parse(person, "mentions").status());
    if (!seen.insert(person).second) {
      return {v1::REASON_MALFORMED, "a person is mentioned twice in one text"};
    }
  }
  return {};
}

std::set<std::string> MentionedIn(const v1::Post& post) {
  std::set<std::string> all;
  for (const v1::Revision& head : post.heads()) {
    all.insert(head.mentions().begin(), head.mentions().end());
  }
  return all;
}

bool IsMentioned(const v1::Post& post, const Id& person) {
  return MentionedIn(post).contains(person.ToBytes());
}

}  // namespace samstig::rules
