// SPDX-License-Identifier: Apache-2.0
// Digests: 128-bit sums that prove two copies of a scope equal, kept up by adding what comes and
// subtracting what goes (AdHash: Bellare and Micciancio, "A New Paradigm for Collision-Free
// Hashing", 1997). They find accidents, lost rows and rotten disks; they are no defence against an
// attacker.
#ifndef SAMSTIG_DOMAIN_RULES_DIGEST_H_
#define SAMSTIG_DOMAIN_RULES_DIGEST_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/base/id.h"

namespace samstig::rules {

inline constexpr int kLeaves = 256;

// A number modulo 2^128.
class Digest {
 public:
  static constexpr size_t kSize = 16;

  constexpr Digest() = default;
  // Of one entity, from its exact bytes.
  static Digest Of(std::string_view bytes);
  // 16 bytes, least significant first; nullopt for any other number of bytes.
  static std::optional<Digest> FromBytes(std::string_view bytes);
  std::string ToBytes() const;

  Digest& operator+=(const Digest& other);
  Digest& operator-=(const Digest& other);
  bool IsZero() const { return low_ == 0 && high_ == 0; }
  bool operator==(const Digest&) const = default;

 private:
  uint64_t low_ = 0;
  uint64_t high_ = 0;
};

// The digests of a scope, leaf by leaf.
using LeafDigests = std::array<Digest, kLeaves>;

// The leaf an entity belongs to: the last byte of its id.
uint8_t LeafOf(const base::Id& id);
Digest SumOf(const LeafDigests& leaves);
// What a scope adds to the digest of a whole copy; nothing when its digest is zero.
Digest ShareOf(std::string_view scope, const Digest& digest);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_DIGEST_H_
