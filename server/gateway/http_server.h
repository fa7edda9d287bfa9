// SPDX-License-Identifier: Apache-2.0
// The HTTP port: HTTP/1.1 for a reverse proxy or a browser on the same machine. It takes care of
// sockets, limits and manners; what is answered is the Handler's. Boost.Beast stays inside the .cc.
#ifndef SAMSTIG_SERVER_GATEWAY_HTTP_SERVER_H_
#define SAMSTIG_SERVER_GATEWAY_HTTP_SERVER_H_

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/base/result.h"

namespace samstig::server {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;
  // As it stands in the request: path and query.
  std::string target;
  HttpHeaders headers;
  std::string body;

  // The path without the query.
  std::string_view Path() const;
  // The first header of the name (any case); empty when there is none.
  std::string_view Header(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  // Empty: the answer has no body.
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  HttpHeaders headers;
  // Instead of `body`: bytes that many answers share.
  std::shared_ptr<const std::string> shared_body = nullptr;
};

// The answer to one request, whole or in pieces. Thread-safe; it may outlive its connection and the
// server, and then says nothing to nobody. Let go of unanswered, it is a 503; let go of in the
// middle of its pieces, the connection is closed, so that the reader does not take it for whole.
class HttpAnswer {
 public:
  virtual ~HttpAnswer() = default;

  virtual void Reply(HttpResponse response) = 0;

  // The head now (its body is not used), the body piece by piece. `gone` is called at most once, on
  // any thread, when the reader went away before the end.
  virtual void Begin(HttpResponse head, std::function<void()> gone) = 0;
  // `taken` is called exactly once, on any thread: when the system has the bytes, so that the next
  // may come, or when nobody is there to take them. One piece at a time.
  virtual void Send(std::string piece, std::function<void()> taken) = 0;
  virtual void End(std::string last_piece) = 0;
};

// Runs on the server's one thread: it answers at once and never blocks.
using HttpHandler = std::function<HttpResponse(const HttpRequest& request)>;

// For answers that have to wait for something: `reply` is called once, now or later, on any thread;
// also after the server has ended, when nobody hears it.
using HttpReply = std::function<void(HttpResponse response)>;
using HttpLateHandler = std::function<void(const HttpRequest& request, HttpReply reply)>;

// For answers that come in pieces.
using HttpAnswerHandler =
    std::function<void(const HttpRequest& request, std::shared_ptr<HttpAnswer> answer)>;

class HttpServer {
 public:
  struct Options {
    std::string host = "127.0.0.1";
    uint16_t port = 0;
    size_t max_header_bytes = 8 << 10;
    size_t max_body_bytes = 64 << 10;
    // Where larger bodies are taken: paths that begin so.
    std::string large_body_prefix{};
    size_t max_large_body_bytes = 0;
    // Of all bodies on their way together. Beyond it the one that has kept us waiting longest goes.
    size_t max_waiting_bytes = 64 << 20;
    // Beyond it the connection that has kept us waiting longest makes room.
    size_t max_connections = 1'000;
    // For a whole request to come, counted from the connection or the last answer, and a second
    // more for each 16 KiB of its body; and for 64 KiB of an answer to be taken. An answer in
    // pieces that has nothing to say may be silent for ever.
    std::chrono::milliseconds idle{30'000};
    // A connection younger than this is not closed to make room; the new one is.
    std::chrono::milliseconds protected_for{1'000};
  };

  // Serves from here on. IN_USE when the address is taken.
  static base::Result<std::unique_ptr<HttpServer>> Start(Options options, HttpHandler handler);
  static base::Result<std::unique_ptr<HttpServer>> StartLate(Options options,
                                                             HttpLateHandler handler);
  static base::Result<std::unique_ptr<HttpServer>> StartInPieces(Options options,
                                                                 HttpAnswerHandler handler);
  // Closes what waits, finishes what is being answered within two seconds, and stops.
  virtual ~HttpServer() = default;

  virtual int port() const = 0;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_HTTP_SERVER_H_
