// SPDX-License-Identifier: Apache-2.0
// gRPC-Web: calls from browsers, handed to the same services as gRPC's own through a channel inside
// the program. POST /samstig.v1.SyncService/Push is that method; the answer is its messages and its
// end in gRPC-Web's frames.
//
// Of an answer in pieces one message is in memory, however slow the reader: the next is asked for
// when the system has taken the last.
#ifndef SAMSTIG_SERVER_GATEWAY_GRPC_WEB_H_
#define SAMSTIG_SERVER_GATEWAY_GRPC_WEB_H_

#include <memory>
#include <string>
#include <vector>

#include "server/gateway/http_server.h"
#include "server/observe/metrics.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace samstig::server {

class GrpcWeb {
 public:
  struct Options {
    // Full names: "samstig.v1.SyncService". Others do not exist here.
    std::vector<std::string> services{};
    size_t max_message_bytes = 4 << 20;
    // "https://app.example.org": pages from there may call, beside those that this server serves.
    std::vector<std::string> allowed_origins{};
    // Answers in pieces that are open at once; there must be more connections than that, so that
    // the rest are left for short calls.
    size_t max_streams = 10'000;
    // The same of one method for one caller. The oldest makes room: it is the likeliest to have
    // nobody at its other end any more.
    size_t max_streams_of_a_caller = 8;
  };

  // All paths of calls begin so.
  static constexpr char kPrefix[] = "/samstig.v1.";
  // What a body may have: a message and its frame, also in Base64.
  static size_t MaxBodyBytes(size_t max_message_bytes);

  // `metrics` outlives it.
  GrpcWeb(std::shared_ptr<grpc::Channel> channel, Options options, Metrics& metrics);
  // Cancels what is under way, and waits until nothing is left of it. Not on a thread of gRPC's.
  ~GrpcWeb();

  // Takes no calls from here on; those under way go on. To be called before the server behind the
  // channel shuts down, for a call into one that has done so ends the program (gRPC 1.51).
  void Close();

  // Thread-safe, and never blocks.
  void Answer(const HttpRequest& request, std::shared_ptr<HttpAnswer> answer);

 private:
  class Call;
  class Calls;
  struct Method;
  class House;
  const std::unique_ptr<House> house_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_GRPC_WEB_H_
