// SPDX-License-Identifier: Apache-2.0
// gRPC-Web's frames, byte by byte.
#include "server/gateway/web_frames.h"

#include <gmock/gmock.h>

#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

namespace samstig::server {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using test::HasReason;
using testing::HasSubstr;
using testing::Not;

TEST(WebFramesTest, KnowsItsContentTypes) {
  EXPECT_EQ(EncodingOf("application/grpc-web"), WebEncoding::kBinary);
  EXPECT_EQ(EncodingOf("application/grpc-web+proto"), WebEncoding::kBinary);
  EXPECT_EQ(EncodingOf("Application/gRPC-Web+proto; charset=utf-8"), WebEncoding::kBinary);
  EXPECT_EQ(EncodingOf("application/grpc-web-text"), WebEncoding::kText);
  EXPECT_EQ(EncodingOf("application/grpc-web-text+proto"), WebEncoding::kText);
  for (const char* other : {"", "application/grpc", "application/grpc-web+json", "text/plain",
                            "application/grpc-web-texts", "application/json"}) {
    EXPECT_EQ(EncodingOf(other), std::nullopt) << other;
  }
}

TEST(WebFramesTest, ReadsTheOneMessage) {
  EXPECT_EQ(*MessageIn("\0\0\0\0\3abc"s, WebEncoding::kBinary), "abc");
  EXPECT_EQ(*MessageIn("\0\0\0\0\0"s, WebEncoding::kBinary), "");
  EXPECT_EQ(*MessageIn("AAAAAANhYmM=", WebEncoding::kText), "abc");
  EXPECT_EQ(*MessageIn("AAAAAAM=YWJj", WebEncoding::kText), "abc") << "in two pieces of Base64";
}

TEST(WebFramesTest, RefusesWhatIsNoMessage) {
  const std::string bad[] = {"",
                             "\0\0\0\0"s,
                             "\0\0\0\0\4abc"s,
                             "\0\0\0\0\2abc"s,
                             "\2\0\0\0\3abc"s,
                             "\x80\0\0\0\3abc"s,
                             "\0\0\0\0\1a\0\0\0\0\1b"s,
                             "\0\xff\xff\xff\xff"s};
  for (const std::string& body : bad) {
    EXPECT_THAT(MessageIn(body, WebEncoding::kBinary).status(), HasReason(v1::REASON_MALFORMED))
        << testing::PrintToString(body);
  }
  EXPECT_THAT(MessageIn("\1\0\0\0\3abc"s, WebEncoding::kBinary).status(),
              HasReason(v1::REASON_OUT_OF_RANGE));
  for (const char* text : {"AAAAAANhYm", "AAAA!AANhYmM=", "=AAAAAANhYmM", "====", "AAA=AAA=="}) {
    EXPECT_THAT(MessageIn(text, WebEncoding::kText).status(), HasReason(v1::REASON_MALFORMED))
        << text;
  }
}

TEST(WebFramesTest, RandomBytesAreReadOrRefused) {
  test::SeededRandom random(test::SeedOr(11));
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(random.Below(40), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.Below(random.Chance(50) ? 256 : 8));
    for (const WebEncoding encoding : {WebEncoding::kBinary, WebEncoding::kText}) {
      const auto message = MessageIn(bytes, encoding);
      if (message.ok() && encoding == WebEncoding::kBinary) {
        EXPECT_EQ(message->size() + 5, bytes.size());
      }
    }
  }
}

TEST(WebFramesTest, WritesMessages) {
  std::string frame(kFrameHead, '\0');
  frame.append(70'000, 'x');
  FinishMessageFrame(frame);
  EXPECT_EQ(frame.substr(0, 6), "\0\0\1\x11\x70x"s);
}

TEST(WebFramesTest, WritesTheEndWithItsWordsAndItsReason) {
  EXPECT_EQ(EndFrame({}), "\x80\0\0\0\x0fgrpc-status:0\r\n"s);
  const std::string end = EndFrame({5, "hittas inte: 100 % \xc3\xa5\r\n", "\x08\x05", {}});
  EXPECT_THAT(end, HasSubstr("grpc-status:5\r\n"));
  EXPECT_THAT(end, HasSubstr("grpc-message:hittas inte: 100 %25 %C3%A5%0D%0A\r\n"));
  EXPECT_THAT(end, HasSubstr("grpc-status-details-bin:CAU\r\n"));
  EXPECT_THAT(EndFrame({13, "", ""}), Not(HasSubstr("details")));
}

TEST(WebFramesTest, TextIsBase64OfEachPiece) {
  EXPECT_EQ(Encoded("\0\0\0\0\3abc"s, WebEncoding::kText), "AAAAAANhYmM=");
  EXPECT_EQ(Encoded("abc", WebEncoding::kBinary), "abc");
}

TEST(WebFramesTest, ReadsTimeouts) {
  EXPECT_EQ(TimeoutIn("2H"), 2h);
  EXPECT_EQ(TimeoutIn("90M"), 90min);
  EXPECT_EQ(TimeoutIn("15S"), 15s);
  EXPECT_EQ(TimeoutIn("1500m"), 1500ms);
  EXPECT_EQ(TimeoutIn("7u"), 7us);
  EXPECT_EQ(TimeoutIn("0n"), 0ns);
  EXPECT_EQ(TimeoutIn("99999999H"), 24h);
  for (const char* other :
       {"", "S", "10", "1s", "-1S", "+1S", "1.5S", " 1S", "123456789S", "1SS"}) {
    EXPECT_EQ(TimeoutIn(other), std::nullopt) << other;
  }
}

TEST(WebFramesTest, OnlyWhatGrpcTakesIsMetadata) {
  EXPECT_TRUE(IsMetadataValue("Bearer byn.abc-_~ 1"));
  for (const std::string& other : {"tab\t"s, "nul\0"s, "\xc3\xa5"s, "line\n"s, "\x7f"s}) {
    EXPECT_FALSE(IsMetadataValue(other)) << testing::PrintToString(other);
  }
}

}  // namespace
}  // namespace samstig::server
