// SPDX-License-Identifier: Apache-2.0
// What no rival survives: a server restored from last week's backup, a telephone that was copied, a
// disk that rots. The real core against the real server.
#include <gtest/gtest.h>

#include <string>

#include "domain/base/encoding.h"
#include "tests/server/village/village_device.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::IsEmpty;
using testing::SizeIs;

class HealTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }

  // All that a fresh telephone of the person's would show of the cohort is what this one shows.
  void ExpectCopyIsRight(VillageDevice& device, std::string_view person) {
    const std::map<Id, v1::Entity> right = village.ReadBy(person);
    for (const auto& [id, entity] : right) {
      const auto shown = device.core().Get(id);
      ASSERT_THAT(shown, IsOk()) << entity.ShortDebugString();
      EXPECT_EQ(base::DeterministicBytes(shown->entity), base::DeterministicBytes(entity));
      EXPECT_FALSE(shown->pending);
    }
    EXPECT_EQ(device.core().pending(), 0u);
  }
  int TimesInLog(const std::string& text) {
    int times = 0;
    for (const auto& [id, entity] : village.ReadBy("bo")) {
      if (entity.has_post() && entity.post().heads_size() > 0 &&
          entity.post().heads(0).text() == text) {
        ++times;
      }
    }
    return times;
  }

  Village village;
};

// ---- A restored server

TEST_F(HealTest, WhatWasAcknowledgedAfterTheBackupIsSentAgainAndAppliesOnce) {
  VillageDevice phone(village, "anna");
  phone.Writes(WritesPost("Före", "before"));
  phone.Syncs();
  village.BacksUp("monday");
  phone.Writes(WritesPost("Efter", "after"));
  phone.Writes(WritesPost("Också efter", "also after"));
  phone.Syncs();
  ASSERT_EQ(TimesInLog("Efter"), 1);

  village.IsRestoredFrom("monday");
  EXPECT_EQ(TimesInLog("Efter"), 0);
  phone.Syncs();
  EXPECT_EQ(phone.core().forks(), 1u);
  EXPECT_EQ(TimesInLog("Före"), 1);
  EXPECT_EQ(TimesInLog("Efter"), 1);
  EXPECT_EQ(TimesInLog("Också efter"), 1);
  EXPECT_THAT(phone.Parked(), IsEmpty());
  ExpectCopyIsRight(phone, "anna");
}

TEST_F(HealTest, OneShortSyncInTheBackgroundIsEnough) {
  VillageDevice phone(village, "anna");
  ASSERT_THAT(phone.SyncsOnce(), IsOk());
  village.BacksUp("monday");
  phone.Writes(WritesPost("Efter", "after"));
  ASSERT_THAT(phone.SyncsOnce(), IsOk());
  village.IsRestoredFrom("monday");
  // The first thing that the server hears is a number that it does not expect yet.
  phone.Writes(WritesPost("Nytt", "new"));
  const base::TimeMs before = village.clock.Now();
  EXPECT_THAT(phone.SyncsOnce(), IsOk());
  EXPECT_LT(village.clock.Now() - before, 5 * base::kSecondMs);
  EXPECT_EQ(TimesInLog("Efter"), 1);
  EXPECT_EQ(TimesInLog("Nytt"), 1);
}

TEST_F(HealTest, AnAnswerToAPushDoesNotCoverUpThatHistoryWentBack) {
  VillageDevice phone(village, "anna");
  phone.Syncs();
  village.BacksUp("monday");
  ASSERT_THAT(village.Does("bo", WritesPost("Bos text", "bos")), WasApplied());
  phone.Syncs();
  village.IsRestoredFrom("monday");
  // All that the device ever sent is in the backup, so nothing is wrong with what it sends next.
  phone.Writes(WritesPost("Nytt", "new"));
  EXPECT_THAT(phone.SyncsOnce(), IsOk());
  phone.Syncs();
  EXPECT_EQ(phone.core().forks(), 1u);
  EXPECT_EQ(TimesInLog("Nytt"), 1);
  EXPECT_FALSE(phone.Shows(IdNamed("bos")));
  ExpectCopyIsRight(phone, "anna");
}

TEST_F(HealTest, TheOwnTextIsShownAllTheTime) {
  VillageDevice phone(village, "anna");
  phone.Syncs();
  village.BacksUp("monday");
  phone.Writes(WritesPost("Efter", "after"));
  phone.Syncs();
  phone.GoesOffline();
  village.IsRestoredFrom("monday");
  EXPECT_TRUE(phone.Shows(IdNamed("after")));
  phone.Syncs();
  EXPECT_TRUE(phone.Shows(IdNamed("after")));
}

TEST_F(HealTest, ADeviceThatOnlyReadGivesBackWhatTheServerNoLongerHas) {
  VillageDevice anna(village, "anna");
  VillageDevice bo(village, "bo");
  anna.Syncs();
  village.BacksUp("monday");
  bo.Writes(WritesPost("Bos text", "bos"));
  bo.Syncs();
  anna.Syncs();
  ASSERT_TRUE(anna.Shows(IdNamed("bos")));
  village.IsRestoredFrom("monday");
  // Other things take the seqs of what was forgotten.
  ASSERT_THAT(village.Does("carin coach", WritesPost("Något annat", "else")), WasApplied());
  anna.Syncs();
  EXPECT_FALSE(anna.Shows(IdNamed("bos"))) << "nobody has given it back yet";
  EXPECT_TRUE(anna.Shows(IdNamed("else")));
  ExpectCopyIsRight(anna, "anna");
  bo.Syncs();
  anna.Syncs();
  EXPECT_TRUE(anna.Shows(IdNamed("bos")));
  ExpectCopyIsRight(anna, "anna");
  ExpectCopyIsRight(bo, "bo");
}

TEST_F(HealTest, ADeviceThatTheBackupDoesNotKnowSignsInAgainAndSendsAllTheBackupLacks) {
  village.BacksUp("monday");
  VillageDevice phone(village, "anna");
  phone.Writes(WritesPost("Ett", "one"));
  phone.Syncs();
  phone.Writes(WritesPost("Två", "two"));
  village.IsRestoredFrom("monday");
  phone.Syncs();
  EXPECT_EQ(phone.core().Why().state, client::SyncState::kSignedOut);
  phone.SignsIn();
  phone.Syncs();
  EXPECT_EQ(TimesInLog("Ett"), 1);
  EXPECT_EQ(TimesInLog("Två"), 1);
  EXPECT_THAT(phone.Parked(), IsEmpty());
  ExpectCopyIsRight(phone, "anna");
}

TEST_F(HealTest, AnEarlierIdentitysWritesAreSentAgainTooAfterANewOne) {
  VillageDevice phone(village, "anna");
  phone.Writes(WritesPost("Ett", "one"));
  phone.Syncs();
  village.BacksUp("monday");
  phone.Writes(WritesPost("Två", "two"));
  phone.Syncs();
  // The device is copied; it gets an identity of its own, and then the server goes back before
  // that.
  VillageDevice copy(village, phone, "anna", "copy");
  phone.Writes(WritesPost("Tre", "three"));
  phone.Syncs();
  copy.Writes(WritesPost("Fyra", "four"));
  copy.Syncs();
  ASSERT_EQ(copy.splits(), 1);
  village.IsRestoredFrom("monday");
  copy.Syncs();
  copy.SignsIn();
  copy.Syncs();
  phone.Syncs();
  copy.Syncs();
  for (const std::string text : {"Ett", "Två", "Tre", "Fyra"})
    EXPECT_EQ(TimesInLog(text), 1) << text;
  ExpectCopyIsRight(copy, "anna");
  ExpectCopyIsRight(phone, "anna");
}

TEST_F(HealTest, AServerThatIsRestoredTwiceStillHeals) {
  VillageDevice phone(village, "anna");
  phone.Syncs();
  village.BacksUp("monday");
  phone.Writes(WritesPost("Ett", "one"));
  phone.Syncs();
  village.BacksUp("tuesday");
  phone.Writes(WritesPost("Två", "two"));
  phone.Syncs();
  village.IsRestoredFrom("monday");
  phone.Syncs();
  phone.Writes(WritesPost("Tre", "three"));
  phone.Syncs();
  // An older branch of history, which the device has left.
  village.IsRestoredFrom("tuesday");
  phone.Syncs();
  for (const std::string text : {"Ett", "Två", "Tre"}) EXPECT_EQ(TimesInLog(text), 1) << text;
  ExpectCopyIsRight(phone, "anna");
}

TEST_F(HealTest, WhatDependsOnWhatWasForgottenComesAfterIt) {
  VillageDevice phone(village, "anna");
  phone.Syncs();
  village.BacksUp("monday");
  phone.Writes(WritesPost("Första", "post"));
  phone.Syncs();
  phone.GoesOffline();
  phone.Writes(
      EditsPost(APost("Första").By("anna"), ARevision("second", "Andra"), {IdNamed("post")}));
  village.IsRestoredFrom("monday");
  phone.Syncs();
  EXPECT_EQ(TimesInLog("Andra"), 1);
  EXPECT_THAT(village.History(IdNamed("post")), SizeIs(1));
  EXPECT_THAT(phone.Parked(), IsEmpty());
}

TEST_F(HealTest, AScopeGivenAfterTheBackupIsTakenFromTheCopyAgain) {
  VillageDevice otto(village, "otto");
  otto.Syncs();
  village.BacksUp("monday");
  ASSERT_THAT(
      village.Does("olle organiser",
                   GrantsHat(AHat("otto").WithId(IdNamed("coach")).CoachOf(IdNamed("cohort")))),
      WasApplied());
  otto.Syncs();
  const Id thread = IdNamed("thread");
  ASSERT_TRUE(otto.Shows(thread));
  village.IsRestoredFrom("monday");
  otto.Syncs();
  EXPECT_FALSE(otto.Shows(thread));
  ExpectCopyIsRight(otto, "otto");
}

TEST_F(HealTest, ARestartIsNoFork) {
  VillageDevice phone(village, "anna");
  phone.Writes(WritesPost("Ett", "one"));
  phone.Syncs();
  const size_t rows = phone.rows_read();
  village.Restarts();
  phone.Restarts();
  phone.Syncs();
  EXPECT_EQ(phone.core().forks(), 0u);
  EXPECT_EQ(phone.core().mismatches(), 0u);
  EXPECT_EQ(phone.rows_read(), rows);
}

// ---- A copied device

TEST_F(HealTest, TwoCopiesOfATelephoneBothKeepWhatTheyWrite) {
  VillageDevice phone(village, "anna");
  phone.Writes(WritesPost("Före kopian", "before"));
  phone.Syncs();
  VillageDevice copy(village, phone, "anna", "copy");
  phone.Writes(WritesPost("På den gamla", "old"));
  copy.Writes(WritesPost("På den nya", "new"));
  phone.Syncs();
  copy.Syncs();
  EXPECT_EQ(phone.splits() + copy.splits(), 1);
  EXPECT_NE(phone.id(), copy.id());
  phone.Syncs();
  for (const std::string text : {"Före kopian", "På den gamla", "På den nya"}) {
    EXPECT_EQ(TimesInLog(text), 1) << text;
  }
  ExpectCopyIsRight(phone, "anna");
  ExpectCopyIsRight(copy, "anna");
}

TEST_F(HealTest, WhatBothCopiesHadWaitingIsAppliedOnce) {
  VillageDevice phone(village, "anna");
  phone.Syncs();
  phone.GoesOffline();
  phone.Writes(WritesPost("Väntar", "waiting"));
  VillageDevice copy(village, phone, "anna", "copy");
  phone.Writes(WritesPost("Bara här", "here"));
  copy.Writes(WritesPost("Bara där", "there"));
  phone.Syncs();
  copy.Syncs();
  for (const std::string text : {"Väntar", "Bara här", "Bara där"}) {
    EXPECT_EQ(TimesInLog(text), 1) << text;
  }
  EXPECT_THAT(copy.Parked(), IsEmpty());
  EXPECT_THAT(phone.Parked(), IsEmpty());
}

TEST_F(HealTest, ATelephoneRestoredFromItsOwnBackupGoesOnUnderANewIdentity) {
  VillageDevice phone(village, "anna");
  phone.Writes(WritesPost("Ett", "one"));
  phone.Syncs();
  VillageDevice restored(village, phone, "anna", "restored");
  phone.Writes(WritesPost("Två", "two"));
  phone.Writes(WritesPost("Tre", "three"));
  phone.Syncs();
  restored.Writes(WritesPost("Fyra", "four"));
  restored.Syncs();
  EXPECT_EQ(restored.splits(), 1);
  for (const std::string text : {"Ett", "Två", "Tre", "Fyra"})
    EXPECT_EQ(TimesInLog(text), 1) << text;
  ExpectCopyIsRight(restored, "anna");
}

// ---- A copy that differs

TEST_F(HealTest, ARottenTextIsNoticedWithinADayAndPutRight) {
  VillageDevice phone(village, "anna");
  ASSERT_THAT(village.Does("bo", WritesPost("Det som stod där")), WasApplied());
  phone.Syncs();
  phone.IsOpenedByForce([](const std::string& path) {
    std::string file = ReadFile(path);
    const size_t at = file.find("Det som stod");
    ASSERT_NE(at, std::string::npos);
    file[at] = 'X';
    WriteFile(path, file);
  });
  EXPECT_EQ(phone.core().Get(IdNamed("post"))->entity.post().heads(0).text(), "Xet som stod där");
  const size_t rows = phone.rows_read();
  village.clock.Advance(25 * base::kHourMs);
  phone.Syncs();
  EXPECT_EQ(phone.core().mismatches(), 1u);
  ExpectCopyIsRight(phone, "anna");
  EXPECT_LE(phone.rows_read() - rows, 3u) << "only the leaf that differed";
}

TEST_F(HealTest, ARowThatWasLostIsFoundMissing) {
  VillageDevice phone(village, "anna");
  ASSERT_THAT(village.Does("bo", WritesPost("Borta")), WasApplied());
  phone.Syncs();
  phone.IsOpenedByForce([](const std::string& path) {
    auto store = Must(client::LocalStore::Open(path));
    auto txn = Must(store->Begin(client::LocalStore::Durability::kAtOnce));
    ASSERT_THAT(store->DeleteEntity(IdNamed("post")), IsOk());
    ASSERT_THAT(txn.Commit(), IsOk());
  });
  EXPECT_FALSE(phone.Shows(IdNamed("post")));
  village.clock.Advance(25 * base::kHourMs);
  phone.Syncs();
  EXPECT_TRUE(phone.Shows(IdNamed("post")));
  ExpectCopyIsRight(phone, "anna");
}

TEST_F(HealTest, AnEntityThatDoesNotEvenParseIsReplaced) {
  VillageDevice phone(village, "anna");
  ASSERT_THAT(village.Does("bo", WritesPost("Helt sönder")), WasApplied());
  phone.Syncs();
  phone.IsOpenedByForce([](const std::string& path) {
    auto store = Must(client::LocalStore::Open(path));
    auto txn = Must(store->Begin(client::LocalStore::Durability::kAtOnce));
    const auto stored = Must(store->Entity(IdNamed("post")));
    ASSERT_THAT(store->UpdateEntity(IdNamed("post"), stored->scopes, "\xff\xff\xff"), IsOk());
    ASSERT_THAT(txn.Commit(), IsOk());
  });
  village.clock.Advance(25 * base::kHourMs);
  phone.Syncs();
  ExpectCopyIsRight(phone, "anna");
}

// Nothing waits for the day's look at the disk here: what is new comes at once.
TEST_F(HealTest, WhatDoesNotParseStandsInNobodysWayWhenItIsReplacedOrTakenAway) {
  VillageDevice phone(village, "anna");
  ASSERT_THAT(village.Does("bo", WritesPost("Ett", "one")), WasApplied());
  ASSERT_THAT(
      village.Does("olle organiser",
                   GrantsHat(AHat("anna").WithId(IdNamed("coach")).CoachOf(IdNamed("cohort")))),
      WasApplied());
  phone.Syncs();
  phone.IsOpenedByForce([](const std::string& path) {
    auto store = Must(client::LocalStore::Open(path));
    auto txn = Must(store->Begin(client::LocalStore::Durability::kAtOnce));
    for (const Id& id : {IdNamed("one"), IdNamed("coach")}) {
      const auto stored = Must(store->Entity(id));
      ASSERT_THAT(store->UpdateEntity(id, stored->scopes, "\xff\xff\xff"), IsOk());
    }
    ASSERT_THAT(txn.Commit(), IsOk());
  });
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost("Ett").Named("one").By("bo"))), WasApplied());
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("anna").WithId(IdNamed("coach")))),
              WasApplied());
  phone.Syncs();
  EXPECT_TRUE(phone.core().Get(IdNamed("one"))->entity.post().withdrawn());
  ExpectCopyIsRight(phone, "anna");
}

TEST_F(HealTest, WritesOfOnesOwnSurviveARepair) {
  VillageDevice phone(village, "anna");
  phone.Syncs();
  phone.GoesOffline();
  phone.Writes(WritesPost("Mitt", "mine"));
  phone.IsOpenedByForce([](const std::string& path) {
    auto store = Must(client::LocalStore::Open(path));
    auto txn = Must(store->Begin(client::LocalStore::Durability::kAtOnce));
    ASSERT_THAT(store->ClearLeaves(), IsOk());
    ASSERT_THAT(store->DeleteEntity(IdNamed("thread")), IsOk());
    ASSERT_THAT(txn.Commit(), IsOk());
  });
  phone.Syncs();
  EXPECT_EQ(TimesInLog("Mitt"), 1);
  ExpectCopyIsRight(phone, "anna");
}

}  // namespace
}  // namespace samstig::test
