// SPDX-License-Identifier: Apache-2.0
// Lines that fail, servers that refuse, clocks that jump, and SyncOnce among them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "client-lib/core/sync_core.h"
#include "tests/client-lib/core/sync_core_fixture.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Result;
using base::Status;
using client::OutboxItem;
using client::SyncState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// ---- Trouble on the line

TEST_F(SyncCoreTest, BackOffGrowsToAMinuteAndNoFurther) {
  anna_.link.down = true;
  anna_.Writes(Says("Hej!"));
  anna_.ComesOnline();
  anna_.link.down = true;
  anna_.Settle();
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(anna_.timer()) << "something waits, so a timer must be set";
    EXPECT_LE(*anna_.timer() - clock_.Now(), client::Backoff::kCap);
    ASSERT_TRUE(anna_.WaitForTimer());
  }
  EXPECT_EQ(anna_.core().Why().state, SyncState::kOffline);
}

TEST_F(SyncCoreTest, ANudgeTriesAtOnce) {
  anna_.Writes(Says("Hej!"));
  anna_.ComesOnline();
  anna_.link.down = true;
  anna_.Writes(Says("Hej igen!"));
  for (int i = 0; i < 20; ++i) anna_.WaitForTimer();
  anna_.link.down = false;
  anna_.Settle();
  EXPECT_THAT(anna_.WaitingTexts(), SizeIs(1)) << "backing off";
  anna_.core().Nudge();
  anna_.Settle();
  EXPECT_THAT(anna_.WaitingTexts(), IsEmpty());
}

TEST_F(SyncCoreTest, ADownloadThatWorksAgainRestartsTheUpload) {
  anna_.link.lose_requests = 1;
  anna_.Writes(Says("Hej!"));
  anna_.ComesOnline();
  EXPECT_THAT(anna_.WaitingTexts(), IsEmpty()) << "the first page showed that the line is up";
}

TEST_F(SyncCoreTest, AClockThatJumpsBackDoesNotStopTheQueue) {
  anna_.link.lose_requests = 1;
  anna_.link.cut_after_frames = 0;
  anna_.Writes(Says("Hej!"));
  anna_.ComesOnline();
  clock_.Advance(-400 * base::kDayMs);
  anna_.core().OnTick();  // The owner's timer runs on steady time.
  anna_.Wait(base::kMinuteMs + base::kSecondMs);
  EXPECT_THAT(anna_.WaitingTexts(), IsEmpty());
}

TEST_F(SyncCoreTest, AStreamThatFallsSilentIsGivenUp) {
  ServerHasPosts(30);
  server_.page_rows = 10;
  anna_.link.frames_until_silence = 1;
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), IsEmpty());
  anna_.link.frames_until_silence = -1;
  anna_.link.cut_after_frames = -1;
  anna_.core().TakeEffects();
  clock_.Advance(2 * base::kMinuteMs);
  anna_.core().OnTick();
  anna_.Wait(base::kMinuteMs);
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(30));
}

TEST_F(SyncCoreTest, ALostSignInKeepsTheOutboxAndRests) {
  anna_.ComesOnline();
  server_.Ends(anna_.token(), v1::REASON_TOKEN_EXPIRED);
  anna_.Writes(Says("Hej!"));
  anna_.Settle();
  EXPECT_EQ(anna_.sign_in_needed(), v1::REASON_TOKEN_EXPIRED);
  EXPECT_EQ(anna_.core().Why().state, SyncState::kSignedOut);
  const size_t pushes = server_.pushes();
  anna_.Wait(base::kDayMs);
  EXPECT_EQ(server_.pushes(), pushes) << "the queue rests";
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!…")) << "nothing is wiped";
  anna_.Crashes();
  anna_.core().Start();
  EXPECT_THAT(anna_.SignsIn(), IsOk());
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!"));
}

TEST_F(SyncCoreTest, AnotherAccountIsTurnedAway) {
  anna_.Writes(Says("Hej!"));
  EXPECT_THAT(anna_.core().SignedIn({"demo", IdNamed("bo"), anna_.id()}, "token"),
              HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_THAT(anna_.core().SignedIn({"other", anna_.person(), anna_.id()}, "token"),
              HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_THAT(anna_.WaitingTexts(), SizeIs(1));
}

TEST_F(SyncCoreTest, UnderANewIdentityTheQueueGoesOutNumberedAnew) {
  anna_.Writes(Says("ett"));
  anna_.ComesOnline();
  anna_.link.down = true;
  const uint64_t two = anna_.Writes(Says("två"));
  v1::Mutation three = MutationOf(Says("tre"));
  three.add_depends_on(1);
  three.add_depends_on(two);
  EXPECT_THAT(anna_.core().Enqueue(three), IsOkAndHolds(3u));
  anna_.Settle();
  const Id new_device = IdNamed("new device");
  EXPECT_THAT(anna_.core().SignedIn({"demo", anna_.person(), new_device},
                                    server_.SignsIn(anna_.person(), new_device)),
              IsOk());
  anna_.Restarts();
  const std::vector<OutboxItem> items = *anna_.core().OutboxItems();
  ASSERT_THAT(items, SizeIs(2));
  EXPECT_EQ(items[0].number, two) << "in the hand it keeps its number";
  EXPECT_EQ(items[0].mutation.number(), 1u) << "on the wire it is the new device's first";
  EXPECT_THAT(items[1].mutation.depends_on(), ElementsAre(1u));
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("ett", "två", "tre"));
  EXPECT_EQ(server_.TimesApplied(new_device, 1), 1);
  EXPECT_EQ(server_.TimesApplied(new_device, 2), 1);
}

TEST_F(SyncCoreTest, ARefusalIsShownAndTriedAgainNowAndThen) {
  anna_.Writes(Says("Hej!"));
  server_.refuses = {v1::REASON_VERSION_UNSUPPORTED, "speaks version 2"};
  anna_.ComesOnline();
  EXPECT_EQ(anna_.core().Why().state, SyncState::kServerRefuses);
  EXPECT_EQ(anna_.core().Why().reason, v1::REASON_VERSION_UNSUPPORTED);
  const size_t pushes = server_.pushes();
  anna_.Wait(base::kHourMs);
  EXPECT_LE(server_.pushes(), pushes + 120);
  server_.refuses = base::Ok();
  anna_.Wait(base::kMinuteMs);
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!"));
}

TEST_F(SyncCoreTest, ACopyOfTheDeviceIsNoticedAndLosesNothing) {
  anna_.Writes(Says("ett"));
  const std::string old = anna_.path() + ".copy";
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::copy_file(anna_.path() + suffix, old + suffix);
  }
  anna_.Writes(Says("två"));
  anna_.ComesOnline();
  auto copy = client::SyncCore::Open(*client::LocalStore::Open(old), clock_, random_);
  ASSERT_THAT(copy, IsOk());
  ASSERT_THAT((*copy)->Enqueue(MutationOf(Says("annat"))), IsOk());
  (*copy)->Start();
  Result<std::string> reply = Status(v1::REASON_INTERNAL, "nothing was pushed");
  for (client::Effect& effect : (*copy)->TakeEffects()) {
    if (auto* push = std::get_if<client::StartPush>(&effect)) {
      reply = server_.Push((*copy)->token(), push->request);
    }
  }
  ASSERT_THAT(reply, HasReason(v1::REASON_DEVICE_CLONED));
  (*copy)->OnPushFailed(reply.status());
  EXPECT_EQ((*copy)->Why().waiting, 2u);
  // It asks for an identity of its own, and is asked for patience.
  const auto asks = [&] {
    const std::vector<client::Effect> effects = (*copy)->TakeEffects();
    return std::any_of(effects.begin(), effects.end(), [](const client::Effect& effect) {
      return std::holds_alternative<client::StartSplit>(effect);
    });
  };
  EXPECT_TRUE(asks());
  (*copy)->OnSplitFailed({v1::REASON_UNAVAILABLE, "the line is down"});
  EXPECT_EQ((*copy)->Why().state, SyncState::kOffline);
  EXPECT_FALSE(asks());
  clock_.Advance(base::kMinuteMs);
  (*copy)->OnTick();
  EXPECT_TRUE(asks());
  const base::Id own = IdNamed("its own");
  (*copy)->OnSplit(own, server_.SignsIn(anna_.person(), own));
  EXPECT_EQ((*copy)->account()->device, own);
  EXPECT_EQ((*copy)->Why().waiting, 2u);
}

TEST_F(SyncCoreTest, AServerThatForgotItsHistoryIsNotBelieved) {
  ServerHasPosts(5);
  anna_.ComesOnline();
  FakeServer restored(clock_);
  restored.SignsIn(anna_.person(), anna_.id());
  anna_.core().Stop();
  anna_.core().Start();
  anna_.core().TakeEffects();
  anna_.core().OnPullEnded({v1::REASON_HISTORY_FORKED, "no such history"});
  EXPECT_EQ(anna_.core().Why().state, SyncState::kServerRefuses);
  EXPECT_EQ(anna_.core().Why().reason, v1::REASON_HISTORY_FORKED);
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(5)) << "what the device has, it keeps";
}

// ---- SyncOnce

TEST_F(SyncCoreTest, SyncOnceSendsThenReadsThenRests) {
  BoSays("hans");
  anna_.Writes(Says("min"));
  EXPECT_THAT(anna_.SyncsOnce(), testing::Optional(IsOk()));
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("hans", "min"));
  EXPECT_EQ(anna_.core().pending(), 0u) << "read after what was sent";
  EXPECT_EQ(anna_.core().Why().state, SyncState::kStopped);
  BoSays("senare");
  anna_.Wait(base::kHourMs);
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(2));
}

TEST_F(SyncCoreTest, SyncOnceSaysWhyNot) {
  anna_.Writes(Says("min"));
  anna_.link.down = true;
  EXPECT_THAT(anna_.SyncsOnce(), testing::Optional(HasReason(v1::REASON_UNAVAILABLE)));
  anna_.link.down = false;
  server_.Ends(anna_.token(), v1::REASON_DEVICE_REVOKED);
  EXPECT_THAT(anna_.SyncsOnce(), testing::Optional(HasReason(v1::REASON_DEVICE_REVOKED)));
}

TEST_F(SyncCoreTest, SyncOnceReadsThoughTheServerTakesNothing) {
  BoSays("hans");
  anna_.Writes(Says("min"));
  server_.retries = [](const v1::Mutation&) { return v1::REASON_UNKNOWN_INTENT; };
  EXPECT_THAT(anna_.SyncsOnce(), testing::Optional(HasReason(v1::REASON_UNKNOWN_INTENT)));
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("hans", "min…"));
}

TEST_F(SyncCoreTest, SyncOnceGetsOverALostReply) {
  anna_.Writes(Says("min"));
  anna_.link.lose_replies = 1;
  EXPECT_THAT(anna_.SyncsOnce(), testing::Optional(IsOk()));
  EXPECT_EQ(server_.TimesApplied(anna_.id(), 1), 1);
}

TEST_F(SyncCoreTest, SyncOnceBesideALiveStreamAsksAnew) {
  anna_.ComesOnline();
  anna_.link.frames_until_silence = 1;  // The stream has given its first frame, and no more.
  BoSays("hans");
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), IsEmpty());
  EXPECT_THAT(anna_.SyncsOnce(), testing::Optional(IsOk()));
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("hans"));
  EXPECT_TRUE(anna_.pulling()) << "and stays live";
}

}  // namespace
}  // namespace samstig::test
