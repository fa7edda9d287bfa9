// SPDX-License-Identifier: Apache-2.0
// Pull: pages, checkpoints, scopes that come and go.
#include "server/sync/pull.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using server::PullSession;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

v1::PullRequest RequestFrom(const v1::Cursor& cursor) {
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  *request.mutable_cursor() = cursor;
  return request;
}

class PullTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }

  v1::Cursor CursorOf(std::string_view person) {
    return village.PagesFor(person).back().checkpoint();
  }

  void ManyPosts(int count, size_t bytes) {
    for (int i = 0; i < count; ++i) {
      ASSERT_THAT(
          village.Does("bo", WritesPost(std::string(bytes, 'x'), "post " + std::to_string(i))),
          WasApplied());
    }
  }

  std::set<Id> EntitiesIn(const std::vector<v1::PullResponse>& pages) {
    std::set<Id> ids;
    for (const auto& page : pages) {
      for (const auto& run : page.runs()) {
        for (const auto& change : run.changes()) {
          v1::Entity entity;
          if (entity.ParseFromString(change.entity())) ids.insert(Id::FromBytes(entity.id()));
        }
      }
    }
    return ids;
  }

  base::Result<v1::PullResponse> NextPage(PullSession& session) {
    return village.NextPage(session);
  }

  Village village;
};

TEST_F(PullTest, NothingNewIsOneSmallMessage) {
  const auto pages = village.PagesFor("anna", CursorOf("anna"));
  ASSERT_THAT(pages, SizeIs(1));
  EXPECT_THAT(pages[0].runs(), IsEmpty());
  EXPECT_LE(pages[0].ByteSizeLong(), 100u);
  EXPECT_LE(RequestFrom(CursorOf("anna")).ByteSizeLong(), 100u);
}

TEST_F(PullTest, OneChangeIsOneRow) {
  const v1::Cursor cursor = CursorOf("anna");
  ASSERT_THAT(village.Does("bo", WritesPost("Hej")), WasApplied());
  const auto pages = village.PagesFor("anna", cursor);
  ASSERT_THAT(pages, SizeIs(1));
  EXPECT_THAT(EntitiesIn(pages), ElementsAre(IdNamed("post")));
}

TEST_F(PullTest, AnEntityChangedTwiceIsSentOnce) {
  const v1::Cursor cursor = CursorOf("anna");
  ASSERT_THAT(village.Does("bo", WritesPost("Hej")), WasApplied());
  ASSERT_THAT(
      village.Does("bo", EditsPost(APost(), ARevision("second", "Hej hej"), {IdNamed("post")})),
      WasApplied());
  const auto pages = village.PagesFor("anna", cursor);
  ASSERT_EQ(pages[0].runs(0).changes_size(), 1);
}

TEST_F(PullTest, MuchComesInPagesAndOnlyTheLastHasACheckpoint) {
  ManyPosts(40, 10'000);
  const auto pages = village.PagesFor("anna");
  ASSERT_GT(pages.size(), 4u);
  for (size_t i = 0; i + 1 < pages.size(); ++i) {
    EXPECT_FALSE(pages[i].has_checkpoint());
    EXPECT_LT(pages[i].ByteSizeLong(), 2 * server::kPageBytes);
  }
  for (int i = 0; i < 40; ++i) {
    EXPECT_THAT(EntitiesIn(pages), Contains(IdNamed("post " + std::to_string(i))));
  }
}

TEST_F(PullTest, APullThatBrokeOffGoesOnWhereItWas) {
  ManyPosts(40, 10'000);
  PullSession session = Must(PullSession::Make(IdNamed("anna"), RequestFrom({})));
  std::vector<v1::PullResponse> kept = {Must(NextPage(session)), Must(NextPage(session))};
  v1::PullRequest again = RequestFrom({});
  for (const auto& page : kept) {
    for (const auto& run : page.runs()) {
      auto* staged = again.add_staged();
      staged->set_scope(run.scope());
      staged->set_seq(run.changes_size() ? run.changes().rbegin()->seq() : 0);
    }
  }
  PullSession resumed = Must(PullSession::Make(IdNamed("anna"), again));
  std::set<Id> later;
  bool done = false;
  while (!done) {
    v1::PullResponse page = Must(NextPage(resumed));
    later.merge(EntitiesIn({page}));
    done = page.has_checkpoint();
  }
  const std::set<Id> before = EntitiesIn(kept);
  EXPECT_GT(before.size(), 8u);
  for (const Id& id : before) {
    EXPECT_FALSE(village.Stored(id).has_post() && later.contains(id)) << "sent twice";
  }
  std::set<Id> all = before;
  all.merge(later);
  EXPECT_EQ(all, EntitiesIn(village.PagesFor("anna")));
}

TEST_F(PullTest, WhatChangesWhilePagingIsThereAtTheCheckpoint) {
  ManyPosts(20, 10'000);
  PullSession session = Must(PullSession::Make(IdNamed("anna"), RequestFrom({})));
  std::vector<v1::PullResponse> pages = {Must(NextPage(session)), Must(NextPage(session))};
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost().Named("post 0"))), WasApplied());
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  while (!pages.back().has_checkpoint()) pages.push_back(Must(NextPage(session)));
  EXPECT_THAT(EntitiesIn(pages), Contains(IdNamed("assignment")));
  v1::Entity last;
  for (const auto& page : pages) {
    for (const auto& run : page.runs()) {
      for (const auto& change : run.changes()) {
        v1::Entity entity;
        if (entity.ParseFromString(change.entity()) && entity.id() == IdNamed("post 0").bytes())
          last = entity;
      }
    }
  }
  EXPECT_TRUE(last.post().withdrawn());
}

TEST_F(PullTest, ANewScopeComesFromItsStart) {
  const v1::Cursor cursor = CursorOf("otto");
  ASSERT_THAT(village.Does("bo", WritesPost("Skrivet före Otto kom")), WasApplied());
  v1::EnrolLeader otto = EnrolsLeader("otto");
  otto.set_membership_id(IdNamed("a second hat").ToBytes());
  ASSERT_THAT(village.Does("maria admin", otto), WasApplied());
  const auto pages = village.PagesFor("otto", cursor);
  EXPECT_THAT(EntitiesIn(pages), Contains(IdNamed("post")));
  bool anew = false;
  for (const auto& run : pages[0].runs()) anew |= run.from_start() && run.scope()[0] == 'c';
  EXPECT_TRUE(anew);
}

TEST_F(PullTest, ALostScopeIsNamedOnceAndSendsNothingMore) {
  const v1::Cursor cursor = CursorOf("anna");
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  ASSERT_THAT(village.Does("bo", WritesPost("Efter att Anna gick")), WasApplied());
  const auto pages = village.PagesFor("anna", cursor);
  const Id cohort = IdNamed("cohort");
  EXPECT_THAT(pages.back().lost_scopes(),
              UnorderedElementsAre(Scope::OfCohort(cohort).ToText(),
                                   Scope::Internal(cohort, Pargas()).ToText()));
  EXPECT_FALSE(EntitiesIn(pages).contains(IdNamed("post")));
  EXPECT_THAT(village.PagesFor("anna", pages.back().checkpoint()).back().lost_scopes(), IsEmpty());
}

TEST_F(PullTest, AScopeLostBetweenTwoPagesGivesNoMoreRows) {
  ManyPosts(40, 10'000);
  PullSession session = Must(PullSession::Make(IdNamed("anna"), RequestFrom({})));
  (void)Must(NextPage(session));
  (void)Must(NextPage(session));
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  const v1::PullResponse page = Must(NextPage(session));
  for (const auto& run : page.runs()) EXPECT_NE(run.scope()[0], 'c');
}

TEST_F(PullTest, ACursorFromBeforeARestartIsGood) {
  const v1::Cursor cursor = CursorOf("anna");
  village.Restarts();
  ASSERT_THAT(village.Does("bo", WritesPost("Efter omstarten")), WasApplied());
  const auto pages = village.PagesFor("anna", cursor);
  EXPECT_THAT(EntitiesIn(pages), ElementsAre(IdNamed("post")));
  EXPECT_NE(pages.back().checkpoint().epoch(), cursor.epoch());
}

TEST_F(PullTest, RefusesWhatIsNoRequest) {
  v1::PullRequest old = RequestFrom({});
  old.set_version_max(0);
  old.set_version_min(0);
  EXPECT_THAT(PullSession::Make(IdNamed("anna"), old), HasReason(v1::REASON_VERSION_UNSUPPORTED));
  v1::Cursor no_epoch;
  no_epoch.set_seq(7);
  EXPECT_THAT(PullSession::Make(IdNamed("anna"), RequestFrom(no_epoch)),
              HasReason(v1::REASON_MISSING_FIELD));
  v1::Cursor short_epoch;
  short_epoch.set_epoch("kort");
  EXPECT_THAT(PullSession::Make(IdNamed("anna"), RequestFrom(short_epoch)),
              HasReason(v1::REASON_BAD_ID));
  v1::PullRequest staged = RequestFrom({});
  staged.add_staged()->set_scope("q/nothing");
  EXPECT_THAT(PullSession::Make(IdNamed("anna"), staged), HasReason(v1::REASON_MALFORMED));
  v1::Cursor future = CursorOf("anna");
  future.set_seq(1'000'000);
  PullSession session = Must(PullSession::Make(IdNamed("anna"), RequestFrom(future)));
  EXPECT_THAT(NextPage(session), HasReason(v1::REASON_OUT_OF_RANGE));
}

TEST_F(PullTest, TheOwnAndUrgentComeFirst) {
  const auto pages = village.PagesFor("anna");
  std::string letters;
  for (const auto& run : pages[0].runs()) letters.push_back(run.scope()[0]);
  EXPECT_EQ(letters, "udicn");
}

}  // namespace
}  // namespace samstig::test
