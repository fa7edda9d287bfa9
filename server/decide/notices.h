// SPDX-License-Identifier: Apache-2.0
// From when on a person is told by mail.
#ifndef SAMSTIG_SERVER_DECIDE_NOTICES_H_
#define SAMSTIG_SERVER_DECIDE_NOTICES_H_

#include <limits>

#include "server/store/store.h"

namespace samstig::server {

// NoticeMark::due of somebody who wants no mail.
inline constexpr TimeMs kNeverDue = std::numeric_limits<TimeMs>::max();

// Everything up to now counts as told; when the first digest is due is still to be worked out.
Status StartNotices(Transaction& txn, const Id& person, TimeMs now);

// The person's settings have changed: when the next look is due is worked out anew. Whoever wanted
// no mail until now is told of nothing older than this.
Status ReviewNotices(Transaction& txn, const Id& person, TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_NOTICES_H_
