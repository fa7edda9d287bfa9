// SPDX-License-Identifier: Apache-2.0
// SyncService: Push and Pull.
#ifndef SAMSTIG_SERVER_API_SYNC_HANDLER_H_
#define SAMSTIG_SERVER_API_SYNC_HANDLER_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>

#include "server/auth/sessions.h"
#include "server/observe/log.h"
#include "server/observe/metrics.h"
#include "server/sync/networks.h"

namespace samstig::server {

// The arguments outlive the service.
std::unique_ptr<grpc::Service> MakeSyncService(Networks& networks, Sessions& sessions,
                                               Metrics& metrics, Log& log);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_SYNC_HANDLER_H_
