// SPDX-License-Identifier: Apache-2.0
// Why each person is where they are, and what could not be had, as facts that an app can say in any
// language. Each is true of the groups as they are, whoever made them.
#ifndef SAMSTIG_SERVER_GROUPS_EXPLAIN_H_
#define SAMSTIG_SERVER_GROUPS_EXPLAIN_H_

#include "server/groups/problem.h"

namespace samstig::server::groups {

enum class Why {
  kOnlyOneOfMunicipality,  // municipality
  kApartFromLine,          // people: those in one line of command with the person
  kApartFromThoseMet,      // people: those the person was in a group with before
  kOneOfReturning,         // count: who return in the group; the person is one
  kWithReturning,          // count: the same; the person is new
  kOnlyOneOfSector,        // sector
};

struct Reason {
  Why why = {};
  base::Id municipality = {};
  std::string sector = {};
  std::vector<size_t> people = {};
  size_t count = 0;
};

enum class Short {
  kSameMunicipality,  // municipality, people, unavoidable
  kMetBefore,         // people: two; count: in how many groups
  kTooManyReturning,  // count: who return in the group
  kTooFewReturning,   // the same
  kSameSector,        // sector, people, unavoidable
};

struct Unmet {
  Short what = {};
  base::Id municipality = {};
  std::string sector = {};
  std::vector<size_t> people = {};
  size_t count = 0;
  // There are more of them than groups.
  bool unavoidable = false;
};

struct Explained {
  // In the order of the group.
  std::vector<std::vector<Reason>> reasons;
  std::vector<Unmet> unmet;
};

// One for each group, in their order.
std::vector<Explained> Explain(const Problem& problem, const Groups& groups);

}  // namespace samstig::server::groups

#endif  // SAMSTIG_SERVER_GROUPS_EXPLAIN_H_
