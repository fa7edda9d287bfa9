// SPDX-License-Identifier: Apache-2.0
// The transcripts in tests/contract/transcripts are replayed by both sides, each alone: the server
// answers each recorded request with the recorded bytes, and the client asks with the recorded
// bytes when it is answered so. SAMSTIG_RECORD=1 writes them anew; a change in them is a change of
// the protocol.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "samstig/v1/error_detail.pb.h"
#include "tests/contract/stories.h"
#include "tests/contract/transcript.h"
#include "tests/server/village/village_line.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using Kind = Frame::Kind;

constexpr char kFolder[] = SAMSTIG_SOURCE_DIR "/tests/contract/transcripts/";

std::string PathOf(const KeptStory& story) { return kFolder + story.name + ".txt"; }

Transcript Recorded(const KeptStory& story) { return Must(FromText(ReadFile(PathOf(story)))); }

void Begins(const Chapter& chapter, FakeClock& clock, VillageDevice& phone) {
  clock.Advance(chapter.later);
  if (chapter.on_the_phone) chapter.on_the_phone(phone);
}

// Both sides together.
Transcript Plays(const KeptStory& story) {
  Transcript transcript;
  Village village;
  VillageLine line(village, "anna", "phone");
  RecordingLine recorded(line, village.clock, transcript);
  VillageDevice phone(recorded, village.clock);
  for (const Chapter& chapter : story.chapters) {
    transcript.push_back({Kind::kChapter, chapter.title});
    phone.GoesOffline();
    if (chapter.in_the_village) chapter.in_the_village(village);
    Begins(chapter, village.clock, phone);
    phone.Syncs();
  }
  return transcript;
}

class TranscriptTest : public testing::TestWithParam<KeptStory> {
 protected:
  // What is random in a story is the same in each run.
  static void SetUpTestSuite() { unsetenv("SAMSTIG_SEED"); }
};

TEST_P(TranscriptTest, BothSidesTogetherSayWhatIsWritten) {
  const Transcript played = Plays(GetParam());
  if (std::getenv("SAMSTIG_RECORD") != nullptr) {
    WriteFile(PathOf(GetParam()), "# " + GetParam().about + "\n" + ToText(played));
  }
  const Transcript recorded = Recorded(GetParam());
  for (size_t i = 0; i < played.size() && i < recorded.size(); ++i) {
    ASSERT_EQ(played[i], recorded[i]) << "frame " << i;
  }
  EXPECT_EQ(played.size(), recorded.size());
}

TEST_P(TranscriptTest, TheClientAsksWhatIsWritten) {
  const Transcript transcript = Recorded(GetParam());
  FakeClock clock;
  TranscriptLine line(transcript, clock);
  VillageDevice phone(line, clock);
  for (const Chapter& chapter : GetParam().chapters) {
    line.ExpectChapter(chapter.title);
    phone.GoesOffline();
    Begins(chapter, clock, phone);
    phone.Syncs();
    if (HasFailure()) return;
  }
  line.ExpectEnd();
}

// Answers what a transcript asks, in its order.
class Replayer {
 public:
  Replayer(const KeptStory& story, const Transcript& transcript)
      : story_(story), transcript_(transcript) {}

  void Replay() {
    for (; next_ < transcript_.size() && !testing::Test::HasFailure(); ++next_) {
      Take(transcript_[next_]);
    }
    EXPECT_EQ(chapter_, story_.chapters.size());
  }

 private:
  void Take(const Frame& frame) {
    switch (frame.kind) {
      case Kind::kChapter:
        return Begin(frame.bytes);
      case Kind::kClock:
        return village_.clock.Set(std::stoll(frame.bytes));
      case Kind::kSignIn:
        return SignIn(frame.bytes);
      case Kind::kSplit:
        return Split();
      case Kind::kPush:
        return Push(frame.bytes);
      case Kind::kPull:
        return Pull(frame.bytes);
      case Kind::kPage:
        return Page(frame);
      default:
        ADD_FAILURE() << "not a question: " << frame;
    }
  }
  void Begin(const std::string& title) {
    ASSERT_LT(chapter_, story_.chapters.size());
    const Chapter& chapter = story_.chapters[chapter_++];
    EXPECT_EQ(chapter.title, title);
    if (chapter.in_the_village) chapter.in_the_village(village_);
    village_.clock.Advance(chapter.later);
  }
  void SignIn(const std::string& device) {
    identity_ =
        line_.SignIn(device.empty() ? std::optional<base::Id>() : base::Id::FromBytes(device));
    ExpectIdentity();
  }
  void Split() {
    identity_ = Must(line_.Split(identity_.token));
    ExpectIdentity();
  }
  void ExpectIdentity() {
    const Frame& answer = Next(Kind::kIdentity);
    EXPECT_EQ(IdentityFrom(answer.bytes).device, identity_.device);
    EXPECT_EQ(IdentityFrom(answer.bytes).token, identity_.token);
  }
  void Push(const std::string& request) {
    const base::Result<std::string> answer = line_.Push(identity_.token, request);
    if (!answer.ok()) return ExpectRefused(answer.status());
    EXPECT_EQ((Frame{Kind::kOutcomes, *answer}), Next(Kind::kOutcomes));
  }
  void Pull(const std::string& request) {
    const base::Status opened = line_.Pull(identity_.token, request);
    if (!opened.ok()) return ExpectRefused(opened);
    Next(Kind::kOpen);
  }
  void Page(const Frame& frame) {
    const base::Result<std::optional<std::string>> page = line_.Next();
    ASSERT_THAT(page, IsOk());
    ASSERT_TRUE(page->has_value());
    EXPECT_EQ((Frame{Kind::kPage, **page}), frame);
  }
  void ExpectRefused(const base::Status& status) {
    v1::ErrorDetail detail;
    EXPECT_TRUE(detail.ParseFromString(Next(Kind::kRefused).bytes));
    EXPECT_EQ(base::ReasonName(status.reason()), base::ReasonName(detail.reason()));
  }
  const Frame& Next(Kind kind) {
    static const Frame kNone{Kind::kChapter, "the end"};
    const Frame& frame = ++next_ < transcript_.size() ? transcript_[next_] : kNone;
    EXPECT_EQ(frame.kind, kind) << frame;
    return frame;
  }

  const KeptStory& story_;
  const Transcript& transcript_;
  Village village_;
  VillageLine line_{village_, "anna", "phone"};
  Identity identity_;
  size_t next_ = 0;
  size_t chapter_ = 0;
};

TEST_P(TranscriptTest, TheServerAnswersWhatIsWritten) {
  const Transcript transcript = Recorded(GetParam());
  Replayer(GetParam(), transcript).Replay();
}

INSTANTIATE_TEST_SUITE_P(Kept, TranscriptTest, testing::ValuesIn(KeptStories()),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// ---- The files

TEST(TranscriptTextTest, AFileIsReadAsItWasWritten) {
  const Transcript transcript = {{Kind::kChapter, "Ett kapitel"},
                                 {Kind::kClock, "12"},
                                 {Kind::kPush, std::string(100, '\xf0')},
                                 {Kind::kOpen, ""},
                                 {Kind::kOutcomes, "x"}};
  EXPECT_EQ(Must(FromText("# A word\n" + ToText(transcript))), transcript);
}

TEST(TranscriptTextTest, ALineThatIsNothingIsNamed) {
  EXPECT_THAT(FromText("> push PushRequest\n0g\n"), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(FromText("00\n"), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(FromText("clock 1\n00\n"), HasReason(v1::REASON_MALFORMED));
  EXPECT_EQ(FromText("> push PushRequest\n0\n").status().detail(), "line 2: 0");
}

// Blocks of bytes in docs/protocol.md ("```hex", each line's bytes before the ';') are in a frame.
TEST(TranscriptTextTest, TheProtocolsExamplesAreInTheTranscripts) {
  std::string all;
  for (const KeptStory& story : KeptStories()) {
    for (const Frame& frame : Recorded(story)) all += frame.bytes + "|";
  }
  const std::string page = ReadFile(SAMSTIG_SOURCE_DIR "/docs/protocol.md");
  int examples = 0;
  for (size_t at = page.find("```hex\n"); at != std::string::npos; at = page.find("```hex\n", at)) {
    at += 7;
    const size_t end = page.find("```", at);
    std::string text = "> push PushRequest\n";
    bool comment = false;
    for (const char c : page.substr(at, end - at)) {
      if (c == ';') comment = true;
      if (c == '\n') comment = false;
      if (!comment && c != ' ' && c != '\n') text += c;
    }
    EXPECT_NE(all.find(Must(FromText(text)).at(0).bytes), std::string::npos) << text;
    ++examples;
    at = end;
  }
  EXPECT_GE(examples, 3);
}

}  // namespace
}  // namespace samstig::test
