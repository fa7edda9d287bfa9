// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/limits.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using test::HasReason;
using test::InSwedish;
using test::IsOk;
using testing::HasSubstr;
using testing::Not;

TEST(CheckRangeTest, TakesBothEndsAndNothingBeyond) {
  EXPECT_THAT(CheckRange(5, "minutes", 5, 600), IsOk());
  EXPECT_THAT(CheckRange(600, "minutes", 5, 600), IsOk());
  for (const int64_t value :
       {int64_t{4}, int64_t{601}, int64_t{0}, int64_t{-5}, std::numeric_limits<int64_t>::min(),
        std::numeric_limits<int64_t>::max()}) {
    EXPECT_THAT(CheckRange(value, "minutes", 5, 600), HasReason(v1::REASON_OUT_OF_RANGE)) << value;
  }
}

TEST(CheckRangeTest, SaysTheRange) {
  const std::string detail = CheckRange(4, "minutes", 5, 600).detail();
  EXPECT_THAT(detail, HasSubstr("minutes"));
  EXPECT_THAT(detail, HasSubstr("4"));
  EXPECT_THAT(detail, HasSubstr("5 to 600"));
}

TEST(CheckSlugTest, TakesLowerCaseDigitsAndHyphens) {
  for (const char* slug : {"abc", "a-1", "---", "ledarstig-2026", "0123456789"}) {
    EXPECT_THAT(CheckSlug(slug, "code", 3, 64), IsOk()) << slug;
  }
  EXPECT_THAT(CheckSlug(std::string(64, 'a'), "code", 3, 64), IsOk());
}

TEST(CheckSlugTest, RefusesTheRest) {
  EXPECT_THAT(CheckSlug("", "code", 3, 64), HasReason(v1::REASON_MISSING_FIELD));
  for (const char* slug : {"ab", "Abc", "a b", "a_b", "åbc", "abc\n", "a/b"}) {
    EXPECT_THAT(CheckSlug(slug, "code", 3, 64), HasReason(v1::REASON_MALFORMED)) << slug;
  }
  EXPECT_THAT(CheckSlug(std::string(65, 'a'), "code", 3, 64), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(CheckSlug(std::string("a\0c", 3), "code", 3, 64), HasReason(v1::REASON_MALFORMED));
}

TEST(CheckLanguageTest, TakesTagsAsSamstigUsesThem) {
  for (const char* tag : {"sv", "sv-FI", "fi", "se-Latn-NO", "en-001"}) {
    EXPECT_THAT(CheckLanguage(tag, "language"), IsOk()) << tag;
  }
  EXPECT_THAT(CheckLanguage(std::string(35, 'a'), "language"), IsOk());
}

TEST(CheckLanguageTest, RefusesTheRest) {
  for (const char* tag : {"", "s", "sv_FI", "sv FI", "svenska!", "språk"}) {
    EXPECT_THAT(CheckLanguage(tag, "language"), HasReason(v1::REASON_MALFORMED)) << tag;
  }
  EXPECT_THAT(CheckLanguage(std::string(36, 'a'), "language"), HasReason(v1::REASON_MALFORMED));
}

v1::LocalText InLanguages(int count) {
  v1::LocalText text;
  for (int i = 0; i < count; ++i) (*text.mutable_by_language())["sv-" + std::to_string(i)] = "Hej";
  return text;
}

TEST(CheckLocalTextTest, HasOneLanguageToTwelve) {
  EXPECT_THAT(CheckLocalText(InLanguages(0), "name", 10), HasReason(v1::REASON_MISSING_FIELD));
  EXPECT_THAT(CheckLocalText(InLanguages(1), "name", 10), IsOk());
  EXPECT_THAT(CheckLocalText(InLanguages(kMaxLanguages), "name", 10), IsOk());
  EXPECT_THAT(CheckLocalText(InLanguages(kMaxLanguages + 1), "name", 10),
              HasReason(v1::REASON_OUT_OF_RANGE));
}

TEST(CheckLocalTextTest, LooksAtEachLanguageOfIt) {
  v1::LocalText text = InSwedish("Mod");
  (*text.mutable_by_language())["fi"] = "";
  EXPECT_THAT(CheckLocalText(text, "name", 10), HasReason(v1::REASON_TEXT_EMPTY));
  (*text.mutable_by_language())["fi"] = "Rohkeutta!!";
  EXPECT_THAT(CheckLocalText(text, "name", 10), HasReason(v1::REASON_TEXT_TOO_LONG));
  (*text.mutable_by_language())["fi"] = "Rohkeutta!";
  EXPECT_THAT(CheckLocalText(text, "name", 10), IsOk());
  (*text.mutable_by_language())["?"] = "x";
  EXPECT_THAT(CheckLocalText(text, "name", 10), HasReason(v1::REASON_MALFORMED));
}

TEST(CheckLocalTextTest, IsALineUnlessItIsMarkdown) {
  EXPECT_THAT(CheckLocalText(InSwedish("a\nb"), "name", 10), HasReason(v1::REASON_TEXT_INVALID));
  EXPECT_THAT(CheckLocalText(InSwedish("a\nb"), "brief", 10, TextShape::kMarkdown), IsOk());
}

TEST(CheckLocalTextTest, NamesFieldAndLanguageButNeverTheText) {
  const std::string detail = CheckLocalText(InSwedish("hemligt\x07"), "name", 10).detail();
  EXPECT_THAT(detail, HasSubstr("name.sv-FI"));
  EXPECT_THAT(detail, Not(HasSubstr("hemligt")));
}

}  // namespace
}  // namespace samstig::rules
