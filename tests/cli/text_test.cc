// SPDX-License-Identifier: Apache-2.0
#include "cli/text.h"

#include <gtest/gtest.h>

namespace samstig::cli {
namespace {

TEST(TextTest, WidthCountsCharactersNotBytes) {
  EXPECT_EQ(WidthOf("Närpes"), 6u);
  EXPECT_EQ(WidthOf("Na\xcc\x88rpes"), 6u);  // a with a combining diaeresis
  EXPECT_EQ(WidthOf(""), 0u);
}

TEST(TextTest, ClipCutsBetweenCharacters) {
  EXPECT_EQ(Clip("Närpes", 6), "Närpes");
  EXPECT_EQ(Clip("Närpes stad", 6), "Närpe…");
  EXPECT_EQ(Clip("a b c d", 4), "a b…");
  EXPECT_EQ(Clip("två\nrader", 20), "två rader");
  EXPECT_EQ(Clip("\xff\xfe", 1), "…");
}

TEST(TextTest, WrapKeepsListsHanging) {
  EXPECT_EQ(Wrap("1. ett två tre fyra", 10, ""), "1. ett två\n   tre\n   fyra\n");
  EXPECT_EQ(Wrap("ett\n\ntvå", 10, "  "), "  ett\n\n  två\n");
  EXPECT_EQ(Wrap("ett\r\ntvå", 10, ""), "ett\ntvå\n");
}

TEST(TextTest, PadFillsColumns) { EXPECT_EQ(Pad("å", 3), "å  "); }

TEST(TextTest, Lists) {
  EXPECT_EQ(Listed({}), "");
  EXPECT_EQ(Listed({"a"}), "a");
  EXPECT_EQ(Listed({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(Count(1, "seat", "seats"), "1 seat");
  EXPECT_EQ(Count(0, "seat", "seats"), "0 seats");
}

TEST(TextTest, DistanceCountsEdits) {
  EXPECT_EQ(Distance("title", "titel", 5), 2u);
  EXPECT_EQ(Distance("name", "name", 2), 0u);
  EXPECT_EQ(Distance("a", "something", 2), 3u);
}

}  // namespace
}  // namespace samstig::cli
