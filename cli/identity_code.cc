// SPDX-License-Identifier: Apache-2.0
#include "cli/identity_code.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>

namespace samstig::cli {

namespace {

// What word processors make of a hyphen.
constexpr std::string_view kHyphens[] = {"\xe2\x80\x90", "\xe2\x80\x91", "\xe2\x80\x92",
                                         "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x88\x92"};
constexpr std::string_view kHardSpace = "\xc2\xa0";

// In capitals, with plain hyphens and without spaces.
std::string Plain(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const auto* hyphen =
        std::find(std::begin(kHyphens), std::end(kHyphens), text.substr(at, kHyphens[0].size()));
    if (hyphen != std::end(kHyphens)) {
      plain.push_back('-');
      at += hyphen->size();
    } else if (text.substr(at, kHardSpace.size()) == kHardSpace) {
      at += kHardSpace.size();
    } else {
      const auto c = static_cast<unsigned char>(text[at++]);
      if (std::isspace(c) == 0) plain.push_back(static_cast<char>(std::toupper(c)));
    }
  }
  return plain;
}

// "850101-123D" has the shape "999999-999A".
std::string ShapeOf(const std::string& plain) {
  std::string shape;
  for (const char c : plain) {
    if (c >= '0' && c <= '9') {
      shape.push_back('9');
    } else if (c >= 'A' && c <= 'Z') {
      shape.push_back('A');
    } else {
      shape.push_back(c == '-' || c == '+' ? '-' : '?');
    }
  }
  return shape;
}

int Number(const std::string& digits, size_t at) {
  return (digits[at] - '0') * 10 + (digits[at + 1] - '0');
}

bool IsMonth(int month) { return month >= 1 && month <= 12; }

// Who has no code of the country yet has one with 60 added to the day.
bool IsDay(int day) { return (day >= 1 && day <= 31) || (day >= 61 && day <= 91); }

bool YearFirst(const std::string& plain, size_t at) {
  return IsMonth(Number(plain, at + 2)) && IsDay(Number(plain, at + 4));
}

bool DayFirst(const std::string& plain) {
  return IsDay(Number(plain, 0)) && IsMonth(Number(plain, 2));
}

}  // namespace

bool LooksLikeIdentityCode(std::string_view text) {
  const std::string plain = Plain(text);
  const std::string shape = ShapeOf(plain);
  const auto is = [&](std::string_view other) { return shape == other; };
  // Sweden; Denmark and Iceland; and Finland with a digit to check by.
  if (is("9999999999") || is("999999-9999")) return YearFirst(plain, 0) || DayFirst(plain);
  // Sweden with the century.
  if (is("999999999999") || is("99999999-9999")) {
    const int century = Number(plain, 0);
    return century >= 18 && century <= 20 && YearFirst(plain, 2);
  }
  // Norway. Numbers of several kinds add something to the day or the month.
  if (is("99999999999") || is("999999-99999")) return true;
  // Finland: the sign between tells the century.
  if (is("999999-999A") || is("999999A9999") || is("999999A999A")) {
    constexpr std::string_view kCenturies = "-+ABCDEFUVWXY";
    return kCenturies.find(plain[6]) != std::string_view::npos && DayFirst(plain);
  }
  return false;
}

}  // namespace samstig::cli
