// SPDX-License-Identifier: Apache-2.0
// ProposeGroups between the store and the fair builder: what is known of a cohort's people, and the
// answer in the contract's words.
#ifndef SAMSTIG_SERVER_SYNC_PROPOSE_H_
#define SAMSTIG_SERVER_SYNC_PROPOSE_H_

#include "samstig/v1/group_service.pb.h"
#include "server/groups/problem.h"
#include "server/store/store.h"

namespace samstig::server {

struct GroupQuestion {
  groups::Problem problem;
  // Who stays where they are.
  size_t kept = 0;
};

// NOT_FOUND, BAD_ID; NOT_ALLOWED for whoever is no coach of the cohort.
Result<GroupQuestion> AskForGroups(Snapshot& snapshot, const Id& person,
                                   const v1::ProposeGroupsRequest& request);

// Needs no store and takes seconds: not on a network's threads. As FairGroups fails.
Status AnswerGroups(const GroupQuestion& question, v1::ProposeGroupsResponse& response);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_PROPOSE_H_
