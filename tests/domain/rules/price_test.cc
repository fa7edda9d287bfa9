// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/price.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace samstig::rules {
namespace {

using test::HasReason;
using test::IsOk;

TEST(PriceTest, IsAnAmountInACurrencyOrNotSaid) {
  EXPECT_THAT(CheckPrice(0, ""), IsOk());
  EXPECT_THAT(CheckPrice(0, "EUR"), IsOk());
  EXPECT_THAT(CheckPrice(kMaxPriceCents, "SEK"), IsOk());
  EXPECT_THAT(CheckPrice(1, ""), HasReason(v1::REASON_MALFORMED));
  for (const char* currency : {"eur", "EURO", "E1R", "€"}) {
    EXPECT_THAT(CheckPrice(0, currency), HasReason(v1::REASON_MALFORMED)) << currency;
  }
  EXPECT_THAT(CheckPrice(-1, "EUR"), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(CheckPrice(kMaxPriceCents + 1, "EUR"), HasReason(v1::REASON_OUT_OF_RANGE));
}

TEST(VatTest, IsExactToTheCentAndRoundsHalfACentUp) {
  EXPECT_EQ(VatOf(15'000, 255), 3'825) << "150 EUR in Finland: 38.25";
  EXPECT_EQ(VatOf(15'000, 250), 3'750) << "150 EUR in Sweden or Denmark";
  EXPECT_EQ(VatOf(0, 255), 0);
  EXPECT_EQ(VatOf(15'000, 0), 0);
  EXPECT_EQ(VatOf(1, 499), 0) << "0.499 cents";
  EXPECT_EQ(VatOf(1, 500), 1) << "half a cent";
  EXPECT_EQ(VatOf(2, 255), 1) << "0.51 cents";
  EXPECT_EQ(VatOf(kMaxPriceCents, kMaxVatPermille), kMaxPriceCents / 2);
}

}  // namespace
}  // namespace samstig::rules
