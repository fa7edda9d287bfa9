// SPDX-License-Identifier: Apache-2.0
// Money and VAT as people type and read them: whole cents, whole per mille, never a fraction of
// either.
#ifndef SAMSTIG_CLI_MONEY_H_
#define SAMSTIG_CLI_MONEY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/base/result.h"
#include "samstig/v1/cohort.pb.h"
#include "samstig/v1/programme.pb.h"

namespace samstig::cli {

// "150", "150.5" and "150,50" are 15000 and 15050 cents. MALFORMED otherwise.
base::Result<int64_t> ParseCents(std::string_view text);
// "25.5", "25,5" and "25.5%" are 255 per mille. MALFORMED otherwise.
base::Result<uint32_t> ParsePermille(std::string_view text);

// "150 EUR", "188.25 EUR"
std::string MoneyText(int64_t cents, std::string_view currency);
// "25.5 %", "25 %"
std::string PermilleText(uint32_t permille);

// What a place in the cohort costs: its own price, or for one that was planned before cohorts had
// any, the programme's.
struct Price {
  int64_t net_cents = 0;
  uint32_t vat_permille = 0;
  std::string currency;
};
Price PriceOf(const v1::Cohort& cohort, const v1::Programme& programme);
// "150 EUR + 25.5 % VAT = 188.25 EUR a person"; "no charge".
std::string PriceText(const Price& price);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_MONEY_H_
