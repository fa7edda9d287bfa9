// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace samstig::base {
namespace {

enum class Lines { kOne, kMany };

// Length of the well-formed sequence at the start of `s`, 0 if there is none. RFC 3629 §4.
size_t SequenceLength(std::string_view s) {
  const auto at = [&](size_t i) { return static_cast<uint8_t>(s[i]); };
  const auto tail = [&](size_t i) { return i < s.size() && (at(i) & 0xc0) == 0x80; };
  const uint8_t lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return tail(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    if (!tail(1) || !tail(2)) return 0;
    if (lead == 0xe0 && at(1) < 0xa0) return 0;  // Overlong.
    if (lead == 0xed && at(1) > 0x9f) return 0;  // Surrogates.
    return 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    if (lead == 0xf0 && at(1) < 0x90) return 0;
    if (lead == 0xf4 && at(1) > 0x8f) return 0;
    return 4;
  }
  return 0;
}

bool IsForbidden(std::string_view s, size_t length, Lines lines) {
  const auto c = static_cast<uint8_t>(s[0]);
  if (length == 1) {
    if (c == '\n' || c == '\r' || c == '\t') return lines == Lines::kOne;
    return c < 0x20 || c == 0x7f;
  }
  return c == 0xc2 && static_cast<uint8_t>(s[1]) < 0xa0;  // C1 controls, U+0080 to U+009F.
}

// White space as Unicode has it (property White_Space), but for the controls that are refused
// before.
bool IsSpace(std::string_view c) {
  static constexpr std::string_view kSpaces[] = {" ",
                                                 "\t",
                                                 "\n",
                                                 "\r",
                                                 "\xc2\xa0",
                                                 "\xe1\x9a\x80",
                                                 "\xe2\x80\x80",
                                                 "\xe2\x80\x81",
                                                 "\xe2\x80\x82",
                                                 "\xe2\x80\x83",
                                                 "\xe2\x80\x84",
                                                 "\xe2\x80\x85",
                                                 "\xe2\x80\x86",
                                                 "\xe2\x80\x87",
                                                 "\xe2\x80\x88",
                                                 "\xe2\x80\x89",
                                                 "\xe2\x80\x8a",
                                                 "\xe2\x80\xa8",
                                                 "\xe2\x80\xa9",
                                                 "\xe2\x80\xaf",
                                                 "\xe2\x81\x9f",
                                                 "\xe3\x80\x80"};
  return std::find(std::begin(kSpaces), std::end(kSpaces), c) != std::end(kSpaces);
}

Status Check(std::string_view text, std::string_view field, size_t max_bytes, Emptiness emptiness,
             Lines lines) {
  const std::string name(field);
  if (text.size() > max_bytes) {
    return {v1::REASON_TEXT_TOO_LONG, name + " has " + std::to_string(text.size()) +
                                          " bytes; at most " + std::to_string(max_bytes)};
  }
  bool blank = true;
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text.substr(i));
    if (length == 0) {
      return {v1::REASON_TEXT_INVALID, name + " is not UTF-8 at byte " + std::to_string(i)};
    }
    if (IsForbidden(text.substr(i), length, lines)) {
      return {v1::REASON_TEXT_INVALID,
              name + " has a control character at byte " + std::to_string(i)};
    }
    blank = blank && IsSpace(text.substr(i, length));
    i += length;
  }
  if (blank && emptiness == Emptiness::kRefused) return {v1::REASON_TEXT_EMPTY, name + " is empty"};
  return {};
}

}  // namespace

bool IsUtf8(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size();) {
    const size_t length = SequenceLength(bytes.substr(i));
    if (length == 0) return false;
    i += length;
  }
  return true;
}

Status CheckLine(std::string_view text, std::string_view field, size_t max_bytes,
                 Emptiness emptiness) {
  return Check(text, field, max_bytes, emptiness, Lines::kOne);
}

Status CheckText(std::string_view text, std::string_view field, size_t max_bytes,
                 Emptiness emptiness) {
  return Check(text, field, max_bytes, emptiness, Lines::kMany);
}

Status CheckEmail(std::string_view email) {
  RETURN_IF_ERROR(CheckLine(email, "email", 254));
  const size_t at = email.find('@');
  const bool one_at =
      at != std::string_view::npos && email.find('@', at + 1) == std::string_view::npos;
  const std::string_view domain = one_at ? email.substr(at + 1) : std::string_view();
  // Letters beyond ASCII are not RFC 5321's, and have more than one spelling and case.
  const bool odd = email.find_first_of(" \t\"<>,;:\\()[]") != std::string_view::npos ||
                   std::any_of(email.begin(), email.end(), [](char c) { return (c & 0x80) != 0; });
  const size_t dot = domain.find('.');
  const bool domain_ok = dot != std::string_view::npos && dot > 0 && domain.back() != '.' &&
                         domain.find("..") == std::string_view::npos;
  if (at == 0 || !one_at || odd || !domain_ok) {
    return {v1::REASON_MALFORMED, "email is not of the form name@domain.example"};
  }
  return {};
}

std::string NormalEmail(std::string_view email) {
  std::string normal(email);
  std::transform(normal.begin(), normal.end(), normal.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return normal;
}

}  // namespace samstig::base
