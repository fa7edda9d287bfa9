// SPDX-License-Identifier: Apache-2.0
// The limits of what people and programs may send, in one place. Sizes are bytes of UTF-8.
#ifndef SAMSTIG_DOMAIN_RULES_LIMITS_H_
#define SAMSTIG_DOMAIN_RULES_LIMITS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "domain/base/clock.h"
#include "domain/base/result.h"
#include "samstig/v1/text.pb.h"

namespace samstig::rules {

inline constexpr size_t kMaxTextBytes = 20'000;
inline constexpr size_t kMaxTitleBytes = 200;
inline constexpr size_t kMaxNameBytes = 200;
inline constexpr size_t kMaxAnswerBytes = 2'000;
inline constexpr size_t kMaxNoteBytes = 2'000;
inline constexpr size_t kMaxCodeBytes = 64;
inline constexpr int kMaxLanguages = 12;
inline constexpr int kMaxHeads = 16;
inline constexpr int kMaxThemeAssignments = 100;
inline constexpr uint32_t kMinMinutes = 5;
inline constexpr uint32_t kMaxMinutes = 600;
inline constexpr uint32_t kMaxSeats = 10'000;
// A peer group.
inline constexpr int kMinGroup = 2;
inline constexpr int kMaxGroup = 40;
inline constexpr size_t kMaxTermsBytes = 60'000;
inline constexpr uint32_t kMaxTeamSize = 1'000;
inline constexpr int kMaxTransfers = 10;
inline constexpr base::TimeMs kMaxGraceMs = 60 * base::kDayMs;

// One push.
inline constexpr int kMaxMutationsPerPush = 256;
inline constexpr size_t kMaxPushBytes = 1 << 20;
// One mutation: a report with four full fields and room to spare.
inline constexpr size_t kMaxMutationBytes = 256 << 10;

base::Status CheckRange(int64_t value, std::string_view field, int64_t min, int64_t max);
// [a-z0-9-]{min,max}, as codes and short names are.
base::Status CheckSlug(std::string_view text, std::string_view field, size_t min, size_t max);
// A BCP 47 tag as far as Samstig uses them: letters, digits, hyphens, 2 to 35.
base::Status CheckLanguage(std::string_view tag, std::string_view field);

enum class TextShape { kLine, kMarkdown };
// At least one language, each text within its limit.
base::Status CheckLocalText(const v1::LocalText& text, std::string_view field, size_t max_bytes,
                            TextShape shape = TextShape::kLine);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_LIMITS_H_
