// SPDX-License-Identifier: Apache-2.0
// gRPC for C++ alone: bytes on loopback, with no protobuf and nobody who looks at them. Client and
// server share a process, and the machine's processors, as in the other figures.
#ifndef SAMSTIG_TESTS_BENCH_RAW_GRPC_H_
#define SAMSTIG_TESTS_BENCH_RAW_GRPC_H_

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>

namespace samstig::bench {

inline grpc::ByteBuffer BufferOf(size_t bytes) {
  const grpc::Slice slice(std::string(bytes, 'x'));
  return {&slice, 1};
}

// Serves as long as it lives; the service has to live longer.
class RawServer {
 public:
  explicit RawServer(grpc::CallbackGenericService& service) {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(&service);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    server_ = builder.BuildAndStart();
    if (!server_) std::abort();
  }
  ~RawServer() { server_->Shutdown(std::chrono::system_clock::now()); }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  // A connection of its own.
  std::unique_ptr<grpc::GenericStub> Connect() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    return std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(port_), grpc::InsecureChannelCredentials(), arguments));
  }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_RAW_GRPC_H_
