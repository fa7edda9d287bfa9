// SPDX-License-Identifier: Apache-2.0
#include "server/decide/blob_key.h"

#include "domain/base/sha256.h"

namespace samstig::server {

std::string BlobKey(const base::Id& person, std::string_view sha256) {
  return base::Sha256SumOf(std::string(sha256).append(person.bytes()));  // Both of fixed size.
}

}  // namespace samstig::server
