// SPDX-License-Identifier: Apache-2.0
// The feed: who is poked, what the ring keeps, and how far back it reaches.
#include "server/sync/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "samstig/v1/sync_service.pb.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

using server::Changes;
using server::Feed;
using server::Piece;
using server::Scope;
using server::Scopes;
using server::Seq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;

const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));
const Scope kOther = Scope::OfCohort(IdNamed("other cohort"));
const Scope kAnna = Scope::OfPerson(IdNamed("anna"));

// One commit that puts `bytes` into each scope.
Changes CommitOf(Seq seq, const Scopes& scopes, std::string_view bytes = "x") {
  Changes changes;
  changes.from = seq - 1;
  changes.to = seq;
  for (const Scope& scope : scopes)
    changes.rows.push_back({scope, {seq, IdNamed("entity"), false, bytes}});
  changes.touched = scopes;
  return changes;
}

class FeedTest : public testing::Test {
 protected:
  uint64_t Follows(const Scopes& scopes, const std::string& name = "anna") {
    return feed.Add(scopes, [this, name] { heard.push_back(name); });
  }
  void Commits(const Changes& changes) {
    feed.Committed(changes);
    feed.Announce();
  }
  // The ends of the dispatches after `seen`.
  std::vector<Seq> EndsSince(Seq seen) {
    std::vector<Seq> ends;
    for (const auto& dispatch : feed.Since(seen).value_or(Feed::Dispatches{}))
      ends.push_back(dispatch->to());
    return ends;
  }

  Feed feed{{.dispatches = 3, .bytes = 10'000}};
  std::vector<std::string> heard;
};

TEST_F(FeedTest, FollowersHearOfTheirScopesAndNoOthers) {
  const uint64_t anna = Follows({kCohort});
  Follows({kOther}, "bo");
  Commits(CommitOf(1, {kCohort}));
  Commits(CommitOf(2, {kOther}));
  feed.Change(anna, {kAnna}, 2);
  Commits(CommitOf(3, {kCohort}));
  Commits(CommitOf(4, {kAnna}));
  feed.Remove(anna);
  Commits(CommitOf(5, {kAnna}));
  EXPECT_THAT(heard, ElementsAre("anna", "bo", "anna"));
  EXPECT_EQ(feed.followers(), 1u);
}

TEST_F(FeedTest, OneWhoFollowsSeveralOfTheScopesIsPokedOnceForManyCommits) {
  const uint64_t anna = Follows({kCohort, kOther});
  feed.Committed(CommitOf(1, {kCohort, kOther}));
  feed.Committed(CommitOf(2, {kCohort}));
  feed.Announce();
  EXPECT_THAT(heard, SizeIs(1));
  EXPECT_THAT(feed.TakeNews(anna), Optional(Seq{0}));
  EXPECT_EQ(feed.TakeNews(anna), std::nullopt) << "told once";
  feed.Announce();
  EXPECT_THAT(heard, SizeIs(1)) << "nothing new";
}

TEST_F(FeedTest, TheNewsBeginAtTheFirstCommitThatTouchedTheFollower) {
  const uint64_t anna = Follows({kCohort});
  Follows({kOther}, "bo");
  Commits(CommitOf(1, {kOther}));
  Commits(CommitOf(2, {kCohort}));
  Commits(CommitOf(3, {kCohort}));
  EXPECT_THAT(feed.TakeNews(anna), Optional(Seq{1}));
  EXPECT_THAT(EndsSince(1), ElementsAre(2, 3));
}

TEST_F(FeedTest, TheBytesOfAScopeAreTheSameForAll) {
  Follows({kCohort});
  Commits(CommitOf(1, {kCohort, kOther}, "text"));
  const Piece one = feed.Since(0)->at(0)->In(kCohort)->piece;
  const Piece two = feed.Since(0)->at(0)->In(kCohort)->piece;
  EXPECT_EQ(one, two) << "not a copy";
  EXPECT_EQ(feed.Since(0)->at(0)->In(kAnna), nullptr);
  v1::PullResponse joined;
  ASSERT_TRUE(joined.ParseFromString(*one + *feed.Since(0)->at(0)->In(kOther)->piece));
  ASSERT_EQ(joined.runs_size(), 2);
  EXPECT_EQ(joined.runs(0).scope(), kCohort.ToText());
  EXPECT_EQ(joined.runs(0).changes(0).seq(), 1u);
  EXPECT_EQ(joined.runs(0).changes(0).entity(), "text");
  EXPECT_EQ(joined.runs(1).scope(), kOther.ToText());
}

TEST_F(FeedTest, WhatIsGoneIsSentAsItsId) {
  Follows({kCohort});
  Changes changes = CommitOf(1, {kCohort});
  changes.rows[0].row.gone = true;
  Commits(changes);
  v1::PullResponse page;
  ASSERT_TRUE(page.ParseFromString(*feed.Since(0)->at(0)->In(kCohort)->piece));
  EXPECT_EQ(page.runs(0).changes(0).gone_id(), IdNamed("entity").ToBytes());
}

TEST_F(FeedTest, TheRingKeepsSoManyAndNoMore) {
  Follows({kCohort});
  for (Seq seq = 1; seq <= 5; ++seq) Commits(CommitOf(seq, {kCohort}));
  EXPECT_THAT(EndsSince(2), ElementsAre(3, 4, 5));
  EXPECT_THAT(EndsSince(4), ElementsAre(5));
  EXPECT_THAT(EndsSince(5), IsEmpty());
  EXPECT_EQ(feed.Since(1), std::nullopt) << "that is too far back";
}

TEST_F(FeedTest, TheRingKeepsSoManyBytesAndNoMore) {
  Follows({kCohort});
  Commits(CommitOf(1, {kCohort}, std::string(6'000, 'x')));
  Commits(CommitOf(2, {kCohort}, std::string(6'000, 'x')));
  EXPECT_LE(feed.ring_bytes(), 10'000u);
  EXPECT_EQ(feed.Since(0), std::nullopt);
  EXPECT_THAT(EndsSince(1), ElementsAre(2));
  Commits(CommitOf(3, {kCohort}, std::string(20'000, 'x')));
  EXPECT_EQ(feed.ring_bytes(), 0u) << "too large for the ring alone";
  EXPECT_EQ(feed.Since(2), std::nullopt);
  EXPECT_THAT(feed.Since(3), Optional(IsEmpty()));
}

TEST_F(FeedTest, ACommitThatIsNotWholeIsAGap) {
  const uint64_t anna = Follows({kCohort});
  Commits(CommitOf(1, {kCohort}));
  Changes large = CommitOf(2, {kCohort});
  large.rows.clear();
  large.whole = false;
  Commits(large);
  Commits(CommitOf(3, {kCohort}));
  EXPECT_THAT(heard, SizeIs(3)) << "it is heard of all the same";
  EXPECT_THAT(feed.TakeNews(anna), Optional(Seq{0}));
  EXPECT_EQ(feed.Since(1), std::nullopt);
  EXPECT_THAT(EndsSince(2), ElementsAre(3));
}

TEST_F(FeedTest, NothingIsEncodedWhileNobodyFollows) {
  Commits(CommitOf(1, {kCohort}));
  EXPECT_EQ(feed.ring_bytes(), 0u);
  EXPECT_EQ(feed.Since(0), std::nullopt);
  EXPECT_THAT(feed.Since(1), Optional(IsEmpty()));
  Follows({kCohort});
  Commits(CommitOf(2, {kCohort}));
  EXPECT_THAT(EndsSince(1), ElementsAre(2));
}

TEST_F(FeedTest, ACommitWithoutChangesIsNone) {
  Follows({kCohort});
  Changes nothing;
  nothing.from = nothing.to = 7;
  Commits(nothing);
  EXPECT_THAT(heard, IsEmpty());
}

TEST_F(FeedTest, ACommitThatWasMissedLeavesNoDispatchFromBeforeIt) {
  Follows({kCohort});
  Commits(CommitOf(1, {kCohort}));
  Commits(CommitOf(3, {kCohort}));
  EXPECT_EQ(feed.Since(1), std::nullopt);
  EXPECT_THAT(EndsSince(2), ElementsAre(3));
}

TEST_F(FeedTest, ANewScopeIsCaughtUpFromWhereTheFollowerHadSeenIt) {
  const uint64_t anna = Follows({kAnna});
  Commits(CommitOf(1, {kAnna}));
  Commits(CommitOf(2, {kCohort}));
  (void)feed.TakeNews(anna);
  feed.Change(anna, {kAnna, kCohort}, 1);
  EXPECT_THAT(feed.TakeNews(anna), Optional(Seq{1}));
  feed.Change(anna, {kAnna}, 2);
  EXPECT_EQ(feed.TakeNews(anna), std::nullopt) << "it has seen all";
}

TEST_F(FeedTest, OneWhoIsGoneHasNoNewsAndChangesNothing) {
  const uint64_t anna = Follows({kCohort});
  feed.Remove(anna);
  feed.Remove(anna);
  feed.Change(anna, {kOther}, 0);
  Commits(CommitOf(1, {kCohort, kOther}));
  EXPECT_EQ(feed.TakeNews(anna), std::nullopt);
  EXPECT_THAT(heard, IsEmpty());
}

TEST_F(FeedTest, APokeMayCallBack) {
  uint64_t anna = 0;
  std::optional<Seq> news;
  anna = feed.Add({kCohort}, [&] {
    news = feed.TakeNews(anna);
    feed.Remove(anna);
  });
  Commits(CommitOf(1, {kCohort}));
  EXPECT_THAT(news, Optional(Seq{0}));
  EXPECT_EQ(feed.followers(), 0u);
}

}  // namespace
}  // namespace samstig::test
