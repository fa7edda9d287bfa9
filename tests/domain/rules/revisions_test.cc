// SPDX-License-Identifier: Apache-2.0
// Texts with several heads: no writer ever overwrites another.
#include "domain/rules/revisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/rules/limits.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using test::AReport;
using test::ARevision;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::IsOkAndHolds;
using test::SeededRandom;
using testing::ElementsAre;

RevisionIds Named(std::initializer_list<std::string_view> names) {
  RevisionIds ids;
  for (const std::string_view name : names) ids.Add(IdNamed(name).ToBytes());
  return ids;
}

class RevisionsTest : public testing::Test {
 protected:
  // A device that knew of `replaces` saves a text under its name.
  base::Result<bool> Save(std::string_view name,
                          std::initializer_list<std::string_view> replaces = {}) {
    return AddRevision(heads_, ARevision(name, name), Named(replaces));
  }

  std::vector<std::string> Texts() const {
    std::vector<std::string> texts;
    for (const v1::Revision& head : heads_) texts.push_back(head.text());
    return texts;
  }

  Heads heads_;
};

TEST_F(RevisionsTest, TheFirstStandsAlone) {
  EXPECT_THAT(Save("a"), IsOkAndHolds(false));
  EXPECT_THAT(Texts(), ElementsAre("a"));
}

TEST_F(RevisionsTest, TheNextReplacesWhatItKnewOf) {
  ASSERT_THAT(Save("a"), IsOk());
  EXPECT_THAT(Save("b", {"a"}), IsOkAndHolds(false));
  EXPECT_THAT(Texts(), ElementsAre("b"));
}

TEST_F(RevisionsTest, WritersThatDidNotKnowOfEachOtherStandSideBySide) {
  ASSERT_THAT(Save("a"), IsOk());
  ASSERT_THAT(Save("phone", {"a"}), IsOk());
  EXPECT_THAT(Save("laptop", {"a"}), IsOkAndHolds(true));
  EXPECT_THAT(Texts(), ElementsAre("phone", "laptop"));
}

TEST_F(RevisionsTest, AJoinReplacesAllItNames) {
  ASSERT_THAT(Save("a"), IsOk());
  ASSERT_THAT(Save("b"), IsOk());
  ASSERT_THAT(Save("c"), IsOk());
  EXPECT_THAT(Save("a and c", {"a", "c"}), IsOkAndHolds(true));
  EXPECT_THAT(Texts(), ElementsAre("b", "a and c"));
  EXPECT_THAT(Save("all", {"b", "a and c"}), IsOkAndHolds(false));
  EXPECT_THAT(Texts(), ElementsAre("all"));
}

TEST_F(RevisionsTest, NamingWhatIsNotThereIsHarmless) {
  ASSERT_THAT(Save("a"), IsOk());
  EXPECT_THAT(Save("b", {"long gone", "a", "never was"}), IsOkAndHolds(false));
  EXPECT_THAT(Texts(), ElementsAre("b"));
}

TEST_F(RevisionsTest, TheSameRevisionTwiceChangesNothing) {
  ASSERT_THAT(Save("a"), IsOk());
  EXPECT_THAT(Save("a"), IsOkAndHolds(false));
  ASSERT_THAT(Save("b"), IsOk());
  EXPECT_THAT(Save("a", {"b"}), IsOkAndHolds(true));
  EXPECT_THAT(Save("b", {"b"}), IsOkAndHolds(true));
  EXPECT_THAT(Texts(), ElementsAre("a", "b"));
}

// Else the second text would be lost without a word.
TEST_F(RevisionsTest, AnotherTextUnderTheSameIdIsRefused) {
  ASSERT_THAT(Save("a"), IsOk());
  EXPECT_THAT(AddRevision(heads_, ARevision("a", "something else"), {}),
              HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_THAT(AddRevision(heads_, test::AReportRevision("a", "a"), {}),
              HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_THAT(Texts(), ElementsAre("a"));
}

TEST_F(RevisionsTest, ARevisionNeedsAnId) {
  v1::Revision revision = ARevision("a", "a");
  revision.clear_revision_id();
  EXPECT_THAT(AddRevision(heads_, revision, {}), HasReason(v1::REASON_MISSING_FIELD));
  revision.set_revision_id("short");
  EXPECT_THAT(AddRevision(heads_, revision, {}), HasReason(v1::REASON_BAD_ID));
  EXPECT_TRUE(heads_.empty());
}

TEST_F(RevisionsTest, SixteenStandSideBySideAndNotOneMore) {
  for (int i = 0; i < kMaxHeads; ++i) EXPECT_THAT(Save(std::to_string(i)), IsOk());
  EXPECT_EQ(heads_.size(), kMaxHeads);
  const std::vector<std::string> before = Texts();

  EXPECT_THAT(Save("one more"), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_EQ(Texts(), before) << "a refusal changes nothing";

  // One that is there may come again; one that joins makes room.
  EXPECT_THAT(Save("3"), IsOkAndHolds(true));
  EXPECT_THAT(Save("joined", {"0", "1"}), IsOkAndHolds(true));
  EXPECT_EQ(heads_.size(), kMaxHeads - 1);
  EXPECT_THAT(Save("one more"), IsOk());
}

// Devices that write, sync now and then, and lose replies, so that the same save comes twice.
TEST_F(RevisionsTest, NoTextIsEverLostUnlessItsReaderReplacedIt) {
  SeededRandom random(test::SeedOr(31));
  SCOPED_TRACE(random.Story());
  struct Device {
    std::vector<std::string> knows;
  };
  std::vector<Device> devices(4);
  std::map<std::string, std::vector<std::string>> written;  // name -> what it replaced
  std::set<std::string> replaced;
  std::set<std::string> taken;
  for (int i = 0; i < 3'000; ++i) {
    Device& device = devices[random.Below(devices.size())];
    if (random.Chance(40)) {
      device.knows = Texts();
      continue;
    }
    std::string name = "text " + std::to_string(i);
    std::vector<std::string> knew = device.knows;
    if (random.Chance(20) && !taken.empty()) {
      // A reply was lost: an earlier save is sent again, if it still stands.
      name = Texts()[random.Below(Texts().size())];
      knew = written[name];
    }
    RevisionIds replaces;
    for (const std::string& known : knew) replaces.Add(IdNamed(known).ToBytes());
    const base::Result<bool> merged = AddRevision(heads_, ARevision(name, name), replaces);
    if (!merged.ok()) {
      ASSERT_THAT(merged, HasReason(v1::REASON_OUT_OF_RANGE));
      continue;
    }
    ASSERT_EQ(*merged, heads_.size() > 1);
    if (taken.insert(name).second) {
      written[name] = knew;
      for (const std::string& known : knew) replaced.insert(known);
      device.knows = {name};
    }

    std::vector<std::string> expected;
    std::set_difference(taken.begin(), taken.end(), replaced.begin(), replaced.end(),
                        std::back_inserter(expected));
    ASSERT_THAT(Texts(), testing::UnorderedElementsAreArray(expected)) << "after " << name;
    ASSERT_LE(heads_.size(), kMaxHeads);
  }
  EXPECT_GT(taken.size(), 500u);
}

// ---- Reports

TEST(CheckReportTest, IsSubmittedWithAtLeastOneField) {
  v1::Report report;
  EXPECT_THAT(CheckReport(report, false), HasReason(v1::REASON_TEXT_EMPTY));
  EXPECT_THAT(CheckReport(report, true), IsOk());
  report.set_did_not_work(true);
  EXPECT_THAT(CheckReport(report, false), HasReason(v1::REASON_TEXT_EMPTY));
  report.set_tried(" ");
  report.set_insight("\n");
  EXPECT_THAT(CheckReport(report, false), HasReason(v1::REASON_TEXT_EMPTY));
  report.set_next_step("Igen");
  EXPECT_THAT(CheckReport(report, false), IsOk());
}

TEST(CheckReportTest, EachFieldHasItsLimitAndAllMayBeFull) {
  using Set = void (*)(v1::Report&, std::string);
  const Set setters[] = {
      [](v1::Report& r, std::string text) { r.set_tried(std::move(text)); },
      [](v1::Report& r, std::string text) { r.set_happened(std::move(text)); },
      [](v1::Report& r, std::string text) { r.set_insight(std::move(text)); },
      [](v1::Report& r, std::string text) { r.set_next_step(std::move(text)); },
  };
  v1::Report full;
  for (const Set set : setters) set(full, std::string(kMaxTextBytes, 'a'));
  EXPECT_THAT(CheckReport(full, false), IsOk());
  for (const Set set : setters) {
    for (const bool may_be_empty : {true, false}) {
      v1::Report report = AReport("Jag");
      set(report, std::string(kMaxTextBytes + 1, 'a'));
      EXPECT_THAT(CheckReport(report, may_be_empty), HasReason(v1::REASON_TEXT_TOO_LONG));
      set(report, "a\x07");
      EXPECT_THAT(CheckReport(report, may_be_empty), HasReason(v1::REASON_TEXT_INVALID));
    }
  }
}

}  // namespace
}  // namespace samstig::rules
