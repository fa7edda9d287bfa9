// SPDX-License-Identifier: Apache-2.0
// Mentions: the persons whom a post names, so that they are told. Whether they can read it is
// server/decide's to say.
#ifndef SAMSTIG_DOMAIN_RULES_MENTIONS_H_
#define SAMSTIG_DOMAIN_RULES_MENTIONS_H_

#include <google/protobuf/repeated_field.h>

#include <set>
#include <string>

#include "domain/base/id.h"
#include "domain/base/result.h"
#include "samstig/v1/post.pb.h"

namespace samstig::rules {

inline constexpr int kMaxMentions = 20;

using Mentions = google::protobuf::RepeatedPtrField<std::string>;

// Ids, each once (MALFORMED), not too many (OUT_OF_RANGE). BAD_ID.
base::Status CheckMentions(const Mentions& mentions);

// Whom the post names as it stands now, in any of its versions side by side.
std::set<std::string> MentionedIn(const v1::Post& post);
bool IsMentioned(const v1::Post& post, const base::Id& person);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_MENTIONS_H_
