// SPDX-License-Identifier: Apache-2.0
#include "domain/base/sha256.h"

#include <gtest/gtest.h>

namespace samstig::base {
namespace {

std::string Hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    text.push_back(kDigits[static_cast<unsigned char>(c) & 0xf]);
  }
  return text;
}

// The examples that NIST publishes beside FIPS 180-4.
TEST(Sha256SumTest, GivesThePublishedSums) {
  EXPECT_EQ(Hex(Sha256SumOf("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256SumOf("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Hex(Sha256SumOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Hex(Sha256SumOf(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256SumTest, IsTheSameInPiecesOfAnySize) {
  std::string text;
  for (int i = 0; i < 300; ++i) text.push_back(static_cast<char>(i * 7));
  for (size_t size = 0; size < 200; ++size) {
    const std::string whole = text.substr(0, size);
    const std::string sum = Sha256SumOf(whole);
    for (const size_t piece : {size_t{1}, size_t{3}, size_t{63}, size_t{64}, size_t{65}}) {
      Sha256Sum pieces;
      for (size_t at = 0; at < size; at += piece) {
        pieces.Add(std::string_view(whole).substr(at, piece));
      }
      EXPECT_EQ(pieces.Finish(), sum) << size << " in pieces of " << piece;
    }
  }
}

}  // namespace
}  // namespace samstig::base
