// SPDX-License-Identifier: Apache-2.0
// Pull through real gRPC: from the first page to live, with readers that share, stall and go away.
#include "server/api/pull_stream.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <future>
#include <map>
#include <thread>

#include "samstig/v1/sync_service.grpc.pb.h"
#include "server/api/wire.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using test::IdNamed;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr char kBo[] = "bo@example.org";
const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));

// One open Pull, read message by message.
class Reader {
 public:
  Reader(v1::SyncService::Stub& stub, const std::string& token, bool follow = true)
      : Reader(stub, token, Request(follow)) {}
  Reader(v1::SyncService::Stub& stub, const std::string& token, const v1::PullRequest& request) {
    context_.AddMetadata("authorization", "Bearer " + token);
    stream_ = stub.Pull(&context_, request);
  }

  static v1::PullRequest Request(bool follow) {
    v1::PullRequest request;
    request.set_version_min(1);
    request.set_version_max(1);
    request.set_follow(follow);
    return request;
  }

  // Reads until a checkpoint at `seq` or later. False when the stream ended first.
  bool ReadsTo(Seq seq) {
    v1::PullResponse message;
    while (stream_->Read(&message)) {
      for (const v1::ScopeRun& run : message.runs()) {
        scopes_.push_back(run.scope());
        for (const v1::Change& change : run.changes()) held_[change.seq()] = change.entity();
      }
      for (const std::string& scope : message.lost_scopes()) lost_.push_back(scope);
      if (message.has_checkpoint() && message.checkpoint().seq() >= seq) return true;
    }
    return false;
  }
  Answer End() { return Answer(stream_->Finish()); }
  Answer Cancels() {
    context_.TryCancel();
    return End();
  }

  const std::map<Seq, std::string>& held() const { return held_; }
  const std::vector<std::string>& scopes() const { return scopes_; }
  const std::vector<std::string>& lost() const { return lost_; }
  void ForgetWhatWasRead() {
    held_.clear();
    scopes_.clear();
    lost_.clear();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::PullResponse>> stream_;
  std::map<Seq, std::string> held_;
  std::vector<std::string> scopes_;
  std::vector<std::string> lost_;
};

class PullStreamTest : public Served {
 protected:
  PullStreamTest() {
    Joins("bo", kBo);
    Write([](Transaction& txn) -> Status {
      RETURN_IF_ERROR(txn.GiveScope(IdNamed("anna"), kCohort));
      return txn.GiveScope(IdNamed("bo"), kCohort);
    });
    anna_ = SignsIn();
    bo_ = SignsIn(kBo);
  }

  void CommitsPost(const std::string& name, const std::string& text) {
    Write([&](Transaction& txn) { return txn.Put(IdNamed(name), text, {kCohort}, {}).status(); });
  }

  // True once nobody follows any more.
  bool AllAreGone() {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (network_->feed().followers() > 0) {
      if (std::chrono::steady_clock::now() > patience) return false;
      std::this_thread::yield();
    }
    return true;
  }

  const std::unique_ptr<v1::SyncService::Stub> sync_ = v1::SyncService::NewStub(channel_);
  Device anna_, bo_;
};

TEST_F(PullStreamTest, EveryReaderIsGivenWhatIsCommitted) {
  Reader anna(*sync_, anna_.token), bo(*sync_, bo_.token);
  ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
  ASSERT_TRUE(bo.ReadsTo(network_->LastSeq()));
  for (const char* text : {"ett", "två", "tre"}) {
    CommitsPost(text, text);
    ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
    ASSERT_TRUE(bo.ReadsTo(network_->LastSeq()));
    EXPECT_EQ(anna.held().at(network_->LastSeq()), text);
    EXPECT_EQ(bo.held().at(network_->LastSeq()), text);
  }
}

// A reader that is shown messages as they came over the wire.
std::vector<std::string> OnTheWire(int port, const std::string& token, bool takes_gzip) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  if (!takes_gzip) {
    arguments.SetInt(GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET, 1 << GRPC_COMPRESS_NONE);
  }
  grpc::GenericStub stub(grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port),
                                                   grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + token);
  grpc::CompletionQueue done;
  const auto call = stub.PrepareCall(&context, "/samstig.v1.SyncService/Pull", &done);
  void* tag = nullptr;
  bool ok = false;
  const std::string bytes = Reader::Request(/*follow=*/false).SerializeAsString();
  const grpc::Slice slice(bytes);
  call->StartCall(nullptr);
  done.Next(&tag, &ok);
  call->WriteLast(grpc::ByteBuffer(&slice, 1), {}, nullptr);
  done.Next(&tag, &ok);
  std::vector<std::string> messages;
  grpc::ByteBuffer message;
  for (call->Read(&message, nullptr); done.Next(&tag, &ok) && ok; call->Read(&message, nullptr)) {
    messages.push_back(BytesOf(message));
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  done.Next(&tag, &ok);
  return messages;
}

TEST_F(PullStreamTest, PagesAreInGzipForThoseWhoTakeIt) {
  const std::string text(10'000, 'x');
  CommitsPost("långt", text);
  const std::vector<std::string> packed = OnTheWire(server_->port(), anna_.token, true);
  ASSERT_FALSE(packed.empty());
  EXPECT_THAT(packed.front(), StartsWith("\x1f\x8b")) << "RFC 1952";
  EXPECT_LT(packed.front().size(), text.size() / 10);
  const std::vector<std::string> plain = OnTheWire(server_->port(), anna_.token, false);
  ASSERT_FALSE(plain.empty());
  EXPECT_THAT(plain.front(), HasSubstr(text));
}

TEST_F(PullStreamTest, OneWhoDoesNotFollowIsToldTheEnd) {
  Reader anna(*sync_, anna_.token, /*follow=*/false);
  ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
  EXPECT_THAT(anna.End(), Succeeded());
}

TEST_F(PullStreamTest, AReaderWhoStallsLeavesTheRingBoundedAndIsGivenEverythingWhenItReadsOn) {
  Reader anna(*sync_, anna_.token);
  ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
  // Twelve megabytes, far more than the sockets and the ring hold.
  const Seq first = network_->LastSeq() + 1;
  for (int i = 0; i < 300; ++i) CommitsPost("post " + std::to_string(i), std::string(40'000, 'x'));
  EXPECT_LE(network_->feed().ring_bytes(), FeedLimits{}.bytes);
  ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
  for (Seq seq = first; seq <= network_->LastSeq(); ++seq) {
    EXPECT_EQ(anna.held().count(seq), 1u) << seq;
  }
}

TEST_F(PullStreamTest, WhoLosesAScopeIsToldSoAndHearsNoMoreOfIt) {
  Reader anna(*sync_, anna_.token);
  ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
  Write([](Transaction& txn) { return txn.TakeScope(IdNamed("anna"), kCohort); });
  CommitsPost("efter", "efter att Anna gick");
  Write([](Transaction& txn) {
    return txn.Put(IdNamed("eget"), "eget", {Scope::OfPerson(IdNamed("anna"))}, {}).status();
  });
  anna.ForgetWhatWasRead();
  ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
  EXPECT_THAT(anna.lost(), ElementsAre(kCohort.ToText()));
  EXPECT_THAT(anna.scopes(), ElementsAre(Scope::OfPerson(IdNamed("anna")).ToText()));
}

TEST_F(PullStreamTest, ADeviceThatIsRevokedIsToldWhyItsStreamEnds) {
  Reader anna(*sync_, anna_.token);
  ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
  v1::RevokeDeviceRequest request;
  request.set_device_id(anna_.device.ToBytes());
  v1::RevokeDeviceResponse response;
  ASSERT_THAT(
      Call(*accounts_, &v1::AccountService::Stub::RevokeDevice, request, &response, anna_.token),
      Succeeded());
  EXPECT_FALSE(anna.ReadsTo(network_->LastSeq() + 1));
  EXPECT_THAT(anna.End(), Refused(v1::REASON_DEVICE_REVOKED, StatusCode::UNAUTHENTICATED));
  EXPECT_TRUE(AllAreGone());
}

TEST_F(PullStreamTest, ACopyThatDiffersIsCountedAndLogged) {
  v1::PullRequest request = Reader::Request(/*follow=*/false);
  v1::ScopeDigest& held = *request.add_compare();
  held.set_scope("n");
  held.set_digest(std::string(16, 'x'));
  Reader compares(*sync_, anna_.token, request);
  ASSERT_TRUE(compares.ReadsTo(network_->LastSeq()));
  EXPECT_THAT(compares.End(), Succeeded());
  request.clear_compare();
  v1::ScopeLeaves& repair = *request.add_repair();
  repair.set_scope("n");
  repair.add_leaf(0);
  repair.add_leaf(7);
  Reader repairs(*sync_, anna_.token, request);
  ASSERT_TRUE(repairs.ReadsTo(network_->LastSeq()));
  EXPECT_THAT(repairs.End(), Succeeded());
  const std::string metrics = metrics_.Serialize();
  EXPECT_THAT(metrics, HasSubstr("samstig_copies_healed_total{found=\"differs\"} 1"));
  EXPECT_THAT(metrics, HasSubstr("samstig_copies_healed_total{found=\"repaired\"} 1"));
  EXPECT_THAT(metrics, HasSubstr("samstig_copies_healed_total{found=\"forked\"} 0"));
  const std::string log = LogAfterStop();
  EXPECT_THAT(log, HasSubstr("copy differs"));
  EXPECT_THAT(log, HasSubstr("\"leaves\":2"));
}

TEST_F(PullStreamTest, AReaderWhoGoesAwayIsFollowedNoMore) {
  {
    Reader anna(*sync_, anna_.token);
    ASSERT_TRUE(anna.ReadsTo(network_->LastSeq()));
    EXPECT_EQ(network_->feed().followers(), 1u);
    EXPECT_EQ(anna.Cancels().status.error_code(), StatusCode::CANCELLED);
  }
  EXPECT_TRUE(AllAreGone());
  CommitsPost("post", "ingen läser");
}

TEST_F(PullStreamTest, WhoIsNotSignedInIsGivenNothing) {
  Reader stranger(*sync_, "stigen.AAAA");
  EXPECT_FALSE(stranger.ReadsTo(0));
  EXPECT_THAT(stranger.held(), IsEmpty());
  EXPECT_EQ(stranger.End().status.error_code(), StatusCode::UNAUTHENTICATED);
}

TEST_F(PullStreamTest, BytesThatAreNoRequestAreMalformed) {
  for (const std::string& bytes : {std::string("\xff\xff\xff"), std::string("\x0a\x7f kort")}) {
    grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel_);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + anna_.token);
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/samstig.v1.SyncService/Pull", {}, &request, &response,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    EXPECT_THAT(Answer(done.get_future().get()),
                Refused(v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT));
  }
  EXPECT_TRUE(AllAreGone());
}

TEST_F(PullStreamTest, ARequestOfAnotherVersionIsRefused) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + anna_.token);
  const auto stream = sync_->Pull(&context, v1::PullRequest());
  v1::PullResponse message;
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_THAT(Answer(stream->Finish()),
              Refused(v1::REASON_VERSION_UNSUPPORTED, StatusCode::FAILED_PRECONDITION));
}

}  // namespace
}  // namespace samstig::server
