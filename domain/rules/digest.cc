// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/digest.h"

#include "domain/base/hash.h"

namespace samstig::rules {

Digest Digest::Of(std::string_view bytes) {
  const base::Hash128 hash = base::HashOf(bytes);
  Digest digest;
  // The hash is big-endian: its last byte is the least significant.
  for (size_t i = 0; i < 8; ++i) {
    digest.high_ = digest.high_ << 8 | hash[i];
    digest.low_ = digest.low_ << 8 | hash[8 + i];
  }
  return digest;
}

std::optional<Digest> Digest::FromBytes(std::string_view bytes) {
  if (bytes.size() != kSize) return std::nullopt;
  Digest digest;
  for (size_t i = 8; i-- > 0;) {
    digest.low_ = digest.low_ << 8 | static_cast<uint8_t>(bytes[i]);
    digest.high_ = digest.high_ << 8 | static_cast<uint8_t>(bytes[8 + i]);
  }
  return digest;
}

std::string Digest::ToBytes() const {
  std::string bytes(kSize, '\0');
  for (size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>(low_ >> (8 * i));
    bytes[8 + i] = static_cast<char>(high_ >> (8 * i));
  }
  return bytes;
}

Digest& Digest::operator+=(const Digest& other) {
  low_ += other.low_;
  high_ += other.high_ + (low_ < other.low_ ? 1 : 0);
  return *this;
}

Digest& Digest::operator-=(const Digest& other) {
  high_ -= other.high_ + (low_ < other.low_ ? 1 : 0);
  low_ -= other.low_;
  return *this;
}

uint8_t LeafOf(const base::Id& id) { return static_cast<uint8_t>(id.bytes().back()); }

Digest SumOf(const LeafDigests& leaves) {
  Digest sum;
  for (const Digest& leaf : leaves) sum += leaf;
  return sum;
}

Digest ShareOf(std::string_view scope, const Digest& digest) {
  if (digest.IsZero()) return {};
  return Digest::Of(std::string(scope) + digest.ToBytes());
}

}  // namespace samstig::rules
