// SPDX-License-Identifier: Apache-2.0
// The transport against a real gRPC server in this process.
#include "client-lib/transport/grpc/grpc_transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "samstig/v1/account_service.pb.h"
#include "samstig/v1/sync_service.pb.h"
#include "tests/support/certificate.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_grpc_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Result;
using base::Status;
using client::Call;
using client::NewGrpcTransport;
using client::Transport;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int kPatienceMs = 20'000;

// What a call gave, waited for.
class Heard {
 public:
  Transport::OnFrame OnFrame() {
    return [this](std::string frame) {
      const std::lock_guard lock(mutex_);
      frames_.push_back(std::move(frame));
      news_.notify_all();
    };
  }
  Transport::OnDone OnDone() {
    return [this](const Status& status) {
      const std::lock_guard lock(mutex_);
      EXPECT_FALSE(ended_) << "ended twice";
      ended_ = status;
      news_.notify_all();
    };
  }
  Status End() {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return ended_.has_value(); });
    return *ended_;
  }
  void WaitForFrames(size_t count) {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return frames_.size() >= count; });
  }
  std::vector<std::string> Frames() {
    const std::lock_guard lock(mutex_);
    return frames_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<std::string> frames_;
  std::optional<Status> ended_;
};

class GrpcTransportTest : public testing::Test {
 protected:
  GrpcTransportTest() {
    server_.With(
        [&](FakeServer& server) { token_ = server.SignsIn(IdNamed("anna"), IdNamed("phone")); });
  }

  std::unique_ptr<Transport> Connected() {
    Result<std::unique_ptr<Transport>> transport =
        NewGrpcTransport({.server = server_.address(), .tls = false});
    EXPECT_THAT(transport, IsOk());
    return *std::move(transport);
  }

  static std::string PushOf(const v1::Mutation& mutation) {
    v1::PushRequest request;
    request.add_mutations(mutation.SerializeAsString());
    return request.SerializeAsString();
  }
  static std::string Pull(bool follow) {
    v1::PullRequest request;
    request.set_follow(follow);
    return request.SerializeAsString();
  }

  FakeClock clock_;
  FakeGrpcServer server_{clock_};
  std::string token_;
  Heard heard_;
};

TEST_F(GrpcTransportTest, AnAnswerComesBackOnceWithItsEnd) {
  const auto transport = Connected();
  const auto call =
      transport->Start(Transport::Method::kPush, token_, PushOf(MutationOf(WritesPost("Hej!"))),
                       kPatienceMs, heard_.OnFrame(), heard_.OnDone());
  EXPECT_THAT(heard_.End(), IsOk());
  ASSERT_THAT(heard_.Frames(), SizeIs(1));
  v1::PushResponse response;
  ASSERT_TRUE(response.ParseFromString(heard_.Frames()[0]));
  EXPECT_EQ(response.next_number(), 2u);
}

TEST_F(GrpcTransportTest, AStreamGivesAllItsFramesInOrder) {
  server_.With([](FakeServer& server) {
    server.page_rows = 1;
    for (int i = 0; i < 200; ++i) {
      server.Has(APost().Named("post " + std::to_string(i)),
                 {rules::Scope::OfPerson(IdNamed("anna"))});
    }
  });
  const auto transport = Connected();
  const auto call = transport->Start(Transport::Method::kPull, token_, Pull(false), 0,
                                     heard_.OnFrame(), heard_.OnDone());
  EXPECT_THAT(heard_.End(), IsOk());
  const std::vector<std::string> frames = heard_.Frames();
  ASSERT_GE(frames.size(), 200u);
  uint64_t last = 0;
  for (const std::string& frame : frames) {
    v1::PullResponse page;
    ASSERT_TRUE(page.ParseFromString(frame));
    for (const v1::ScopeRun& run : page.runs()) {
      for (const v1::Change& change : run.changes()) {
        EXPECT_GT(change.seq(), last);
        last = change.seq();
      }
    }
  }
}

TEST_F(GrpcTransportTest, TheServersReasonArrives) {
  const auto transport = Connected();
  const auto call = transport->Start(Transport::Method::kPush, "no token", "", kPatienceMs,
                                     heard_.OnFrame(), heard_.OnDone());
  EXPECT_THAT(heard_.End(), HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_THAT(heard_.Frames(), IsEmpty());
}

TEST_F(GrpcTransportTest, EveryReasonArrivesAsItself) {
  const auto transport = Connected();
  for (int reason = v1::Reason_MIN; reason <= v1::Reason_MAX; ++reason) {
    if (!v1::Reason_IsValid(reason) || reason == v1::REASON_UNSPECIFIED) continue;
    const auto wanted = static_cast<v1::Reason>(reason);
    server_.With([&](FakeServer& server) { server.refuses = {wanted, "för att"}; });
    for (const Transport::Method method : {Transport::Method::kPush, Transport::Method::kPull}) {
      Heard heard;
      const auto call =
          transport->Start(method, token_, "", kPatienceMs, heard.OnFrame(), heard.OnDone());
      const Status end = heard.End();
      EXPECT_THAT(end, HasReason(wanted));
      EXPECT_EQ(end.detail(), "för att");
    }
  }
}

TEST_F(GrpcTransportTest, WithoutAServerItIsUnavailable) {
  server_.Stops();
  const auto transport = Connected();
  const auto call = transport->Start(Transport::Method::kPush, token_, "", kPatienceMs,
                                     heard_.OnFrame(), heard_.OnDone());
  EXPECT_THAT(heard_.End(), HasReason(v1::REASON_UNAVAILABLE));
}

TEST_F(GrpcTransportTest, AServerThatGoesEndsTheStreamAndMayComeBack) {
  const auto transport = Connected();
  {
    const auto call = transport->Start(Transport::Method::kPull, token_, Pull(true), 0,
                                       heard_.OnFrame(), heard_.OnDone());
    heard_.WaitForFrames(1);
    server_.Stops();
    EXPECT_FALSE(heard_.End().ok());
  }
  server_.StartsAgain();
  for (;;) {
    Heard heard;
    const auto call = transport->Start(Transport::Method::kPull, token_, Pull(false), kPatienceMs,
                                       heard.OnFrame(), heard.OnDone());
    const Status end = heard.End();
    if (end.ok()) break;
    ASSERT_THAT(end, HasReason(v1::REASON_UNAVAILABLE));
  }
}

TEST_F(GrpcTransportTest, ADeadlineEndsACall) {
  const auto transport = Connected();
  const auto call = transport->Start(Transport::Method::kPull, token_, Pull(true), 50,
                                     heard_.OnFrame(), heard_.OnDone());
  EXPECT_THAT(heard_.End(), HasReason(v1::REASON_TIMED_OUT));
}

TEST_F(GrpcTransportTest, ADestroyedCallIsSilent) {
  const auto transport = Connected();
  for (int round = 0; round < 20; ++round) {
    auto heard = std::make_unique<Heard>();
    auto call = transport->Start(Transport::Method::kPull, token_, Pull(true), 0, heard->OnFrame(),
                                 heard->OnDone());
    if (round % 2 == 0) heard->WaitForFrames(1);
    call.reset();
    heard.reset();  // A callback now would be a use after free.
  }
}

TEST_F(GrpcTransportTest, ACallMayBeDestroyedFromItsOwnCallback) {
  const auto transport = Connected();
  std::unique_ptr<Call> call;
  std::mutex mutex;
  std::condition_variable news;
  bool assigned = false;
  bool destroyed = false;
  std::unique_ptr<Call> started = transport->Start(
      Transport::Method::kPull, token_, Pull(true), 0,
      [&](const std::string&) {
        std::unique_lock lock(mutex);
        news.wait(lock, [&] { return assigned; });
        call.reset();
        destroyed = true;
        news.notify_all();
      },
      [](const Status&) { ADD_FAILURE() << "the call was destroyed before"; });
  std::unique_lock lock(mutex);
  call = std::move(started);
  assigned = true;
  news.notify_all();
  news.wait(lock, [&] { return destroyed; });
}

TEST_F(GrpcTransportTest, AnAddressIsChecked) {
  EXPECT_THAT(NewGrpcTransport({.server = "samstig.example"}), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(NewGrpcTransport({.server = "samstig.example:443", .tls = false}),
              HasReason(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(NewGrpcTransport({.server = "samstig.example:443", .ca_file = "/no/such/file"}),
              HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(GrpcTransportTest, TlsTrustsTheGivenAuthorityAndNoOther) {
  const Certificate ours = SelfSignedForLocalhost();
  const Certificate others = SelfSignedForLocalhost();
  FakeGrpcServer server(clock_, ours.certificate, ours.key);
  TempDir dir;
  WriteFile(dir.File("ours.pem"), ours.certificate);
  WriteFile(dir.File("others.pem"), others.certificate);
  v1::RequestCodeRequest request;
  request.set_network("demo");
  for (const auto& [file, reason] : {std::pair("ours.pem", v1::REASON_UNSPECIFIED),
                                     std::pair("others.pem", v1::REASON_UNAVAILABLE)}) {
    const auto transport =
        NewGrpcTransport({.server = server.address(), .ca_file = dir.File(file)});
    ASSERT_THAT(transport, IsOk());
    Heard heard;
    const auto call = (*transport)
                          ->Start(Transport::Method::kRequestCode, "", request.SerializeAsString(),
                                  kPatienceMs, heard.OnFrame(), heard.OnDone());
    EXPECT_EQ(heard.End().reason(), reason) << file;
  }
}

}  // namespace
}  // namespace samstig::test
