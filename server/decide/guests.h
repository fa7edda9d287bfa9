// SPDX-License-Identifier: Apache-2.0
// Guests of a cohort: what they are told of it, and the end of their time.
#ifndef SAMSTIG_SERVER_DECIDE_GUESTS_H_
#define SAMSTIG_SERVER_DECIDE_GUESTS_H_

#include <optional>
#include <vector>

#include "server/decide/case.h"

namespace samstig::server {

// Whether somebody is a guest of the cohort now.
Result<bool> HasGuests(Case& c, const Id& cohort);

// Whoever never was more than a guest keeps nothing here. NOT_ALLOWED.
Status RequireMoreThanGuest(Case& c);

// What a guest's hat may be given for: a cohort that is not over, and nothing after its end.
// NOT_OPEN, DATES_OUT_OF_ORDER.
Status CheckInvitation(const v1::Cohort& cohort, const v1::Membership& hat);

// After a hat of a guest was given, or a place has changed: each guest of the cohort is told how
// many take part.
Status TellGuests(Case& c, const Id& cohort);

// The hats of guests whose time was over after `looked`, up to `now`. Without `looked`, as after a
// start: all whose time is over.
Result<std::vector<Id>> DueGuests(Reader& reader, std::optional<TimeMs> looked, TimeMs now);

// Takes the hat off as who gave it would, whatever that person may by now. Nothing happens when it
// was taken off before.
Status EndGuest(Transaction& txn, const Id& membership, TimeMs now);

// Before anybody meets a network that is opened: the time of guests may have gone on while it was
// closed, or it is an older one that comes from a backup.
Status EndOverdueGuests(Store& store, TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_GUESTS_H_
