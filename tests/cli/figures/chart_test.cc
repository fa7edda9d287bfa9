// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/chart.h"

#include <gtest/gtest.h>

namespace samstig::cli::figures {
namespace {

TEST(ChartTest, FillsTheLine) {
  EXPECT_EQ(Chart({{"Gå ut", 3, 6}, {"Fråga", 6, 6}, {"Prova", 0, 6}}, 25, Ink::kAscii),
            "Gå ut  #####.....  3 of 6\n"
            "Fråga  ##########  6 of 6\n"
            "Prova  ..........  0 of 6\n");
}

TEST(ChartTest, BlocksAreDrawnInEighths) {
  EXPECT_EQ(Chart({{"a", 1, 16}, {"b", 15, 16}}, 25, Ink::kBlocks),
            "a  ▊░░░░░░░░░░░  1 of 16\n"
            "b  ███████████▎  15 of 16\n");
}

TEST(ChartTest, OnePersonIsNeverDrawnAsNobodyNorAllButOneAsAll) {
  EXPECT_EQ(Chart({{"a", 1, 1'000}, {"b", 999, 1'000}}, 26, Ink::kAscii),
            "a  #.........  1 of 1000\n"
            "b  #########.  999 of 1000\n");
}

TEST(ChartTest, LongLabelsAreCutAndNarrowLinesStillHaveABar) {
  EXPECT_EQ(Chart({{"En mycket lång rubrik", 1, 2}}, 30, Ink::kAscii),
            "En mycket…  #####.....  1 of 2\n");
}

TEST(ChartTest, OfNobodyThereIsNothing) {
  EXPECT_EQ(Chart({{"a", 0, 0}}, 21, Ink::kAscii), "a  ..........  0 of 0\n");
  EXPECT_EQ(Chart({}, 80, Ink::kBlocks), "");
}

}  // namespace
}  // namespace samstig::cli::figures
