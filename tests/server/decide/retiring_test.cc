// SPDX-License-Identifier: Apache-2.0
// Retention carried out: what goes, from whom, on which day, and what stays. The village's cohort
// is over; its people wrote this and that.
#include "server/decide/retiring.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "domain/rules/names.h"
#include "domain/rules/retention.h"
#include "server/decide/ends.h"
#include "server/decide/erasing.h"
#include "server/store/sqlite/sqlite_keeper.h"
#include "server/sync/versions.h"
#include "tests/server/decide/erasing_story.h"
#include "tests/server/village/village_device.h"
#include "tests/support/status_matchers.h"
#include "tests/support/talk_story.h"

namespace samstig::test {
namespace {

using base::Id;
using base::kDayMs;
using server::Due;
using server::Part;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Id kPost = IdNamed("post");
const Id kReport = IdNamed("submission");

class RetiringTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
    ASSERT_THAT(village.Does("carin coach", NudgesLeader("bo", "Hur går det?")), WasApplied());
    ASSERT_THAT(village.Does("anna", Submits("Jag lät gruppen välja.")), WasApplied());
    ASSERT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_COMMENT, "Modigt.")),
                WasApplied());
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    ASSERT_THAT(village.Does("anna", WritesPost("Vi provar oss fram.")), WasApplied());
    ASSERT_THAT(village.Does("bo", Reacts("bo", v1::REACTION_SYMBOL_THANKS)), WasApplied());
    ASSERT_THAT(village.Does("axel", FlagsPost("axel")), WasApplied());
    ASSERT_THAT(village.Does("carin coach", Announces("Vi ses i Pargas")), WasApplied());
  }
  // Whatever a test did, the file is well.
  void TearDown() override {
    const auto keeper = server::MakeSqliteKeeper([] { return std::make_unique<NoBlobs>(); });
    EXPECT_THAT(Must(keeper->Verify(village.file(), [] { return true; })).findings, IsEmpty());
  }
  void CohortEnds() {
    for (const v1::CohortState state : {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI}) {
      ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
    }
    Looks();
  }
  void Keeps(std::initializer_list<std::pair<v1::RetentionClass, uint32_t>> days) {
    v1::SetRetention intent;
    intent.set_id(rules::RetentionId().ToBytes());
    for (const auto& [of, count] : days) {
      v1::RetentionRule& rule = *intent.add_rules();
      rule.set_class_(of);
      rule.set_days(count);
    }
    ASSERT_THAT(village.Does("olle organiser", intent), WasApplied());
  }
  template <typename Work>
  void Writes(Work work) {
    ASSERT_THAT(village.Commits(work), IsOk());
  }
  void NotesEnds() {
    const std::vector<Id> ends = Must(village.Reads(server::UnnotedEnds));
    for (const Id& id : ends) {
      Writes(
          [&](server::Transaction& txn) { return server::NoteEnd(txn, id, village.clock.Now()); });
    }
  }
  std::vector<Due> WhatIsDue() { return Looked({}).due; }
  server::DueNow Looked(const std::set<Part>& done) {
    return Must(village.Reads([&](Snapshot& snapshot) {
      return server::DueForRetention(snapshot, done, village.clock.Now());
    }));
  }
  void CarriesOut(const std::vector<Due>& due) {
    Writes(
        [&](server::Transaction& txn) { return server::CarryOut(txn, due, village.clock.Now()); });
  }
  // As the clockwork does each hour.
  void Looks() {
    NotesEnds();
    CarriesOut(WhatIsDue());
  }
  void LooksAfter(int64_t days) {
    village.clock.Set(kMonday + days * kDayMs);
    Looks();
  }
  std::vector<std::string> ReadersOf(const Id& id) {
    std::vector<std::string> readers;
    for (const char* person : {"anna", "axel", "bo", "carin coach", "maria admin", "olle organiser",
                               "otto", "rasmus admin"}) {
      if (village.IsReadBy(person, id)) readers.emplace_back(person);
    }
    return readers;
  }
  static Id FlagOfAxel() { return rules::FlagId(IdNamed("axel"), kPost); }
  static Id ReactionOfBo() { return rules::ReactionId(IdNamed("bo"), kPost); }
  static Id NudgeOfBo() { return rules::NudgeId(IdNamed("bo"), IdNamed("assignment")); }
  static Id Told(std::string_view leader) {
    return rules::DisclosureId(IdNamed(leader), IdNamed("cohort"), IdNamed("carin coach"));
  }
  using Names = std::vector<std::string>;

  Village village;
};

// ---- Work

TEST_F(RetiringTest, WorkGoesFromEverybodyButWhoWroteIt) {
  Keeps({{v1::RETENTION_CLASS_WORK, 730}});
  CohortEnds();
  LooksAfter(729);
  EXPECT_EQ(ReadersOf(kReport), (Names{"anna", "carin coach"})) << "alumni read until the day";
  LooksAfter(730);
  EXPECT_EQ(ReadersOf(kReport), Names{"anna"});
  EXPECT_EQ(ReadersOf(IdNamed("feedback")), Names{"carin coach"});
  EXPECT_THAT(village.BytesSentTo("carin coach"), Not(HasSubstr("Jag lät gruppen välja.")));
  EXPECT_EQ(village.Stored(kReport).retired_ms(), kMonday + 730 * kDayMs);
  EXPECT_EQ(village.Stored(kReport).submission().report().tried(), "Jag lät gruppen välja.");
  // Without a rule for it, talk stays.
  EXPECT_EQ(ReadersOf(kPost), (Names{"anna", "axel", "bo", "carin coach"}));
  EXPECT_EQ(ReadersOf(IdNamed("assignment")), (Names{"anna", "axel", "bo", "carin coach"}));
}

// ---- Talk

TEST_F(RetiringTest, TalkGoesFromEverybodyButWhoWroteEach) {
  Keeps({{v1::RETENTION_CLASS_TALK, 365}});
  CohortEnds();
  LooksAfter(365);
  EXPECT_EQ(ReadersOf(kPost), Names{"anna"});
  EXPECT_EQ(ReadersOf(IdNamed("thread")), Names{"bo"});
  EXPECT_EQ(ReadersOf(ReactionOfBo()), Names{"bo"});
  EXPECT_EQ(ReadersOf(FlagOfAxel()), Names{"axel"});
  EXPECT_EQ(ReadersOf(IdNamed("announcement")), Names{"carin coach"});
  EXPECT_EQ(ReadersOf(kReport), (Names{"anna", "carin coach"}));
}

TEST_F(RetiringTest, AnAuthorHasAllVersionsStill) {
  ASSERT_THAT(village.Does("anna", EditsPost(APost(), ARevision("two", "Eller så här."), {kPost})),
              WasApplied());
  Keeps({{v1::RETENTION_CLASS_TALK, 365}});
  CohortEnds();
  LooksAfter(365);
  v1::ListVersionsRequest request;
  request.set_entity_id(kPost.ToBytes());
  v1::ListVersionsResponse response;
  ASSERT_THAT(
      server::ListVersions(*Must(village.store().Read()), IdNamed("anna"), request, response),
      IsOk());
  EXPECT_EQ(response.entities_size(), 2);
}

TEST_F(RetiringTest, NobodyActsOnWhatIsTheAuthorsAlone) {
  ASSERT_THAT(village.Does("bo", WritesPost("Nej.", "nej")), WasApplied());
  v1::Entity taken = APost().Named("nej");
  ASSERT_THAT(village.Does("carin coach", RemovesPost(taken)), WasApplied());
  Keeps({{v1::RETENTION_CLASS_TALK, 365}});
  CohortEnds();
  LooksAfter(365);
  const v1::Entity post = village.Stored(kPost);
  EXPECT_THAT(village.Does("bo", FlagsPost("bo")), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("carin coach", RemovesPost()), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("carin coach", RestoresPost(taken)), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("carin coach", Upholds(village.Stored(FlagOfAxel()))),
              WasParked(v1::REASON_NOT_FOUND));
  EXPECT_EQ(village.Stored(kPost).SerializeAsString(), post.SerializeAsString());
  // One's own is one's own.
  EXPECT_THAT(village.Does("anna", WithdrawsPost(post)), WasApplied());
  EXPECT_EQ(ReadersOf(kPost), Names{"anna"});
}

// ---- When

TEST_F(RetiringTest, WithoutARuleNothingEverGoes) {
  CohortEnds();
  LooksAfter(40'000);
  EXPECT_EQ(ReadersOf(kPost), (Names{"anna", "axel", "bo", "carin coach"}));
}

TEST_F(RetiringTest, ACohortAtWorkKeepsAll) {
  Keeps({{v1::RETENTION_CLASS_WORK, 30}, {v1::RETENTION_CLASS_TALK, 30}});
  LooksAfter(5'000);
  EXPECT_THAT(WhatIsDue(), IsEmpty());
  EXPECT_EQ(village.Stored(kPost).retired_ms(), 0);
}

TEST_F(RetiringTest, ArchivingDoesNotCountAnew) {
  Keeps({{v1::RETENTION_CLASS_TALK, 365}});
  CohortEnds();
  LooksAfter(300);
  ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), v1::COHORT_STATE_ARCHIVED)),
              WasApplied());
  LooksAfter(365);
  EXPECT_EQ(ReadersOf(kPost), Names{"anna"});
}

TEST_F(RetiringTest, AStricterRuleWaitsThirtyDays) {
  Keeps({{v1::RETENTION_CLASS_TALK, 730}});
  CohortEnds();
  village.clock.Set(kMonday + 400 * kDayMs);
  Keeps({{v1::RETENTION_CLASS_TALK, 365}});
  LooksAfter(429);
  EXPECT_THAT(ReadersOf(kPost), testing::SizeIs(4)) << "over since the day 365, and not told of";
  LooksAfter(430);
  EXPECT_EQ(ReadersOf(kPost), Names{"anna"});
}

TEST_F(RetiringTest, ASlackerRuleWaitsForNothingAndOneTakenBackStops) {
  Keeps({{v1::RETENTION_CLASS_WORK, 200}, {v1::RETENTION_CLASS_TALK, 300}});
  CohortEnds();
  village.clock.Set(kMonday + 190 * kDayMs);
  Keeps({{v1::RETENTION_CLASS_WORK, 205}});
  LooksAfter(205);
  EXPECT_EQ(ReadersOf(kReport), Names{"anna"});
  LooksAfter(300);
  EXPECT_THAT(ReadersOf(kPost), testing::SizeIs(4));
}

// ---- In the middle

TEST_F(RetiringTest, AStopAfterEachStepComesToTheSame) {
  Keeps({{v1::RETENTION_CLASS_WORK, 30}, {v1::RETENTION_CLASS_TALK, 30}});
  CohortEnds();
  village.clock.Set(kMonday + 30 * kDayMs);
  int steps = 0;
  for (std::vector<Due> due = WhatIsDue(); !due.empty(); due = WhatIsDue(), ++steps) {
    CarriesOut({due.front()});
    village.Restarts();
    // What was written to somebody's words is never that somebody's alone.
    EXPECT_FALSE(village.IsReadBy("bo", kPost) && village.Stored(kPost).retired_ms() != 0);
    EXPECT_FALSE(village.Stored(IdNamed("thread")).retired_ms() != 0 &&
                 village.Stored(kPost).retired_ms() == 0);
    EXPECT_FALSE(village.Stored(kReport).retired_ms() != 0 &&
                 village.Stored(IdNamed("feedback")).retired_ms() == 0);
  }
  EXPECT_EQ(steps, 7);
  EXPECT_EQ(ReadersOf(kPost), Names{"anna"});
  EXPECT_EQ(ReadersOf(kReport), Names{"anna"});
}

TEST_F(RetiringTest, AnOldListDoesNoHarm) {
  Keeps({{v1::RETENTION_CLASS_TALK, 30}});
  CohortEnds();
  village.clock.Set(kMonday + 30 * kDayMs);
  const std::vector<Due> due = WhatIsDue();
  Keeps({});
  CarriesOut(due);
  EXPECT_EQ(village.Stored(kPost).retired_ms(), 0) << "the rule was taken back meanwhile";
  Keeps({{v1::RETENTION_CLASS_TALK, 30}});
  village.clock.Advance(30 * kDayMs);
  CarriesOut(due);
  const uint64_t after = village.LastSeq();
  CarriesOut(due);
  EXPECT_EQ(village.LastSeq(), after) << "once is enough";
}

TEST_F(RetiringTest, ABackupFromBeforeIsBroughtToTheSame) {
  Keeps({{v1::RETENTION_CLASS_TALK, 365}});
  CohortEnds();
  village.BacksUp("before");
  LooksAfter(365);
  village.IsRestoredFrom("before");
  EXPECT_EQ(ReadersOf(kPost), (Names{"anna", "axel", "bo", "carin coach"}));
  Looks();
  EXPECT_EQ(ReadersOf(kPost), Names{"anna"});
}

TEST_F(RetiringTest, APartIsDoneWhenNothingIsLeftInIt) {
  Keeps({{v1::RETENTION_CLASS_WORK, 30}, {v1::RETENTION_CLASS_TRACES, 30}});
  CohortEnds();
  village.clock.Set(kMonday + 30 * kDayMs);
  const auto look = [&](const std::set<Part>& done) { return Looked(done); };
  EXPECT_THAT(look({}).done, IsEmpty());
  CarriesOut(look({}).due);
  const std::set<Part> done = look({}).done;
  EXPECT_THAT(done, testing::ElementsAre(Part{v1::RETENTION_CLASS_WORK, IdNamed("cohort")}))
      << "traces may still come";
  EXPECT_THAT(look(done).done, IsEmpty()) << "not looked at again";
}

// ---- Erasure

class ErasedTest : public RetiringTest {
 protected:
  void Erases(std::string_view person, const v1::ErasureChoices& choices) {
    Writes([&](server::Transaction& txn) {
      return server::ErasePerson(txn, IdNamed(person), choices, village.clock.Now(), random)
          .status();
    });
  }
  // Whether these words are anywhere in the store, kept versions included.
  bool IsAnywhere(std::string_view words) {
    bool found = false;
    Writes([&](server::Transaction& txn) -> base::Status {
      const auto look = [&](uint64_t, const Id&, std::string_view bytes) {
        found = found || bytes.find(words) != std::string_view::npos;
      };
      const base::Status read = txn.ReadEntities(0, 100'000, look).status();
      if (!read.ok()) return read;
      return txn.ReadHistory(
          [&](const Id& id, server::Seq, std::string_view bytes) { look(0, id, bytes); });
    });
    return found;
  }
  SeededRandom random{SeedOr(19)};
};

TEST_F(ErasedTest, WordsThatAreNobodysGoForGood) {
  ASSERT_THAT(village.Does("anna", EditsPost(APost(), ARevision("two", "Eller så."), {kPost})),
              WasApplied());
  Keeps({{v1::RETENTION_CLASS_WORK, 30}, {v1::RETENTION_CLASS_TALK, 30}});
  CohortEnds();
  Erases("anna", Anonymising());
  ASSERT_TRUE(IsAnywhere("Eller så."));
  ASSERT_TRUE(IsAnywhere("Vi provar oss fram."));
  ASSERT_TRUE(IsAnywhere("Jag lät gruppen välja."));
  LooksAfter(30);
  EXPECT_FALSE(IsAnywhere("Eller så."));
  EXPECT_FALSE(IsAnywhere("Vi provar oss fram."));
  EXPECT_FALSE(IsAnywhere("Jag lät gruppen välja."));
  EXPECT_TRUE(village.Stored(kPost).has_post()) << "its place, which others' words name";
  EXPECT_EQ(ReadersOf(IdNamed("thread")), Names{"bo"});
}

TEST_F(ErasedTest, WhatWasRetiredIsLeftForNobodyWhateverWasChosen) {
  Keeps({{v1::RETENTION_CLASS_WORK, 30}, {v1::RETENTION_CLASS_TALK, 30}});
  CohortEnds();
  LooksAfter(30);
  const std::map<Id, v1::Entity> before = village.ReadBy("carin coach");
  Erases("anna", Anonymising());
  EXPECT_FALSE(IsAnywhere("Jag lät gruppen välja."));
  for (const auto& [id, entity] : village.ReadBy("carin coach")) {
    const bool words = entity.has_submission() || entity.has_post() || entity.has_thread();
    EXPECT_FALSE(words && !before.contains(id)) << entity.ShortDebugString();
  }
}

TEST_F(ErasedTest, ThePersonsEndGoesAlong) {
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("otto"))), WasApplied());
  Looks();
  ASSERT_TRUE(village.Stored(rules::EndId(IdNamed("otto"))).has_retention());
  Erases("otto", Deleting());
  EXPECT_FALSE(village.Stored(rules::EndId(IdNamed("otto"))).has_retention());
  Looks();
  EXPECT_FALSE(village.Stored(rules::EndId(IdNamed("otto"))).has_retention());
}

// ---- People

TEST_F(RetiringTest, WhoHasBeenGoneForSoLongIsOver) {
  Keeps({{v1::RETENTION_CLASS_PEOPLE, 90}});
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("otto"))), WasApplied());
  Looks();
  const auto people = [&](int64_t day) {
    LooksAfter(day);
    return Looked({}).people;
  };
  const auto over = [&](std::string_view person) {
    return Must(village.Reads([&](Snapshot& snapshot) {
      return server::IsOver(snapshot, IdNamed(person), village.clock.Now());
    }));
  };
  EXPECT_THAT(people(89), IsEmpty());
  EXPECT_THAT(people(90), testing::ElementsAre(IdNamed("otto")));
  EXPECT_TRUE(over("otto"));
  for (const char* other : {"olle organiser", "anna", "carin coach", "maria admin"}) {
    EXPECT_FALSE(over(other)) << other;
  }
  const v1::Entity again = AHat("otto").LeaderIn(Pargas()).WithId(IdNamed("otto's second hat"));
  ASSERT_THAT(village.Does("olle organiser", GrantsHat(again)), WasApplied());
  EXPECT_FALSE(over("otto")) << "came back in between";
}

// ---- Devices

TEST_F(RetiringTest, DevicesOfOthersLetGoOfItAndTheAuthorsKeepIt) {
  Keeps({{v1::RETENTION_CLASS_WORK, 30}, {v1::RETENTION_CLASS_TALK, 30}});
  VillageDevice anna(village, "anna");
  VillageDevice bo(village, "bo");
  VillageDevice carin(village, "carin coach");
  for (VillageDevice* device : {&anna, &bo, &carin}) device->Syncs();
  CohortEnds();
  LooksAfter(30);
  for (VillageDevice* device : {&anna, &bo, &carin}) device->Syncs();
  EXPECT_TRUE(anna.Shows(kReport));
  EXPECT_TRUE(anna.Shows(kPost));
  EXPECT_FALSE(anna.Shows(IdNamed("feedback")));
  EXPECT_FALSE(bo.Shows(kPost));
  EXPECT_TRUE(bo.Shows(IdNamed("thread")));
  EXPECT_FALSE(carin.Shows(kReport));
  EXPECT_TRUE(carin.Shows(IdNamed("feedback")));
  bool left = false;
  const auto look = [&](const std::string& path) {
    for (const std::string& file : {path, path + "-wal"}) {
      left = left || ReadFile(file).find("Jag lät gruppen välja.") != std::string::npos;
    }
  };
  carin.IsOpenedByForce(look);
  EXPECT_FALSE(left) << "no byte of it is left in the coach's file";
  anna.IsOpenedByForce(look);
  EXPECT_TRUE(left);
}

// ---- Ends

TEST_F(RetiringTest, EverybodyKnowsSinceWhenACohortIsOver) {
  EXPECT_THAT(ReadersOf(rules::EndId(IdNamed("cohort"))), IsEmpty());
  CohortEnds();
  EXPECT_EQ(village.Stored(rules::EndId(IdNamed("cohort"))).made_ms(), kMonday);
  EXPECT_THAT(ReadersOf(rules::EndId(IdNamed("cohort"))), testing::SizeIs(8));
  LooksAfter(10);
  EXPECT_EQ(village.Stored(rules::EndId(IdNamed("cohort"))).made_ms(), kMonday);
}

TEST_F(RetiringTest, WhoHasNeitherHatNorPlaceIsKnownToThatPersonAndTheOrganisers) {
  const Id end = rules::EndId(IdNamed("otto"));
  Looks();
  EXPECT_THAT(ReadersOf(end), IsEmpty());
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("otto"))), WasApplied());
  Looks();
  EXPECT_EQ(ReadersOf(end), (Names{"olle organiser", "otto"}));
  const v1::Entity again = AHat("otto").LeaderIn(Pargas()).WithId(IdNamed("otto's second hat"));
  ASSERT_THAT(village.Does("olle organiser", GrantsHat(again)), WasApplied());
  Looks();
  EXPECT_THAT(ReadersOf(end), IsEmpty()) << "is somebody again";
}

TEST_F(RetiringTest, APlaceLastsAsLongAsItsCohort) {
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("bo"))), WasApplied());
  LooksAfter(1);
  const auto end_of = [&](std::string_view person) {
    return Must(village.Reads(
        [&](Snapshot& snapshot) { return server::EndOfPerson(snapshot, IdNamed(person)); }));
  };
  EXPECT_EQ(end_of("bo"), std::nullopt);
  village.clock.Set(kMonday + 2 * kDayMs);
  CohortEnds();
  Looks();  // What hangs on the cohort's end is seen once that is noted.
  EXPECT_EQ(end_of("bo"), kMonday + 2 * kDayMs);
  EXPECT_EQ(end_of("anna"), std::nullopt) << "still a leader of Pargas";
  EXPECT_EQ(end_of("olle organiser"), std::nullopt);
}

// ---- Traces

TEST_F(RetiringTest, TracesAreDeletedWithTheirVersions) {
  village.clock.Advance(kDayMs);
  ASSERT_THAT(village.Does("carin coach", NudgesLeader("bo", "Säg till!")), WasApplied());
  (void)village.ReadBy("carin coach");
  Keeps({{v1::RETENTION_CLASS_TRACES, 30}});
  CohortEnds();
  ASSERT_FALSE(village.History(NudgeOfBo()).empty());
  ASSERT_TRUE(village.Stored(Told("bo")).has_disclosure());
  LooksAfter(31);
  EXPECT_FALSE(village.Stored(NudgeOfBo()).has_nudge());
  EXPECT_THAT(village.History(NudgeOfBo()), IsEmpty());
  EXPECT_FALSE(village.Stored(Told("bo")).has_disclosure());
  EXPECT_EQ(ReadersOf(kReport), (Names{"anna", "carin coach"}));
}

TEST_F(RetiringTest, WhoReadsLateIsToldOfAsLong) {
  Keeps({{v1::RETENTION_CLASS_TRACES, 30}});
  CohortEnds();
  village.clock.Set(kMonday + 100 * kDayMs);
  (void)village.ReadBy("carin coach");
  LooksAfter(129);
  EXPECT_TRUE(village.Stored(Told("anna")).has_disclosure());
  LooksAfter(130);
  EXPECT_FALSE(village.Stored(Told("anna")).has_disclosure());
}

}  // namespace
}  // namespace samstig::test
