// SPDX-License-Identifier: Apache-2.0
// The whole native library: a Client on a file, over gRPC, with its own thread.
#include "client-lib/include/samstig/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/fake_clock.h"
#include "tests/support/fake_device.h"
#include "tests/support/fake_grpc_server.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Result;
using client::Client;
using client::Shown;
using client::SyncState;
using client::Write;
using rules::KeyName;
using rules::Scope;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr milliseconds kPatience = std::chrono::seconds(20);
const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));

class ClientTest : public testing::Test {
 protected:
  ClientTest() {
    server_.With([&](FakeServer& server) {
      server.Has(AThread().By("bo"), {kCohort});
      for (const char* person : {"anna", "bo"}) server.Grants(IdNamed(person), kCohort);
    });
  }

  std::unique_ptr<Client> Opened(const std::string& file = "anna.samstig") {
    Result<std::unique_ptr<Client>> opened =
        Client::Open({.path = dir_.File(file), .server = server_.address(), .tls = false});
    EXPECT_THAT(opened, IsOk());
    return opened.ok() ? *std::move(opened) : nullptr;
  }

  std::unique_ptr<Client> SignedIn() {
    std::unique_ptr<Client> opened = Opened();
    EXPECT_THAT(opened->RequestCode("demo", "anna@pargas.example"), IsOk());
    EXPECT_THAT(
        opened->RedeemCode("demo", "anna@pargas.example", FakeGrpcServer::kCode, "Annas telefon"),
        IsOk());
    return opened;
  }

  static v1::Mutation Says(Client& anna, std::string_view text) {
    v1::Mutation mutation;
    v1::WritePost& post = *mutation.mutable_write_post();
    post.set_id(anna.NewId().ToBytes());
    post.set_thread_id(IdNamed("thread").ToBytes());
    post.set_text(std::string(text));
    return mutation;
  }

  void BoSays(std::string_view text) {
    const v1::Mutation post = MutationOf(WritesPost(text, text));
    server_.With([&](FakeServer& server) { server.Applies(IdNamed("bo"), post); });
  }

  static std::vector<std::string> Posts(Client& anna) {
    const auto found = anna.Find({KeyName::kPostsOfThread, IdNamed("thread")});
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> texts;
    for (const Shown& shown : *found) texts.push_back(TextOf(shown.entity));
    return texts;
  }

  TempDir dir_;
  FakeClock clock_;
  FakeGrpcServer server_{clock_};
};

// Waits until something becomes true, looking whenever the client says that something changed.
class Watch {
 public:
  explicit Watch(Client& client)
      : subscription_(client.Observe([this] {
          const std::lock_guard lock(mutex_);
          ++calls_;
          news_.notify_all();
        })) {}

  template <typename Condition>
  bool Until(Condition condition) {
    std::unique_lock lock(mutex_);
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (true) {
      const int seen = calls_;
      lock.unlock();
      if (condition()) return true;
      lock.lock();
      if (!news_.wait_until(lock, end, [&] { return calls_ != seen; })) return false;
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  int calls_ = 0;
  std::unique_ptr<client::Subscription> subscription_;  // Last: no call after the rest is gone.
};

TEST_F(ClientTest, SignsInWritesAndIsJudged) {
  const auto anna = SignedIn();
  EXPECT_EQ(anna->GetAccount()->network, "demo");
  EXPECT_EQ(anna->GetAccount()->person, IdNamed("anna"));
  anna->Start();
  const auto write = anna->Do(Says(*anna, "Hej!"));
  ASSERT_THAT(write, IsOk());
  EXPECT_EQ((*write)->number(), 1u);
  EXPECT_THAT((*write)->Final(kPatience), IsOk());
  EXPECT_THAT(Posts(*anna), ElementsAre("Hej!"));
}

TEST_F(ClientTest, AWrongCodeSignsNobodyIn) {
  const auto anna = Opened();
  EXPECT_THAT(anna->RequestCode("nowhere", "anna@pargas.example"),
              HasReason(v1::REASON_NO_SUCH_NETWORK));
  EXPECT_THAT(anna->RedeemCode("demo", "anna@pargas.example", "00000000", "telefon"),
              HasReason(v1::REASON_WRONG_CODE));
  EXPECT_EQ(anna->GetAccount(), std::nullopt);
  EXPECT_EQ(anna->WhyNotSynced().state, SyncState::kSignedOut);
  EXPECT_THAT(anna->SyncOnce({}), HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_THAT(anna->ListDevices(), HasReason(v1::REASON_NOT_SIGNED_IN));
}

TEST_F(ClientTest, AnotherPersonMustUseAnotherFile) {
  const auto anna = SignedIn();
  EXPECT_THAT(anna->RedeemCode("demo", "bo@pargas.example", FakeGrpcServer::kCode, "telefon"),
              HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_THAT(anna->RedeemCode("other", "anna@pargas.example", FakeGrpcServer::kCode, "telefon"),
              HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_EQ(anna->GetAccount()->person, IdNamed("anna"));
}

TEST_F(ClientTest, AllVersionsOfOnesOwnAreAskedOfTheServer) {
  const auto anna = SignedIn();
  const v1::Mutation post = Says(*anna, "Hej!");
  const Id id = Id::FromBytes(post.write_post().id());
  ASSERT_THAT(anna->Do(post), IsOk());
  v1::Mutation taken_back;
  taken_back.mutable_withdraw_post()->set_id(id.ToBytes());
  ASSERT_THAT(anna->Do(taken_back), IsOk());
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  const auto versions = anna->ListVersions(id);
  ASSERT_THAT(versions, IsOk());
  ASSERT_THAT(*versions, SizeIs(2));
  EXPECT_EQ(versions->front().post().heads(0).text(), "Hej!");
  EXPECT_TRUE(versions->back().post().withdrawn());
}

TEST_F(ClientTest, VersionsOfWhatIsNotOnesOwnAreNotGiven) {
  EXPECT_THAT(Opened("stranger.samstig")->ListVersions(IdNamed("thread")),
              HasReason(v1::REASON_NOT_SIGNED_IN));
  const auto anna = SignedIn();
  EXPECT_THAT(anna->ListVersions(IdNamed("thread")), HasReason(v1::REASON_NOT_FOUND));
  server_.Stops();
  EXPECT_THAT(anna->ListVersions(IdNamed("thread")), HasReason(v1::REASON_UNAVAILABLE));
}

TEST_F(ClientTest, AVersionThatDoesNotParseIsSaidToBeSo) {
  const auto anna = SignedIn();
  server_.With([](FakeServer& server) { server.HasVersion(IdNamed("thing"), "\xff\xff"); });
  EXPECT_THAT(anna->ListVersions(IdNamed("thing")), HasReason(v1::REASON_INTERNAL));
}

TEST_F(ClientTest, GroupsAreProposedByTheServerAndNothingIsKept) {
  v1::ProposeGroupsRequest request;
  request.set_cohort_id(IdNamed("cohort").ToBytes());
  request.set_seed(7);
  EXPECT_THAT(Opened("stranger.samstig")->ProposeGroups(request),
              HasReason(v1::REASON_NOT_SIGNED_IN));
  const auto anna = SignedIn();
  const auto proposal = anna->ProposeGroups(request);
  ASSERT_THAT(proposal, IsOk());
  EXPECT_EQ(proposal->seed(), 7u);
  ASSERT_THAT(proposal->groups(), SizeIs(1));
  EXPECT_EQ(proposal->groups(0).placements(0).person_id(), IdNamed("anna").bytes());
  EXPECT_THAT(*anna->Outbox(), IsEmpty());
  server_.Stops();
  EXPECT_THAT(anna->ProposeGroups(request), HasReason(v1::REASON_UNAVAILABLE));
}

TEST_F(ClientTest, DevicesAreListedAndRevoked) {
  const auto anna = SignedIn();
  const auto devices = anna->ListDevices();
  ASSERT_THAT(devices, IsOk());
  ASSERT_THAT(*devices, SizeIs(1));
  EXPECT_EQ((*devices)[0].name, "Annas telefon");
  EXPECT_THAT(anna->RevokeDevice((*devices)[0].id), IsOk());
  EXPECT_THAT(anna->RevokeDevice(IdNamed("nobody's")), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(ClientTest, APersonSeesWhatThereIsAndErasesItWithACode) {
  v1::EraseRequest request;
  request.add_networks()->set_network("demo");
  EXPECT_THAT(Opened()->PreviewErasure(), HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_THAT(Opened()->Erase(request), HasReason(v1::REASON_NOT_SIGNED_IN));
  const auto anna = SignedIn();
  const auto preview = anna->PreviewErasure();
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->networks(0).submissions(), 1u);
  EXPECT_THAT(anna->Erase(request), HasReason(v1::REASON_WRONG_CODE));
  request.set_code(FakeGrpcServer::kCode);
  const auto erased = anna->Erase(request);
  ASSERT_THAT(erased, IsOk());
  EXPECT_EQ(erased->networks(0).network(), "demo");
  server_.Stops();
  EXPECT_THAT(anna->Erase(request), HasReason(v1::REASON_UNAVAILABLE));
}

TEST_F(ClientTest, WritesOfflineAreThereAfterARestartAndGoUpLater) {
  auto anna = SignedIn();
  server_.Stops();
  anna->Start();
  const auto write = anna->Do(Says(*anna, "från bussen"));
  ASSERT_THAT(write, IsOk());
  EXPECT_THAT((*write)->Final(milliseconds(0)), HasReason(v1::REASON_TIMED_OUT));
  anna.reset();
  EXPECT_THAT((*write)->Final(kPatience), HasReason(v1::REASON_CANCELLED));

  anna = Opened();
  EXPECT_THAT(Posts(*anna), ElementsAre("från bussen"));
  EXPECT_EQ(anna->WhyNotSynced().waiting, 1u);
  EXPECT_EQ(anna->WhyNotSynced().state, SyncState::kStopped);
  server_.StartsAgain();
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_THAT(*anna->Outbox(), SizeIs(0));
}

TEST_F(ClientTest, AServerThatComesBackIsFoundWithoutHelp) {
  const auto anna = SignedIn();
  server_.Stops();
  anna->Start();
  const auto write = anna->Do(Says(*anna, "Hej!"));
  ASSERT_THAT(write, IsOk());
  server_.StartsAgain();
  EXPECT_THAT((*write)->Final(kPatience), IsOk());
}

TEST_F(ClientTest, OthersWritesArriveLive) {
  const auto anna = SignedIn();
  Watch watch(*anna);
  anna->Start();
  ASSERT_TRUE(watch.Until([&] { return anna->Revision() > 0; }));
  BoSays("Hej Anna!");
  EXPECT_TRUE(watch.Until([&] { return Posts(*anna) == std::vector<std::string>{"Hej Anna!"}; }));
}

TEST_F(ClientTest, AParkedWriteTellsItsReason) {
  const auto anna = SignedIn();
  server_.With([](FakeServer& server) {
    server.parks = [](const v1::Mutation&) { return v1::REASON_NO_SEATS; };
  });
  anna->Start();
  const auto write = anna->Do(Says(*anna, "Hej!"));
  ASSERT_THAT(write, IsOk());
  EXPECT_THAT((*write)->Final(kPatience), HasReason(v1::REASON_NO_SEATS));
  EXPECT_EQ(anna->WhyNotSynced().parked, 1u);
}

TEST_F(ClientTest, SyncOnceSaysThatTheServerIsAway) {
  const auto anna = SignedIn();
  server_.Stops();
  EXPECT_THAT(anna->SyncOnce({.time = milliseconds(300)}), HasReason(v1::REASON_UNAVAILABLE));
  server_.StartsAgain();
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
}

TEST_F(ClientTest, SyncOnceBesideStartIsUpToDateAfterwards) {
  const auto anna = SignedIn();
  anna->Start();
  for (int i = 0; i < 20; ++i) {
    const std::string text = "nr " + std::to_string(i);
    BoSays(text);
    ASSERT_THAT(anna->SyncOnce({}), IsOk());
    EXPECT_THAT(Posts(*anna), SizeIs(i + 1));
  }
}

TEST_F(ClientTest, ALostSignInIsToldAndHealedBySigningInAgain) {
  const auto anna = SignedIn();
  anna->Start();
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  server_.With([&](FakeServer& server) { server.refuses = {v1::REASON_TOKEN_EXPIRED, "over"}; });
  const auto write = anna->Do(Says(*anna, "Hej!"));
  ASSERT_THAT(write, IsOk());
  EXPECT_THAT(anna->SyncOnce({}), HasReason(v1::REASON_TOKEN_EXPIRED));
  EXPECT_EQ(anna->WhyNotSynced().state, SyncState::kSignedOut);
  server_.With([&](FakeServer& server) { server.refuses = base::Ok(); });
  EXPECT_THAT(anna->RedeemCode("demo", "anna@pargas.example", FakeGrpcServer::kCode, "telefon"),
              IsOk());
  EXPECT_THAT((*write)->Final(kPatience), IsOk());
}

TEST_F(ClientTest, AFirstSyncOfManyPagesArrivesWhole) {
  server_.With([](FakeServer& server) {
    server.page_rows = 50;
    for (int i = 0; i < 3'000; ++i) {
      server.Has(APost(std::string(4'000, 'x')).Named("post " + std::to_string(i)), {kCohort});
    }
  });
  const auto anna = SignedIn();
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_THAT(Posts(*anna), SizeIs(3'000));
}

TEST_F(ClientTest, ManyThreadsWriteAndRead) {
  const auto anna = SignedIn();
  anna->Start();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      std::shared_ptr<Write> last;
      for (int i = 0; i < 25; ++i) {
        Result<std::shared_ptr<Write>> write = anna->Do(Says(*anna, "Hej!"));
        ASSERT_THAT(write, IsOk());
        last = *std::move(write);
        (void)Posts(*anna);
      }
      EXPECT_THAT(last->Final(kPatience), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_THAT(Posts(*anna), SizeIs(100));
}

TEST_F(ClientTest, ClosesCleanlyWithCallsUnderWay) {
  auto anna = SignedIn();
  for (int round = 0; round < 30; ++round) {
    anna->Start();
    ASSERT_THAT(anna->Do(Says(*anna, "Hej!")), IsOk());
    if (round % 3 == 0) anna->Nudge();
    if (round % 4 == 0) anna->Stop();
    anna.reset();
    anna = Opened();
  }
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_THAT(Posts(*anna), SizeIs(30));
}

TEST_F(ClientTest, ASubscriptionMayEndItselfAndIsSilentAfterwards) {
  const auto anna = SignedIn();
  std::mutex mutex;
  std::unique_ptr<client::Subscription> once;
  int calls = 0;
  {
    const std::lock_guard lock(mutex);
    once = anna->Observe([&] {
      const std::lock_guard inner_lock(mutex);
      ++calls;
      once.reset();
    });
  }
  Watch watch(*anna);  // Observes after the other, so it hears after it.
  const auto called_once = [&] {
    const std::lock_guard lock(mutex);
    return calls == 1;
  };
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(anna->Do(Says(*anna, "Hej!")), IsOk());
    ASSERT_TRUE(watch.Until(called_once));
  }
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_TRUE(called_once());
}

TEST_F(ClientTest, ASecondClientOnTheFileIsTurnedAwayAndTheFirstKeepsItsLock) {
  const auto anna = SignedIn();
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(Client::Open(
                    {.path = dir_.File("anna.samstig"), .server = server_.address(), .tls = false}),
                HasReason(v1::REASON_IN_USE));
  }
}

TEST_F(ClientTest, TheFileIsItsOwnersAlone) {
  Opened();
  struct stat info = {};
  ASSERT_EQ(stat(dir_.File("anna.samstig").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

}  // namespace
}  // namespace samstig::test
