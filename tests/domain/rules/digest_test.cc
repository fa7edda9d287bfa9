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

// The worked example in docs/protocol.md; the number is what xxhsum -H2 says of these bytes.
TEST(DigestTest, IsWhatTheProtocolsExampleSays) {
  const unsigned char entity[] = {
      0x0a, 0x10, 0x2d, 0x45, 0x00, 0xf6, 0xe5, 0xd6, 0x8d, 0x16, 0x82, 0xf8, 0x09, 0x80, 0x61,
      0x17, 0xf5, 0x10, 0x12, 0x10, 0x84, 0xaf, 0x79, 0xaf, 0xb6, 0x88, 0x8f, 0xc4, 0x97, 0xe4,
      0xa7, 0x3e, 0xbd, 0x73, 0xe2, 0x77, 0x18, 0x80, 0xd3, 0xaa, 0xd5, 0x87, 0x34, 0xba, 0x01,
      0x27, 0x0a, 0x10, 0x51, 0xe9, 0x64, 0xac, 0x68, 0xa0, 0x83, 0x36, 0x93, 0xf1, 0x19, 0x7e,
      0x40, 0x06, 0x51, 0xe1, 0x1a, 0x13, 0x1a, 0x11, 0x48, 0x65, 0x6a, 0x20, 0x66, 0x72, 0xc3,
      0xa5, 0x6e, 0x20, 0x50, 0x61, 0x72, 0x67, 0x61, 0x73, 0x21};
  const std::string bytes(entity, entity + sizeof(entity));
  EXPECT_EQ(Digest::Of(bytes).ToBytes(),
            std::string("\x96\xcc\xee\x59\xb4\x6e\x96\xeb\x02\xb5\x69\x64\xd6\xbe\xdb\x68", 16));
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
