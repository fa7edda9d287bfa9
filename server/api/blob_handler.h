// SPDX-License-Identifier: Apache-2.0
// BlobService over gRPC: attachments in chunks.
//
// A blob is kept for each person who announces it, under BlobKey. So nobody learns that somebody
// else has the same file, and nobody can spoil another's upload; the price is that a file two
// people send is kept twice.
#ifndef SAMSTIG_SERVER_API_BLOB_HANDLER_H_
#define SAMSTIG_SERVER_API_BLOB_HANDLER_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>
#include <string>
#include <string_view>

#include "server/auth/sessions.h"
#include "server/decide/blob_key.h"
#include "server/observe/metrics.h"
#include "server/store/keeper.h"
#include "server/sync/networks.h"

namespace samstig::server {

// BlobKey for bytes that are read piece by piece: for who verifies what is kept.
std::unique_ptr<BlobNamer> NewBlobNamer();

// The references outlive the service.
std::unique_ptr<grpc::Service> MakeBlobService(Networks& networks, Sessions& sessions,
                                               Metrics& metrics);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_BLOB_HANDLER_H_
