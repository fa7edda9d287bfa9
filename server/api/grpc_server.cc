// SPDX-License-Identifier: Apache-2.0
#include "server/api/grpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <utility>

namespace samstig::server {

using base::Result;
using base::Status;

namespace {

constexpr int kSecond = 1000;

// Reflection for this server alone: the usual way adds it to every server of the process.
class WithReflection : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->push_back(std::make_unique<grpc::reflection::ProtoServerReflectionPlugin>());
  }
};

void SetLimits(grpc::ServerBuilder& builder, int max_message_bytes) {
  builder.SetMaxReceiveMessageSize(max_message_bytes);
  builder.SetMaxSendMessageSize(max_message_bytes);
  // Else a second server on the same port would share it in silence.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A peer that is gone without a word is noticed within a minute and a half.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60 * kSecond);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecond);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10 * kSecond);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 30 * 60 * kSecond);
  // A proxy carries all its readers' live streams over few connections.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 16'384);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 << 10);
}

}  // namespace

GrpcServer::GrpcServer(std::vector<NamedService> services, std::unique_ptr<grpc::Server> server,
                       int port)
    : services_(std::move(services)), server_(std::move(server)), port_(port) {}

Result<std::unique_ptr<GrpcServer>> GrpcServer::Start(const Options& options,
                                                      std::vector<NamedService> services) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  SetLimits(builder, options.max_message_bytes);
  if (options.reflection) builder.SetOption(std::make_unique<WithReflection>());
  for (const NamedService& named : services) builder.RegisterService(named.service.get());
  int port = 0;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return Status(v1::REASON_IN_USE, "gRPC cannot listen on " + options.listen +
                                         "; is another program listening there?");
  }
  for (const NamedService& named : services) {
    server->GetHealthCheckService()->SetServingStatus(named.name, true);
  }
  return std::unique_ptr<GrpcServer>(new GrpcServer(std::move(services), std::move(server), port));
}

GrpcServer::~GrpcServer() { Shutdown(std::chrono::milliseconds(0)); }

void GrpcServer::AnnounceEnd() { server_->GetHealthCheckService()->SetServingStatus(false); }

void GrpcServer::Shutdown(std::chrono::milliseconds grace) {
  if (std::exchange(down_, true)) return;
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  server_->Wait();
}

}  // namespace samstig::server
