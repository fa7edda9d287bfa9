// SPDX-License-Identifier: Apache-2.0
// How people name things on the command line: by code or name where there is one, by number in the
// last listing, or by a part of the id, from its start or its end, that only one of them has.
#ifndef SAMSTIG_CLI_NAMING_H_
#define SAMSTIG_CLI_NAMING_H_

#include <string>
#include <string_view>
#include <vector>

#include "domain/base/id.h"
#include "domain/base/result.h"

namespace samstig::cli {

using base::Id;

struct Candidate {
  Id id;
  // What it is called in messages: "Sommarens tråd".
  std::string label;
  // Codes and names, each enough by itself; compared without regard to case.
  std::vector<std::string> names;
};

// The one candidate meant by `given`. `what` says the kind, "thread". NOT_FOUND when it is none of
// them; MALFORMED when it could be several, with all of them in the detail.
base::Result<Id> Choose(std::string_view given, std::string_view what,
                        const std::vector<Candidate>& candidates, const std::vector<Id>& listing);

// The only candidate, for when nothing was given. MALFORMED when there is none or more than one;
// `how` says what to write then, "--cohort".
base::Result<Id> ChooseOnly(std::string_view what, std::string_view how,
                            const std::vector<Candidate>& candidates);

// The end of the id, which is its random part: enough for people. "8c1f03ab"
std::string ShortId(const Id& id);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_NAMING_H_
