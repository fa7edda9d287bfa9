// SPDX-License-Identifier: Apache-2.0
// Who can read a thread, as far as this copy knows; works offline.
#ifndef SAMSTIG_CLI_AUDIENCE_H_
#define SAMSTIG_CLI_AUDIENCE_H_

#include <string>

#include "cli/candidates.h"
#include "cli/copy.h"
#include "domain/rules/audience.h"

namespace samstig::cli {

// All of them, this person too, to be named.
Candidates ReadersAsCandidates(Copy& copy, const v1::Thread& thread);

Result<rules::Audience> AudienceOf(Copy& copy, const v1::Thread& thread);
// "8 people, 5 municipalities, no one from your HR"
std::string AudienceLine(const rules::Audience& audience);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_AUDIENCE_H_
