// SPDX-License-Identifier: Apache-2.0
// Fetching an attachment that somebody else wrote of: from where the last try stopped, and given
// out only when its bytes have the hash that was named and the entity may still be read.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_BLOB_FETCH_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_BLOB_FETCH_H_

#include <chrono>
#include <string>

#include "client-lib/core/types.h"
#include "client-lib/native/blob_folder.h"
#include "client-lib/native/engine.h"

namespace samstig::client {

// The path of the whole file. One call for one hash at a time. NOT_FOUND also when the entity that
// is shown does not name it, or the server does not have it yet.
Result<std::string> FetchBlob(Engine& engine, BlobFolder& folder, const Id& entity,
                              const std::string& sha256, std::chrono::milliseconds time);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_BLOB_FETCH_H_
