// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace samstig::bench {
namespace {

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int NewSocket() { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

void SendAtOnce(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

// What there is, from one to the other. False at the end.
bool Move(int from, int to, std::atomic<uint64_t>& count) {
  char bytes[64 << 10];
  const ssize_t got = read(from, bytes, sizeof(bytes));
  if (got <= 0) return false;
  for (ssize_t sent = 0; sent < got;) {
    const ssize_t n = send(to, bytes + sent, static_cast<size_t>(got - sent), MSG_NOSIGNAL);
    if (n <= 0) return false;
    sent += n;
  }
  count += static_cast<uint64_t>(got);
  return true;
}

}  // namespace

Relay::Relay(const std::string& address) : listener_(NewSocket()), stop_(eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in here = Loopback(0);
  socklen_t size = sizeof(here);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&here), size) != 0 || listen(listener_, 8) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size) != 0) {
    std::abort();
  }
  address_ = "127.0.0.1:" + std::to_string(ntohs(here.sin_port));
  thread_ =
      std::thread([this, port = std::stoi(address.substr(address.find(':') + 1))] { Run(port); });
}

Relay::~Relay() {
  eventfd_write(stop_, 1);
  thread_.join();
  close(listener_);
  close(stop_);
}

void Relay::Run(int server_port) {
  while (true) {
    pollfd waits[] = {{stop_, POLLIN, 0}, {listener_, POLLIN, 0}};
    poll(waits, 2, -1);
    if (waits[0].revents != 0) return;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const int server = NewSocket();
    const sockaddr_in there = Loopback(server_port);
    if (connect(server, reinterpret_cast<const sockaddr*>(&there), sizeof(there)) == 0) {
      SendAtOnce(client);
      SendAtOnce(server);
      Carry(client, server);
    }
    close(client);
    close(server);
  }
}

void Relay::Carry(int client, int server) {
  while (true) {
    pollfd waits[] = {{stop_, POLLIN, 0}, {client, POLLIN, 0}, {server, POLLIN, 0}};
    poll(waits, 3, -1);
    if (waits[0].revents != 0) return;
    if (waits[1].revents != 0 && !Move(client, server, up_)) return;
    if (waits[2].revents != 0 && !Move(server, client, down_)) return;
  }
}

}  // namespace samstig::bench
