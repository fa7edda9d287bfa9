// SPDX-License-Identifier: Apache-2.0
#include "cli/money.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace samstig::cli {
namespace {

using test::HasReason;
using test::IsOkAndHolds;

TEST(MoneyTest, IsReadToTheCent) {
  EXPECT_THAT(ParseCents("150"), IsOkAndHolds(15'000));
  EXPECT_THAT(ParseCents("149.5"), IsOkAndHolds(14'950));
  EXPECT_THAT(ParseCents("149,05"), IsOkAndHolds(14'905));
  EXPECT_THAT(ParseCents("0"), IsOkAndHolds(0));
  for (const char* odd :
       {"", ".", "1.", ".5", "1.005", "-1", "1 000", "12.3.4", "abc", "1e3", "9999999999999"}) {
    EXPECT_THAT(ParseCents(odd), HasReason(v1::REASON_MALFORMED)) << odd;
  }
}

TEST(MoneyTest, RatesAreReadToTheTenthOfAPerCent) {
  EXPECT_THAT(ParsePermille("25.5"), IsOkAndHolds(255u));
  EXPECT_THAT(ParsePermille("25,5 %"), IsOkAndHolds(255u));
  EXPECT_THAT(ParsePermille("25%"), IsOkAndHolds(250u));
  EXPECT_THAT(ParsePermille("0"), IsOkAndHolds(0u));
  for (const char* odd : {"", "%", "25.55", "-1", "101", "a"}) {
    EXPECT_THAT(ParsePermille(odd), HasReason(v1::REASON_MALFORMED)) << odd;
  }
}

TEST(MoneyTest, IsShownWithWhatVatMakesOfIt) {
  EXPECT_EQ(PriceText({15'000, 255, "EUR"}), "150 EUR + 25.5 % VAT = 188.25 EUR a person");
  EXPECT_EQ(PriceText({15'005, 0, "SEK"}), "150.05 SEK a person, without VAT");
  EXPECT_EQ(PriceText({0, 255, "EUR"}), "no charge");
}

TEST(MoneyTest, APriceIsTheCohortsOwnIfItHasOne) {
  v1::Programme programme;
  programme.set_price_cents(15'000);
  programme.set_currency("EUR");
  v1::Cohort cohort;
  EXPECT_EQ(PriceText(PriceOf(cohort, programme)), "150 EUR a person, without VAT");
  cohort.set_currency("SEK");
  cohort.set_price_cents(200'000);
  EXPECT_EQ(PriceText(PriceOf(cohort, programme)), "2000 SEK a person, without VAT");
}

}  // namespace
}  // namespace samstig::cli
