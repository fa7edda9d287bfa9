// SPDX-License-Identifier: Apache-2.0
// List: what a person may read, page by page.
#ifndef SAMSTIG_SERVER_SYNC_LIST_H_
#define SAMSTIG_SERVER_SYNC_LIST_H_

#include "samstig/v1/entity_service.pb.h"
#include "server/store/store.h"

namespace samstig::server {

// A page of List or ListVersions ends when its entities are this much together: well below what a
// gRPC message holds.
inline constexpr size_t kListPageBytes = 1 << 20;

// Fills `response` with the next entities of the kind asked for, each once, scope by scope and in
// the order of change inside a scope. The desks of others of which it holds something: to be noted
// before it is sent (Network::Disclose). OUT_OF_RANGE for the page size, MALFORMED for a page token
// that List did not give.
Result<Scopes> ListEntities(Snapshot& snapshot, const Id& person, const v1::ListRequest& request,
                            v1::ListResponse& response);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_LIST_H_
