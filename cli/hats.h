// SPDX-License-Identifier: Apache-2.0
// What a verb may assume from the hats that its person wears.
#ifndef SAMSTIG_CLI_HATS_H_
#define SAMSTIG_CLI_HATS_H_

#include <string>

#include "cli/session.h"

namespace samstig::cli {

// The municipality named, else the only one whose admin this person is.
Result<Id> OwnMunicipality(Session& session, const std::string& given);

// Cohorts in which seats and places can be had now.
Candidates CohortsTakingEnrolments(Copy& copy);

// The language to speak to somebody of this municipality, cohort or network in: its first one.
std::string LanguageAt(Copy& copy, const Id& place);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_HATS_H_
