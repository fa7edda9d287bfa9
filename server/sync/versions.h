// SPDX-License-Identifier: Apache-2.0
// Versions: everything that a person wrote in one place, what was superseded included.
#ifndef SAMSTIG_SERVER_SYNC_VERSIONS_H_
#define SAMSTIG_SERVER_SYNC_VERSIONS_H_

#include "samstig/v1/entity_service.pb.h"
#include "server/store/store.h"

namespace samstig::server {

// Fills `response` with a page of the versions of an entity of the person's own, oldest first, as
// they were stored. Also when the person no longer reads the scope it is in, as long as nobody else
// writes in entities of its kind. The desks of others that it is in: to be noted before it is sent
// (Network::Disclose). BAD_ID; NOT_FOUND, which tells nobody whether there is such an
// entity of somebody else's; MALFORMED for a token of nobody's.
Result<Scopes> ListVersions(Snapshot& snapshot, const Id& person,
                            const v1::ListVersionsRequest& request,
                            v1::ListVersionsResponse& response);

// Whether the author may be given the versions of an entity of the own, of which `bytes` is the
// latest: NOT_FOUND if not.
Status MayHaveVersions(Snapshot& snapshot, const Id& person, const Id& id,
                       const std::string& bytes);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_VERSIONS_H_
