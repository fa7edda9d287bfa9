// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

namespace samstig::base {
namespace {

using test::HasReason;
using test::IsOk;

struct Bytes {
  const char* what;
  std::string bytes;
};

const std::vector<Bytes>& NotUtf8() {
  static const std::vector<Bytes> forms = {
      {"a tail byte alone", "\x80"},
      {"the last tail byte alone", "\xbf"},
      {"two bytes cut short", "\xc3"},
      {"three bytes cut after one", "\xe2"},
      {"three bytes cut after two", "\xe2\x82"},
      {"four bytes cut after one", "\xf0"},
      {"four bytes cut after two", "\xf0\x9f"},
      {"four bytes cut after three", "\xf0\x9f\x98"},
      {"a lead byte without its tail", "\xc3\x28"},
      {"the second tail missing", "\xe2\x82\x28"},
      {"the third tail missing", "\xf0\x9f\x98\x28"},
      {"a lead byte after a lead byte", "\xc3\xc3\xa5"},
      {"an overlong slash, two bytes", "\xc0\xaf"},
      {"an overlong slash, three bytes", "\xe0\x80\xaf"},
      {"an overlong slash, four bytes", "\xf0\x80\x80\xaf"},
      {"an overlong NUL", std::string("\xc0\x80", 2)},
      {"the last overlong of two bytes", "\xc1\xbf"},
      {"the last overlong of three bytes", "\xe0\x9f\xbf"},
      {"the last overlong of four bytes", "\xf0\x8f\xbf\xbf"},
      {"the first surrogate, U+D800", "\xed\xa0\x80"},
      {"the last surrogate, U+DFFF", "\xed\xbf\xbf"},
      {"a pair of surrogates (CESU-8)", "\xed\xa0\xbd\xed\xb8\x80"},
      {"above the end, U+110000", "\xf4\x90\x80\x80"},
      {"a lead byte above the end", "\xf5\x80\x80\x80"},
      {"five bytes", "\xf8\x88\x80\x80\x80"},
      {"six bytes", "\xfc\x84\x80\x80\x80\x80"},
      {"0xFE", "\xfe"},
      {"0xFF", "\xff"},
      {"Latin-1", "G\xf6teborg"},
  };
  return forms;
}

const std::vector<Bytes>& Utf8() {
  static const std::vector<Bytes> forms = {
      {"nothing", ""},
      {"Swedish", "Åland, Öja, Närpes"},
      {"the first of two bytes that is no control, U+00A0", "\xc2\xa0"},
      {"the last of two bytes, U+07FF", "\xdf\xbf"},
      {"the first of three bytes, U+0800", "\xe0\xa0\x80"},
      {"before the surrogates, U+D7FF", "\xed\x9f\xbf"},
      {"after the surrogates, U+E000", "\xee\x80\x80"},
      {"the last of three bytes, U+FFFF", "\xef\xbf\xbf"},
      {"the first of four bytes, U+10000", "\xf0\x90\x80\x80"},
      {"the end, U+10FFFF", "\xf4\x8f\xbf\xbf"},
      {"a smile", "\xf0\x9f\x98\x80"},
  };
  return forms;
}

TEST(IsUtf8Test, TakesEveryWellFormedSequence) {
  for (const Bytes& form : Utf8()) EXPECT_TRUE(IsUtf8(form.bytes)) << form.what;
}

TEST(IsUtf8Test, RefusesEveryMalformedOneAnywhereInAText) {
  for (const Bytes& form : NotUtf8()) {
    EXPECT_FALSE(IsUtf8(form.bytes)) << form.what;
    EXPECT_FALSE(IsUtf8("före " + form.bytes)) << form.what;
    EXPECT_FALSE(IsUtf8(form.bytes + " efter")) << form.what;
  }
}

// Every code point there is, encoded by another hand than the one that checks.
std::string Encoded(uint32_t point) {
  std::string out;
  const auto tail = [&](int shift) {
    out.push_back(static_cast<char>(0x80 | ((point >> shift) & 0x3f)));
  };
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xc0 | (point >> 6)));
    tail(0);
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xe0 | (point >> 12)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xf0 | (point >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
  return out;
}

TEST(IsUtf8Test, AgreesWithTheStandardOnEveryCodePoint) {
  for (uint32_t point = 0; point <= 0x10ffff; ++point) {
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    ASSERT_EQ(IsUtf8(Encoded(point)), !surrogate) << std::hex << "U+" << point;
  }
}

TEST(CheckTextTest, TakesWellFormedTextAndRefusesTheRest) {
  for (const Bytes& form : Utf8()) {
    EXPECT_THAT(CheckText("x" + form.bytes, "text", 100), IsOk()) << form.what;
    EXPECT_THAT(CheckLine("x" + form.bytes, "text", 100), IsOk()) << form.what;
  }
  for (const Bytes& form : NotUtf8()) {
    EXPECT_THAT(CheckText("x" + form.bytes, "text", 100), HasReason(v1::REASON_TEXT_INVALID))
        << form.what;
    EXPECT_THAT(CheckLine("x" + form.bytes, "text", 100), HasReason(v1::REASON_TEXT_INVALID))
        << form.what;
  }
}

TEST(CheckTextTest, RefusesControlCharactersButTabsAndLineEnds) {
  for (uint32_t point = 0; point < 0xa0; ++point) {
    const bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
    const bool layout = point == '\t' || point == '\n' || point == '\r';
    const std::string text = "a" + Encoded(point) + "b";
    EXPECT_EQ(CheckText(text, "text", 100).ok(), !control || layout) << point;
    EXPECT_EQ(CheckLine(text, "text", 100).ok(), !control) << point;
  }
}

TEST(CheckTextTest, NamesFieldAndPlaceButNeverTheText) {
  const Status status = CheckText("hemligt\x01", "insight", 100);
  EXPECT_THAT(status, HasReason(v1::REASON_TEXT_INVALID));
  EXPECT_THAT(status.detail(), testing::HasSubstr("insight"));
  EXPECT_THAT(status.detail(), testing::HasSubstr("7"));
  EXPECT_THAT(status.detail(), testing::Not(testing::HasSubstr("hemligt")));
}

TEST(CheckTextTest, LimitIsInBytesAndBelongsToTheText) {
  EXPECT_THAT(CheckText(std::string(10, 'a'), "text", 10), IsOk());
  EXPECT_THAT(CheckText(std::string(11, 'a'), "text", 10), HasReason(v1::REASON_TEXT_TOO_LONG));
  // Five letters, ten bytes.
  EXPECT_THAT(CheckLine("ååååå", "text", 10), IsOk());
  EXPECT_THAT(CheckLine("åååååå", "text", 10), HasReason(v1::REASON_TEXT_TOO_LONG));
}

TEST(CheckTextTest, TooLongSaysBothNumbers) {
  const std::string detail = CheckText(std::string(11, 'a'), "text", 10).detail();
  EXPECT_THAT(detail, testing::HasSubstr("11"));
  EXPECT_THAT(detail, testing::HasSubstr("10"));
}

TEST(CheckTextTest, TextOfWhiteSpaceIsEmpty) {
  for (const char* text : {"", " ", "\n", "\t \r\n ", "\xc2\xa0", "\xe2\x80\x83", "\xe3\x80\x80",
                           " \xc2\xa0 \xe2\x80\xaf\n\xe2\x80\xa8"}) {
    EXPECT_THAT(CheckText(text, "text", 100), HasReason(v1::REASON_TEXT_EMPTY)) << text;
    EXPECT_THAT(CheckText(text, "text", 100, Emptiness::kAllowed), IsOk()) << text;
  }
  EXPECT_THAT(CheckLine("  ", "title", 100), HasReason(v1::REASON_TEXT_EMPTY));
  EXPECT_THAT(CheckLine("", "title", 100, Emptiness::kAllowed), IsOk());
  EXPECT_THAT(CheckLine(" a ", "title", 100), IsOk());
}

TEST(CheckTextTest, NothingElseIsEmpty) {
  for (const char* text : {".", "å", "\xf0\x9f\x98\x80", "\xe2\x82\xac", "\xc2\xa1"}) {
    EXPECT_THAT(CheckText(text, "text", 100), IsOk()) << text;
  }
}

TEST(CheckTextTest, NeverCrashesOnRandomBytesAndAgreesWithIsUtf8) {
  test::SeededRandom random(test::SeedOr(11));
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(random.Below(12), '\0');
    for (char& c : bytes) {
      // Mostly bytes that begin or continue something.
      c = static_cast<char>(random.Chance(70) ? 0x80 + random.Below(0x80) : random.Below(0x80));
    }
    const bool taken = CheckText(bytes, "text", 100, Emptiness::kAllowed).ok();
    EXPECT_FALSE(taken && !IsUtf8(bytes));
  }
}

// ---- E-mail addresses

TEST(CheckEmailTest, TakesAddressesAsPeopleHaveThem) {
  for (const char* email :
       {"anna@pargas.example", "Anna.Berg+ledarstig@mail.pargas.example", "a@b.c",
        "o'brien@pargas.example", "anna_berg-2@pargas-stad.example", "1@1.example"}) {
    EXPECT_THAT(CheckEmail(email), IsOk()) << email;
  }
}

TEST(CheckEmailTest, RefusesWhatNoMailWouldReach) {
  for (const char* email : {"anna",
                            "anna@",
                            "@pargas.example",
                            "anna@pargas",
                            "anna@@pargas.example",
                            "anna@berg@pargas.example",
                            "anna@.example",
                            "anna@pargas.",
                            "anna@pargas..example",
                            "anna berg@pargas.example",
                            "anna@par gas.example",
                            "<anna@pargas.example>",
                            "Anna <anna@pargas.example>",
                            "\"anna\"@pargas.example",
                            "anna@pargas.example,bo@b.example",
                            "anna;bo@pargas.example",
                            "anna:bo@pargas.example",
                            "a\\nna@pargas.example",
                            "anna(berg)@pargas.example",
                            "anna@[127.0.0.1]",
                            " anna@pargas.example",
                            "anna@pargas.example "}) {
    EXPECT_THAT(CheckEmail(email), HasReason(v1::REASON_MALFORMED)) << email;
  }
}

// RFC 5321 knows ASCII only, and å has no lower case in NormalEmail.
TEST(CheckEmailTest, RefusesLettersThatMailProgramsDisagreeOn) {
  for (const char* email :
       {"åsa@pargas.example", "asa@närpes.example", "anna@pargas.example\xc2\xa0"}) {
    EXPECT_THAT(CheckEmail(email), HasReason(v1::REASON_MALFORMED)) << email;
  }
}

TEST(CheckEmailTest, IsATextOfOneLineFirst) {
  EXPECT_THAT(CheckEmail(""), HasReason(v1::REASON_TEXT_EMPTY));
  EXPECT_THAT(CheckEmail("anna@pargas.example\n"), HasReason(v1::REASON_TEXT_INVALID));
  EXPECT_THAT(CheckEmail("anna@pargas.example\r\nBcc: x"), HasReason(v1::REASON_TEXT_INVALID));
  EXPECT_THAT(CheckEmail("anna\xff@pargas.example"), HasReason(v1::REASON_TEXT_INVALID));
}

TEST(CheckEmailTest, HasAtMost254Bytes) {
  const std::string domain = "@pargas.example";
  EXPECT_THAT(CheckEmail(std::string(254 - domain.size(), 'a') + domain), IsOk());
  EXPECT_THAT(CheckEmail(std::string(255 - domain.size(), 'a') + domain),
              HasReason(v1::REASON_TEXT_TOO_LONG));
}

TEST(NormalEmailTest, IsTheSameHoweverItIsTyped) {
  EXPECT_EQ(NormalEmail("Anna.Berg@Pargas.EXAMPLE"), "anna.berg@pargas.example");
  EXPECT_EQ(NormalEmail("anna.berg@pargas.example"), "anna.berg@pargas.example");
  EXPECT_EQ(NormalEmail("AZ[az{@x.example"), "az[az{@x.example");
}

}  // namespace
}  // namespace samstig::base
