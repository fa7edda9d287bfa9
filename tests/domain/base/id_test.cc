// SPDX-License-Identifier: Apache-2.0
#include "domain/base/id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

namespace samstig::base {
namespace {

using test::FakeClock;
using test::HasReason;
using test::IsOkAndHolds;
using test::SeededRandom;
using test::SeedOr;

int VersionOf(const Id& id) { return static_cast<uint8_t>(id.bytes()[6]) >> 4; }
int VariantOf(const Id& id) { return static_cast<uint8_t>(id.bytes()[8]) >> 6; }

uint64_t TimeIn(const Id& id) {
  uint64_t time = 0;
  for (size_t i = 0; i < 6; ++i) time = (time << 8) | static_cast<uint8_t>(id.bytes()[i]);
  return time;
}

// ---- Bytes and text

TEST(IdTest, IsNilUntilItIsSomething) {
  EXPECT_TRUE(Id().IsNil());
  EXPECT_FALSE(Id::FromName("test", "anna").IsNil());
}

TEST(IdTest, ComesBackFromItsBytes) {
  const Id anna = Id::FromName("test", "anna");
  EXPECT_EQ(anna.bytes().size(), Id::kSize);
  EXPECT_EQ(Id::FromBytes(anna.bytes()), anna);
  EXPECT_THAT(Id::Parse(anna.ToBytes(), "person_id"), IsOkAndHolds(anna));
}

TEST(IdTest, ParseRefusesWhatIsNoId) {
  EXPECT_THAT(Id::Parse("", "person_id"), HasReason(v1::REASON_MISSING_FIELD));
  EXPECT_THAT(Id::Parse(std::string(15, 'x'), "person_id"), HasReason(v1::REASON_BAD_ID));
  EXPECT_THAT(Id::Parse(std::string(17, 'x'), "person_id"), HasReason(v1::REASON_BAD_ID));
  EXPECT_THAT(Id::Parse(std::string(16, '\0'), "person_id"), HasReason(v1::REASON_BAD_ID));
}

TEST(IdTest, ParseNamesTheFieldForDevelopers) {
  EXPECT_THAT(Id::Parse("", "thread_id").status().detail(), testing::HasSubstr("thread_id"));
  EXPECT_THAT(Id::Parse("x", "thread_id").status().detail(), testing::HasSubstr("thread_id"));
}

TEST(IdDeathTest, FromBytesTakesCheckedBytesOnly) { EXPECT_DEATH(Id::FromBytes("too short"), ""); }

TEST(IdTest, ComesBackFromItsText) {
  const Id anna = Id::FromName("test", "anna");
  const std::string text = anna.ToText();
  EXPECT_THAT(text, testing::MatchesRegex("[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+"));
  EXPECT_EQ(text.size(), 36u);
  EXPECT_EQ(Id::FromText(text), anna);
}

TEST(IdTest, TextIsReadInAnyCaseAndWrittenInLower) {
  const std::string lower = "0193cafe-0123-7abc-8def-0123456789ab";
  const std::string upper = "0193CAFE-0123-7ABC-8DEF-0123456789AB";
  EXPECT_EQ(Id::FromText(upper), Id::FromText(lower));
  EXPECT_EQ(Id::FromText(upper)->ToText(), lower);
}

TEST(IdTest, FromTextRefusesWhatIsNoId) {
  for (const char* text : {
           "",
           "0193cafe",
           "0193cafe-0123-7abc-8def-0123456789a",    // A digit short.
           "0193cafe-0123-7abc-8def-0123456789abc",  // A digit more.
           "0193cafe-0123-7abc-8def_0123456789ab",   // Not a hyphen.
           "0193cafe0-123-7abc-8def-0123456789ab",   // A hyphen in the wrong place.
           "0193cafg-0123-7abc-8def-0123456789ab",   // Not a digit.
           "{193cafe-0123-7abc-8def-0123456789a}",
           " 193cafe-0123-7abc-8def-0123456789ab",
       }) {
    EXPECT_EQ(Id::FromText(text), std::nullopt) << text;
  }
}

TEST(IdTest, EveryIdSurvivesTextAndBytes) {
  SeededRandom random(SeedOr(1));
  for (int i = 0; i < 1'000; ++i) {
    const Id id = random.NextId();
    EXPECT_EQ(Id::FromText(id.ToText()), id);
    EXPECT_EQ(Id::FromBytes(id.bytes()), id);
  }
}

TEST(IdTest, OrderOfIdsIsOrderOfTheirBytesAndOfTheirTexts) {
  SeededRandom random(SeedOr(2));
  for (int i = 0; i < 1'000; ++i) {
    const Id a = random.NextId();
    const Id b = random.NextId();
    EXPECT_EQ(a < b, a.bytes() < b.bytes());
    EXPECT_EQ(a < b, a.ToText() < b.ToText());
  }
}

// ---- Ids from names

TEST(IdTest, TheSameNameGivesTheSameIdEverywhere) {
  EXPECT_EQ(Id::FromName("municipality", "FI/445"), Id::FromName("municipality", "FI/445"));
  // Stored in every network: must never change.
  EXPECT_EQ(Id::FromName("municipality", "FI/445").ToText(),
            "e6fbf652-4b48-8c72-816e-f41ea50b7036");
}

TEST(IdTest, SpacesKeepNamesApart) {
  EXPECT_NE(Id::FromName("programme", "mod"), Id::FromName("theme", "mod"));
  EXPECT_NE(Id::FromName("a", "bc"), Id::FromName("ab", "c"));
}

TEST(IdTest, FromNameMakesUuidsOfVersion8) {
  for (const char* name : {"", "a", "anna", "åäö"}) {
    EXPECT_EQ(VersionOf(Id::FromName("test", name)), 8);
    EXPECT_EQ(VariantOf(Id::FromName("test", name)), 2);
  }
}

TEST(IdTest, HashSpreadsIdsFromBothSources) {
  FakeClock clock;
  SeededRandom random(SeedOr(3));
  IdSource ids(clock, random);
  std::unordered_set<size_t> hashes;
  for (int i = 0; i < 1'000; ++i) {
    hashes.insert(IdHash()(ids.Next()));
    hashes.insert(IdHash()(Id::FromName("test", std::to_string(i))));
  }
  EXPECT_EQ(hashes.size(), 2'000u);
}

// ---- Ids from the source

class IdSourceTest : public testing::Test {
 protected:
  // The next `count` ids ascend strictly, also from the last one before.
  void ExpectAscending(int count) {
    for (int i = 0; i < count; ++i) {
      const Id id = ids_.Next();
      ASSERT_LT(last_, id) << "id " << i << ", clock at " << clock_.Now();
      last_ = id;
    }
  }

  FakeClock clock_;
  SeededRandom random_{SeedOr(4)};
  IdSource ids_{clock_, random_};
  Id last_;
};

TEST_F(IdSourceTest, MakesUuidsOfVersion7WithTheTimeInFront) {
  const Id id = ids_.Next();
  EXPECT_EQ(VersionOf(id), 7);
  EXPECT_EQ(VariantOf(id), 2);
  EXPECT_EQ(TimeIn(id), static_cast<uint64_t>(test::kMonday));
}

TEST_F(IdSourceTest, AscendsWithTheClock) {
  for (int i = 0; i < 1'000; ++i) {
    ExpectAscending(1);
    clock_.Advance(1);
  }
}

TEST_F(IdSourceTest, AscendsWhileTheClockStandsStill) {
  // More than the counter holds, several times over.
  ExpectAscending(20'000);
}

TEST_F(IdSourceTest, RunsOnlyAsFarAheadOfAStandingClockAsItMust) {
  ExpectAscending(20'000);
  EXPECT_LE(TimeIn(last_), static_cast<uint64_t>(test::kMonday) + 20'000 / 4'096 + 1);
}

TEST_F(IdSourceTest, AscendsWhenTheClockJumpsBack) {
  ExpectAscending(10);
  clock_.Advance(-kDayMs);
  ExpectAscending(10'000);
  clock_.Set(0);
  ExpectAscending(10'000);
}

TEST_F(IdSourceTest, FollowsTheClockAgainOnceItHasCaughtUp) {
  ExpectAscending(10);
  clock_.Advance(-kMinuteMs);
  ExpectAscending(10);
  clock_.Advance(2 * kMinuteMs);
  ExpectAscending(1);
  EXPECT_EQ(TimeIn(last_), static_cast<uint64_t>(clock_.Now()));
}

TEST_F(IdSourceTest, TakesAClockFromBefore1970AsTheBeginning) {
  clock_.Set(-5);
  ExpectAscending(10'000);
  EXPECT_LT(TimeIn(last_), 10u);
  clock_.Set(std::numeric_limits<TimeMs>::min());
  ExpectAscending(10);
}

TEST_F(IdSourceTest, AscendsWhateverTheClockDoes) {
  SeededRandom fate(SeedOr(5));
  SCOPED_TRACE(fate.Story());
  for (int i = 0; i < 2'000; ++i) {
    const auto by = static_cast<TimeMs>(fate.Below(10 * kSecondMs));
    if (fate.Chance(30)) clock_.Advance(fate.Chance(50) ? by : -by);
    ExpectAscending(static_cast<int>(1 + fate.Below(20)));
  }
}

// Random that always gives the same bits: the worst case for the counter.
class StuckRandom : public Random {
 public:
  explicit StuckRandom(uint64_t bits) : bits_(bits) {}
  uint64_t Next() override { return bits_; }

 private:
  const uint64_t bits_;
};

TEST(IdSourceWithoutChanceTest, AscendsEvenIfChanceIsStuck) {
  for (const uint64_t bits : {uint64_t{0}, ~uint64_t{0}}) {
    const FakeClock clock;
    StuckRandom random(bits);
    IdSource ids(clock, random);
    Id last;
    for (int i = 0; i < 10'000; ++i) {
      const Id id = ids.Next();
      ASSERT_LT(last, id);
      EXPECT_EQ(VersionOf(id), 7);
      EXPECT_EQ(VariantOf(id), 2);
      last = id;
    }
  }
}

TEST(IdSourceOfTwoTest, TwoSourcesAtTheSameTimeDoNotMeet) {
  const FakeClock clock;
  SeededRandom chance_of_anna(SeedOr(6));
  SeededRandom chance_of_bo(SeedOr(6) + 1);
  IdSource annas(clock, chance_of_anna);
  IdSource bos(clock, chance_of_bo);
  std::set<Id> all;
  for (int i = 0; i < 5'000; ++i) {
    all.insert(annas.Next());
    all.insert(bos.Next());
  }
  EXPECT_EQ(all.size(), 10'000u);
}

}  // namespace
}  // namespace samstig::base
