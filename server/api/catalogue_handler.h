// SPDX-License-Identifier: Apache-2.0
// CatalogueService over gRPC: what anybody may know of a network before joining it.
#ifndef SAMSTIG_SERVER_API_CATALOGUE_HANDLER_H_
#define SAMSTIG_SERVER_API_CATALOGUE_HANDLER_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>

#include "server/observe/metrics.h"
#include "server/sync/networks.h"

namespace samstig::server {

// The references outlive the service.
std::unique_ptr<grpc::Service> MakeCatalogueService(Networks& networks, Metrics& metrics);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_CATALOGUE_HANDLER_H_
