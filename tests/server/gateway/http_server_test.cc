// SPDX-License-Identifier: Apache-2.0
// The HTTP edge against clients of all manners: raw sockets, byte by byte.
#include "server/gateway/http_server.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <thread>
#include <vector>

#include "tests/server/support/raw_socket.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

namespace samstig::server {
namespace {

using std::chrono::milliseconds;
using test::HasReason;
using test::Must;
using test::RawSocket;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class HttpServerTest : public testing::Test {
 protected:
  // Answers with what it got.
  void Start(HttpServer::Options options = {}) {
    server_ = Must(HttpServer::Start(std::move(options), [](const HttpRequest& request) {
      HttpResponse response;
      response.body = request.method + " " + std::string(request.Path()) + " " +
                      std::string(request.Header("X-COLOUR")) + " " +
                      std::to_string(request.body.size());
      return response;
    }));
  }

  RawSocket Connect() { return RawSocket(server_->port()); }

  // A whole answer to one request on a connection of its own.
  std::string Ask(const std::string& request) {
    RawSocket socket = Connect();
    socket.Send(request);
    return socket.ReadUntil();
  }

  void ExpectServes() {
    EXPECT_THAT(Ask("GET /still HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("GET /still  0")));
  }

  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, HandsTheRequestOver) {
  Start();
  EXPECT_THAT(Ask("POST /a/b?c=d HTTP/1.1\r\nHost: x\r\nx-colour: blue\r\nContent-Length: 3\r\n"
                  "Connection: close\r\n\r\nabc"),
              EndsWith("\r\n\r\nPOST /a/b blue 3"));
}

TEST_F(HttpServerTest, KeepsTheConnectionForTheNextRequest) {
  Start();
  RawSocket socket = Connect();
  for (int i = 0; i < 3; ++i) {
    socket.Send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(socket.ReadUntil("GET /again  0"), StartsWith("HTTP/1.1 200 OK"));
  }
}

TEST_F(HttpServerTest, AnswersRequestsInARow) {
  Start();
  RawSocket socket = Connect();
  socket.Send("GET /one HTTP/1.1\r\nHost: x\r\n\r\nGET /two HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(socket.ReadUntil("GET /two  0"), HasSubstr("GET /one  0"));
}

TEST_F(HttpServerTest, HeadHasTheLengthAndNoBody) {
  Start();
  const std::string answer = Ask("HEAD /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, TooLargeAHeaderIsRefused) {
  Start();
  EXPECT_THAT(Ask("GET / HTTP/1.1\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(Ask("GET /" + std::string(100'000, 'x')), StartsWith("HTTP/1.1 431 "));
  ExpectServes();
}

TEST_F(HttpServerTest, TooLargeABodyIsRefusedAlsoWhenItIsOnItsWay) {
  Start();
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
  EXPECT_THAT(Ask(head + "Content-Length: 65537\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(Ask(head + "Content-Length: 200000\r\n\r\n" + std::string(200'000, 'x')),
              StartsWith("HTTP/1.1 413 "));
  std::string chunks = head + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 20; ++i) chunks.append("1000\r\n" + std::string(4096, 'x') + "\r\n");
  EXPECT_THAT(Ask(chunks), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(
      Ask(head + "Content-Length: 65536\r\nConnection: close\r\n\r\n" + std::string(65'536, 'x')),
      EndsWith("POST /  65536"));
}

TEST_F(HttpServerTest, GarbageIsAnsweredOrDroppedAndHarmsNobody) {
  Start();
  EXPECT_THAT(Ask("\r\n\r\n\r\n"), Not(HasSubstr("200")));
  EXPECT_THAT(Ask("hello?\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(Ask("GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(Ask("GET / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(Ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), Not(HasSubstr("200")));
  test::SeededRandom random(test::SeedOr(3));
  for (int round = 0; round < 200; ++round) {
    std::string bytes(random.Below(3'000), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.Below(256));
    if (random.Chance(50)) bytes.insert(0, "GET / HTTP/1.1\r\n");
    RawSocket socket = Connect();
    socket.Send(bytes);
    if (random.Chance(50)) {
      socket.StopSending();
      socket.ReadUntil();
    }
  }
  ExpectServes();
}

TEST_F(HttpServerTest, HalfARequestIsDropped) {
  Start();
  RawSocket socket = Connect();
  socket.Send("GET / HTTP/1.1\r\nHos");
  socket.StopSending();
  EXPECT_THAT(socket.ReadUntil(), Not(HasSubstr("200")));
}

TEST_F(HttpServerTest, SlowRequestHasItsTimeAndNoByteBuysMore) {
  Start({.idle = milliseconds(300)});
  RawSocket socket = Connect();
  const auto began = std::chrono::steady_clock::now();
  socket.Send("GET / HTTP/1.1\r\n");
  while (socket.Send("X: y\r\n") &&
         std::chrono::steady_clock::now() - began < milliseconds(5'000)) {
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(2'000));
  ExpectServes();
}

TEST_F(HttpServerTest, IdleConnectionIsClosed) {
  Start({.idle = milliseconds(100)});
  RawSocket silent = Connect();
  EXPECT_TRUE(silent.IsClosedByPeer());
}

TEST_F(HttpServerTest, WaitingConnectionsMakeRoomForNewOnes) {
  Start({.max_connections = 20, .protected_for = milliseconds(0)});
  std::vector<RawSocket> slow;
  for (int i = 0; i < 60; ++i) {
    slow.push_back(Connect());
    slow.back().Send("GET / HT");
  }
  ExpectServes();
  EXPECT_TRUE(slow.front().IsClosedByPeer());
}

TEST_F(HttpServerTest, YoungConnectionsAreNotPushedOut) {
  Start({.max_connections = 2, .protected_for = milliseconds(60'000)});
  RawSocket first = Connect();
  RawSocket second = Connect();
  first.Send("GET /first HTTP/1.1\r\nHost: x\r\n");
  second.Send("GET /second HTTP/1.1\r\nHost: x\r\n");
  RawSocket third = Connect();
  EXPECT_TRUE(third.IsClosedByPeer());
  first.Send("\r\n");
  EXPECT_THAT(first.ReadUntil("GET /first  0"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, StopsWhileClientsWait) {
  Start();
  RawSocket silent = Connect();
  RawSocket half = Connect();
  half.Send("GET / HT");
  ExpectServes();
  const auto began = std::chrono::steady_clock::now();
  server_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(1'500));
  EXPECT_TRUE(silent.IsClosedByPeer());
}

TEST_F(HttpServerTest, TakenPortIsRefused) {
  Start();
  HttpServer::Options options;
  options.port = static_cast<uint16_t>(server_->port());
  EXPECT_THAT(HttpServer::Start(options, nullptr).status(), HasReason(v1::REASON_IN_USE));
}

}  // namespace
}  // namespace samstig::server
