// SPDX-License-Identifier: Apache-2.0
// A TCP connection to a port of this machine without any manners: the test says every byte.
#ifndef SAMSTIG_TESTS_SERVER_SUPPORT_RAW_SOCKET_H_
#define SAMSTIG_TESTS_SERVER_SUPPORT_RAW_SOCKET_H_

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace samstig::test {

class RawSocket {
 public:
  explicit RawSocket(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    const timeval patience{20, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }
  RawSocket(RawSocket&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_) {}
  ~RawSocket() {
    if (fd_ >= 0) close(fd_);
  }

  bool connected() const { return connected_; }

  // False when the other side has closed.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  void StopSending() { shutdown(fd_, SHUT_WR); }

  // Closing it is a reset then, as when a machine loses its power or its network.
  void ResetsAtEnd() {
    const linger at_once{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  }

  // All that comes until the other side closes, or until `text` has come.
  std::string ReadUntil(std::string_view text = {}) {
    std::string all;
    char bytes[4096];
    while (text.empty() || all.find(text) == std::string::npos) {
      const ssize_t got = recv(fd_, bytes, sizeof(bytes), 0);
      if (got <= 0) break;
      all.append(bytes, static_cast<size_t>(got));
    }
    return all;
  }

  // What has come, after waiting for something; empty when the other side has closed.
  std::string ReadSome() {
    char bytes[16384];
    const ssize_t got = recv(fd_, bytes, sizeof(bytes), 0);
    return got <= 0 ? std::string() : std::string(bytes, static_cast<size_t>(got));
  }

  // Whether the other side closes within the socket's patience.
  bool IsClosedByPeer() {
    char byte;
    const ssize_t got = recv(fd_, &byte, 1, 0);
    return got == 0 || (got < 0 && errno == ECONNRESET);
  }

 private:
  int fd_;
  bool connected_ = false;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_SUPPORT_RAW_SOCKET_H_
