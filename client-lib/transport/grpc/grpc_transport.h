// SPDX-License-Identifier: Apache-2.0
// The Transport over gRPC. The bytes go out and come in as they are.
#ifndef SAMSTIG_CLIENT_LIB_TRANSPORT_GRPC_GRPC_TRANSPORT_H_
#define SAMSTIG_CLIENT_LIB_TRANSPORT_GRPC_GRPC_TRANSPORT_H_

#include <memory>
#include <optional>
#include <string>

#include "client-lib/transport/transport.h"
#include "domain/base/result.h"

namespace samstig::client {

struct GrpcOptions {
  // "host:port".
  std::string server = {};
  // Off only for a server on this machine: tokens travel in the clear.
  bool tls = true;
  // PEM file with certificate authorities to trust instead of the system's; empty for those.
  std::string ca_file = {};
  // Whether the server may compress what it sends. Unset: unless it is on this machine.
  std::optional<bool> compress = {};
};

// Connects when it is first needed and again whenever it must; needs no network itself. MALFORMED
// for an address that is none, NOT_ALLOWED without TLS to another machine, NOT_FOUND for a CA file
// that cannot be read. Destroy every Call before the Transport.
base::Result<std::unique_ptr<Transport>> NewGrpcTransport(const GrpcOptions& options);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_TRANSPORT_GRPC_GRPC_TRANSPORT_H_
