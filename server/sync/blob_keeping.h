// SPDX-License-Identifier: Apache-2.0
// How a blob comes to be kept: it is announced with its size, its chunks come in any order and as
// often as they like, and when all are there and make the announced hash it is complete. Each step
// is a Work of its own in the writer's transaction, so that a stop of the server between any two of
// them costs nothing but time.
#ifndef SAMSTIG_SERVER_SYNC_BLOB_KEEPING_H_
#define SAMSTIG_SERVER_SYNC_BLOB_KEEPING_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "server/decide/actor.h"
#include "server/store/store.h"

namespace samstig::server {

// All blobs of one person together.
inline constexpr uint64_t kMaxBlobBytesOfPerson = 1 << 30;

// BAD_HASH unless it has 32 bytes.
Status CheckSha256(std::string_view sha256);

uint32_t ChunkCount(uint64_t size);
// All bits of the blob's chunks are set.
bool HoldsAllChunks(const BlobInfo& info);

// The blob as announced, made if it is new; `key` as BlobKey gives it. A smaller or larger
// announcement of what is not complete starts it anew: one of the two was wrong, and the hash will
// tell. OUT_OF_RANGE or TOO_LARGE for a size that cannot be; NOT_ALLOWED to guests; NOT_FOUND to
// whoever was erased.
Result<BlobInfo> AnnounceBlob(Transaction& txn, const Actor& actor, const std::string& key,
                              uint64_t size);

// The blob with the chunk in it. A chunk that is held stays as it is. NOT_FOUND, OUT_OF_RANGE.
Result<BlobInfo> KeepChunk(Transaction& txn, const std::string& key, uint32_t index,
                           std::string_view data);

// After all chunks were hashed: it is complete, or its chunks are not the announced whole and go.
// Nothing happens to a blob that has gone meanwhile.
Status ConcludeBlob(Transaction& txn, const std::string& key, bool whole);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_BLOB_KEEPING_H_
