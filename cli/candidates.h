// SPDX-License-Identifier: Apache-2.0
// What there is to be named, kind by kind, out of the local copy.
#ifndef SAMSTIG_CLI_CANDIDATES_H_
#define SAMSTIG_CLI_CANDIDATES_H_

#include <vector>

#include "cli/copy.h"
#include "cli/naming.h"

namespace samstig::cli {

using Candidates = Result<std::vector<Candidate>>;

Candidates Cohorts(Copy& copy);
Candidates Programmes(Copy& copy);
Candidates Themes(Copy& copy);
Candidates Municipalities(Copy& copy);
// By the municipality's names too.
Candidates Seats(Copy& copy);
// By the person's name too.
Candidates Enrolments(Copy& copy);
// By name; those that this person may see.
Candidates People(Copy& copy);
// One's own that are not put away.
Candidates Tools(Copy& copy);
Candidates Teams(Copy& copy);
Candidates Assignments(Copy& copy);
Candidates Announcements(Copy& copy);
// Who has a place in a cohort, by name.
Candidates Participants(Copy& copy);
Candidates Submissions(Copy& copy);
Candidates Threads(Copy& copy);
Candidates Posts(Copy& copy);
Candidates Flags(Copy& copy);
Candidates Groups(Copy& copy);
Candidates ParkedItems(Copy& copy);
// All of the above but people, and themes.
Candidates Everything(Copy& copy);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_CANDIDATES_H_
