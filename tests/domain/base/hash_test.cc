// SPDX-License-Identifier: Apache-2.0
#include "domain/base/hash.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace samstig::base {
namespace {

std::string Hex(const Hash128& hash) {
  std::string text;
  for (const uint8_t byte : hash) {
    char two[3];
    std::snprintf(two, sizeof(two), "%02x", byte);
    text += two;
  }
  return text;
}

// Digests and ids made from names are stored and sent: they must never change.
TEST(HashTest, IsXxh3WithItsPublishedValues) {
  EXPECT_EQ(Hex(HashOf("")), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(Hex(HashOf("abc")), "06b05ab6733a618578af5f94892f3950");
}

TEST(HashTest, DiffersWhenOneBitDiffers) {
  for (const size_t size : {1u, 16u, 17u, 128u, 129u, 240u, 241u, 1024u, 5000u}) {
    const std::string bytes(size, 'a');
    std::string other = bytes;
    other.back() = 'b';
    EXPECT_NE(HashOf(bytes), HashOf(other)) << size << " bytes";
    EXPECT_EQ(HashOf(bytes), HashOf(std::string(size, 'a'))) << size << " bytes";
  }
}

TEST(HashTest, CountsBytesNotCharactersBeforeANul) {
  EXPECT_NE(HashOf(std::string("a\0b", 3)), HashOf(std::string("a\0c", 3)));
  EXPECT_NE(HashOf(std::string("\0", 1)), HashOf(std::string("\0\0", 2)));
}

}  // namespace
}  // namespace samstig::base
