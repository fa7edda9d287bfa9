// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/digest.h"

#include <gtest/gtest.h>

#include "tests/support/story.h"

namespace samstig::test {
namespace {

using rules::Digest;

TEST(DigestTest, WhatIsTakenAwayAgainLeavesNoTrace) {
  Digest digest = Digest::Of("anna");
  const Digest before = digest;
  for (int i = 0; i < 1'000; ++i) digest += Digest::Of(std::to_string(i));
  for (int i = 1'000; i-- > 0;) digest -= Digest::Of(std::to_string(i));
  EXPECT_EQ(digest, before);
  digest -= Digest::Of("anna");
  EXPECT_TRUE(digest.IsZero());
}

TEST(DigestTest, TheOrderOfAddingDoesNotMatter) {
  Digest there = Digest::Of("a");
  there += Digest::Of("b");
  Digest back = Digest::Of("b");
  back += Digest::Of("a");
  EXPECT_EQ(there, back);
}

TEST(DigestTest, CarriesAndBorrowsAcrossTheHalves) {
  std::string one(16, '\0');
  one[0] = 1;
  const std::string low_full = std::string(8, '\xff') + std::string(8, '\0');
  Digest digest = *Digest::FromBytes(low_full);
  digest += *Digest::FromBytes(one);
  EXPECT_EQ(digest.ToBytes(), std::string(8, '\0') + '\x01' + std::string(7, '\0'));
  digest -= *Digest::FromBytes(one);
  EXPECT_EQ(digest.ToBytes(), low_full);
  // Zero minus one is the highest number there is.
  Digest wrapped;
  wrapped -= *Digest::FromBytes(one);
  EXPECT_EQ(wrapped.ToBytes(), std::string(16, '\xff'));
}

TEST(DigestTest, BytesGoThereAndBack) {
  const Digest digest = Digest::Of("Hur gör ni?");
  EXPECT_EQ(Digest::FromBytes(digest.ToBytes()), digest);
  EXPECT_EQ(Digest::FromBytes("too short"), std::nullopt);
}

// The wire promises it: another client must come to the same 16 bytes. XXH3-128 of "" is
// 99aa06d3014798d86001c324468d497f (xxHash's own test vector).
TEST(DigestTest, IsTheHashOfTheBytesLeastSignificantFirst) {
  EXPECT_EQ(Digest::Of("").ToBytes(),
            std::string("\x7f\x49\x8d\x46\x24\xc3\x01\x60\xd8\x98\x47\x01\xd3\x06\xaa\x99", 16));
}

TEST(DigestTest, AnEmptyScopeHasNoShareInTheCopy) {
  EXPECT_TRUE(rules::ShareOf("n", Digest()).IsZero());
  EXPECT_NE(rules::ShareOf("n", Digest::Of("x")), rules::ShareOf("o", Digest::Of("x")));
}

TEST(DigestTest, TheLeafIsTheLastByteOfTheId) {
  const base::Id id = IdNamed("anna");
  EXPECT_EQ(rules::LeafOf(id), static_cast<uint8_t>(id.ToBytes()[15]));
}

}  // namespace
}  // namespace samstig::test
