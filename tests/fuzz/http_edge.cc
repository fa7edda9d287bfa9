// SPDX-License-Identifier: Apache-2.0
// Any bytes on a connection to the HTTP port, in pieces as the input has them: the connection is
// answered or closed, and the next one is served.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/gateway/http_server.h"
#include "tests/fuzz/fuzz.h"

namespace samstig {
namespace {

const server::HttpServer& Server() {
  static const auto server = [] {
    server::HttpServer::Options options;
    options.max_body_bytes = 4 << 10;
    options.idle = std::chrono::milliseconds(2'000);
    auto started = server::HttpServer::Start(options, [](const server::HttpRequest& request) {
      server::HttpResponse response;
      response.body = std::string(request.Path()) + std::string(request.Header("accept"));
      return response;
    });
    FUZZ_MUST(started.ok());
    return *std::move(started);
  }();
  return *server;
}

int Connect() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(Server().port()));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  FUZZ_MUST(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  // Beyond the server's own patience: an answer that never ends is found.
  const timeval patience{10, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return fd;
}

// All that is answered until the other side is done.
std::string RestOf(int fd) {
  std::string all;
  char buffer[4096];
  for (;;) {
    const ssize_t n = recv(fd, buffer, sizeof buffer, 0);
    FUZZ_MUST(n >= 0 || errno == ECONNRESET);
    if (n <= 0) break;
    all.append(buffer, static_cast<size_t>(n));
  }
  close(fd);
  return all;
}

}  // namespace
}  // namespace samstig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig;
  int fd = Connect();
  for (const fuzz::Piece& piece : fuzz::PiecesOf(data, size)) {
    if (send(fd, piece.bytes.data(), piece.bytes.size(), MSG_NOSIGNAL) < 0) break;
  }
  shutdown(fd, SHUT_WR);
  const std::string answer = RestOf(fd);
  FUZZ_MUST(answer.empty() || answer.starts_with("HTTP/1."));

  fd = Connect();
  constexpr std::string_view kAsk =
      "GET /after HTTP/1.1\r\nHost: samstig\r\nConnection: close\r\n\r\n";
  FUZZ_MUST(send(fd, kAsk.data(), kAsk.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(kAsk.size()));
  FUZZ_MUST(RestOf(fd).find("/after") != std::string::npos);
  return 0;
}
