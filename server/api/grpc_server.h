// SPDX-License-Identifier: Apache-2.0
// The gRPC port: our services, the standard health service (grpc.health.v1) with a state for each
// of them, and reflection if it is wanted.
#ifndef SAMSTIG_SERVER_API_GRPC_SERVER_H_
#define SAMSTIG_SERVER_API_GRPC_SERVER_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "domain/base/result.h"
#include "server/observe/log.h"

namespace grpc {
class Channel;
class Server;
}  // namespace grpc

namespace samstig::server {

struct NamedService {
  // "samstig.v1.SyncService", as the health service calls it.
  std::string name;
  std::unique_ptr<grpc::Service> service;
};

// gRPC's own complaints go to `log` from now on, which must outlive all of gRPC's work, and
// protobuf's to nobody; nullptr: to standard error again.
void ForwardGrpcLog(Log* log);

class GrpcServer {
 public:
  struct Options {
    // "127.0.0.1:50051", "[::1]:0".
    std::string listen;
    bool reflection = false;
    int max_message_bytes = 4 << 20;
  };

  // Serves from here on. IN_USE when the address is taken. Calls go to `log`, which outlives the
  // server: all of them as debug, those that failed by our fault as error with the reason.
  static base::Result<std::unique_ptr<GrpcServer>> Start(const Options& options,
                                                         std::vector<NamedService> services,
                                                         Log& log);
  // Shuts down at once if that was not done.
  ~GrpcServer();

  int port() const { return port_; }

  // To the same services without a port, for who speaks another protocol with callers. Calls on it
  // count as any other; after Shutdown they are UNAVAILABLE.
  std::shared_ptr<grpc::Channel> Inside();

  // Everybody who asks hears NOT_SERVING from now on; calls are still taken.
  void AnnounceEnd();
  // Takes no new calls, waits for those under way, cancels what is left after `grace`. Blocks.
  void Shutdown(std::chrono::milliseconds grace);

 private:
  GrpcServer(std::vector<NamedService> services, std::unique_ptr<grpc::Server> server, int port);

  const std::vector<NamedService> services_;
  const std::unique_ptr<grpc::Server> server_;
  const int port_;
  bool down_ = false;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_GRPC_SERVER_H_
