// SPDX-License-Identifier: Apache-2.0
#include "tests/contract/transcript.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <sstream>
#include <utility>

#include "domain/base/encoding.h"
#include "samstig/v1/account_service.pb.h"
#include "samstig/v1/error_detail.pb.h"

namespace samstig::test {

using base::Id;
using base::Result;
using base::Status;
using Kind = Frame::Kind;

namespace {

struct Word {
  Kind kind;
  const char* text;
};
constexpr std::array<Word, 11> kWords = {{
    {Kind::kChapter, "=="},
    {Kind::kClock, "clock"},
    {Kind::kSignIn, "> sign-in"},
    {Kind::kIdentity, "< identity RedeemCodeResponse"},
    {Kind::kSplit, "> split SplitDeviceRequest"},
    {Kind::kPush, "> push PushRequest"},
    {Kind::kOutcomes, "< outcomes PushResponse"},
    {Kind::kPull, "> pull PullRequest"},
    {Kind::kOpen, "< open"},
    {Kind::kPage, "< page PullResponse"},
    {Kind::kRefused, "< refused ErrorDetail"},
}};
constexpr size_t kBytesInLine = 48;

const char* TextOf(Kind kind) {
  for (const Word& word : kWords) {
    if (word.kind == kind) return word.text;
  }
  return "?";
}

bool IsInWords(Kind kind) { return kind == Kind::kChapter || kind == Kind::kClock; }

std::string HexOf(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::optional<std::string> FromHex(std::string_view hex) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  std::string bytes;
  if (hex.size() % 2 != 0) return std::nullopt;
  for (size_t i = 0; i < hex.size(); i += 2) {
    if (digit(hex[i]) < 0 || digit(hex[i + 1]) < 0) return std::nullopt;
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  }
  return bytes;
}

std::string BytesOf(const Identity& identity) {
  v1::RedeemCodeResponse response;
  response.set_person_id(identity.person.ToBytes());
  response.set_device_id(identity.device.ToBytes());
  response.set_token(HexOf(identity.token));
  return response.SerializeAsString();
}

// The frame that a line begins, if it begins one.
std::optional<Frame> Begun(std::string_view line) {
  for (const Word& word : kWords) {
    const std::string_view text = word.text;
    if (line.substr(0, text.size()) != text) continue;
    const std::string_view rest = line.substr(text.size());
    if (IsInWords(word.kind) && rest.substr(0, 1) == " ") {
      return Frame{word.kind, std::string(rest.substr(1))};
    }
    if (!IsInWords(word.kind) && rest.empty()) return Frame{word.kind, ""};
  }
  return std::nullopt;
}

}  // namespace

Identity IdentityFrom(std::string_view bytes) {
  v1::RedeemCodeResponse response;
  EXPECT_TRUE(response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  return {Id::FromBytes(response.person_id()), Id::FromBytes(response.device_id()),
          FromHex(response.token()).value_or("")};
}

std::ostream& operator<<(std::ostream& out, const Frame& frame) {
  return out << TextOf(frame.kind) << " "
             << (IsInWords(frame.kind) ? frame.bytes : HexOf(frame.bytes));
}

// ---- As text

std::string ToText(const Transcript& transcript) {
  std::string text;
  for (const Frame& frame : transcript) {
    if (frame.kind == Kind::kChapter) text += "\n";
    text += TextOf(frame.kind);
    if (IsInWords(frame.kind)) {
      text += " " + frame.bytes + "\n";
      continue;
    }
    text += "\n";
    for (size_t i = 0; i < frame.bytes.size(); i += kBytesInLine) {
      text += HexOf(std::string_view(frame.bytes).substr(i, kBytesInLine)) + "\n";
    }
  }
  return text;
}

Result<Transcript> FromText(std::string_view text) {
  Transcript transcript;
  int number = 0;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (std::optional<Frame> frame = Begun(line)) {
      transcript.push_back(*std::move(frame));
      continue;
    }
    const std::optional<std::string> bytes = FromHex(line);
    if (!bytes || transcript.empty() || IsInWords(transcript.back().kind)) {
      return Status(v1::REASON_MALFORMED, "line " + std::to_string(number) + ": " + line);
    }
    transcript.back().bytes += *bytes;
  }
  return transcript;
}

// ---- Writing down

void RecordingLine::Write(Kind kind, std::string bytes) {
  const base::TimeMs now = clock_.Now();
  if (now != std::exchange(written_at_, now)) {
    transcript_.push_back({Kind::kClock, std::to_string(now)});
  }
  transcript_.push_back({kind, std::move(bytes)});
}

void RecordingLine::WriteRefusal(const Status& status) {
  v1::ErrorDetail detail;
  detail.set_reason(status.reason());
  Write(Kind::kRefused, detail.SerializeAsString());
}

Identity RecordingLine::SignIn(const std::optional<Id>& device) {
  Write(Kind::kSignIn, device ? device->ToBytes() : "");
  const Identity identity = line_.SignIn(device);
  Write(Kind::kIdentity, BytesOf(identity));
  return identity;
}

Result<Identity> RecordingLine::Split(const std::string& token) {
  Write(Kind::kSplit, "");
  Result<Identity> identity = line_.Split(token);
  identity.ok() ? Write(Kind::kIdentity, BytesOf(*identity)) : WriteRefusal(identity.status());
  return identity;
}

Result<std::string> RecordingLine::Push(const std::string& token, const std::string& request) {
  Write(Kind::kPush, request);
  Result<std::string> answer = line_.Push(token, request);
  answer.ok() ? Write(Kind::kOutcomes, *answer) : WriteRefusal(answer.status());
  return answer;
}

Status RecordingLine::Pull(const std::string& token, const std::string& request) {
  Write(Kind::kPull, request);
  const Status opened = line_.Pull(token, request);
  opened.ok() ? Write(Kind::kOpen, "") : WriteRefusal(opened);
  return opened;
}

Result<std::optional<std::string>> RecordingLine::Next() {
  Result<std::optional<std::string>> page = line_.Next();
  if (!page.ok()) {
    WriteRefusal(page.status());
  } else if (*page) {
    Write(Kind::kPage, **page);
  }
  return page;
}

// ---- Answering from what was written

bool TranscriptLine::IsNext(Kind kind) const {
  size_t at = next_;
  if (at < transcript_.size() && transcript_[at].kind == Kind::kClock) ++at;
  return at < transcript_.size() && transcript_[at].kind == kind;
}

void TranscriptLine::Expect(Kind kind, const std::string& bytes) {
  if (next_ < transcript_.size() && transcript_[next_].kind == Kind::kClock) {
    EXPECT_EQ(transcript_[next_++].bytes, std::to_string(clock_.Now()));
  }
  ASSERT_LT(next_, transcript_.size()) << "beyond the transcript: " << Frame{kind, bytes};
  EXPECT_EQ(transcript_[next_], (Frame{kind, bytes})) << "frame " << next_;
  ++next_;
}

Result<std::string> TranscriptLine::Answer(Kind kind) {
  if (next_ < transcript_.size()) {
    const Frame& frame = transcript_[next_++];
    if (frame.kind == kind) return frame.bytes;
    v1::ErrorDetail detail;
    if (frame.kind == Kind::kRefused && detail.ParseFromString(frame.bytes)) {
      return Status(detail.reason(), "as it was");
    }
    ADD_FAILURE() << "not an answer: " << frame;
  }
  return Status(v1::REASON_INTERNAL, "the transcript has no answer");
}

Identity TranscriptLine::SignIn(const std::optional<Id>& device) {
  Expect(Kind::kSignIn, device ? device->ToBytes() : "");
  const Result<std::string> bytes = Answer(Kind::kIdentity);
  return IdentityFrom(bytes.ok() ? *bytes : "");
}

Result<Identity> TranscriptLine::Split(const std::string&) {
  Expect(Kind::kSplit, "");
  ASSIGN_OR_RETURN(const std::string bytes, Answer(Kind::kIdentity));
  return IdentityFrom(bytes);
}

Result<std::string> TranscriptLine::Push(const std::string&, const std::string& request) {
  Expect(Kind::kPush, request);
  return Answer(Kind::kOutcomes);
}

Status TranscriptLine::Pull(const std::string&, const std::string& request) {
  Expect(Kind::kPull, request);
  return Answer(Kind::kOpen).status();
}

Result<std::optional<std::string>> TranscriptLine::Next() {
  if (!IsNext(Kind::kPage) && !IsNext(Kind::kRefused)) return std::optional<std::string>();
  if (transcript_[next_].kind == Kind::kClock) {
    EXPECT_EQ(transcript_[next_++].bytes, std::to_string(clock_.Now()));
  }
  ASSIGN_OR_RETURN(std::string page, Answer(Kind::kPage));
  return std::optional(std::move(page));
}

void TranscriptLine::ExpectChapter(const std::string& title) {
  ASSERT_LT(next_, transcript_.size()) << title;
  EXPECT_EQ(transcript_[next_++], (Frame{Kind::kChapter, title}));
}

void TranscriptLine::ExpectEnd() {
  EXPECT_EQ(next_, transcript_.size()) << "the device did not ask for all that it asked for then";
}

}  // namespace samstig::test
