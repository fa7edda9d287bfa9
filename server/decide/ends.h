// SPDX-License-Identifier: Apache-2.0
// Ends: since when a cohort has been over, and since when a person has had neither hat nor place.
// The days of retention are counted from there. An end is kept as a Retention without rules
// (rules::EndId) whose made_ms is the time; it is noted when it is first seen, so that it never
// counts from too early.
#ifndef SAMSTIG_SERVER_DECIDE_ENDS_H_
#define SAMSTIG_SERVER_DECIDE_ENDS_H_

#include <optional>
#include <vector>

#include "server/store/store.h"

namespace samstig::server {

// The cohorts and people whose end is not noted as it is.
Result<std::vector<Id>> UnnotedEnds(Reader& reader);

// Notes since now that the cohort or the person has ended, if that is so and not noted; takes the
// note back when the person has a hat or a place again.
Status NoteEnd(Transaction& txn, const Id& id, TimeMs now);

// Since when the cohort has been over; nullopt while it is not, or as long as that is not noted.
Result<std::optional<TimeMs>> EndOfCohort(Reader& reader, const Id& cohort);
// Since when the person has had neither a hat nor a place that is not over; nullopt likewise.
Result<std::optional<TimeMs>> EndOfPerson(Reader& reader, const Id& person);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_ENDS_H_
