// SPDX-License-Identifier: Apache-2.0
// Audience: what to tell an author about those who can read, before pressing send: "8 people, 5
// municipalities, no one from your HR". The server counts the holders of a scope, a device those
// whom its copy shows in it; the counting is the same.
#ifndef SAMSTIG_DOMAIN_RULES_AUDIENCE_H_
#define SAMSTIG_DOMAIN_RULES_AUDIENCE_H_

#include <set>
#include <vector>

#include "domain/base/id.h"
#include "samstig/v1/membership.pb.h"

namespace samstig::rules {

struct Audience {
  // All but the author.
  std::set<base::Id> people;
  // Where they lead.
  std::set<base::Id> municipalities;
  // Those of them who are admins of a municipality in which the author leads.
  std::set<base::Id> own_hr;
  // Those of them to whom the author reports, over however many steps, or who so report to the
  // author.
  std::set<base::Id> line_of_command;
};

// `hats`: those of the readers and of the author, as far as they are known; ended ones and those of
// others are passed over, but for the steps of a line of command.
Audience AudienceOf(const base::Id& author, const std::set<base::Id>& readers,
                    const std::vector<v1::Membership>& hats);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_AUDIENCE_H_
