// SPDX-License-Identifier: Apache-2.0
// What the server tells a device whose history or copy is not its own any more: forks, digests,
// repairs.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "domain/rules/digest.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using rules::Digest;
using rules::LeafDigests;
using server::Seq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class HealTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    ASSERT_THAT(village.Does("bo", WritesPost("Så här gör vi")), WasApplied());
    epoch = village.store().Epoch();
    here = village.LastSeq();
  }

  static v1::PullRequest Request() {
    v1::PullRequest request;
    request.set_version_min(1);
    request.set_version_max(1);
    return request;
  }
  // A device that stands at `seq` in the first epoch.
  v1::PullRequest RequestAt(Seq seq) const {
    v1::PullRequest request = Request();
    request.mutable_cursor()->set_epoch(epoch.ToBytes());
    request.mutable_cursor()->set_seq(seq);
    return request;
  }
  static void Met(v1::PullRequest& request, const Id& epoch, Seq start, Seq seen) {
    v1::EpochSeen& met = *request.add_lineage();
    met.set_epoch(epoch.ToBytes());
    met.set_start_seq(start);
    met.set_seen_seq(seen);
  }
  v1::PullResponse FirstPage(const v1::PullRequest& request) {
    return Must(village.PagesFor("anna", request)).front();
  }

  // What a device holds: scope by scope, the exact bytes of each entity.
  using Copy = std::map<std::string, std::map<Id, std::string>>;
  static void Take(Copy& copy, const std::vector<v1::PullResponse>& pages) {
    for (const v1::PullResponse& page : pages) {
      for (const v1::ScopeRun& run : page.runs()) TakeRun(copy[run.scope()], run);
    }
  }
  static void TakeRun(std::map<Id, std::string>& scope, const v1::ScopeRun& run) {
    const std::set<uint32_t> repaired(run.repaired_leaves().begin(), run.repaired_leaves().end());
    std::erase_if(scope,
                  [&](const auto& held) { return repaired.contains(rules::LeafOf(held.first)); });
    for (const v1::Change& change : run.changes()) {
      v1::Entity entity;
      if (change.has_gone_id()) scope.erase(Id::FromBytes(change.gone_id()));
      if (change.has_entity() && entity.ParseFromString(change.entity())) {
        scope[Id::FromBytes(entity.id())] = change.entity();
      }
    }
  }
  Copy CopyOf(std::string_view person) {
    Copy copy;
    Take(copy, village.PagesFor(person));
    return copy;
  }
  static LeafDigests LeavesOf(const std::map<Id, std::string>& scope) {
    LeafDigests leaves{};
    for (const auto& [id, bytes] : scope) leaves[rules::LeafOf(id)] += Digest::Of(bytes);
    return leaves;
  }
  static std::string DigestOf(const Copy& copy) {
    Digest digest;
    for (const auto& [name, scope] : copy) {
      digest += rules::ShareOf(name, rules::SumOf(LeavesOf(scope)));
    }
    return digest.ToBytes();
  }
  static void Compare(v1::PullRequest& request, const Copy& copy) {
    for (const auto& [name, scope] : copy) {
      v1::ScopeDigest& held = *request.add_compare();
      held.set_scope(name);
      held.set_digest(rules::SumOf(LeavesOf(scope)).ToBytes());
    }
  }

  Village village;
  Id epoch;
  Seq here = 0;
};

// ---- Forks

TEST_F(HealTest, ADeviceThatKnowsNothingMoreHasNoFork) {
  EXPECT_FALSE(FirstPage(Request()).has_fork());
  EXPECT_FALSE(FirstPage(RequestAt(here)).has_fork());
  village.Restarts();
  EXPECT_FALSE(FirstPage(RequestAt(here)).has_fork());
}

TEST_F(HealTest, ACursorBeyondTheEndOfItsEpochIsTakenBackToThatEnd) {
  village.Restarts();
  const v1::PullResponse page = FirstPage(RequestAt(here + 5));
  ASSERT_TRUE(page.has_fork());
  EXPECT_EQ(page.fork().seq(), here);
}

TEST_F(HealTest, AnEpochThatTheServerHasForgottenIsAForkWhereItBegan) {
  village.Restarts();
  v1::PullRequest request = RequestAt(here);
  request.mutable_cursor()->set_epoch(IdNamed("forgotten").ToBytes());
  request.mutable_cursor()->set_seq(here + 20);
  Met(request, IdNamed("forgotten"), here - 1, here + 20);
  Met(request, epoch, 0, here - 3);
  const v1::PullResponse page = FirstPage(request);
  ASSERT_TRUE(page.has_fork());
  EXPECT_EQ(page.fork().seq(), here - 1);
}

TEST_F(HealTest, TheForkIsNeverBeyondTheEndOfTheLastCommonEpoch) {
  village.Restarts();
  v1::PullRequest request = RequestAt(here);
  Met(request, IdNamed("forgotten"), here + 9, here + 20);
  Met(request, epoch, 0, here + 9);
  EXPECT_EQ(FirstPage(request).fork().seq(), here);
}

TEST_F(HealTest, WithNothingInCommonTheForkIsAtTheVeryBeginning) {
  v1::PullRequest request = Request();
  Met(request, IdNamed("forgotten"), 3, 9);
  const std::vector<v1::PullResponse> pages = Must(village.PagesFor("anna", request));
  ASSERT_TRUE(pages.front().has_fork());
  EXPECT_EQ(pages.front().fork().seq(), 0u);
  EXPECT_TRUE(pages.front().runs(0).from_start());
}

TEST_F(HealTest, ReadingGoesOnFromTheForkInTheSameStream) {
  village.Restarts();
  ASSERT_THAT(village.Does("bo", WritesPost("Efter återställningen", "later")), WasApplied());
  const std::vector<v1::PullResponse> pages = Must(village.PagesFor("anna", RequestAt(here + 50)));
  EXPECT_TRUE(pages.front().has_fork());
  Copy copy;
  Take(copy, pages);
  size_t entities = 0;
  for (const auto& [scope, held] : copy) entities += held.size();
  EXPECT_EQ(entities, 1u) << "only what came after the fork";
}

TEST_F(HealTest, PagesKeptFromTheOtherHistoryDoNotCount) {
  village.Restarts();
  v1::PullRequest request = RequestAt(here + 50);
  for (const auto& [scope, held] : CopyOf("anna")) {
    v1::ScopePosition& staged = *request.add_staged();
    staged.set_scope(scope);
    staged.set_seq(here + 40);
  }
  ASSERT_THAT(village.Does("bo", WritesPost("Efteråt", "later")), WasApplied());
  Copy copy;
  Take(copy, Must(village.PagesFor("anna", request)));
  EXPECT_THAT(copy[Scope::OfCohort(IdNamed("cohort")).ToText()], SizeIs(1));
}

TEST_F(HealTest, ADeviceOfAnotherNetworkIsTurnedAway) {
  v1::PullRequest request = Request();
  request.set_network(IdNamed("another network").ToBytes());
  Met(request, IdNamed("its epoch"), 0, 9);
  EXPECT_THAT(village.PagesFor("anna", request), HasReason(v1::REASON_NO_SUCH_NETWORK));
}

TEST_F(HealTest, TheNetworksNameForItselfStaysThroughRestarts) {
  const std::string network = village.PagesFor("anna").back().network();
  EXPECT_THAT(network, SizeIs(16));
  village.Restarts();
  v1::PullRequest request = Request();
  request.set_network(network);
  EXPECT_EQ(Must(village.PagesFor("anna", request)).back().network(), network);
}

TEST_F(HealTest, ACursorFromTheFutureIsRefused) {
  EXPECT_THAT(village.PagesFor("anna", RequestAt(here + 1)), HasReason(v1::REASON_OUT_OF_RANGE));
}

// ---- Digests

TEST_F(HealTest, TheDigestAtTheCheckpointIsThatOfTheCopy) {
  for (const std::string person : {"anna", "bo", "carin coach", "maria admin", "olle organiser"}) {
    const std::vector<v1::PullResponse> pages = village.PagesFor(person);
    EXPECT_EQ(pages.back().digest(), DigestOf(CopyOf(person))) << person;
  }
}

TEST_F(HealTest, AnEqualCopyIsToldNothing) {
  v1::PullRequest request = RequestAt(here);
  Compare(request, CopyOf("anna"));
  EXPECT_THAT(FirstPage(request).leaves(), IsEmpty());
}

TEST_F(HealTest, ACopyThatDiffersIsRepairedLeafByLeaf) {
  Copy copy = CopyOf("anna");
  auto& cohort = copy[Scope::OfCohort(IdNamed("cohort")).ToText()];
  // Lost one, holds one that never was, and one is rotten.
  ASSERT_EQ(cohort.erase(IdNamed("post")), 1u);
  v1::Entity stray;
  stray.set_id(IdNamed("stray").ToBytes());
  cohort[IdNamed("stray")] = stray.SerializeAsString();
  cohort.begin()->second.back() ^= 1;

  v1::PullRequest request = RequestAt(here);
  Compare(request, copy);
  const v1::PullResponse told = FirstPage(request);
  ASSERT_THAT(told.leaves(), SizeIs(1));
  v1::PullRequest repair = RequestAt(here);
  v1::ScopeLeaves& wanted = *repair.add_repair();
  wanted.set_scope(told.leaves(0).scope());
  const LeafDigests mine = LeavesOf(cohort);
  LeafDigests theirs{};
  for (int i = 0; i < told.leaves(0).leaf_size(); ++i) {
    theirs[told.leaves(0).leaf(i)] = *Digest::FromBytes(told.leaves(0).digest(i));
  }
  for (uint32_t leaf = 0; leaf < rules::kLeaves; ++leaf) {
    if (mine[leaf] != theirs[leaf]) wanted.add_leaf(leaf);
  }
  EXPECT_LE(wanted.leaf_size(), 3);
  const std::vector<v1::PullResponse> pages = Must(village.PagesFor("anna", repair));
  Take(copy, pages);
  EXPECT_EQ(copy, CopyOf("anna"));
  EXPECT_EQ(pages.back().digest(), DigestOf(copy));
}

TEST_F(HealTest, AScopeThatTheDeviceDoesNotNameIsComparedAsEmpty) {
  Copy copy = CopyOf("anna");
  const std::string cohort = Scope::OfCohort(IdNamed("cohort")).ToText();
  copy.erase(cohort);
  v1::PullRequest request = RequestAt(here);
  Compare(request, copy);
  const v1::PullResponse told = FirstPage(request);
  ASSERT_THAT(told.leaves(), SizeIs(1));
  EXPECT_EQ(told.leaves(0).scope(), cohort);
}

TEST_F(HealTest, AScopeThatTheDeviceHoldsWithoutARightIsCalledLost) {
  v1::PullRequest request = RequestAt(here);
  Compare(request, CopyOf("anna"));
  const std::string desk = Scope::Desk(IdNamed("cohort"), IdNamed("bo")).ToText();
  v1::ScopeDigest& held = *request.add_compare();
  held.set_scope(desk);
  held.set_digest(Digest::Of("x").ToBytes());
  EXPECT_THAT(FirstPage(request).lost_scopes(), ElementsAre(desk));
}

TEST_F(HealTest, MuchToRepairComesInPagesOfWholeLeaves) {
  for (int i = 0; i < 60; ++i) {
    ASSERT_THAT(village.Does("bo", WritesPost(std::string(5'000, 'x'), "p" + std::to_string(i))),
                WasApplied());
  }
  v1::PullRequest request = RequestAt(village.LastSeq());
  v1::ScopeLeaves& wanted = *request.add_repair();
  wanted.set_scope(Scope::OfCohort(IdNamed("cohort")).ToText());
  for (uint32_t leaf = 0; leaf < rules::kLeaves; ++leaf) wanted.add_leaf(leaf);
  const std::vector<v1::PullResponse> pages = Must(village.PagesFor("anna", request));
  EXPECT_GT(pages.size(), 4u);
  Copy repaired;
  std::set<uint32_t> seen;
  for (const v1::PullResponse& page : pages) {
    EXPECT_LT(page.ByteSizeLong(), 2 * server::kPageBytes);
    for (const v1::ScopeRun& run : page.runs()) {
      for (const uint32_t leaf : run.repaired_leaves()) EXPECT_TRUE(seen.insert(leaf).second);
    }
  }
  EXPECT_THAT(seen, SizeIs(rules::kLeaves));
  Take(repaired, pages);
  const std::string cohort = Scope::OfCohort(IdNamed("cohort")).ToText();
  EXPECT_EQ(repaired[cohort], CopyOf("anna")[cohort]);
}

TEST_F(HealTest, NothingIsRepairedInAScopeOfOthers) {
  v1::PullRequest request = RequestAt(here);
  v1::ScopeLeaves& wanted = *request.add_repair();
  wanted.set_scope(Scope::OfPerson(IdNamed("bo")).ToText());
  for (uint32_t leaf = 0; leaf < rules::kLeaves; ++leaf) wanted.add_leaf(leaf);
  EXPECT_THAT(FirstPage(request).runs(), IsEmpty());
}

TEST_F(HealTest, RefusesWhatIsNoDigestOrLeaf) {
  v1::PullRequest digest = Request();
  digest.add_compare()->set_scope("n");
  EXPECT_THAT(village.PagesFor("anna", digest), HasReason(v1::REASON_MALFORMED));
  v1::PullRequest scope = Request();
  scope.add_repair()->set_scope("z/nothing");
  EXPECT_THAT(village.PagesFor("anna", scope), HasReason(v1::REASON_MALFORMED));
  v1::PullRequest leaf = Request();
  leaf.add_repair()->set_scope("n");
  leaf.mutable_repair(0)->add_leaf(256);
  EXPECT_THAT(village.PagesFor("anna", leaf), HasReason(v1::REASON_OUT_OF_RANGE));
  v1::PullRequest network = Request();
  network.set_network("kort");
  EXPECT_THAT(village.PagesFor("anna", network), HasReason(v1::REASON_BAD_ID));
  v1::PullRequest lineage = Request();
  lineage.add_lineage()->set_epoch("kort");
  EXPECT_THAT(village.PagesFor("anna", lineage), HasReason(v1::REASON_BAD_ID));
  v1::PullRequest many = Request();
  for (int i = 0; i < 9; ++i) Met(many, IdNamed(std::to_string(i)), 0, 1);
  EXPECT_THAT(village.PagesFor("anna", many), HasReason(v1::REASON_OUT_OF_RANGE));
}

}  // namespace
}  // namespace samstig::test
