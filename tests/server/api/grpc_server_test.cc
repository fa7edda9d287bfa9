// SPDX-License-Identifier: Apache-2.0
// The gRPC port itself: health, reflection, limits, its end, and bytes that are no gRPC.
#include "server/api/grpc_server.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <grpc/health/v1/health.pb.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>

#include <future>
#include <thread>

#include "domain/rules/keys.h"
#include "samstig/v1/catalogue_service.grpc.pb.h"
#include "tests/server/api/served.h"
#include "tests/server/support/raw_socket.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using test::HasReason;

class GrpcServerTest : public Served {
 protected:
  // Health without a generated stub: gRPC answers it by itself.
  HealthCheckResponse::ServingStatus Health(const std::string& service) {
    grpc::TemplatedGenericStub<HealthCheckRequest, HealthCheckResponse> stub(channel_);
    grpc::ClientContext context;
    HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    const grpc::Status status = done.get_future().get();
    if (status.error_code() == StatusCode::NOT_FOUND) return HealthCheckResponse::SERVICE_UNKNOWN;
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.status();
  }

  // Whether the reflection service is there, on a server with the given option.
  StatusCode ReflectionOf(bool reflection) {
    std::vector<NamedService> services;
    services.push_back({v1::AccountService::service_full_name(),
                        std::make_unique<v1::AccountService::CallbackService>()});
    const auto server = test::Must(
        GrpcServer::Start({"127.0.0.1:0", reflection, 4 << 20}, std::move(services), log_));
    const auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()),
                                             grpc::InsecureChannelCredentials());
    grpc::TemplatedGenericStub<HealthCheckRequest, HealthCheckResponse> stub(channel);
    grpc::ClientContext context;
    HealthCheckRequest request;
    HealthCheckResponse response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", {},
                   &request, &response,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get().error_code();
  }
};

TEST_F(GrpcServerTest, TellsTheHealthOfEachService) {
  EXPECT_EQ(Health(""), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health("samstig.v1.AccountService"), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health("samstig.v1.NoSuchService"), HealthCheckResponse::SERVICE_UNKNOWN);
  server_->AnnounceEnd();
  EXPECT_EQ(Health(""), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Health("samstig.v1.AccountService"), HealthCheckResponse::NOT_SERVING);
  EXPECT_THAT(AsksForCode(kAnna), Succeeded()) << "calls are taken until the end";
}

TEST_F(GrpcServerTest, ReflectionIsThereOnlyWhenWanted) {
  EXPECT_EQ(ReflectionOf(false), StatusCode::UNIMPLEMENTED);
  EXPECT_NE(ReflectionOf(true), StatusCode::UNIMPLEMENTED);
  // What reflection shows of the health service.
  EXPECT_NE(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
                "grpc.health.v1.Health"),
            nullptr);
}

TEST_F(GrpcServerTest, MessageOverTheLimitIsRefused) {
  v1::RequestCodeRequest request;
  request.set_email(std::string(5 << 20, 'x'));
  v1::RequestCodeResponse response;
  EXPECT_EQ(Call(*accounts_, &v1::AccountService::Stub::RequestCode, request, &response)
                .status.error_code(),
            StatusCode::RESOURCE_EXHAUSTED);
}

// Three megabytes of nothing, in three kilobytes.
TEST_F(GrpcServerTest, WhatIsPackedIsRefusedAndNotUnpacked) {
  v1::RequestCodeRequest request;
  request.set_email(std::string(3 << 20, 'x'));
  v1::RequestCodeResponse response;
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  EXPECT_EQ(accounts_->RequestCode(&context, request, &response).error_code(),
            StatusCode::UNIMPLEMENTED)
      << "as gRPC's rules have it, and by gRPC itself";
  EXPECT_THAT(AsksForCode(kAnna), Succeeded());
}

TEST_F(GrpcServerTest, TakenAddressIsRefused) {
  std::vector<NamedService> services;
  services.push_back({v1::AccountService::service_full_name(),
                      std::make_unique<v1::AccountService::CallbackService>()});
  const auto second = GrpcServer::Start(
      {"127.0.0.1:" + std::to_string(server_->port()), false, 4 << 20}, std::move(services), log_);
  EXPECT_THAT(second.status(), HasReason(v1::REASON_IN_USE));
}

TEST_F(GrpcServerTest, ShutdownWaitsForWhatIsUnderWay) {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  network_->Write(
      [released](Transaction&) {
        released.wait();
        return Status();
      },
      [](const Status&) {});
  std::future<Answer> answer =
      std::async(std::launch::async, [this] { return AsksForCode(kAnna); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::thread shutdown([this] { server_->Shutdown(std::chrono::seconds(20)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  release.set_value();
  EXPECT_THAT(answer.get(), Succeeded());
  shutdown.join();
  EXPECT_EQ(AsksForCode(kAnna).status.error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(GrpcServerTest, RandomBytesHarmNobody) {
  test::SeededRandom random(test::SeedOr(5));
  const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  for (int round = 0; round < 300; ++round) {
    std::string bytes(random.Below(4'000), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.Below(256));
    if (random.Chance(60)) bytes.insert(0, preface);
    test::RawSocket socket(server_->port());
    ASSERT_TRUE(socket.connected());
    socket.Send(bytes);
    if (random.Chance(20)) socket.StopSending();
  }
  EXPECT_THAT(AsksForCode(kAnna), Succeeded());
}

TEST_F(GrpcServerTest, OwnFaultsAreLoggedWithTheirReason) {
  const base::Id broken = test::IdNamed("broken");
  Write([&](Transaction& txn) {
    return txn.Put(broken, "no entity", {}, {{rules::KeyName::kCohorts, base::Id()}}).status();
  });
  v1::ListOpenCohortsRequest request;
  request.set_network("stigen");
  v1::ListOpenCohortsResponse response;
  const auto stub = v1::CatalogueService::NewStub(channel_);
  EXPECT_THAT(Call(*stub, &v1::CatalogueService::Stub::ListOpenCohorts, request, &response),
              Refused(v1::REASON_DATA_DAMAGED, StatusCode::DATA_LOSS));
  EXPECT_THAT(LogAfterStop(), testing::HasSubstr("\"level\":\"error\",\"event\":\"call failed\""));
}

TEST_F(GrpcServerTest, DamagedMessagesAreAnswered) {
  test::SeededRandom random(test::SeedOr(6));
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel_);
  for (int round = 0; round < 100; ++round) {
    std::string bytes(random.Below(200), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.Below(256));
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    grpc::ClientContext context;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/samstig.v1.AccountService/RedeemCode", {}, &request, &response,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    EXPECT_FALSE(done.get_future().get().ok());
  }
  EXPECT_THAT(AsksForCode(kAnna), Succeeded());
  EXPECT_EQ(LogAfterStop().find("call failed"), std::string::npos) << "that is for our own faults";
}

}  // namespace
}  // namespace samstig::server
