// SPDX-License-Identifier: Apache-2.0
#include "server/api/grpc_server.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>
#include <grpcpp/channel.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/support/server_interceptor.h>

#include <atomic>
#include <utility>

namespace samstig::server {

using base::Result;
using base::Status;

namespace {

constexpr int kSecond = 1000;

// Whoever links gRPC's reflection library has it in every server; this takes it out of one again.
class WithoutReflection : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    const std::string reflection = grpc::reflection::ProtoServerReflectionPlugin().name();
    std::erase_if(*plugins, [&](const auto& plugin) { return plugin->name() == reflection; });
  }
};

std::atomic<Log*> grpc_log{nullptr};

// Protobuf complains of what callers send, which they are told themselves.
void Drop(google::protobuf::LogLevel, const char*, int, const std::string&) {}

void Forward(gpr_log_func_args* args) {
  Log* log = grpc_log.load();
  if (log == nullptr || args->severity < GPR_LOG_SEVERITY_ERROR) return;
  log->Warn("grpc", {{"message", Public(args->message)}});
}

// gRPC says INTERNAL by itself to a message that does not parse; only our own errors have details.
bool IsOurFault(const grpc::Status& status) {
  const grpc::StatusCode code = status.error_code();
  return !status.error_details().empty() &&
         (code == grpc::StatusCode::INTERNAL || code == grpc::StatusCode::UNKNOWN ||
          code == grpc::StatusCode::DATA_LOSS);
}

// Looks at how one call ends. Neither the request nor the metadata is seen here, so none of it is
// logged.
class CallLog final : public grpc::experimental::Interceptor {
 public:
  CallLog(const char* method, Log& log) : method_(method), log_(log) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override {
    using grpc::experimental::InterceptionHookPoints;
    if (batch->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const grpc::Status status = batch->GetSendStatus();
      const int code = status.error_code();
      if (IsOurFault(status)) {
        log_.Error("call failed", {{"method", Public(method_)},
                                   {"code", code},
                                   {"detail", Public(status.error_message())}});
      } else {
        log_.Debug("call", {{"method", Public(method_)}, {"code", code}});
      }
    }
    batch->Proceed();
  }

 private:
  const char* const method_;
  Log& log_;
};

class CallLogFactory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CallLogFactory(Log& log) : log_(log) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new CallLog(info->method(), log_);  // gRPC deletes it with the call.
  }

 private:
  Log& log_;
};

void SetLimits(grpc::ServerBuilder& builder, int max_message_bytes) {
  builder.SetMaxReceiveMessageSize(max_message_bytes);
  builder.SetMaxSendMessageSize(max_message_bytes);
  // gRPC would unpack a megabyte into a gigabyte before it looks at the size.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
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
                                                      std::vector<NamedService> services,
                                                      Log& log) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  SetLimits(builder, options.max_message_bytes);
  if (!options.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
  for (const NamedService& named : services) builder.RegisterService(named.service.get());
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> watchers;
  watchers.push_back(std::make_unique<CallLogFactory>(log));
  builder.experimental().SetInterceptorCreators(std::move(watchers));
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

void ForwardGrpcLog(Log* log) {
  grpc_log.store(log);
  gpr_set_log_function(log == nullptr ? nullptr : &Forward);
  google::protobuf::SetLogHandler(log == nullptr ? nullptr : &Drop);
}

GrpcServer::~GrpcServer() { Shutdown(std::chrono::milliseconds(0)); }

std::shared_ptr<grpc::Channel> GrpcServer::Inside() { return server_->InProcessChannel({}); }

void GrpcServer::AnnounceEnd() { server_->GetHealthCheckService()->SetServingStatus(false); }

void GrpcServer::Shutdown(std::chrono::milliseconds grace) {
  if (std::exchange(down_, true)) return;
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  server_->Wait();
}

}  // namespace samstig::server
