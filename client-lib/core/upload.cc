// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/upload.h"

#include <algorithm>
#include <utility>

#include "domain/rules/attachments.h"

namespace samstig::client {

using base::Ok;
using rules::kBlobChunkBytes;

Upload::Upload(std::string sha256, uint64_t size)
    : sha256_(std::move(sha256)), size_(size), held_(chunks()) {}

uint32_t Upload::chunks() const {
  return static_cast<uint32_t>((size_ + kBlobChunkBytes - 1) / kBlobChunkBytes);
}

uint64_t Upload::SizeOf(uint32_t index) const {
  return std::min(kBlobChunkBytes, size_ - index * kBlobChunkBytes);
}

Upload::Step Upload::Next() const {
  if (complete_) return Finished{};
  if (!known_) return AskWhatIsHeld{};
  const auto missing = std::find(held_.begin(), held_.end(), false);
  // All are held, and yet it was not said to be whole: the server has more to say.
  if (missing == held_.end()) return AskWhatIsHeld{};
  const auto index = static_cast<uint32_t>(missing - held_.begin());
  return SendChunk{index, index * kBlobChunkBytes, SizeOf(index)};
}

Status Upload::OnStat(const v1::StatBlobResponse& response) {
  known_ = false;
  complete_ = response.complete();
  if (complete_) {
    held_.assign(held_.size(), true);
    return Ok();
  }
  const std::string& bits = response.held_chunks();
  if (bits.size() != (held_.size() + 7) / 8) {
    return {v1::REASON_INTERNAL, "the server counts the blob's chunks otherwise"};
  }
  for (size_t i = 0; i < held_.size(); ++i) {
    held_[i] = (static_cast<unsigned char>(bits[i / 8]) >> (i % 8) & 1) != 0;
  }
  if (std::find(held_.begin(), held_.end(), false) == held_.end()) {
    return {v1::REASON_INTERNAL, "the server holds all chunks and not the whole"};
  }
  known_ = true;
  return Ok();
}

void Upload::OnChunk(uint32_t index, const v1::PutChunkResponse& response) {
  if (index < held_.size()) held_[index] = true;
  complete_ = response.complete();
}

void Upload::OnFailed() { known_ = false; }

uint64_t Upload::held() const {
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < held_.size(); ++i) {
    if (held_[i]) bytes += SizeOf(i);
  }
  return bytes;
}

}  // namespace samstig::client
