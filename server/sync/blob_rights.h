// SPDX-License-Identifier: Apache-2.0
// Who may read an attachment: its uploader, and whoever may read an entity that names it now. The
// blob is the one that the entity's author uploaded, so naming a hash gives nobody a file that they
// did not have.
#ifndef SAMSTIG_SERVER_SYNC_BLOB_RIGHTS_H_
#define SAMSTIG_SERVER_SYNC_BLOB_RIGHTS_H_

#include <string_view>

#include "server/store/store.h"

namespace samstig::server {

// Under whose name the blob is kept that `person` may read. `entity_id` empty: the person's own.
// BAD_ID for an id that is none; NOT_FOUND for all the rest, so that nobody learns what is there.
Result<Id> BlobOwnerFor(Reader& reader, const Id& person, std::string_view entity_id,
                        std::string_view sha256);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_BLOB_RIGHTS_H_
