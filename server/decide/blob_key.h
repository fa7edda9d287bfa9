// SPDX-License-Identifier: Apache-2.0
// Under which key a blob is kept: a person's own, so that nobody learns whether somebody else has
// the same file (docs/decisions/0026).
#ifndef SAMSTIG_SERVER_DECIDE_BLOB_KEY_H_
#define SAMSTIG_SERVER_DECIDE_BLOB_KEY_H_

#include <string>
#include <string_view>

#include "domain/base/id.h"

namespace samstig::server {

// `sha256`: of the file's bytes, 32 bytes.
std::string BlobKey(const base::Id& person, std::string_view sha256);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_BLOB_KEY_H_
