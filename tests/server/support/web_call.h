// SPDX-License-Identifier: Apache-2.0
// One gRPC-Web call on a connection without any manners: what a browser would make of the answer,
// frame by frame as it comes.
#ifndef SAMSTIG_TESTS_SERVER_SUPPORT_WEB_CALL_H_
#define SAMSTIG_TESTS_SERVER_SUPPORT_WEB_CALL_H_

#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include "tests/server/support/raw_socket.h"

namespace samstig::test {

inline std::string WebFrame(std::string_view message) {
  std::string frame(1, '\0');
  for (int shift = 24; shift >= 0; shift -= 8) {
    frame.push_back(static_cast<char>(message.size() >> shift & 0xFF));
  }
  return frame.append(message);
}

inline std::string WebRequest(const std::string& path, const std::string& body,
                              const std::string& headers = {}) {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc-web+proto\r\n" +
         headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class WebCall {
 public:
  // `request`: a whole HTTP request, as WebRequest makes it.
  WebCall(int port, const std::string& request) : socket_(port) { socket_.Send(request); }

  // The next message; false at the end of the call, after which code() and so on are known.
  bool Reads() {
    ReadHead();
    const std::string head = Bytes(5);
    if (head.size() < 5) return false;
    size_t size = 0;
    for (size_t i = 1; i < 5; ++i) size = size << 8 | static_cast<unsigned char>(head[i]);
    message_ = Bytes(size);
    if (message_.size() < size) return false;
    if (head[0] == '\0') return true;
    ReadTrailers();
    return false;
  }

  const std::string& message() const { return message_; }
  // -1: the call did not end by itself.
  int code() const {
    return trailers_.contains("grpc-status") ? std::atoi(Trailer("grpc-status")) : -1;
  }
  const char* Trailer(const std::string& name) const {
    const auto found = trailers_.find(name);
    return found == trailers_.end() ? "" : found->second.c_str();
  }
  const std::string& head() {
    ReadHead();
    return head_;
  }
  RawSocket& socket() { return socket_; }
  // Reads to the end of the call.
  int End() {
    while (Reads()) {
    }
    return code();
  }

 private:
  void ReadHead() {
    if (!head_.empty()) return;
    head_ = socket_.ReadUntil("\r\n\r\n");
    const size_t end = head_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    raw_ = head_.substr(end + 4);
    head_.resize(end + 4);
    chunked_ = head_.find("Transfer-Encoding: chunked\r\n") != std::string::npos;
  }

  // So many bytes of the body; fewer at its end.
  std::string Bytes(size_t size) {
    while (body_.size() < size && MoreBody()) {
    }
    std::string bytes = body_.substr(0, size);
    body_.erase(0, bytes.size());
    return bytes;
  }

  bool MoreBody() {
    if (!chunked_) {
      const std::string more = raw_.empty() ? socket_.ReadSome() : std::exchange(raw_, {});
      body_.append(more);
      return !more.empty();
    }
    size_t line = 0;
    while ((line = raw_.find("\r\n")) == std::string::npos) {
      const std::string more = socket_.ReadSome();
      if (more.empty()) return false;
      raw_.append(more);
    }
    const size_t size = std::strtoul(raw_.c_str(), nullptr, 16);
    while (raw_.size() < line + 2 + size + 2) {
      const std::string more = socket_.ReadSome();
      if (more.empty()) return false;
      raw_.append(more);
    }
    body_.append(raw_, line + 2, size);
    raw_.erase(0, line + 2 + size + 2);
    return size > 0;
  }

  void ReadTrailers() {
    std::string_view rest = message_;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find("\r\n"));
      const size_t colon = line.find(':');
      if (colon == std::string_view::npos) return;
      trailers_[std::string(line.substr(0, colon))] = line.substr(colon + 1);
      rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    }
  }

  RawSocket socket_;
  std::string head_;
  std::string raw_;
  bool chunked_ = false;
  std::string body_;
  std::string message_;
  std::map<std::string, std::string> trailers_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_SUPPORT_WEB_CALL_H_
