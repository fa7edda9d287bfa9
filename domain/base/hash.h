// SPDX-License-Identifier: Apache-2.0
// XXH3-128 (github.com/Cyan4973/xxHash, its specification v0.2): fast 128-bit hash for noticing
// accidents and copies. Not a defence against an attacker; where that matters SHA-256 is used.
#ifndef SAMSTIG_DOMAIN_BASE_HASH_H_
#define SAMSTIG_DOMAIN_BASE_HASH_H_

#include <array>
#include <cstdint>
#include <string_view>

namespace samstig::base {

// Big-endian canonical form.
using Hash128 = std::array<uint8_t, 16>;

Hash128 HashOf(std::string_view bytes);

}  // namespace samstig::base

#endif  // SAMSTIG_DOMAIN_BASE_HASH_H_
