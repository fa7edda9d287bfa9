// SPDX-License-Identifier: Apache-2.0
#include "cli/money.h"

#include <charconv>
#include <optional>

#include "domain/rules/price.h"

namespace samstig::cli {

using base::Result;
using base::Status;

namespace {

// "12,5" with at most two places is 1250 hundredths, with at most one 125 tenths.
std::optional<int64_t> Fixed(std::string_view text, size_t places) {
  const size_t point = text.find_first_of(".,");
  std::string digits(text.substr(0, point));
  if (digits.empty() || digits.size() > 12) return std::nullopt;
  std::string fraction;
  if (point != std::string_view::npos) {
    fraction = text.substr(point + 1);
    if (fraction.empty() || fraction.size() > places) return std::nullopt;
  }
  fraction.resize(places, '0');
  digits += fraction;
  int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || rest != end || value < 0) return std::nullopt;
  return value;
}

// "188.25"; whole units without a point.
std::string FixedText(int64_t value, int64_t unit) {
  std::string text = std::to_string(value / unit);
  if (value % unit != 0) text += "." + std::to_string(unit + value % unit).substr(1);
  return text;
}

}  // namespace

Result<int64_t> ParseCents(std::string_view text) {
  if (const auto cents = Fixed(text, 2)) return *cents;
  return Status(v1::REASON_MALFORMED,
                "“" + std::string(text) + "” is not an amount such as 150 or 149.50.");
}

Result<uint32_t> ParsePermille(std::string_view text) {
  std::string_view number = text;
  while (!number.empty() && (number.back() == '%' || number.back() == ' ')) {
    number.remove_suffix(1);
  }
  const auto permille = Fixed(number, 1);
  if (permille && *permille <= 1000) return static_cast<uint32_t>(*permille);
  return Status(v1::REASON_MALFORMED,
                "“" + std::string(text) + "” is not a rate such as 25.5 (per cent).");
}

std::string MoneyText(int64_t cents, std::string_view currency) {
  return FixedText(cents, 100) + " " + std::string(currency);
}

std::string PermilleText(uint32_t permille) { return FixedText(permille, 10) + " %"; }

Price PriceOf(const v1::Cohort& cohort, const v1::Programme& programme) {
  if (!cohort.currency().empty()) {
    return {cohort.price_cents(), cohort.vat_permille(), cohort.currency()};
  }
  return {programme.price_cents(), cohort.vat_permille(), programme.currency()};
}

std::string PriceText(const Price& price) {
  if (price.net_cents == 0) return "no charge";
  const std::string net = MoneyText(price.net_cents, price.currency);
  if (price.vat_permille == 0) return net + " a person, without VAT";
  const int64_t vat = rules::VatOf(price.net_cents, price.vat_permille);
  return net + " + " + PermilleText(price.vat_permille) +
         " VAT = " + MoneyText(price.net_cents + vat, price.currency) + " a person";
}

}  // namespace samstig::cli
