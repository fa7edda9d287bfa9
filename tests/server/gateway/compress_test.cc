// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/compress.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/server/support/web_call.h"
#include "tests/support/seeded_random.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

TEST(GzipPieces, EachPieceIsThereAsSoonAsItHasCome) {
  GzipPieces pieces;
  test::Gunzip reader;
  for (const std::string text : {"Vad gör du i dag?", "", "Vad gör du i dag?", "Och i morgon?"}) {
    EXPECT_EQ(reader.More(pieces.Piece(text)), text);
  }
  EXPECT_FALSE(reader.IsWhole());
  EXPECT_EQ(reader.More(pieces.End()), "");
  EXPECT_TRUE(reader.IsWhole());
}

TEST(GzipPieces, AreOneFileTogether) {
  test::SeededRandom random(test::SeedOr(11));
  GzipPieces pieces;
  std::string all, packed;
  for (int i = 0; i < 50; ++i) {
    // Some that shrink and some that cannot.
    std::string piece(random.Below(200'000), 'x');
    if (random.Chance(50)) {
      for (char& byte : piece) byte = static_cast<char>(random.Below(256));
    }
    all.append(piece);
    packed.append(pieces.Piece(piece));
  }
  packed.append(pieces.End());
  EXPECT_TRUE(FromGzip(packed, all.size() + 1) == all);
}

TEST(GzipPieces, NothingAtAllIsAFileToo) {
  GzipPieces pieces;
  EXPECT_EQ(FromGzip(pieces.End(), 10), "");
}

TEST(TakesCoding, OnlyWhatIsNamedOrMeant) {
  EXPECT_TRUE(TakesCoding("gzip, deflate, br", "gzip"));
  EXPECT_TRUE(TakesCoding("br;q=1.0, gzip;q=0.5", "gzip"));
  EXPECT_TRUE(TakesCoding("*", "gzip"));
  EXPECT_FALSE(TakesCoding("", "gzip"));
  EXPECT_FALSE(TakesCoding("br", "gzip"));
  EXPECT_FALSE(TakesCoding("gzip;q=0", "gzip"));
  EXPECT_FALSE(TakesCoding("gzip;q=0.0, *", "gzip"));
  EXPECT_FALSE(TakesCoding("x-gzip", "gzip"));
}

}  // namespace
}  // namespace samstig::server
