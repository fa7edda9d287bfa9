// SPDX-License-Identifier: Apache-2.0
// Own: everything of one person's in a network, for that person to take away.
#ifndef SAMSTIG_SERVER_SYNC_OWN_H_
#define SAMSTIG_SERVER_SYNC_OWN_H_

#include "domain/base/result.h"
#include "samstig/v1/entity_service.pb.h"
#include "server/store/store.h"

namespace samstig::server {

// Fills `response` with the next page: what the person wrote, with its versions as ListVersions
// gives them, and what is in the scopes that are the person's alone or about the person (u/ and the
// desks). The desks of others of which it holds something, as a coach's answers: to be noted before
// it is sent (Network::Disclose). MALFORMED for a token of nobody's.
Result<Scopes> ListOwn(Snapshot& snapshot, const Id& person, const v1::ListOwnRequest& request,
                       v1::ListOwnResponse& response);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_OWN_H_
