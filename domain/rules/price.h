// SPDX-License-Identifier: Apache-2.0
// What a place costs. Whole numbers only: money is counted in 1/100 of the currency unit, VAT in
// 1/1000 of the net price.
#ifndef SAMSTIG_DOMAIN_RULES_PRICE_H_
#define SAMSTIG_DOMAIN_RULES_PRICE_H_

#include <cstdint>
#include <string>

#include "domain/base/result.h"

namespace samstig::rules {

inline constexpr int64_t kMaxPriceCents = 100'000'000;
inline constexpr uint32_t kMaxVatPermille = 500;

// A price within its range, in a currency (ISO 4217); neither is "not said".
base::Status CheckPrice(int64_t cents, const std::string& currency);

// The VAT on a net price of 0 to kMaxPriceCents, to the nearest cent; half a cent is rounded up.
// Rounded for one person; several people are that many times it, so that an invoice's lines add up.
constexpr int64_t VatOf(int64_t net_cents, uint32_t vat_permille) {
  return (net_cents * int64_t{vat_permille} + 500) / 1000;
}

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_PRICE_H_
