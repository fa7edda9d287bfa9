// SPDX-License-Identifier: Apache-2.0
// Answers in pieces and large bodies, against readers and writers of all manners.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "server/gateway/http_server.h"
#include "tests/server/support/raw_socket.h"
#include "tests/support/status_matchers.h"

namespace samstig::server {
namespace {

using std::chrono::milliseconds;
using test::Must;
using test::RawSocket;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kPlease[] = "GET /pieces HTTP/1.1\r\nHost: x\r\n\r\n";

class HttpPiecesTest : public testing::Test {
 protected:
  // "/pieces" is answered by the test, piece by piece; all else with the size of its body.
  void Start(HttpServer::Options options = {}) {
    options.large_body_prefix = "/large";
    options.max_large_body_bytes = 1 << 20;
    server_ = Must(HttpServer::StartInPieces(
        std::move(options), [this](const HttpRequest& request, std::shared_ptr<HttpAnswer> answer) {
          if (request.Path() == "/dropped") return;
          if (request.Path() != "/pieces") {
            HttpResponse response;
            response.body = "size " + std::to_string(request.body.size());
            return answer->Reply(std::move(response));
          }
          answer->Begin({}, [this] { Note(gone_); });
          const std::lock_guard lock(mutex_);
          answer_ = std::move(answer);
          changed_.notify_all();
        }));
  }

  RawSocket Connect() { return RawSocket(server_->port()); }

  RawSocket Asks() {
    RawSocket socket = Connect();
    socket.Send(kPlease);
    EXPECT_THAT(socket.ReadUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_TRUE(WaitFor([&] { return answer_ != nullptr; }));
    return socket;
  }

  std::string Ask(const std::string& request) {
    RawSocket socket = Connect();
    socket.Send(request);
    return socket.ReadUntil();
  }

  std::shared_ptr<HttpAnswer> answer() {
    const std::lock_guard lock(mutex_);
    return answer_;
  }

  void Send(std::string piece) {
    answer()->Send(std::move(piece), [this] { Note(taken_); });
  }

  void Note(int& count) {
    const std::lock_guard lock(mutex_);
    ++count;
    changed_.notify_all();
  }

  template <typename Condition>
  bool WaitFor(Condition condition, milliseconds patience = milliseconds(10'000)) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, condition);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<HttpAnswer> answer_;
  int gone_ = 0;
  int taken_ = 0;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpPiecesTest, EachPieceComesWhenItIsSaid) {
  Start();
  RawSocket socket = Asks();
  Send("one");
  EXPECT_EQ(socket.ReadUntil("one\r\n"), "3\r\none\r\n");
  Send(std::string(300, 'x'));
  EXPECT_THAT(socket.ReadUntil("x\r\n"), StartsWith("12c\r\nxxx"));
  EXPECT_TRUE(WaitFor([&] { return taken_ == 2; }));
  answer()->End("last");
  EXPECT_EQ(socket.ReadUntil("0\r\n\r\n"), "4\r\nlast\r\n0\r\n\r\n");
  socket.Send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(socket.ReadUntil("size 0"), StartsWith("HTTP/1.1 200 OK"));
  EXPECT_EQ(gone_, 0);
}

TEST_F(HttpPiecesTest, WhatIsSaidOnSeveralThreadsIsHeardInTheOrderInWhichItWasSaid) {
  Start();
  RawSocket socket = Connect();
  for (int i = 0; i < 300; ++i) {
    socket.Send(kPlease);
    ASSERT_TRUE(WaitFor([&] { return answer_ != nullptr; }));  // Begun on the server's thread.
    Send("one");
    std::exchange(answer_, nullptr)->End("two");
    ASSERT_THAT(socket.ReadUntil("0\r\n\r\n"), HasSubstr("3\r\none\r\n3\r\ntwo\r\n0\r\n"));
  }
  EXPECT_TRUE(WaitFor([&] { return taken_ == 300; }));
}

TEST_F(HttpPiecesTest, OldReadersOfHttpGetTheBytesAndTheEnd) {
  Start();
  RawSocket socket = Connect();
  socket.Send("GET /pieces HTTP/1.0\r\n\r\n");
  const std::string head = socket.ReadUntil("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("chunked")));
  ASSERT_TRUE(WaitFor([&] { return answer_ != nullptr; }));
  Send("one");
  answer()->End("two");
  EXPECT_EQ(socket.ReadUntil(), "onetwo");
}

TEST_F(HttpPiecesTest, SilenceIsNoReasonToClose) {
  Start({.idle = milliseconds(50)});
  RawSocket socket = Asks();
  std::this_thread::sleep_for(milliseconds(200));
  Send("still here");
  EXPECT_THAT(socket.ReadUntil("here"), HasSubstr("still here"));
}

TEST_F(HttpPiecesTest, ReaderWhoGoesAwayInSilenceIsMissed) {
  Start();
  { const RawSocket socket = Asks(); }
  EXPECT_TRUE(WaitFor([&] { return gone_ == 1; }));
  Send("to nobody");
  EXPECT_TRUE(WaitFor([&] { return taken_ == 1; })) << "the writer is not left waiting";
  answer()->End("");
  EXPECT_THAT(Ask("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), EndsWith("size 0"));
  EXPECT_EQ(gone_, 1);
}

TEST_F(HttpPiecesTest, ReaderWhoResetsTheConnectionIsMissed) {
  Start();
  {
    RawSocket socket = Asks();
    socket.ResetsAtEnd();
  }
  EXPECT_TRUE(WaitFor([&] { return gone_ == 1; }));
}

TEST_F(HttpPiecesTest, ReaderWhoNeverReadsIsGivenUpAndMeanwhileNothingPilesUp) {
  Start({.idle = milliseconds(300)});
  const RawSocket socket = Asks();
  int sent = 0;
  while (sent < 1'000) {  // Far more than a system keeps for one connection.
    Send(std::string(1 << 20, 'x'));
    ++sent;
    if (!WaitFor([&] { return taken_ == sent; }, milliseconds(200))) break;
  }
  EXPECT_LT(sent, 100) << "the next piece is asked for when the last is taken";
  EXPECT_TRUE(WaitFor([&] { return gone_ == 1; }));
  EXPECT_TRUE(WaitFor([&] { return taken_ == sent; }));
}

TEST_F(HttpPiecesTest, NextRequestAheadOfItsTimeIsAnsweredAfterwards) {
  Start();
  RawSocket socket = Connect();
  socket.Send(std::string(kPlease) + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(WaitFor([&] { return answer_ != nullptr; }));
  answer()->End("last");
  EXPECT_THAT(socket.ReadUntil("size 0"), HasSubstr("last\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(gone_, 0);
}

TEST_F(HttpPiecesTest, AnswerThatIsForgottenIsAnError) {
  Start();
  EXPECT_THAT(Ask("GET /dropped HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 503 "));
}

TEST_F(HttpPiecesTest, HalfAnAnswerIsNotTakenForWhole) {
  Start();
  RawSocket socket = Asks();
  Send("half");
  EXPECT_EQ(socket.ReadUntil("half\r\n"), "4\r\nhalf\r\n");
  {
    const std::lock_guard lock(mutex_);
    answer_ = nullptr;
  }
  EXPECT_EQ(socket.ReadUntil(), "") << "closed without the last chunk";
}

TEST_F(HttpPiecesTest, OpenStreamsAreNotPushedOutByThoseWhoWait) {
  Start({.max_connections = 5, .protected_for = milliseconds(0)});
  RawSocket socket = Asks();
  std::vector<RawSocket> crowd;
  for (int i = 0; i < 30; ++i) {
    crowd.push_back(Connect());
    crowd.back().Send("GET / HT");
  }
  EXPECT_THAT(Ask("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), EndsWith("size 0"));
  Send("still here");
  EXPECT_THAT(socket.ReadUntil("here"), HasSubstr("still here"));
}

TEST_F(HttpPiecesTest, EndsWithTheServer) {
  Start();
  RawSocket socket = Asks();
  Send("one");
  EXPECT_TRUE(WaitFor([&] { return taken_ == 1; }));
  server_.reset();
  EXPECT_EQ(gone_, 1);
  Send("to nobody");
  EXPECT_TRUE(WaitFor([&] { return taken_ == 2; }));
  EXPECT_EQ(socket.ReadUntil(), "3\r\none\r\n");
}

TEST_F(HttpPiecesTest, LargeBodiesAreTakenWhereTheyBelongAndUpToTheirLimit) {
  Start();
  const auto post = [](const std::string& path, size_t size) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + std::to_string(size) +
           "\r\n\r\n" + std::string(size, 'b');
  };
  EXPECT_THAT(Ask(post("/large/x", 1 << 20)), EndsWith("size 1048576"));
  EXPECT_THAT(Ask(post("/large/x", (1 << 20) + 1)), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(Ask(post("/small", 70'000)), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(Ask(post("/LARGE", 70'000)), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpPiecesTest, WhoAsksFirstWhetherToSendIsTold) {
  Start();
  RawSocket socket = Connect();
  socket.Send(
      "POST /large HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(socket.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.Send("abc");
  EXPECT_THAT(socket.ReadUntil("size 3"), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(HttpPiecesTest, SlowBodiesMakeRoomForTheNextOnes) {
  Start({.max_waiting_bytes = 1 << 20});
  std::vector<RawSocket> slow;
  for (int i = 0; i < 8; ++i) {
    slow.push_back(Connect());
    slow.back().Send("POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n" +
                     std::string(300'000, 's'));
  }
  EXPECT_THAT(Ask("POST /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                  "Content-Length: 900000\r\n\r\n" +
                  std::string(900'000, 'b')),
              EndsWith("size 900000"));
  EXPECT_TRUE(slow.front().IsClosedByPeer());
}

}  // namespace
}  // namespace samstig::server
