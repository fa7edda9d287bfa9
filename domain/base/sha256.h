// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4): the names of attachments on a device. Plain C++, so that the phone and the
// browser have it too. Not for secrets: it takes no care of timing.
#ifndef SAMSTIG_DOMAIN_BASE_SHA256_H_
#define SAMSTIG_DOMAIN_BASE_SHA256_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace samstig::base {

inline constexpr size_t kSha256Bytes = 32;

// Takes the bytes in pieces of any size.
class Sha256Sum {
 public:
  Sha256Sum();
  void Add(std::string_view bytes);
  // The 32 bytes. Once, at the end.
  std::string Finish();

 private:
  static constexpr size_t kBlock = 64;
  void Take(const uint8_t* block);

  std::array<uint32_t, 8> state_;
  std::array<uint8_t, kBlock> rest_{};
  uint64_t size_ = 0;
};

std::string Sha256SumOf(std::string_view bytes);

}  // namespace samstig::base

#endif  // SAMSTIG_DOMAIN_BASE_SHA256_H_
