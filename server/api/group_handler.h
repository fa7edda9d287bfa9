// SPDX-License-Identifier: Apache-2.0
// GroupService: proposals of peer groups.
#ifndef SAMSTIG_SERVER_API_GROUP_HANDLER_H_
#define SAMSTIG_SERVER_API_GROUP_HANDLER_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>

#include "server/auth/sessions.h"
#include "server/observe/metrics.h"
#include "server/sync/networks.h"

namespace samstig::server {

// The arguments outlive the service.
std::unique_ptr<grpc::Service> MakeGroupService(Networks& networks, Sessions& sessions,
                                                Metrics& metrics);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_GROUP_HANDLER_H_
