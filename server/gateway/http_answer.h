// SPDX-License-Identifier: Apache-2.0
// Between a handler, which answers on any thread and whenever it likes, and a connection, which
// lives on the server's one thread and may be gone by then.
#ifndef SAMSTIG_SERVER_GATEWAY_HTTP_ANSWER_H_
#define SAMSTIG_SERVER_GATEWAY_HTTP_ANSWER_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "server/gateway/http_server.h"

namespace samstig::server {

// Calls what it was given when the last of its holders lets go of it: once, whatever happens.
using AtLast = std::shared_ptr<void>;
AtLast CallAtLast(std::function<void()> what);

// The way back to the server's thread, for work in the order in which it was handed over; closed
// when the server ends. Thread-safe.
class Door : public std::enable_shared_from_this<Door> {
 public:
  using Work = std::function<void()>;
  // `post` runs what it is given on the server's thread, later and in any order.
  explicit Door(std::function<void(Work)> post) : post_(std::move(post)) {}

  void Close();
  // Work for which it is too late is destroyed.
  void Post(Work work);

 private:
  void RunAll();

  std::mutex mutex_;
  std::function<void(Work)> post_;
  // Not empty: RunAll is on its way.
  std::vector<Work> waiting_;
};

// A connection that has asked. All on the server's thread.
class HttpAsker {
 public:
  virtual ~HttpAsker() = default;

  // Which request is being answered. What is said about an earlier one is not heard.
  virtual uint64_t request_number() const = 0;
  virtual bool IsUnanswered(uint64_t number) const = 0;
  virtual bool IsInPieces(uint64_t number) const = 0;

  virtual void Reply(HttpResponse answer) = 0;
  virtual void Begin(const HttpResponse& head, std::function<void()> gone) = 0;
  virtual void Send(const std::string& piece, AtLast taken) = 0;
  virtual void End(const std::string& last_piece) = 0;
  virtual void Close() = 0;
};

// For the handler of the request that `asker` has read last. Keeps no connection alive.
std::shared_ptr<HttpAnswer> MakeAnswer(std::shared_ptr<Door> door,
                                       const std::shared_ptr<HttpAsker>& asker);

// "Content-Type: text/plain\r\n" and all other headers of the answer's own.
std::string HeaderLines(const HttpResponse& answer);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_HTTP_ANSWER_H_
