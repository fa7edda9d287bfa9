// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/price.h"

#include <algorithm>

#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Status;

namespace {

bool IsCurrency(const std::string& text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

Status CheckPrice(int64_t cents, const std::string& currency) {
  RETURN_IF_ERROR(CheckRange(cents, "price_cents", 0, kMaxPriceCents));
  const bool wanted = cents > 0 || !currency.empty();
  if (wanted && !IsCurrency(currency)) {
    return {v1::REASON_MALFORMED, "currency must be three capital letters (ISO 4217)"};
  }
  return {};
}

}  // namespace samstig::rules
