// SPDX-License-Identifier: Apache-2.0
#include "server/sync/blob_keeping.h"

#include <algorithm>
#include <optional>

#include "domain/rules/attachments.h"
#include "server/decide/gone.h"

namespace samstig::server {

using base::Id;
using rules::kBlobChunkBytes;
using rules::kMaxBlobBytes;

namespace {

constexpr size_t kSha256Size = 32;

Status CheckSize(uint64_t size) {
  if (size == 0) return {v1::REASON_OUT_OF_RANGE, "size is 0; a blob has at least 1 byte"};
  if (size <= kMaxBlobBytes) return {};
  return {v1::REASON_TOO_LARGE,
          "size is " + std::to_string(size) + "; at most " + std::to_string(kMaxBlobBytes)};
}

uint64_t SizeOfChunk(const BlobInfo& info, uint32_t index) {
  return std::min(kBlobChunkBytes, info.size - index * kBlobChunkBytes);
}

// The person's room for one more, or for the same in another size (`held` now).
Status CheckRoom(Transaction& txn, const Id& person, uint64_t held, uint64_t size) {
  ASSIGN_OR_RETURN(const uint64_t used, txn.BlobBytesOf(person));
  if (used - held + size <= kMaxBlobBytesOfPerson) return {};
  return {v1::REASON_TOO_LARGE, "size is " + std::to_string(size) + "; there is room for " +
                                    std::to_string(kMaxBlobBytesOfPerson - (used - held))};
}

}  // namespace

Status CheckSha256(std::string_view sha256) {
  if (sha256.size() == kSha256Size) return {};
  return {v1::REASON_BAD_HASH, "sha256 has " + std::to_string(sha256.size()) + " bytes; it has 32"};
}

uint32_t ChunkCount(uint64_t size) {
  return static_cast<uint32_t>((size + kBlobChunkBytes - 1) / kBlobChunkBytes);
}

bool HoldsAllChunks(const BlobInfo& info) {
  const uint32_t chunks = ChunkCount(info.size);
  for (uint32_t i = 0; i < chunks; ++i) {
    if ((static_cast<uint8_t>(info.held_chunks[i / 8]) >> (i % 8) & 1) == 0) return false;
  }
  return true;
}

Result<BlobInfo> AnnounceBlob(Transaction& txn, const Actor& actor, const std::string& key,
                              uint64_t size) {
  RETURN_IF_ERROR(CheckSize(size));
  RETURN_IF_ERROR(RequireNotErased(txn, actor.person));
  ASSIGN_OR_RETURN(const bool more_than_guest, txn.Holds(actor.person, Scope::Network()));
  if (!more_than_guest) return Status(v1::REASON_NOT_ALLOWED, "it takes more than a guest");
  ASSIGN_OR_RETURN(std::optional<BlobInfo> known, txn.Blob(key));
  if (known && known->size == size) return *std::move(known);
  if (known && known->complete) {
    return Status(v1::REASON_OUT_OF_RANGE, "the blob is complete with another size");
  }
  RETURN_IF_ERROR(CheckRoom(txn, actor.person, known ? known->size : 0, size));
  if (known) RETURN_IF_ERROR(txn.DeleteBlobChunks(key));
  BlobInfo info;
  info.size = size;
  info.uploader = actor.person;
  info.held_chunks.assign((ChunkCount(size) + 7) / 8, '\0');
  RETURN_IF_ERROR(txn.PutBlob(key, info));
  return info;
}

Result<BlobInfo> KeepChunk(Transaction& txn, const std::string& key, uint32_t index,
                           std::string_view data) {
  ASSIGN_OR_RETURN(std::optional<BlobInfo> info, txn.Blob(key));
  if (!info) return Status(v1::REASON_NOT_FOUND, "the caller has no such blob");
  if (index >= ChunkCount(info->size)) {
    return Status(v1::REASON_OUT_OF_RANGE, "index is " + std::to_string(index) + "; the blob has " +
                                               std::to_string(ChunkCount(info->size)) + " chunks");
  }
  if (data.size() != SizeOfChunk(*info, index)) {
    return Status(v1::REASON_OUT_OF_RANGE, "data has " + std::to_string(data.size()) +
                                               " bytes; this chunk has " +
                                               std::to_string(SizeOfChunk(*info, index)));
  }
  char& byte = info->held_chunks[index / 8];
  const auto bit = static_cast<char>(1 << (index % 8));
  if ((byte & bit) != 0) return *std::move(info);
  RETURN_IF_ERROR(txn.PutBlobChunk(key, index, data));
  byte = static_cast<char>(byte | bit);
  RETURN_IF_ERROR(txn.PutBlob(key, *info));
  return *std::move(info);
}

Status ConcludeBlob(Transaction& txn, const std::string& key, bool whole) {
  ASSIGN_OR_RETURN(std::optional<BlobInfo> info, txn.Blob(key));
  if (!info) return {};
  if (!whole) {
    RETURN_IF_ERROR(txn.DeleteBlobChunks(key));
    info->held_chunks.assign(info->held_chunks.size(), '\0');
  }
  info->complete = whole;
  return txn.PutBlob(key, *info);
}

}  // namespace samstig::server
