// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/notice_pages.h"

#include <gmock/gmock.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "server/notify/notice_mail.h"
#include "tests/server/support/raw_socket.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using test::IdNamed;
using test::Must;
using test::RawSocket;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class NoticePagesTest : public testing::Test {
 protected:
  std::string Target(v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED) {
    const std::string url = links_.UrlOf({"byn", IdNamed("anna"), kind, "sv"});
    return url.substr(url.find("/notices"));
  }
  HttpResponse Ask(const std::string& method, const std::string& target,
                   const std::string& body = "") {
    HttpResponse answer;
    answer.status = 0;
    handler_({method, target, {}, body},
             [&](HttpResponse response) { answer = std::move(response); });
    return answer;
  }

  StopLinks links_{Secret("secret"), "https://byn.example"};
  Status result_;
  std::vector<StopLink> stopped_;
  HttpLateHandler handler_ = NoticePages(
      links_,
      [this](const StopLink& link, const std::function<void(Status)>& done) {
        stopped_.push_back(link);
        done(result_);
      },
      [](const HttpRequest&) {
        HttpResponse response;
        response.body = "others";
        return response;
      });
};

TEST_F(NoticePagesTest, OpeningTheLinkChangesNothing) {
  for (const char* method : {"GET", "HEAD"}) {
    const HttpResponse page = Ask(method, Target());
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("<button type=\"submit\">Inga fler mejl</button>"));
  }
  EXPECT_THAT(stopped_, IsEmpty());
}

TEST_F(NoticePagesTest, TheButtonAndTheMailProgramEndIt) {
  EXPECT_EQ(Ask("POST", Target()).status, 200);
  const HttpResponse one = Ask("POST", Target(v1::NOTICE_KIND_POST), "List-Unsubscribe=One-Click");
  EXPECT_EQ(one.status, 200);
  EXPECT_THAT(one.body, HasSubstr("Du får inga fler mejl om detta"));
  ASSERT_THAT(stopped_, SizeIs(2));
  EXPECT_EQ(stopped_[0].kind, v1::NOTICE_KIND_UNSPECIFIED);
  EXPECT_EQ(stopped_[1].kind, v1::NOTICE_KIND_POST);
  EXPECT_EQ(stopped_[1].person, IdNamed("anna"));
  EXPECT_EQ(stopped_[1].network, "byn");
}

TEST_F(NoticePagesTest, AWrongLinkIsAlwaysTheSame404) {
  const std::string forged = Target().substr(0, Target().size() - 1) + "!";
  const std::string missing = std::string(kStopPath);
  for (const std::string& target : {forged, missing + "?l=sv", missing + "?p=x&l=sv&n=byn"}) {
    const HttpResponse get = Ask("GET", target);
    const HttpResponse post = Ask("POST", target);
    EXPECT_EQ(get.status, 404);
    EXPECT_EQ(post.status, 404);
    EXPECT_EQ(get.body, post.body);
    EXPECT_EQ(get.body, NoSuchLinkPage("sv"));
  }
  EXPECT_THAT(stopped_, IsEmpty());
  result_ = {v1::REASON_NOT_FOUND, "there is no such network"};
  const HttpResponse gone = Ask("POST", Target());
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(gone.body, NoSuchLinkPage("sv")) << "gone or never there: the same";
}

TEST_F(NoticePagesTest, TroubleOfOursIsToldAsSuch) {
  result_ = {v1::REASON_UNAVAILABLE, "the network is being restored"};
  const HttpResponse busy = Ask("POST", Target());
  EXPECT_EQ(busy.status, 503);
  EXPECT_THAT(busy.body, HasSubstr("Försök igen"));
  result_ = {v1::REASON_OVERLOADED, "too much"};
  EXPECT_EQ(Ask("POST", Target()).status, 503);
}

TEST_F(NoticePagesTest, OtherMethodsAreRefusedAndOtherPathsAreForOthers) {
  EXPECT_EQ(Ask("PUT", Target()).status, 405);
  EXPECT_EQ(Ask("DELETE", Target()).status, 405);
  EXPECT_EQ(Ask("GET", "/metrics").body, "others");
  EXPECT_EQ(Ask("POST", "/notices").body, "others");
  EXPECT_THAT(stopped_, IsEmpty());
}

TEST_F(NoticePagesTest, NoPageIsKeptOrToldOn) {
  for (const std::string& target : {Target(), std::string(kStopPath)}) {
    std::string headers;
    for (const auto& [name, value] : Ask("GET", target).headers)
      headers += name + ": " + value + "\n";
    EXPECT_THAT(headers, HasSubstr("Cache-Control: no-store"));
    EXPECT_THAT(headers, HasSubstr("Referrer-Policy: no-referrer"));
    EXPECT_THAT(headers, HasSubstr("frame-ancestors 'none'"));
  }
}

// ---- Answers that come later, over real sockets

class LateAnswerTest : public testing::Test {
 protected:
  void Start() {
    server_ = Must(HttpServer::StartLate({}, [this](const HttpRequest& request, HttpReply reply) {
      if (request.Path() == "/now") return reply(HttpResponse{200, "text/plain", "now", {}});
      const std::lock_guard lock(mutex_);
      replies_.push_back(std::move(reply));
      came_.notify_all();
    }));
  }
  HttpReply NextReply() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [this] { return !replies_.empty(); });
    HttpReply reply = std::move(replies_.front());
    replies_.pop_front();
    return reply;
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<HttpReply> replies_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(LateAnswerTest, OthersAreAnsweredMeanwhile) {
  Start();
  RawSocket waits(server_->port());
  waits.Send("POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  const HttpReply reply = NextReply();
  RawSocket other(server_->port());
  other.Send("GET /now HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(other.ReadUntil(), HasSubstr("now"));
  std::thread elsewhere([&] { reply(HttpResponse{200, "text/plain", "later", {}}); });
  EXPECT_THAT(waits.ReadUntil(), HasSubstr("later"));
  elsewhere.join();
  reply(HttpResponse{500, "text/plain", "twice", {}});  // Nobody hears it.
  RawSocket after(server_->port());
  after.Send("GET /now HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(after.ReadUntil(), StartsWith("HTTP/1.1 200"));
}

TEST_F(LateAnswerTest, AnAnswerAfterTheEndIsHeardByNobody) {
  Start();
  RawSocket waits(server_->port());
  waits.Send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  const HttpReply reply = NextReply();
  server_.reset();
  reply(HttpResponse{200, "text/plain", "too late", {}});
  EXPECT_THAT(waits.ReadUntil(), Not(HasSubstr("too late")));
}

}  // namespace
}  // namespace samstig::server
