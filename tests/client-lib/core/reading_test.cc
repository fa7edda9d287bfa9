// SPDX-License-Identifier: Apache-2.0
// What comes down: whole checkpoints, resumed streams, scopes won and lost, garbage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "client-lib/core/sync_core.h"
#include "tests/client-lib/core/sync_core_fixture.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Result;
using client::Shown;
using client::SyncState;
using rules::KeyName;
using rules::Scope;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

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

// For whoever says who can read, and means it as of a moment.
TEST_F(SyncCoreTest, TellsWhereAThingIsReadAndAsOfWhen) {
  EXPECT_EQ(anna_.core().AsOf().seq(), 0u);
  EXPECT_THAT(anna_.core().IsIn(thread_, kCohort), IsOkAndHolds(false));
  anna_.ComesOnline();
  EXPECT_EQ(anna_.core().AsOf().seq(), server_.seq());
  EXPECT_EQ(anna_.core().AsOf().epoch().size(), Id::kSize);
  EXPECT_THAT(anna_.core().IsIn(thread_, kCohort), IsOkAndHolds(true));
  EXPECT_THAT(anna_.core().IsIn(thread_, Scope::Network()), IsOkAndHolds(false));
  EXPECT_THAT(anna_.core().IsIn(IdNamed("never was"), kCohort), IsOkAndHolds(false));
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
  // The last row claimed is asked for once more: the device cannot know whether its seq was
  // complete.
  EXPECT_LE(server_.rows_sent(), 100u + 5);
}

// On a slow line, what has come is put on disk.
TEST_F(SyncCoreTest, ACrashAtAnyPointBetweenPagesCostsNothing) {
  for (int i = 0; i < 200; ++i) BoSays(std::to_string(i) + std::string(12'000, 'x'));
  server_.page_rows = 10;
  for (int frames = 0; frames <= 21; ++frames) {
    SCOPED_TRACE("crash after " + std::to_string(frames) + " frames");
    FakeDevice device(server_, clock_, random_, "bo", "tablet " + std::to_string(frames));
    device.link.frames_until_silence = frames;
    device.link.mangle = [&](std::string frame) {
      clock_.Advance(2 * base::kSecondMs);
      return std::vector<std::string>{std::move(frame)};
    };
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
      EXPECT_LT(server_.rows_sent() - sent, 150u) << "what was on disk is not sent again";
    }
  }
}

TEST_F(SyncCoreTest, AnEntityOfAnUnknownKindSurvivesAndIsNotFound) {
  v1::Entity known = APost("Hej!").In(thread_);
  std::string bytes = v1::Entity(APerson()).SerializeAsString();
  v1::Entity bare;
  bare.set_id(ids_.Next().ToBytes());
  bare.set_author(IdNamed("bo").ToBytes());
  bytes = bare.SerializeAsString() +
          std::string("\x82\x7d\x03new", 6);  // Field 2000: a body of tomorrow.
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

// Found by the simulation (seed 21): reading a scope from its beginning tells of things that have
// left it. That they left another scope is no reason to forget one's own.
TEST_F(SyncCoreTest, OnesOwnTextStaysThoughAnotherScopeSaysThatItIsGone) {
  const Scope other = Scope::OfCohort(IdNamed("another cohort"));
  const v1::Entity mine = APost("min").Named("mine").By("anna");
  server_.Has(mine, {kCohort, other});
  server_.Has(mine, {kCohort});
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("min"));
  anna_.core().Stop();
  anna_.Settle();
  server_.Revokes(IdNamed("anna"), kCohort);
  server_.Grants(IdNamed("anna"), other);
  anna_.ComesOnline();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("min"));
}

// A right that comes back and goes again while its scope is read anew, before what is one's own
// came.
TEST_F(SyncCoreTest, OnesOwnTextStaysWhenItsScopeIsLostInTheMiddleOfReadingItAnew) {
  server_.page_rows = 1;
  server_.Has(APost("min").Named("mine").By("anna"), {kCohort});
  anna_.ComesOnline();
  anna_.core().Stop();
  anna_.Settle();
  server_.Revokes(IdNamed("anna"), kCohort);
  server_.Grants(IdNamed("anna"), kCohort);
  anna_.core().Start();
  while (server_.rows_sent() < 3) ASSERT_TRUE(anna_.Step());
  server_.Revokes(IdNamed("anna"), kCohort);
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), ElementsAre("min"));
}

// Random ids, edits of other lengths and rows that stay between: whatever a tree leaves behind when
// it moves its rows about is looked for here.
TEST_F(SyncCoreTest, AfterALostScopeNoneOfItsBytesAreInTheFiles) {
  const Scope kept = Scope::OfCohort(IdNamed("kept cohort"));
  server_.Grants(IdNamed("anna"), kept);
  server_.page_rows = 500;
  const auto fill = [&] {
    for (int i = 0; i < 3'000; ++i) {
      const std::string name = "post " + std::to_string(i);
      const std::string rest(20 + random_.Below(1'500), '.');
      const bool secret = i % 2 == 0;
      const v1::Entity post =
          APost((secret ? "hemlighet " : "vardag ") + name + rest).Named(name).By("bo");
      server_.Has(post, {secret ? kCohort : kept});
    }
    anna_.ComesOnline();
  };
  fill();
  fill();
  anna_.Writes(Says("min egen"));
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(3'001));
  server_.Revokes(IdNamed("anna"), kCohort);
  anna_.Settle();
  EXPECT_THAT(anna_.Posts(thread_), SizeIs(1'501));
  const std::string database = ReadFile(anna_.path());
  EXPECT_EQ(database.find("hemlighet"), std::string::npos);
  EXPECT_NE(database.find("min egen"), std::string::npos);
  EXPECT_NE(database.find("vardag"), std::string::npos);
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

}  // namespace
}  // namespace samstig::test
