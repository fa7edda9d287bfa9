// SPDX-License-Identifier: Apache-2.0
// Unread: how much of a thread a person has not read. The same on the server and on all of the
// person's devices, since it follows from what they all hold: the posts, the one read mark (merged
// by maximum) and the level.
#ifndef SAMSTIG_DOMAIN_RULES_UNREAD_H_
#define SAMSTIG_DOMAIN_RULES_UNREAD_H_

#include <cstdint>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/subscription.pb.h"

namespace samstig::rules {

struct Unread {
  // Others' posts beyond the read mark that still have a text. 0 when the thread is muted.
  uint64_t posts = 0;
  // Those of them that name this person.
  uint64_t mentions = 0;
  bool operator==(const Unread&) const = default;
};

// `posts`: entities of the thread, in any order; what is no post is passed over. `read_to`: 0
// before the first reading.
Unread CountUnread(const std::vector<const v1::Entity*>& posts, base::TimeMs read_to,
                   const base::Id& me, v1::Level level);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_UNREAD_H_
