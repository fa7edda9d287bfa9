// SPDX-License-Identifier: Apache-2.0
// A leader sees on which days something of the own desk went to somebody else's devices. It is
// written before it is sent.
#ifndef SAMSTIG_SERVER_DECIDE_DISCLOSURE_H_
#define SAMSTIG_SERVER_DECIDE_DISCLOSURE_H_

#include "server/store/store.h"

namespace samstig::server {

// Tells the owners of these desks that the reader is sent something of them on the day of `now`.
// Nothing is written where it says so already, or where the desk is nobody's (any more).
Status NoteDisclosures(Transaction& txn, const Id& reader, const Scopes& desks, TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_DISCLOSURE_H_
