// SPDX-License-Identifier: Apache-2.0
// Publishing by itself: scheduled assignments whose time has come.
#ifndef SAMSTIG_SERVER_DECIDE_PUBLICATION_H_
#define SAMSTIG_SERVER_DECIDE_PUBLICATION_H_

#include <optional>
#include <vector>

#include "server/store/store.h"

namespace samstig::server {

// The scheduled assignments whose time came after `looked`, up to `now`, in the order of their
// times. Without `looked`, as after a start: all whose time has come. Looked up by the hours
// between.
Result<std::vector<Id>> DuePublications(Reader& reader, std::optional<TimeMs> looked, TimeMs now);

// Opens it as its author would, whoever is a coach by now: it was the cohort's from the moment it
// was taken. Nothing happens when it is not scheduled any more or its time was put off.
Status Publish(Transaction& txn, const Id& assignment, TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_PUBLICATION_H_
