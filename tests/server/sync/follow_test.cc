// SPDX-License-Identifier: Apache-2.0
// Follow: from pages to live and back, with the same in the end as reading from the store.
#include "server/sync/follow.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using server::Feed;
using server::Follow;
using server::LiveMessage;
using server::PullSession;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));

// One reader's stream, message by message.
class Reader {
 public:
  Reader(Village& village, Feed& feed, std::string_view person, bool follow = true)
      : village_(village),
        follow_(Must(PullSession::Make(IdNamed(person), Request())), follow, feed,
                village.disclosures(), village.store()) {
    follow_.Begin([this] { ++pokes_; });
  }

  Follow::Step Next() { return follow_.Next(village_.clock.Now()); }
  bool Rests() { return std::holds_alternative<Follow::Rest>(Next()); }
  bool Ends() { return std::holds_alternative<Follow::Ended>(Next()); }
  bool WantsAPage() { return std::holds_alternative<Follow::ReadPage>(Next()); }
  int pokes() const { return pokes_; }
  Follow& follow() { return follow_; }

  // The page that is wanted.
  v1::PullResponse Page() {
    const auto snapshot = Must(village_.store().Read());
    return Page(*snapshot);
  }
  v1::PullResponse Page(server::Snapshot& snapshot) {
    return Kept(std::get<v1::PullResponse>(Must(follow_.NextPage(snapshot, village_.clock.Now()))));
  }
  // Pages until the reader is at a checkpoint and rests.
  Reader& CatchesUp() {
    while (!Rests()) (void)Page();
    return *this;
  }
  // The live message that is next.
  v1::PullResponse Live() {
    Follow::Step step = Next();
    EXPECT_TRUE(std::holds_alternative<LiveMessage>(step));
    if (!std::holds_alternative<LiveMessage>(step)) return {};
    last_ = std::get<LiveMessage>(step);
    std::string bytes;
    for (const server::Piece& piece : last_.pieces) bytes += *piece;
    v1::PullResponse page;
    EXPECT_TRUE(page.ParseFromString(bytes + last_.end));
    return Kept(page);
  }
  const LiveMessage& last() const { return last_; }
  const v1::Cursor& cursor() const { return cursor_; }

 private:
  static v1::PullRequest Request() {
    v1::PullRequest request;
    request.set_version_min(1);
    request.set_version_max(1);
    return request;
  }
  v1::PullResponse Kept(v1::PullResponse page) {
    if (page.has_checkpoint()) cursor_ = page.checkpoint();
    return page;
  }

  Village& village_;
  int pokes_ = 0;
  Follow follow_;
  LiveMessage last_;
  v1::Cursor cursor_;
};

class FollowTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    village.on_commit = [this](const server::Changes& changes) {
      feed.Committed(changes);
      feed.Announce();
    };
  }
  void BoPosts(const std::string& name, size_t bytes = 10) {
    ASSERT_THAT(village.Does("bo", WritesPost(std::string(bytes, 'x'), name)), WasApplied());
  }
  // All runs of some pages as text, without what tells live from read: times.
  static std::string RunsOf(const std::vector<v1::PullResponse>& pages) {
    v1::PullResponse runs;
    for (const auto& page : pages) runs.mutable_runs()->MergeFrom(page.runs());
    return runs.DebugString();
  }

  Village village;
  Feed feed{{.dispatches = 8, .bytes = 1 << 20}};
};

TEST_F(FollowTest, ALiveChangeIsWhatAPageWouldHaveBeen) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  const v1::Cursor before = anna.cursor();
  BoPosts("post");
  EXPECT_EQ(anna.pokes(), 1);
  const v1::PullResponse live = anna.Live();
  const auto pages = village.PagesFor("anna", before);
  EXPECT_EQ(RunsOf({live}), RunsOf(pages));
  EXPECT_EQ(live.checkpoint().DebugString(), pages.back().checkpoint().DebugString());
  EXPECT_EQ(live.server_time_ms(), village.clock.Now());
  EXPECT_TRUE(anna.Rests());
}

TEST_F(FollowTest, TwoReadersAreGivenTheSameBytes) {
  Reader anna(village, feed, "anna"), axel(village, feed, "axel");
  anna.CatchesUp();
  axel.CatchesUp();
  BoPosts("post");
  (void)anna.Live();
  (void)axel.Live();
  EXPECT_THAT(anna.last().pieces, SizeIs(1));
  EXPECT_EQ(anna.last().pieces, axel.last().pieces) << "the same, not equal copies";
}

TEST_F(FollowTest, SeveralCommitsGoInOneMessageToAReaderWhoWasBusy) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  const v1::Cursor before = anna.cursor();
  BoPosts("one");
  BoPosts("two");
  BoPosts("three");
  const v1::PullResponse live = anna.Live();
  EXPECT_EQ(live.runs_size(), 3);
  EXPECT_EQ(live.checkpoint().seq(), village.LastSeq());
  EXPECT_TRUE(anna.Rests());
  EXPECT_THAT(village.PagesFor("anna", anna.cursor()).back().runs(), IsEmpty());
  EXPECT_THAT(village.PagesFor("anna", before).back().runs(0).changes(), SizeIs(3));
}

TEST_F(FollowTest, WhatChangedAgainBeforeItWasTakenIsSentOnlyAsItIsNow) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  BoPosts("post");
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost())), WasApplied());
  ASSERT_TRUE(anna.WantsAPage());
  const v1::PullResponse page = anna.Page();
  ASSERT_THAT(page.runs(0).changes(), SizeIs(1));
  v1::Entity post;
  ASSERT_TRUE(post.ParseFromString(page.runs(0).changes(0).entity()));
  EXPECT_TRUE(post.post().withdrawn());
  EXPECT_TRUE(anna.Rests());
}

TEST_F(FollowTest, WhatOthersDoNeedsNoMessageAndTheNextCheckpointIsRight) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  // Each in axel's own scope, and more than the ring holds.
  for (int i = 0; i < 20; ++i) {
    village.clock.Advance(base::kSecondMs);
    ASSERT_THAT(village.Does("axel", MarksRead("axel", village.clock.Now())), WasApplied());
  }
  EXPECT_EQ(anna.pokes(), 0);
  EXPECT_TRUE(anna.Rests());
  BoPosts("post");
  const v1::PullResponse live = anna.Live();
  EXPECT_EQ(live.runs_size(), 1);
  EXPECT_EQ(live.checkpoint().seq(), village.LastSeq());
}

TEST_F(FollowTest, AReaderWhoIsTooFarBehindReadsAPageAndIsLiveAgain) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  for (int i = 0; i < 10; ++i) BoPosts("post " + std::to_string(i));
  ASSERT_TRUE(anna.WantsAPage());
  const v1::PullResponse page = anna.Page();
  EXPECT_THAT(page.runs(0).changes(), SizeIs(10));
  EXPECT_TRUE(anna.Rests());
  BoPosts("one more");
  EXPECT_EQ(anna.Live().runs_size(), 1);
}

TEST_F(FollowTest, AStalledReaderCostsNoMoreThanTheRing) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  BoPosts("the message that is not taken");
  (void)anna.Live();
  for (int i = 0; i < 100; ++i) BoPosts("post " + std::to_string(i), 20'000);
  EXPECT_LE(feed.ring_bytes(), 1u << 20);
  EXPECT_THAT(*feed.Since(village.LastSeq() - 8), SizeIs(8));
  size_t held = anna.last().end.size();
  for (const auto& piece : anna.last().pieces) held += piece->size();
  EXPECT_LT(held, 1'000u) << "what it holds is the one message";
  EXPECT_TRUE(anna.WantsAPage());
}

// The posts of one push, which is one commit.
std::vector<v1::Mutation> PostsOfBo(Village& village, uint64_t count) {
  std::vector<v1::Mutation> posts;
  for (uint64_t i = 0; i < count; ++i) {
    posts.push_back(MutationOf(WritesPost(std::string(10'000, 'x'), "post " + std::to_string(i)),
                               village.NextNumber("bo") + i));
  }
  return posts;
}

TEST_F(FollowTest, ACommitLargerThanAPageComesLiveAllTheSame) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  Must(village.Pushes("bo", PostsOfBo(village, 10)));
  const v1::PullResponse live = anna.Live();
  EXPECT_GT(live.ByteSizeLong(), server::kPageBytes);
  EXPECT_EQ(live.checkpoint().seq(), village.LastSeq());
  EXPECT_TRUE(anna.Rests());
}

TEST_F(FollowTest, ACommitThatIsTooLargeToBeGivenLiveIsReadInPages) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  const uint64_t count = server::kLiveBytes / 10'000 + 1;
  Must(village.Pushes("bo", PostsOfBo(village, count)));
  std::vector<v1::PullResponse> pages;
  do {
    ASSERT_TRUE(anna.WantsAPage());
    pages.push_back(anna.Page());
    EXPECT_LT(pages.back().ByteSizeLong(), 2 * server::kPageBytes);
  } while (!pages.back().has_checkpoint());
  EXPECT_THAT(pages, SizeIs(testing::Gt(1u)));
  EXPECT_EQ(pages.back().checkpoint().seq(), village.LastSeq());
  EXPECT_TRUE(anna.Rests());
}

TEST_F(FollowTest, AMessageEndsAtTheCommitThatWouldMakeItLargerThanAPage) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  for (int i = 0; i < 5; ++i) BoPosts("post " + std::to_string(i), 18'000);
  const v1::PullResponse first = anna.Live();
  EXPECT_EQ(first.runs_size(), 3);
  EXPECT_LT(first.checkpoint().seq(), village.LastSeq());
  const v1::PullResponse second = anna.Live();
  EXPECT_EQ(second.runs_size(), 2);
  EXPECT_EQ(second.checkpoint().seq(), village.LastSeq());
  EXPECT_TRUE(anna.Rests());
}

TEST_F(FollowTest, OneWhoLosesAScopeIsGivenAPageThatSaysSoAndNothingOfItLive) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  BoPosts("before");
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  BoPosts("after");
  ASSERT_TRUE(anna.WantsAPage());
  const v1::PullResponse page = anna.Page();
  const Scope colleagues = Scope::Internal(IdNamed("cohort"), Pargas());
  EXPECT_THAT(page.lost_scopes(), UnorderedElementsAre(kCohort.ToText(), colleagues.ToText()));
  for (const auto& run : page.runs()) EXPECT_NE(run.scope(), kCohort.ToText());
  const int pokes = anna.pokes();
  BoPosts("later");
  EXPECT_EQ(anna.pokes(), pokes);
  EXPECT_TRUE(anna.Rests());
}

TEST_F(FollowTest, OneWhoIsGivenAScopeReadsItFromItsStartAndThenFollowsIt) {
  Reader otto(village, feed, "otto");
  otto.CatchesUp();
  BoPosts("before");
  EXPECT_TRUE(otto.Rests());
  v1::EnrolLeader enrols = EnrolsLeader("otto");
  enrols.set_membership_id(IdNamed("a second hat").ToBytes());
  ASSERT_THAT(village.Does("maria admin", enrols), WasApplied());
  ASSERT_TRUE(otto.WantsAPage());
  bool anew = false;
  const v1::PullResponse page = otto.Page();
  for (const auto& run : page.runs()) anew |= run.from_start() && run.scope() == kCohort.ToText();
  EXPECT_TRUE(anew);
  EXPECT_TRUE(otto.Rests());
  BoPosts("after");
  EXPECT_EQ(otto.Live().runs(0).scope(), kCohort.ToText());
}

TEST_F(FollowTest, WhatIsCommittedWhileThePageIsBuiltComesLive) {
  Reader anna(village, feed, "anna");
  ASSERT_TRUE(anna.WantsAPage());
  const auto snapshot = Must(village.store().Read());
  BoPosts("meanwhile");
  const v1::PullResponse page = anna.Page(*snapshot);
  ASSERT_TRUE(page.has_checkpoint());
  const v1::PullResponse live = anna.Live();
  EXPECT_EQ(live.runs_size(), 1);
  EXPECT_EQ(live.checkpoint().seq(), village.LastSeq());
}

TEST_F(FollowTest, WhatThePageHadAlreadyIsNotSentAgain) {
  Reader anna(village, feed, "anna");
  anna.CatchesUp();
  for (int i = 0; i < 10; ++i) BoPosts("post " + std::to_string(i));
  ASSERT_TRUE(anna.WantsAPage());
  BoPosts("before the page is built");
  EXPECT_EQ(anna.Page().checkpoint().seq(), village.LastSeq());
  EXPECT_TRUE(anna.Rests());
}

TEST_F(FollowTest, OneWhoDoesNotFollowEndsAtTheCheckpoint) {
  Reader anna(village, feed, "anna", /*follow=*/false);
  ASSERT_TRUE(anna.WantsAPage());
  ASSERT_TRUE(anna.Page().has_checkpoint());
  EXPECT_TRUE(anna.Ends());
  EXPECT_EQ(feed.followers(), 0u);
}

TEST_F(FollowTest, NothingIsHeardAfterTheEnd) {
  {
    Reader anna(village, feed, "anna");
    anna.CatchesUp().follow().End();
    BoPosts("post");
    EXPECT_EQ(anna.pokes(), 0);
    EXPECT_TRUE(anna.Rests());
    Reader axel(village, feed, "axel");
    axel.CatchesUp();
  }
  EXPECT_EQ(feed.followers(), 0u) << "who is destroyed has ended";
}

TEST_F(FollowTest, WhoHoldsNotEvenTheOwnScopeIsGivenNothing) {
  Reader stranger(village, feed, "stranger");
  stranger.CatchesUp();
  const auto txn = Must(village.store().Begin());
  ASSERT_THAT(txn->Put(IdNamed("secret"), "x", {Scope::OfPerson(IdNamed("stranger"))}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  village.on_commit(txn->Committed());
  EXPECT_EQ(stranger.pokes(), 1);
  EXPECT_TRUE(stranger.Rests());
}

TEST_F(FollowTest, APageThatCannotBeBuiltSaysWhy) {
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  request.mutable_cursor()->set_epoch(village.store().Epoch().ToBytes());
  request.mutable_cursor()->set_seq(1'000'000);
  Follow follow(Must(PullSession::Make(IdNamed("anna"), request)), true, feed,
                village.disclosures(), village.store());
  follow.Begin([] {});
  ASSERT_TRUE(std::holds_alternative<Follow::ReadPage>(follow.Next(0)));
  const auto snapshot = Must(village.store().Read());
  EXPECT_THAT(follow.NextPage(*snapshot, 0), HasReason(v1::REASON_OUT_OF_RANGE));
}

}  // namespace
}  // namespace samstig::test
