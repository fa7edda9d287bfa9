// SPDX-License-Identifier: Apache-2.0
// LocalCopy: what the rule-book says of things as one person's own copy shows them: who can read a
// thread, how much of it is unread, what there is to be told of. A device asks its database, a test
// whatever it has. Works offline, and knows only what the copy knows.
#ifndef SAMSTIG_DOMAIN_RULES_LOCAL_COPY_H_
#define SAMSTIG_DOMAIN_RULES_LOCAL_COPY_H_

#include <cstdint>
#include <set>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "domain/rules/audience.h"
#include "domain/rules/notice_teller.h"
#include "domain/rules/scope.h"
#include "domain/rules/unread.h"

namespace samstig::rules {

class LocalCopy : public EntitySource {
 public:
  // Whether the copy holds the entity because it is in the scope.
  virtual base::Result<bool> IsIn(const base::Id& id, const Scope& scope) = 0;
};

// The asker too.
base::Result<std::set<base::Id>> ReadersOf(LocalCopy& copy, const v1::Thread& thread);
base::Result<Audience> AudienceOf(LocalCopy& copy, const base::Id& me, const v1::Thread& thread);

// A thread at a glance: what a list of threads says of it.
struct Talk {
  uint64_t posts = 0;
  // When the newest of them was made; 0 without one that the server has.
  base::TimeMs last_ms = 0;
  Unread unread;
};
base::Result<Talk> TalkIn(LocalCopy& copy, const base::Id& me, const base::Id& thread);
base::Result<Unread> UnreadIn(LocalCopy& copy, const base::Id& me, const base::Id& thread);

// All that is news since then, deadlines that are near included; the newest first.
base::Result<std::vector<Notice>> NoticesSince(LocalCopy& copy, const base::Id& me,
                                               base::TimeMs since, base::TimeMs now);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_LOCAL_COPY_H_
