// SPDX-License-Identifier: Apache-2.0
// A Network at work: group commit, readers, the feed.
#include "server/sync/network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "server/store/sqlite/sqlite_store.h"
#include "server/sync/networks.h"
#include "tests/support/fake_clock.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Result;
using base::Status;
using server::Network;
using server::Scope;
using server::Seq;
using server::Snapshot;
using server::Transaction;
using testing::Optional;

class NetworkTest : public testing::Test {
 protected:
  static Network::Work Puts(std::string name) {
    return [name](Transaction& txn) {
      return txn.Put(IdNamed(name), name, {Scope::OfPerson(IdNamed(name))}, {}).status();
    };
  }
  bool Has(std::string_view name) {
    bool has = false;
    EXPECT_THAT(network.ReadNow([&](Snapshot& snapshot) -> Status {
      ASSIGN_OR_RETURN(auto bytes, snapshot.Get(IdNamed(name)));
      has = bytes.has_value();
      return {};
    }),
                IsOk());
    return has;
  }

  FaultyVfs disk;
  TempDir dir;
  FakeClock clock;
  SeededRandom random{SeedOr(21)};
  Network network{
      Must(server::OpenSqliteStore(dir.File("n.db"), "byn", "Byn", random, FaultyVfs::name())),
      clock, Network::Options{}};
};

TEST_F(NetworkTest, AWriteThatIsAnsweredIsThere) {
  EXPECT_THAT(network.WriteNow(Puts("a")), IsOk());
  EXPECT_TRUE(Has("a"));
  EXPECT_EQ(network.LastSeq(), 1u);
}

TEST_F(NetworkTest, AWorkThatFailsIsUndoneAloneInItsGroup) {
  std::promise<void> gate;
  std::shared_future<void> open(gate.get_future());
  network.Write(
      [open](Transaction&) {
        open.wait();
        return Status();
      },
      [](const Status&) {});
  std::promise<Status> bad, good;
  network.Write(
      [](Transaction& txn) -> Status {
        RETURN_IF_ERROR(txn.Put(IdNamed("half"), "x", {Scope::Network()}, {}).status());
        return {v1::REASON_INTERNAL, "planned"};
      },
      [&](const Status& status) { bad.set_value(status); });
  network.Write(Puts("whole"), [&](const Status& status) { good.set_value(status); });
  gate.set_value();
  EXPECT_THAT(bad.get_future().get(), HasReason(v1::REASON_INTERNAL));
  EXPECT_THAT(good.get_future().get(), IsOk());
  EXPECT_FALSE(Has("half"));
  EXPECT_TRUE(Has("whole"));
}

TEST_F(NetworkTest, WhenTheDiskIsFullTheWholeGroupIsRefusedAndLaterWorkGoesOn) {
  disk.IsFull();
  EXPECT_THAT(network.WriteNow(Puts("a")), HasReason(v1::REASON_DISK_FULL));
  disk.HasRoom();
  EXPECT_THAT(network.WriteNow(Puts("b")), IsOk());
  EXPECT_FALSE(Has("a"));
  EXPECT_TRUE(Has("b"));
  EXPECT_EQ(network.LastSeq(), 1u);
}

TEST_F(NetworkTest, ManyWritersShareCommitsAndEachGetsItsAnswer) {
  constexpr int kThreads = 8;
  constexpr int kEach = 50;
  std::vector<std::thread> threads;
  std::atomic<int> answered{0};
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        if (network.WriteNow(Puts(std::to_string(t) + "/" + std::to_string(i))).ok()) ++answered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, kThreads * kEach);
  EXPECT_EQ(network.LastSeq(), Seq{kThreads * kEach});
}

TEST_F(NetworkTest, TooMuchWaitingIsRefusedAtOnce) {
  Network::Options small;
  small.max_waiting_writes = 1;
  Network busy(Must(server::OpenSqliteStore(dir.File("busy.db"), "busy", "Busy", random)), clock,
               small);
  std::promise<void> gate, started;
  std::shared_future<void> open(gate.get_future());
  busy.Write(
      [&started, open](Transaction&) {
        started.set_value();
        open.wait();
        return Status();
      },
      [](const Status&) {});
  started.get_future().wait();
  busy.Write(Puts("waits"), [](const Status&) {});
  EXPECT_THAT(busy.WriteNow(Puts("too much")), HasReason(v1::REASON_OVERLOADED));
  gate.set_value();
}

TEST_F(NetworkTest, AFollowerHearsOfItsScopesOnAThreadThatIsNotTheWriters) {
  std::promise<std::thread::id> heard, wrote;
  const uint64_t a = network.feed().Add({Scope::OfPerson(IdNamed("a"))},
                                        [&] { heard.set_value(std::this_thread::get_id()); });
  ASSERT_THAT(network.WriteNow(Puts("b")), IsOk());
  ASSERT_THAT(network.WriteNow([&](Transaction& txn) {
    wrote.set_value(std::this_thread::get_id());
    return Puts("a")(txn);
  }),
              IsOk());
  EXPECT_NE(heard.get_future().get(), wrote.get_future().get());
  EXPECT_THAT(network.feed().TakeNews(a), Optional(Seq{1}));
}

TEST_F(NetworkTest, AFollowerWhoLingersHoldsUpNoCommit) {
  std::promise<void> started, gate;
  std::shared_future<void> open(gate.get_future());
  const uint64_t a = network.feed().Add({Scope::OfPerson(IdNamed("a"))}, [&, open] {
    started.set_value();
    open.wait();
  });
  ASSERT_THAT(network.WriteNow(Puts("a")), IsOk());
  started.get_future().wait();
  EXPECT_THAT(network.WriteNow(Puts("b")), IsOk());
  network.feed().Remove(a);
  gate.set_value();
}

TEST_F(NetworkTest, WhatCouldNotBeCommittedIsNotFed) {
  network.feed().Add({Scope::OfPerson(IdNamed("a"))}, [] {});
  disk.IsFull();
  ASSERT_THAT(network.WriteNow(Puts("a")), HasReason(v1::REASON_DISK_FULL));
  disk.HasRoom();
  ASSERT_THAT(network.WriteNow(Puts("b")), IsOk());
  const auto dispatches = network.feed().Since(0);
  ASSERT_TRUE(dispatches.has_value());
  ASSERT_EQ(dispatches->size(), 1u);
  EXPECT_EQ((*dispatches)[0]->In(Scope::OfPerson(IdNamed("a"))), nullptr);
  EXPECT_NE((*dispatches)[0]->In(Scope::OfPerson(IdNamed("b"))), nullptr);
}

TEST_F(NetworkTest, ReadWorkSeesTheLatestCommit) {
  ASSERT_THAT(network.WriteNow(Puts("a")), IsOk());
  std::promise<Seq> seen;
  network.Read([&](Result<Snapshot*> snapshot) { seen.set_value((*snapshot)->LastSeq()); });
  EXPECT_EQ(seen.get_future().get(), 1u);
}

TEST(NetworksTest, ANetworkIsMadeOnceUnderAProperName) {
  TempDir dir;
  FakeClock clock;
  SeededRandom random(SeedOr(22));
  server::Networks networks(
      [&](const std::string& slug, const std::string& name) {
        return server::OpenSqliteStore(dir.File(slug + ".db"), slug, name, random);
      },
      clock, Network::Options{});
  EXPECT_THAT(networks.Create("x", "Namn"), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(networks.Create("Stora", "Namn"), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(networks.Create("", "Namn"), HasReason(v1::REASON_MISSING_FIELD));
  EXPECT_THAT(networks.Create("svenskfinland", " "), HasReason(v1::REASON_TEXT_EMPTY));
  EXPECT_THAT(networks.Create("svenskfinland", "Svenskfinland"), IsOk());
  EXPECT_THAT(networks.Create("svenskfinland", "Igen"), HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_NE(networks.Find("svenskfinland"), nullptr);
  EXPECT_EQ(networks.Find("dalarna"), nullptr);
  EXPECT_THAT(networks.Open("dalarna"), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_EQ(networks.All().size(), 1u);
}

// ---- Closing and replacing

TEST_F(NetworkTest, AClosedNetworkAnswersUnavailableAndKeepsItsNames) {
  ASSERT_THAT(network.WriteNow(Puts("a")), IsOk());
  network.Close();
  network.Close();  // Harmless.
  EXPECT_THAT(network.WriteNow(Puts("b")), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_THAT(network.ReadNow([](Snapshot&) { return Status(); }),
              HasReason(v1::REASON_UNAVAILABLE));
  std::promise<Status> read;
  network.Read([&](const Result<Snapshot*>& snapshot) { read.set_value(snapshot.status()); });
  EXPECT_THAT(read.get_future().get(), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_EQ(network.slug(), "byn");
  EXPECT_EQ(network.store().Name(), "Byn");
  EXPECT_EQ(network.LastSeq(), 1u);
}

TEST_F(NetworkTest, ClosingWaitsForWhatIsUnderWayAndTurnsAwayWhatWaits) {
  std::promise<void> reading;
  std::promise<void> may_end;
  std::promise<Status> first;
  network.Read([&](const Result<Snapshot*>& snapshot) {
    reading.set_value();
    may_end.get_future().wait();
    // Still its state, however long it takes.
    first.set_value((*snapshot)->Get(IdNamed("a")).status());
  });
  reading.get_future().wait();
  std::thread closer([&] { network.Close(); });
  may_end.set_value();
  EXPECT_THAT(first.get_future().get(), IsOk());
  closer.join();
  EXPECT_THAT(network.WriteNow(Puts("late")), HasReason(v1::REASON_UNAVAILABLE));
}

TEST_F(NetworkTest, ClosingComesThroughAStreamOfReadsAndWrites) {
  std::atomic<bool> enough{false};
  std::vector<std::thread> busy;
  for (int i = 0; i < 3; ++i) {
    busy.emplace_back([&, i] {
      while (!enough.load()) {
        (void)network.WriteNow(Puts("busy " + std::to_string(i)));
        (void)network.ReadNow([](Snapshot&) { return Status(); });
      }
    });
  }
  network.Close();
  enough.store(true);
  for (std::thread& thread : busy) thread.join();
}

class ReplaceTest : public testing::Test {
 protected:
  TempDir dir;
  FakeClock clock;
  SeededRandom random{SeedOr(22)};
  bool opens = true;
  server::Networks networks{
      [this](const std::string& slug,
             const std::string& name) -> Result<std::unique_ptr<server::Store>> {
        if (!opens) return Status(v1::REASON_DATA_DAMAGED, "as the test wants it");
        return server::OpenSqliteStore(dir.File(slug + ".db"), slug, name, random);
      },
      clock,
      {}};
};

TEST_F(ReplaceTest, AReplacedNetworkIsAnotherOnTheSameName) {
  Network* old = Must(networks.Create("byn", "Byn"));
  const Network* told = nullptr;
  ASSERT_THAT(networks.Replace(
                  "byn",
                  [&] {
                    EXPECT_EQ(networks.Find("byn"), old) << "meanwhile it is there, and closed";
                    return Status();
                  },
                  [&](Network& closed) { told = &closed; }),
              IsOk());
  EXPECT_EQ(told, old);
  Network* fresh = networks.Find("byn");
  EXPECT_NE(fresh, old);
  EXPECT_THAT(fresh->WriteNow([](Transaction&) { return Status(); }), IsOk());
  EXPECT_EQ(networks.All(), std::vector<Network*>{fresh});
}

TEST_F(ReplaceTest, WhenTheWorkInBetweenFailsTheNetworkIsAtWorkAgain) {
  ASSERT_THAT(networks.Create("byn", "Byn"), IsOk());
  EXPECT_THAT(networks.Replace(
                  "byn", [] { return Status(v1::REASON_DISK_FULL, "full"); }, [](Network&) {}),
              HasReason(v1::REASON_DISK_FULL));
  EXPECT_THAT(networks.Find("byn")->WriteNow([](Transaction&) { return Status(); }), IsOk());
}

TEST_F(ReplaceTest, WhenItDoesNotOpenAgainItStaysClosedUntilTheNextTry) {
  ASSERT_THAT(networks.Create("byn", "Byn"), IsOk());
  opens = false;
  const auto replace = [&] {
    return networks.Replace(
        "byn", [] { return Status(); }, [](Network&) {});
  };
  EXPECT_THAT(replace(), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_THAT(networks.Find("byn")->WriteNow([](Transaction&) { return Status(); }),
              HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_THAT(networks.Create("byn", "Another"), HasReason(v1::REASON_ALREADY_EXISTS));
  opens = true;
  EXPECT_THAT(replace(), IsOk());
  EXPECT_THAT(networks.Find("byn")->WriteNow([](Transaction&) { return Status(); }), IsOk());
  EXPECT_THAT(networks.Replace(
                  "staden", [] { return Status(); }, [](Network&) {}),
              HasReason(v1::REASON_NO_SUCH_NETWORK));
}

}  // namespace
}  // namespace samstig::test
