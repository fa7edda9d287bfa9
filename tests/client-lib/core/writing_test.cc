// SPDX-License-Identifier: Apache-2.0
// What a person writes: durable, shown, sent in order, judged once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "client-lib/core/sync_core.h"
#include "domain/rules/again.h"
#include "domain/rules/limits.h"
#include "tests/client-lib/core/sync_core_fixture.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Status;
using client::SyncState;
using rules::KeyName;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

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

TEST_F(SyncCoreTest, WhatIsSentInsteadOfParkedWordsTakesTheirPlaceAtOnceOrNotAtAll) {
  server_.parks = [](const v1::Mutation& m) {
    return TextOf(m) == "nej" ? v1::REASON_NOT_ALLOWED : v1::REASON_UNSPECIFIED;
  };
  anna_.Writes(Says("nej"));
  anna_.ComesOnline();
  const auto parked = Must(anna_.core().Find({KeyName::kParkedItems, Id()})).at(0).entity;
  const Id parked_id = IdOf(parked);
  anna_.link.down = true;

  v1::Mutation again = Must(rules::Again(parked.parked(), IdNamed("fresh")));
  again.mutable_write_post()->set_text("  ");
  EXPECT_THAT(anna_.core().EnqueueInstead(parked_id, again), HasReason(v1::REASON_TEXT_EMPTY));
  EXPECT_THAT(anna_.core().EnqueueInstead(thread_, again), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(anna_.core().EnqueueInstead(IdNamed("nothing"), again),
              HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(anna_.Parked(), SizeIs(1)) << "a refusal leaves it where it is";

  again.mutable_write_post()->set_text("ja");
  ASSERT_THAT(anna_.core().EnqueueInstead(parked_id, again), IsOk());
  EXPECT_THAT(anna_.Parked(), IsEmpty());
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("ja…"));
  anna_.Crashes();
  EXPECT_THAT(anna_.Parked(), IsEmpty());
  EXPECT_THAT(anna_.WaitingTexts(), ElementsAre("ja", ""));
  anna_.link.down = false;
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("ja"));
  EXPECT_THAT(Must(anna_.core().Find({KeyName::kParkedItems, Id()})), IsEmpty());
}

TEST_F(SyncCoreTest, WhatIsSentAgainAndRefusedAgainIsParkedOnce) {
  server_.parks = [](const v1::Mutation& m) {
    return TextOf(m) == "nej" ? v1::REASON_NOT_ALLOWED : v1::REASON_UNSPECIFIED;
  };
  anna_.Writes(Says("nej"));
  anna_.ComesOnline();
  const auto parked = Must(anna_.core().Find({KeyName::kParkedItems, Id()})).at(0).entity;
  ASSERT_THAT(anna_.core().EnqueueInstead(IdOf(parked),
                                          Must(rules::Again(parked.parked(), IdNamed("fresh")))),
              IsOk());
  anna_.Settle();
  ASSERT_THAT(anna_.Parked(), SizeIs(1));
  EXPECT_EQ(TextOf(anna_.Parked()[0].mutation), "nej");
  EXPECT_THAT(Must(anna_.core().Find({KeyName::kParkedItems, Id()})), SizeIs(1));
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
