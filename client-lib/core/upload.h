// SPDX-License-Identifier: Apache-2.0
// Upload: what to ask the server next so that one blob gets there in chunks. No chunk that the
// server confirmed is sent again: after anything that went wrong it is asked first what it holds.
// No I/O; who carries it out tells what came of it. Not thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_CORE_UPLOAD_H_
#define SAMSTIG_CLIENT_LIB_CORE_UPLOAD_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "client-lib/core/types.h"
#include "samstig/v1/blob_service.pb.h"

namespace samstig::client {

class Upload {
 public:
  Upload(std::string sha256, uint64_t size);

  // Send a StatBlobRequest for it; answer with OnStat or OnFailed.
  struct AskWhatIsHeld {};
  // Send these bytes as this chunk; answer with OnChunk or OnFailed.
  struct SendChunk {
    uint32_t index = 0;
    uint64_t offset = 0;
    uint64_t size = 0;
  };
  struct Finished {};
  using Step = std::variant<AskWhatIsHeld, SendChunk, Finished>;
  Step Next() const;

  // INTERNAL when the answer cannot be right.
  Status OnStat(const v1::StatBlobResponse& response);
  void OnChunk(uint32_t index, const v1::PutChunkResponse& response);
  void OnFailed();

  // Bytes that the server is known to hold.
  uint64_t held() const;

 private:
  uint32_t chunks() const;
  uint64_t SizeOf(uint32_t index) const;

  const std::string sha256_;
  const uint64_t size_;
  bool known_ = false;  // What is in held_ is what the server holds.
  bool complete_ = false;
  std::vector<bool> held_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_UPLOAD_H_
