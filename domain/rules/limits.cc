// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/limits.h"

#include <algorithm>
#include <string>

#include "domain/base/text.h"

namespace samstig::rules {

using base::Status;

Status CheckRange(int64_t value, std::string_view field, int64_t min, int64_t max) {
  if (value >= min && value <= max) return {};
  return {v1::REASON_OUT_OF_RANGE, std::string(field) + " is " + std::to_string(value) +
                                       "; it must be " + std::to_string(min) + " to " +
                                       std::to_string(max)};
}

Status CheckSlug(std::string_view text, std::string_view field, size_t min, size_t max) {
  const bool fits =
      text.size() >= min && text.size() <= max && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      });
  if (fits) return {};
  return {text.empty() ? v1::REASON_MISSING_FIELD : v1::REASON_MALFORMED,
          std::string(field) + " must be " + std::to_string(min) + " to " + std::to_string(max) +
              " characters of a-z, 0-9 and hyphen"};
}

Status CheckLanguage(std::string_view tag, std::string_view field) {
  const bool fits =
      tag.size() >= 2 && tag.size() <= 35 && std::all_of(tag.begin(), tag.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
      });
  if (fits) return {};
  return {v1::REASON_MALFORMED, std::string(field) + " is not a language tag such as sv-FI"};
}

Status CheckLocalText(const v1::LocalText& text, std::string_view field, size_t max_bytes,
                      TextShape shape) {
  if (text.by_language().empty()) {
    return {v1::REASON_MISSING_FIELD, std::string(field) + " has no language"};
  }
  RETURN_IF_ERROR(CheckRange(static_cast<int64_t>(text.by_language().size()),
                             std::string(field) + " languages", 1, kMaxLanguages));
  for (const auto& [language, value] : text.by_language()) {
    const std::string name = std::string(field) + "." + language;
    RETURN_IF_ERROR(CheckLanguage(language, std::string(field) + " language"));
    RETURN_IF_ERROR(shape == TextShape::kLine ? base::CheckLine(value, name, max_bytes)
                                              : base::CheckText(value, name, max_bytes));
  }
  return {};
}

}  // namespace samstig::rules
