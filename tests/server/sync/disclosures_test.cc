// SPDX-License-Identifier: Apache-2.0
// Who was sent something of whose desk: written before it is sent, once a day, and for the leader
// to see.
#include "server/sync/disclosures.h"

#include <gmock/gmock.h>

#include "domain/rules/disclosure.h"
#include "domain/rules/names.h"
#include "server/decide/disclosure.h"
#include "server/sync/follow.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using server::Disclosures;
using server::Feed;
using server::Follow;
using server::PullSession;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr base::TimeMs kTuesday = kMonday + base::kDayMs;

class DisclosuresTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
    ASSERT_THAT(village.Does("anna", Submits("Jag lät gruppen välja.")), WasApplied());
  }
  static Id IdFor(std::string_view leader, std::string_view reader = "carin coach") {
    return rules::DisclosureId(IdNamed(leader), IdNamed("cohort"), IdNamed(reader));
  }
  std::vector<uint32_t> DaysToldTo(std::string_view leader,
                                   std::string_view reader = "carin coach") {
    const v1::Entity told = village.Stored(IdFor(leader, reader));
    return {told.disclosure().days().begin(), told.disclosure().days().end()};
  }
  static Scope DeskOf(std::string_view leader) {
    return Scope::Desk(IdNamed("cohort"), IdNamed(leader));
  }

  Village village;
};

TEST_F(DisclosuresTest, TheLeaderSeesWhoWasSentSomethingAndOnWhichDays) {
  ASSERT_TRUE(village.IsReadBy("carin coach", IdNamed("submission")));
  village.clock.Set(kTuesday);
  ASSERT_TRUE(village.IsReadBy("carin coach", IdNamed("submission")));
  const v1::Entity told = village.ReadBy("anna")[IdFor("anna")];
  EXPECT_EQ(told.disclosure().reader_id(), IdNamed("carin coach").bytes());
  EXPECT_EQ(told.disclosure().cohort_id(), IdNamed("cohort").bytes());
  EXPECT_THAT(told.disclosure().days(), ElementsAre(rules::DayOf(kMonday), rules::DayOf(kTuesday)));
  for (const char* other : {"carin coach", "bo", "olle organiser", "maria admin"}) {
    EXPECT_FALSE(village.IsReadBy(other, IdFor("anna"))) << other;
  }
}

TEST_F(DisclosuresTest, WhoseDeskIsEmptyIsToldNothing) {
  (void)village.ReadBy("carin coach");
  EXPECT_THAT(DaysToldTo("anna"), SizeIs(1));
  EXPECT_THAT(DaysToldTo("bo"), IsEmpty());
}

TEST_F(DisclosuresTest, WhatOneReadsOfTheOwnDeskIsNoDisclosure) {
  const uint64_t before = village.LastSeq();
  for (const char* person : {"anna", "bo", "olle organiser", "maria admin"}) {
    (void)village.ReadBy(person);
  }
  EXPECT_EQ(village.LastSeq(), before);
}

TEST_F(DisclosuresTest, OnceADayAndAllOfAPageInOneTransaction) {
  ASSERT_THAT(village.Does("bo", Submits("Jag frågade först.", "bo's")), WasApplied());
  ASSERT_THAT(village.Does("axel", Submits("Jag väntade.", "axel's")), WasApplied());
  int commits = 0;
  village.on_commit = [&](const server::Changes&) { ++commits; };
  for (int i = 0; i < 3; ++i) (void)village.ReadBy("carin coach");
  EXPECT_EQ(commits, 1);
  for (const char* leader : {"anna", "axel", "bo"}) EXPECT_THAT(DaysToldTo(leader), SizeIs(1));
}

TEST_F(DisclosuresTest, ARestartForgetsNothingAndWritesNothingTwice) {
  (void)village.ReadBy("carin coach");
  const uint64_t before = village.LastSeq();
  village.Restarts();
  (void)village.ReadBy("carin coach");
  EXPECT_EQ(village.LastSeq(), before);
}

TEST_F(DisclosuresTest, AfterARestoreItIsWrittenAgain) {
  village.BacksUp("before");
  (void)village.ReadBy("carin coach");
  village.IsRestoredFrom("before");
  EXPECT_THAT(DaysToldTo("anna"), IsEmpty());
  (void)village.ReadBy("carin coach");
  EXPECT_THAT(DaysToldTo("anna"), SizeIs(1));
}

TEST_F(DisclosuresTest, ARepairIsTold) {
  const std::vector<v1::PullResponse> pages = village.PagesFor("carin coach");
  village.clock.Set(kTuesday);
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  *request.mutable_cursor() = pages.back().checkpoint();
  v1::ScopeLeaves& leaves = *request.add_repair();
  leaves.set_scope(DeskOf("anna").ToText());
  for (uint32_t leaf = 0; leaf < 256; ++leaf) leaves.add_leaf(leaf);
  ASSERT_THAT(village.PagesFor("carin coach", request), IsOk());
  EXPECT_THAT(DaysToldTo("anna"), SizeIs(2));
}

TEST_F(DisclosuresTest, NothingNewIsNoDisclosure) {
  const std::vector<v1::PullResponse> pages = village.PagesFor("carin coach");
  village.clock.Set(kTuesday);
  (void)village.PagesFor("carin coach", pages.back().checkpoint());
  EXPECT_THAT(DaysToldTo("anna"), SizeIs(1));
}

// That something left the desk says nothing of what it was.
TEST_F(DisclosuresTest, ThatSomethingLeftIsNoDisclosure) {
  const std::vector<v1::PullResponse> pages = village.PagesFor("carin coach");
  {
    const auto txn = Must(village.store().Begin());
    ASSERT_THAT(txn->Remove(IdNamed("submission")), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  village.clock.Set(kTuesday);
  (void)village.PagesFor("carin coach", pages.back().checkpoint());
  EXPECT_THAT(DaysToldTo("anna"), SizeIs(1));
}

TEST_F(DisclosuresTest, OfSomebodyWhoWasErasedNothingIsKept) {
  v1::Entity gone = village.Stored(IdNamed("anna"));
  gone.mutable_person()->Clear();
  gone.mutable_person()->set_trace(v1::PERSON_TRACE_GONE);
  const auto txn = Must(village.store().Begin());
  ASSERT_THAT(txn->Put(IdNamed("anna"), gone.SerializeAsString(), {Scope::Network()}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  ASSERT_TRUE(village.IsReadBy("carin coach", IdNamed("submission")));
  EXPECT_THAT(DaysToldTo("anna"), IsEmpty());
}

TEST_F(DisclosuresTest, NothingIsSentBeforeItIsWritten) {
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  PullSession session = Must(PullSession::Make(IdNamed("carin coach"), request));
  const auto next = [&]() -> PullSession::Page {
    const auto snapshot = Must(village.store().Read());
    return Must(session.NextPage(village.store(), *snapshot, village.disclosures(), kMonday));
  };
  const PullSession::Page first = next();
  const auto* undisclosed = std::get_if<PullSession::Undisclosed>(&first);
  ASSERT_NE(undisclosed, nullptr);
  EXPECT_THAT(undisclosed->desks, ElementsAre(DeskOf("anna")));
  EXPECT_TRUE(std::holds_alternative<PullSession::Undisclosed>(next())) << "asked again too early";
}

TEST_F(DisclosuresTest, OneThatCannotBeWrittenKeepsThePageBack) {
  const auto txn = Must(village.store().Begin());
  ASSERT_THAT(txn->Put(IdFor("anna"), "\xff", {Scope::OfPerson(IdNamed("anna"))}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  EXPECT_THAT(village.PagesFor("carin coach", request), HasReason(v1::REASON_DATA_DAMAGED));
}

// A coach who follows live: the first of a desk and day comes by page, after it is written; what
// follows is sent as it is committed.
TEST_F(DisclosuresTest, ALiveReaderWaitsForTheFirstOfADayAndForNoneAfter) {
  Feed feed;
  village.on_commit = [&](const server::Changes& changes) {
    feed.Committed(changes);
    feed.Announce();
  };
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  Disclosures disclosures;
  Follow follow(Must(PullSession::Make(IdNamed("carin coach"), request)), true, feed, disclosures,
                village.store());
  follow.Begin([] {});
  std::vector<rules::Scopes> told;
  const auto catch_up = [&] {
    int live = 0;
    while (true) {
      const Follow::Step step = follow.Next(village.clock.Now());
      if (std::holds_alternative<Follow::Rest>(step)) return live;
      if (std::holds_alternative<server::LiveMessage>(step)) {
        ++live;
        continue;
      }
      const auto snapshot = Must(village.store().Read());
      const PullSession::Page page = Must(follow.NextPage(*snapshot, village.clock.Now()));
      if (const auto* undisclosed = std::get_if<PullSession::Undisclosed>(&page)) {
        told.push_back(undisclosed->desks);
        disclosures.Noted(IdNamed("carin coach"), undisclosed->desks, village.clock.Now());
      }
    }
  };
  catch_up();
  EXPECT_THAT(told, ElementsAre(rules::Scopes{DeskOf("anna")}));
  ASSERT_THAT(village.Does("anna", Submits("Igen.", "again")), WasApplied());
  EXPECT_EQ(catch_up(), 1);
  ASSERT_THAT(village.Does("bo", Submits("Jag frågade.", "bo's")), WasApplied());
  EXPECT_EQ(catch_up(), 0) << "by page";
  EXPECT_THAT(told, ElementsAre(rules::Scopes{DeskOf("anna")}, rules::Scopes{DeskOf("bo")}));
  ASSERT_THAT(village.Does("bo", Submits("Och igen.", "bo's again")), WasApplied());
  EXPECT_EQ(catch_up(), 1);
  village.clock.Set(kTuesday);
  ASSERT_THAT(village.Does("bo", Submits("På tisdag.", "on tuesday")), WasApplied());
  EXPECT_EQ(catch_up(), 0);
  EXPECT_THAT(told, SizeIs(3));
}

TEST(DisclosuresOfADayTest, AreForgottenOverMidnight) {
  Disclosures disclosures;
  const Id carin = IdNamed("carin coach");
  const Scope desk = Scope::Desk(IdNamed("cohort"), IdNamed("anna"));
  EXPECT_THAT(disclosures.Unnoted(carin, {desk}, kMonday), ElementsAre(desk));
  disclosures.Noted(carin, {desk}, kMonday);
  EXPECT_THAT(disclosures.Unnoted(carin, {desk}, kMonday), IsEmpty());
  EXPECT_THAT(disclosures.Unnoted(IdNamed("another"), {desk}, kMonday), ElementsAre(desk));
  EXPECT_THAT(disclosures.Unnoted(carin, {desk}, kTuesday), ElementsAre(desk));
  disclosures.Noted(carin, {desk}, kTuesday);
  EXPECT_THAT(disclosures.Unnoted(carin, {desk}, kTuesday), IsEmpty());
  EXPECT_THAT(disclosures.Unnoted(carin, {desk}, kMonday), ElementsAre(desk)) << "put back";
}

}  // namespace
}  // namespace samstig::test
