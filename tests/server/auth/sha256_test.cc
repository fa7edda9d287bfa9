// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sha256.h"

#include <gtest/gtest.h>

namespace samstig::server {
namespace {

std::string Hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (char c : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    text.push_back(kDigits[static_cast<unsigned char>(c) & 0xf]);
  }
  return text;
}

// The example of FIPS 180-4's own test vectors.
TEST(Sha256Test, GivesThePublishedHash) {
  EXPECT_EQ(Hex(Sha256Of("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256Test, IsTheSameInPieces) {
  Sha256 hash;
  hash.Add("a");
  hash.Add("");
  hash.Add("bc");
  EXPECT_EQ(hash.Finish(), Sha256Of("abc"));
}

TEST(HmacTest, DependsOnKeyAndOnWhereThePartsEnd) {
  const std::string hash = HmacOf("key", {"ab", "c"});
  EXPECT_EQ(hash.size(), kSha256Size);
  EXPECT_EQ(hash, HmacOf("key", {"ab", "c"}));
  EXPECT_NE(hash, HmacOf("yek", {"ab", "c"}));
  EXPECT_NE(hash, HmacOf("key", {"a", "bc"}));
  EXPECT_NE(hash, HmacOf("key", {"ab", "c", ""}));
}

}  // namespace
}  // namespace samstig::server
