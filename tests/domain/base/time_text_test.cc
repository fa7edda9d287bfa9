// SPDX-License-Identifier: Apache-2.0
#include "domain/base/time_text.h"

#include <gtest/gtest.h>

namespace samstig::base {
namespace {

TEST(TimeTextTest, IsUtcToTheSecond) {
  EXPECT_EQ(TimeText(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(TimeText(1'774'152'000'999), "2026-03-22T04:00:00Z");
  EXPECT_EQ(TimeText(951'782'399'000), "2000-02-28T23:59:59Z");
  EXPECT_EQ(TimeText(-1), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace samstig::base
