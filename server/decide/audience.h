// SPDX-License-Identifier: Apache-2.0
// Who can read a thread, by the grants that the server enforces.
#ifndef SAMSTIG_SERVER_DECIDE_AUDIENCE_H_
#define SAMSTIG_SERVER_DECIDE_AUDIENCE_H_

#include "domain/rules/audience.h"
#include "samstig/v1/post.pb.h"
#include "server/decide/case.h"

namespace samstig::server {

// Those who can read the thread now, as its author-to-be is told of them.
Result<rules::Audience> AudienceOfThread(Case& c, const v1::Thread& thread);

// AUDIENCE_WIDENED when somebody but the actor can read the thread who could not as of `seen`, or
// when that is a moment of a history that the server does not have.
Status RequireNobodyNew(Case& c, const v1::Entity& thread, const v1::AudienceSeen& seen);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_AUDIENCE_H_
