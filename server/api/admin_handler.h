// SPDX-License-Identifier: Apache-2.0
// AdminService over gRPC: the operator's verbs.
#ifndef SAMSTIG_SERVER_API_ADMIN_HANDLER_H_
#define SAMSTIG_SERVER_API_ADMIN_HANDLER_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>
#include <string>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "server/auth/secret.h"
#include "server/observe/metrics.h"
#include "server/sync/erasures.h"
#include "server/sync/keeping.h"
#include "server/sync/networks.h"

namespace samstig::server {

// The references outlive the service.
std::unique_ptr<grpc::Service> MakeAdminService(Networks& networks, Keeping& keeping,
                                                Erasures& erasures, Secret operator_token,
                                                std::string version, const base::Clock& clock,
                                                base::Random& random, Metrics& metrics);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_ADMIN_HANDLER_H_
