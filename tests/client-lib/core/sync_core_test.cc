// SPDX-License-Identifier: Apache-2.0
// Stories of one or two devices and a server.
#include "client-lib/core/sync_core.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "domain/rules/limits.h"
#include "tests/support/fake_device.h"
#include "tests/support/fake_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Result;
using base::Status;
using client::OutboxItem;
using client::Shown;
using client::SyncState;
using client::WriteState;
using rules::KeyName;
using rules::Scope;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));

class SyncCoreTest : public testing::Test {
 protected:
  SyncCoreTest() {
    server_.Has(AThread().By("bo"), {kCohort});
    for (const char* person : {"anna", "bo"}) server_.Grants(IdNamed(person), kCohort);
  }

  v1::WritePost Says(std::string_view text) {
    v1::WritePost post;
    post.set_id(ids_.Next().ToBytes());
    post.set_thread_id(thread_.ToBytes());
    post.set_text(std::string(text));
    return post;
  }

  // Bo writes from another device.
  void BoSays(std::string_view text) { server_.Applies(IdNamed("bo"), MutationOf(Says(text))); }

  void ServerHasPosts(int count) {
    for (int i = 0; i < count; ++i) BoSays("post " + std::to_string(i));
  }

  const Id thread_ = IdNamed("thread");
  FakeClock clock_;
  SeededRandom random_{SeedOr(1)};
  base::IdSource ids_{clock_, random_};
  FakeServer server_{clock_};
  FakeDevice anna_{server_, clock_, random_, "anna"};
};

// ---- Writing

TEST_F(SyncCoreTest, AWriteIsShownAtOnceWithoutANetwork) {
  anna_.Writes(Says("Hej!"));
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!…"));
  EXPECT_EQ(anna_.core().Why().state, SyncState::kStopped);
  EXPECT_EQ(anna_.core().Why().waiting, 1u);
}

TEST_F(SyncCoreTest, AWriteSurvivesACrash) {
  anna_.Writes(Says("Hej!"));
  anna_.Crashes();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!…"));
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!"));
}

TEST_F(SyncCoreTest, AWriteIsJudgedOnceThoughTheReplyWasLost) {
  const uint64_t number = anna_.Writes(Says("Hej!"));
  anna_.link.lose_replies = 1;
  anna_.ComesOnline();
  anna_.Wait(2 * base::kSecondMs);
  EXPECT_EQ(server_.pushes(), 2u);
  EXPECT_EQ(server_.TimesApplied(anna_.id(), number), 1);
  ASSERT_THAT(anna_.judged(), SizeIs(1));
  EXPECT_EQ(anna_.judged()[0].kind(), v1::OUTCOME_KIND_APPLIED);
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!"));
  EXPECT_EQ(anna_.core().Why().state, SyncState::kUpToDate);
}

TEST_F(SyncCoreTest, ResentWritesAreTheSameBytes) {
  anna_.Writes(Says("Hej!"));
  anna_.link.lose_requests = 1;
  anna_.ComesOnline();
  clock_.Advance(base::kHourMs);
  anna_.Crashes();
  anna_.ComesOnline();
  ASSERT_THAT(anna_.pushes_sent, SizeIs(2));
  EXPECT_EQ(anna_.pushes_sent[0], anna_.pushes_sent[1]);
}

TEST_F(SyncCoreTest, WritesGoUpInTheirOrder) {
  anna_.Writes(Says("ett"));
  anna_.Writes(Says("två"));
  anna_.ComesOnline();
  anna_.Writes(Says("tre"));
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("ett", "två", "tre"));
  for (uint64_t number = 1; number <= 3; ++number) {
    EXPECT_EQ(server_.TimesApplied(anna_.id(), number), 1);
  }
}

TEST_F(SyncCoreTest, WhatTheRulesRefuseIsNotTaken) {
  EXPECT_THAT(anna_.core().Enqueue(MutationOf(Says("  "))), HasReason(v1::REASON_TEXT_EMPTY));
  EXPECT_THAT(anna_.core().Enqueue(MutationOf(EditsPost(APost(), ARevision("r", "Hej")))),
              HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(anna_.core().Enqueue(v1::Mutation()), HasReason(v1::REASON_UNKNOWN_INTENT));
  EXPECT_THAT(*anna_.core().OutboxItems(), IsEmpty());
}

TEST_F(SyncCoreTest, PushesKeepToTheLimitOfMutations) {
  for (int i = 0; i < 600; ++i) anna_.Writes(Says("rad " + std::to_string(i)));
  anna_.ComesOnline();
  ASSERT_THAT(anna_.pushes_sent, SizeIs(3));
  v1::PushRequest first;
  ASSERT_TRUE(first.ParseFromString(anna_.pushes_sent[0]));
  EXPECT_EQ(first.mutations_size(), rules::kMaxMutationsPerPush);
  EXPECT_THAT(anna_.WaitingTexts(), IsEmpty());
}

TEST_F(SyncCoreTest, PushesKeepToTheLimitOfBytes) {
  const std::string long_text(rules::kMaxTextBytes, 'x');
  for (int i = 0; i < 120; ++i) anna_.Writes(Says(long_text));
  anna_.ComesOnline();
  EXPECT_THAT(anna_.pushes_sent, SizeIs(3));
  for (const std::string& push : anna_.pushes_sent) EXPECT_LE(push.size(), rules::kMaxPushBytes);
  EXPECT_THAT(anna_.WaitingTexts(), IsEmpty());
}

TEST_F(SyncCoreTest, AFullDiskRefusesTheWriteAndNothingIsHalfDone) {
  anna_.Writes(Says("före"));
  ASSERT_THAT(anna_.store().LimitSizeForTest(1), IsOk());
  const std::string long_text(rules::kMaxTextBytes, 'x');
  Status refused = base::Ok();
  for (int i = 0; i < 100 && refused.ok(); ++i) {
    refused = anna_.core().Enqueue(MutationOf(Says(long_text))).status();
  }
  EXPECT_THAT(refused, HasReason(v1::REASON_DISK_FULL));
  const size_t shown = anna_.Posts(thread_).size();
  EXPECT_EQ(anna_.WaitingTexts().size(), shown);

  ASSERT_THAT(anna_.store().LimitSizeForTest(0), IsOk());
  const uint64_t number = anna_.Writes(Says("efter"));
  EXPECT_EQ(number, shown + 1) << "the refused write took no number";
  anna_.ComesOnline();
  EXPECT_THAT(anna_.WaitingTexts(), IsEmpty());
}

TEST_F(SyncCoreTest, WritingNeedsOneSignInEver) {
  TempDir dir;
  auto core = client::SyncCore::Open(*client::LocalStore::Open(dir.File("new")), clock_, random_);
  ASSERT_THAT(core, IsOk());
  EXPECT_THAT((*core)->Enqueue(MutationOf(Says("Hej!"))), HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_EQ((*core)->Why().state, SyncState::kSignedOut);
}

// ---- Between acknowledgement and checkpoint

TEST_F(SyncCoreTest, NothingFlickersBetweenAcknowledgementAndCheckpoint) {
  anna_.ComesOnline();
  anna_.link.frames_until_silence = 0;  // Downloads hang; uploads go on.
  anna_.Writes(Says("Hej!"));
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!…"));
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!")) << "judged, not yet down";
  anna_.Crashes();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!")) << "also after a crash";
  anna_.link.frames_until_silence = -1;
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!"));
  EXPECT_EQ(anna_.core().pending(), 0u);
}

TEST_F(SyncCoreTest, ACheckpointBeforeTheAcknowledgementShowsItOnce) {
  anna_.ComesOnline();
  anna_.link.lose_replies = 1;
  anna_.Writes(Says("Hej!"));
  anna_.Settle();  // Its effect has come down; its outcome is lost.
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!"));
  anna_.Wait(base::kMinuteMs);
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!"));
  EXPECT_EQ(anna_.core().pending(), 0u);
}

TEST_F(SyncCoreTest, PendingWritesDoNotHoldUpDownloads) {
  server_.retries = [](const v1::Mutation&) { return v1::REASON_OVERLOADED; };
  anna_.Writes(Says("min"));
  anna_.ComesOnline();
  BoSays("hans");
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("min…", "hans"));
}

TEST_F(SyncCoreTest, EditsArePutOnTopOfWhatComesDown) {
  const v1::WritePost post = Says("första");
  anna_.Writes(post);
  anna_.ComesOnline();
  anna_.link.down = true;
  v1::EditPost edit;
  edit.set_id(post.id());
  *edit.mutable_revision() = ARevision("second", "andra");
  edit.add_replaces(post.id());
  anna_.Writes(edit);
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("andra…"));
  anna_.link.down = false;
  anna_.Wait(base::kMinuteMs);
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("andra"));
}

// ---- Parked, retried

TEST_F(SyncCoreTest, AParkedWriteIsVisibleWithItsReasonAndOthersGoOn) {
  server_.parks = [](const v1::Mutation& m) {
    return TextOf(m) == "nej" ? v1::REASON_NOT_ALLOWED : v1::REASON_UNSPECIFIED;
  };
  for (const char* text : {"ett", "nej", "två"}) anna_.Writes(Says(text));
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("ett", "två"));
  ASSERT_THAT(anna_.Parked(), SizeIs(1));
  EXPECT_EQ(anna_.Parked()[0].reason, v1::REASON_NOT_ALLOWED);
  EXPECT_EQ(TextOf(anna_.Parked()[0].mutation), "nej");
  EXPECT_EQ(anna_.core().Why().parked, 1u);
  EXPECT_EQ(anna_.core().Why().state, SyncState::kUpToDate);

  const auto items = *anna_.core().Find({KeyName::kParkedItems, Id()});
  ASSERT_THAT(items, SizeIs(1)) << "it is on all the author's devices";
  anna_.Restarts();
  EXPECT_THAT(anna_.Parked(), SizeIs(1)) << "and is still there after a restart";

  anna_.Writes(DiscardsParked(items[0].entity));
  EXPECT_THAT(anna_.Parked(), IsEmpty()) << "gone as soon as its author lets go";
  EXPECT_EQ(anna_.core().Why().parked, 0u);
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Parked(), IsEmpty());
  EXPECT_THAT(*anna_.core().Find({KeyName::kParkedItems, Id()}), IsEmpty());
}

TEST_F(SyncCoreTest, AParkedWriteIsShownAlsoBeforeItsEntityHasComeDown) {
  server_.parks = [](const v1::Mutation&) { return v1::REASON_NOT_ALLOWED; };
  anna_.ComesOnline();
  anna_.link.frames_until_silence = 0;
  anna_.Writes(Says("nej"));
  anna_.Settle();
  EXPECT_THAT(anna_.Parked(), SizeIs(1));
  EXPECT_THAT(anna_.Posts(thread_), IsEmpty());
  anna_.Crashes();
  EXPECT_THAT(anna_.Parked(), SizeIs(1));
}

TEST_F(SyncCoreTest, LettingGoOnAnotherDeviceIsHeardHere) {
  server_.parks = [](const v1::Mutation& m) {
    return TextOf(m) == "nej" ? v1::REASON_NOT_ALLOWED : v1::REASON_UNSPECIFIED;
  };
  anna_.Writes(Says("nej"));
  anna_.ComesOnline();
  FakeDevice tablet(server_, clock_, random_, "anna", "tablet");
  tablet.ComesOnline();
  const auto items = *tablet.core().Find({KeyName::kParkedItems, Id()});
  ASSERT_THAT(items, SizeIs(1));
  tablet.Writes(DiscardsParked(items[0].entity));
  tablet.Settle();
  anna_.Settle();
  EXPECT_THAT(anna_.Parked(), IsEmpty());
}

TEST_F(SyncCoreTest, AnIntentTheServerDoesNotKnowWaits) {
  server_.retries = [](const v1::Mutation& m) {
    return TextOf(m) == "nytt" ? v1::REASON_UNKNOWN_INTENT : v1::REASON_UNSPECIFIED;
  };
  for (const char* text : {"ett", "nytt", "två"}) anna_.Writes(Says(text));
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("ett", "nytt…", "två…"));
  EXPECT_EQ(anna_.core().Why().state, SyncState::kServerRefuses);
  EXPECT_EQ(anna_.core().Why().reason, v1::REASON_UNKNOWN_INTENT);
  const size_t before = server_.pushes();
  anna_.Wait(base::kHourMs);
  EXPECT_GT(server_.pushes(), before) << "it is tried again";
  EXPECT_LT(server_.pushes(), before + 121) << "but not more than twice a minute";
  server_.retries = [](const v1::Mutation&) { return v1::REASON_UNSPECIFIED; };
  anna_.Wait(base::kMinuteMs);
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("ett", "nytt", "två"));
}

// ---- Reading

TEST_F(SyncCoreTest, PagesAreInvisibleBeforeTheirCheckpoint) {
  ServerHasPosts(25);
  server_.page_rows = 10;
  anna_.core().Start();
  while (anna_.core().Revision() == 0) {
    EXPECT_THAT(anna_.Posts(thread_), IsEmpty());
    ASSERT_TRUE(anna_.Step());
  }
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(25));
}

TEST_F(SyncCoreTest, ALiveStreamShowsOthersWritesAsTheyCome) {
  anna_.ComesOnline();
  const int changes = anna_.changes();
  BoSays("Hej Anna!");
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej Anna!"));
  EXPECT_EQ(anna_.changes(), changes + 1);
}

TEST_F(SyncCoreTest, NothingNewChangesNothing) {
  ServerHasPosts(3);
  EXPECT_THAT(anna_.SyncsOnce(), testing::Optional(IsOk()));
  const int changes = anna_.changes();
  const size_t rows = server_.rows_sent();
  EXPECT_THAT(anna_.SyncsOnce(), testing::Optional(IsOk()));
  EXPECT_EQ(anna_.changes(), changes);
  EXPECT_EQ(server_.rows_sent(), rows);
}

TEST_F(SyncCoreTest, AStreamThatBreaksGoesOnWhereItWas) {
  ServerHasPosts(100);
  server_.page_rows = 10;
  anna_.link.cut_after_frames = 5;
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), IsEmpty());
  anna_.link.cut_after_frames = -1;
  anna_.Wait(base::kMinuteMs);
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(100));
  // The last row claimed is asked for once more: the device cannot know whether its seq was complete.
  EXPECT_LE(server_.rows_sent(), 100u + 5);
}

// At 12 KiB a post, the stage spills to disk early on.
TEST_F(SyncCoreTest, ACrashAtAnyPointBetweenPagesCostsNothing) {
  for (int i = 0; i < 200; ++i) BoSays(std::to_string(i) + std::string(12'000, 'x'));
  server_.page_rows = 10;
  for (int frames = 0; frames <= 21; ++frames) {
    SCOPED_TRACE("crash after " + std::to_string(frames) + " frames");
    FakeDevice device(server_, clock_, random_, "bo", "tablet " + std::to_string(frames));
    device.link.frames_until_silence = frames;
    device.ComesOnline();
    if (device.core().Revision() == 0) {
      EXPECT_THAT(device.Posts(thread_), IsEmpty());
    }
    const size_t sent = server_.rows_sent();
    device.Crashes();
    device.link.frames_until_silence = -1;
    device.ComesOnline();
    EXPECT_THAT(device.Posts(thread_), SizeIs(200));
    EXPECT_EQ(*device.store().StagedPages(), 0u);
    if (frames > 10) {
      EXPECT_LT(server_.rows_sent() - sent, 110u) << "what was on disk is not sent again";
    }
  }
}

TEST_F(SyncCoreTest, AnEntityOfAnUnknownKindSurvivesAndIsNotFound) {
  v1::Entity known = APost("Hej!").In(thread_);
  std::string bytes = v1::Entity(APerson()).SerializeAsString();
  v1::Entity bare;
  bare.set_id(ids_.Next().ToBytes());
  bare.set_author(IdNamed("bo").ToBytes());
  bytes = bare.SerializeAsString() + std::string("\x82\x7d\x03new", 6);  // Field 2000: a body of tomorrow.
  server_.Has(known, {kCohort});
  server_.HasBytes(IdOf(bare), bytes, {kCohort});
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("Hej!"));
  EXPECT_THAT(anna_.store().EntityBytes(IdOf(bare)), IsOkAndHolds(testing::Optional(bytes)));
  const Result<Shown> shown = anna_.core().Get(IdOf(bare));
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->entity.SerializeAsString(), bytes);
}

// ---- Scopes

TEST_F(SyncCoreTest, ALostScopeIsPurgedButOnesOwnTextStays) {
  anna_.Writes(Says("min"));
  BoSays("hans hemlighet");
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(2));
  server_.Revokes(IdNamed("anna"), kCohort);
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("min"));
  EXPECT_THAT(anna_.core().Get(thread_), HasReason(v1::REASON_NOT_FOUND));

  server_.Grants(IdNamed("anna"), kCohort);
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(2));
}

TEST_F(SyncCoreTest, AfterALostScopeNoneOfItsBytesAreInTheFiles) {
  for (int i = 0; i < 3'000; ++i) BoSays("hemlighet nr " + std::to_string(i) + std::string(400, '.'));
  server_.page_rows = 500;
  anna_.Writes(Says("min egen"));
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(3'001));
  server_.Revokes(IdNamed("anna"), kCohort);
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(1));
  const std::string database = ReadFile(anna_.path());
  EXPECT_EQ(database.find("hemlighet"), std::string::npos);
  EXPECT_NE(database.find("min egen"), std::string::npos);
  if (std::filesystem::exists(anna_.path() + "-wal")) {
    EXPECT_EQ(ReadFile(anna_.path() + "-wal").find("hemlighet"), std::string::npos);
  }
}

TEST_F(SyncCoreTest, AnEntityInTwoScopesStaysUntilBothAreGone) {
  const Scope other = Scope::OfCohort(IdNamed("other cohort"));
  server_.Grants(IdNamed("anna"), other);
  server_.Has(APerson("bo"), {kCohort, other});
  anna_.ComesOnline();
  server_.Has(APerson("bo"), {other});
  anna_.Settle();
  EXPECT_THAT(anna_.core().Get(IdNamed("bo")), IsOk());
  server_.Has(APerson("bo"), {Scope::Organisers()});
  anna_.Settle();
  EXPECT_THAT(anna_.core().Get(IdNamed("bo")), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(*anna_.core().Find({KeyName::kPersons, Id()}), IsEmpty());
}

TEST_F(SyncCoreTest, AnEntityThatMovesIsFoundUnderItsNewKeyOnly) {
  server_.Has(APost("Hej!").In(thread_), {kCohort});
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(1));
  server_.Has(APost("Hej!").In(IdNamed("another thread")), {kCohort});
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), IsEmpty());
  EXPECT_THAT(anna_.Posts(IdNamed("another thread")), SizeIs(1));
}

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
  EXPECT_EQ((*copy)->Why().state, SyncState::kServerRefuses);
  EXPECT_EQ((*copy)->Why().reason, v1::REASON_DEVICE_CLONED);
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

// ---- Garbage on the line

class GarbledTest : public SyncCoreTest {
 protected:
  // The first stream is garbled; afterwards the line is good. All must come right by itself.
  void ComesRightAfter(std::function<std::vector<std::string>(std::string)> mangle) {
    ServerHasPosts(40);
    server_.page_rows = 10;
    bool first = true;
    anna_.link.mangle = [&](std::string frame) {
      if (!std::exchange(first, false)) return std::vector<std::string>{std::move(frame)};
      return mangle(std::move(frame));
    };
    anna_.ComesOnline();
    if (anna_.core().Revision() == 0) {
      EXPECT_THAT(anna_.Posts(thread_), IsEmpty());
    }
    anna_.Wait(5 * base::kMinuteMs);
    EXPECT_THAT(anna_.Posts(thread_), SizeIs(40));
    EXPECT_EQ(anna_.core().Why().state, SyncState::kUpToDate);
  }
};

TEST_F(GarbledTest, FrameCutShort) {
  ComesRightAfter([](std::string frame) {
    return std::vector<std::string>{frame.substr(0, frame.size() - 3)};
  });
  EXPECT_EQ(anna_.core().bad_frames(), 1u);
}

TEST_F(GarbledTest, FrameOfNoise) {
  ComesRightAfter([&](std::string) {
    std::string noise(300, '\0');
    for (char& c : noise) c = static_cast<char>(random_.Next());
    return std::vector<std::string>{noise};
  });
}

TEST_F(GarbledTest, FrameTwice) {
  ComesRightAfter([](const std::string& frame) { return std::vector<std::string>{frame, frame}; });
}

TEST_F(GarbledTest, EntityThatIsNone) {
  ComesRightAfter([](const std::string& frame) {
    v1::PullResponse page;
    EXPECT_TRUE(page.ParseFromString(frame));
    for (v1::ScopeRun& run : *page.mutable_runs()) {
      if (run.changes_size() > 0) run.mutable_changes(0)->set_entity("\x0a\x02hi");
    }
    return std::vector<std::string>{page.SerializeAsString()};
  });
  EXPECT_GE(anna_.core().bad_frames(), 1u);
}

TEST_F(GarbledTest, FramesInTheWrongOrder) {
  ServerHasPosts(40);
  server_.page_rows = 10;
  std::vector<std::string> held;
  anna_.link.mangle = [&](std::string frame) {
    held.push_back(std::move(frame));
    if (held.size() < 3) return std::vector<std::string>();
    return std::vector<std::string>{held[2], held[1], held[0]};
  };
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), IsEmpty());
  EXPECT_EQ(anna_.core().bad_frames(), 1u);
  anna_.link.mangle = nullptr;
  anna_.Wait(base::kMinuteMs);
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(40));
}

TEST_F(GarbledTest, ACheckpointThatGoesBackIsRefused) {
  ServerHasPosts(5);
  anna_.ComesOnline();
  const uint64_t revision = anna_.core().Revision();
  v1::PullResponse back;
  back.mutable_checkpoint()->set_epoch(Id::FromName("epoch", "first").ToBytes());
  back.mutable_checkpoint()->set_seq(revision - 1);
  anna_.core().OnPullFrame(back.SerializeAsString());
  EXPECT_EQ(anna_.core().Revision(), revision);
  EXPECT_EQ(anna_.core().bad_frames(), 1u);
}

TEST_F(GarbledTest, AnAnswerToSomethingElseJudgesNothing) {
  anna_.core().Start();
  const uint64_t number = anna_.Writes(Says("Hej!"));
  v1::PushResponse wrong;
  v1::Outcome& outcome = *wrong.add_outcomes();
  outcome.set_number(number + 7);
  outcome.set_kind(v1::OUTCOME_KIND_APPLIED);
  outcome.set_seq(9);
  anna_.core().TakeEffects();
  anna_.core().OnPushReply(wrong.SerializeAsString());
  EXPECT_THAT(anna_.WaitingTexts(), SizeIs(1));
  EXPECT_THAT(anna_.judged(), IsEmpty());
  anna_.core().OnPushReply("noise");
  EXPECT_THAT(anna_.WaitingTexts(), SizeIs(1));
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

// ---- Many

TEST_F(SyncCoreTest, AHundredThousandPendingCostNoMoreThanOne) {
  constexpr uint64_t kMany = 100'000;
  {
    // As if written over a long time offline; one transaction, to be quick.
    auto txn = anna_.store().Begin(client::LocalStore::Durability::kSoon);
    ASSERT_THAT(txn, IsOk());
    for (uint64_t number = 1; number <= kMany; ++number) {
      const v1::Mutation write = MutationOf(Says("rad"), number);
      ASSERT_THAT(anna_.store().InsertWrite(number, write.SerializeAsString()), IsOk());
    }
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  anna_.Restarts();
  EXPECT_EQ(anna_.core().pending(), kMany);

  const uint64_t before = anna_.core().folds();
  const v1::WritePost post = Says("en till");
  anna_.Writes(post);
  EXPECT_LE(anna_.core().folds() - before, 2u) << "a write folds itself, not the queue";
  const uint64_t after_write = anna_.core().folds();
  EXPECT_THAT(anna_.core().Get(Id::FromBytes(post.id())), IsOk());
  EXPECT_LE(anna_.core().folds() - after_write, 2u) << "a read folds what it reads";

  anna_.ComesOnline();
  EXPECT_EQ(anna_.core().Why().waiting, 0u);
  EXPECT_EQ(anna_.core().pending(), 0u);
  EXPECT_LE(anna_.pushes_sent.size(), kMany / rules::kMaxMutationsPerPush + 2);
}

TEST_F(SyncCoreTest, ALongChainOnOneDraftIsFoldedOnceForEachWrite) {
  constexpr int kSaves = 300;
  const uint64_t before = anna_.core().folds();
  for (int i = 0; i < kSaves; ++i) {
    const std::string name = "version " + std::to_string(i);
    const std::string last = "version " + std::to_string(i - 1);
    anna_.Writes(SavesDraft("anna", AReportRevision(name, name), {last}));
  }
  EXPECT_LE(anna_.core().folds() - before, static_cast<uint64_t>(2 * kSaves));
}

}  // namespace
}  // namespace samstig::test
