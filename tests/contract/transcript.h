// SPDX-License-Identifier: Apache-2.0
// Transcripts: all that a device and a server said to each other in a story, byte by byte, as files
// that a stranger can read (tests/contract/transcripts). Each side replays them alone; whoever
// writes another client or server can do the same.
//
//   # Words for the reader. What follows is hexadecimal, and `>` goes from the device to the
//   server. clock 1788760800000 > push PushRequest 08011001... < outcomes PushResponse 0a04...
#ifndef SAMSTIG_TESTS_CONTRACT_TRANSCRIPT_H_
#define SAMSTIG_TESTS_CONTRACT_TRANSCRIPT_H_

#include <string>
#include <string_view>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/result.h"
#include "tests/server/village/line.h"
#include "tests/support/fake_clock.h"

namespace samstig::test {

struct Frame {
  enum class Kind {
    kChapter,   // Something happens that is told in words; `bytes` are the words.
    kClock,     // From here on it is this time; `bytes` is the number, in milliseconds.
    kSignIn,    // The device asks to be known; `bytes` is its id, or nothing.
    kIdentity,  // < A RedeemCodeResponse.
    kSplit,     // > AccountService.SplitDevice.
    kPush,      // > A PushRequest.
    kOutcomes,  // < A PushResponse.
    kPull,      // > A PullRequest.
    kOpen,      // < The stream is open.
    kPage,      // < A PullResponse.
    kRefused,   // < An ErrorDetail: how a call ended.
  };
  Kind kind;
  std::string bytes;

  friend bool operator==(const Frame&, const Frame&) = default;
};
// As GoogleTest shows it.
std::ostream& operator<<(std::ostream& out, const Frame& frame);

using Transcript = std::vector<Frame>;

std::string ToText(const Transcript& transcript);
// MALFORMED with the line that is not understood.
base::Result<Transcript> FromText(std::string_view text);

// Writes down what goes over another line.
class RecordingLine : public Line {
 public:
  RecordingLine(Line& line, const base::Clock& clock, Transcript& transcript)
      : line_(line), clock_(clock), transcript_(transcript) {}

  Identity SignIn(const std::optional<base::Id>& device) override;
  base::Result<Identity> Split(const std::string& token) override;
  base::Result<std::string> Push(const std::string& token, const std::string& request) override;
  base::Status Pull(const std::string& token, const std::string& request) override;
  base::Result<std::optional<std::string>> Next() override;

 private:
  void Write(Frame::Kind kind, std::string bytes);
  void WriteRefusal(const base::Status& status);

  Line& line_;
  const base::Clock& clock_;
  Transcript& transcript_;
  base::TimeMs written_at_ = 0;
};

// Answers from a transcript, and expects to be asked what is asked in it. There is no server.
class TranscriptLine : public Line {
 public:
  TranscriptLine(const Transcript& transcript, const base::Clock& clock)
      : transcript_(transcript), clock_(clock) {}

  Identity SignIn(const std::optional<base::Id>& device) override;
  base::Result<Identity> Split(const std::string& token) override;
  base::Result<std::string> Push(const std::string& token, const std::string& request) override;
  base::Status Pull(const std::string& token, const std::string& request) override;
  base::Result<std::optional<std::string>> Next() override;

  // At the next chapter, which has this title.
  void ExpectChapter(const std::string& title);
  void ExpectEnd();

 private:
  void Expect(Frame::Kind kind, const std::string& bytes);
  // An error, or bytes of this kind. Fails the test when the transcript goes on otherwise.
  base::Result<std::string> Answer(Frame::Kind kind);
  bool IsNext(Frame::Kind kind) const;

  const Transcript& transcript_;
  const base::Clock& clock_;
  size_t next_ = 0;
};

Identity IdentityFrom(std::string_view bytes);

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_CONTRACT_TRANSCRIPT_H_
