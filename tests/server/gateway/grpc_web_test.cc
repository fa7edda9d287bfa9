// SPDX-License-Identifier: Apache-2.0
// Calls as browsers make them, to the real services: their answers, their errors, and callers of
// all manners.
#include "server/gateway/grpc_web.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "samstig/v1/sync_service.pb.h"
#include "tests/server/api/served.h"
#include "tests/server/support/web_call.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using std::chrono::milliseconds;
using test::IdNamed;
using test::Must;
using test::WebCall;
using test::WebFrame;
using test::WebRequest;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing::StrEq;

constexpr char kPull[] = "/samstig.v1.SyncService/Pull";
constexpr char kListDevices[] = "/samstig.v1.AccountService/ListDevices";
constexpr char kRequestCode[] = "/samstig.v1.AccountService/RequestCode";

class GrpcWebTest : public Served {
 protected:
  ~GrpcWebTest() override {
    http_.reset();
    web_.reset();
  }

  void Open(GrpcWeb::Options options = {}, HttpServer::Options http = {},
            std::shared_ptr<grpc::Channel> inside = nullptr) {
    if (inside == nullptr) inside = server_->Inside();
    options.services = {"samstig.v1.SyncService", "samstig.v1.AccountService",
                        "samstig.v1.EntityService", "samstig.v1.CatalogueService"};
    http.large_body_prefix = GrpcWeb::kPrefix;
    http.max_large_body_bytes = GrpcWeb::MaxBodyBytes(options.max_message_bytes);
    web_ = std::make_unique<GrpcWeb>(std::move(inside), std::move(options), metrics_);
    http_ = Must(HttpServer::StartInPieces(
        std::move(http), [this](const HttpRequest& request, std::shared_ptr<HttpAnswer> answer) {
          web_->Answer(request, std::move(answer));
        }));
  }

  static std::string Bearer(const std::string& token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  WebCall Calls(const std::string& path, const std::string& message,
                const std::string& headers = {}) {
    return {http_->port(), WebRequest(path, WebFrame(message), headers)};
  }

  WebCall Pulls(const std::string& token, bool follow = true, const std::string& headers = {}) {
    v1::PullRequest request;
    request.set_version_min(1);
    request.set_version_max(1);
    request.set_follow(follow);
    return Calls(kPull, request.SerializeAsString(), Bearer(token) + headers);
  }

  // Reads until the copy is whole. The seq that it is of; 0 when the stream ended first.
  static uint64_t ReadsToCheckpoint(WebCall& call) {
    while (call.Reads()) {
      v1::PullResponse page;
      EXPECT_TRUE(page.ParseFromString(call.message()));
      if (page.has_checkpoint()) return page.checkpoint().seq();
    }
    return 0;
  }

  // Something new in a scope that everybody reads.
  void SomethingHappens(size_t bytes = 10) {
    Write([&](Transaction& txn) -> Status {
      const base::Id id = IdNamed("news" + std::to_string(++news_));
      v1::Entity news = test::APerson(std::string(bytes, 'n')).WithId(id);
      return txn.Put(id, news.SerializeAsString(), {Scope::Network()}, {}).status();
    });
  }

  bool Eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 2'000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(5));
    return condition();
  }

  bool HasStreams(int count) {
    const std::string web = "samstig_web_streams " + std::to_string(count) + "\n";
    const std::string live = "samstig_live_streams " + std::to_string(count) + "\n";
    return Eventually([&] {
      const std::string text = metrics_.Serialize();
      return text.find(web) != std::string::npos && text.find(live) != std::string::npos;
    });
  }

  int news_ = 0;
  std::unique_ptr<GrpcWeb> web_;
  std::unique_ptr<HttpServer> http_;
};

TEST_F(GrpcWebTest, AnswersACall) {
  Open();
  const Device anna = SignsIn();
  WebCall call = Calls(kListDevices, "", Bearer(anna.token));
  ASSERT_TRUE(call.Reads());
  v1::ListDevicesResponse devices;
  EXPECT_TRUE(devices.ParseFromString(call.message()));
  EXPECT_EQ(devices.devices_size(), 1);
  EXPECT_FALSE(call.Reads());
  EXPECT_EQ(call.code(), 0);
  EXPECT_THAT(call.head(), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(call.head(), HasSubstr("Content-Type: application/grpc-web+proto\r\n"));
}

TEST_F(GrpcWebTest, ErrorsHaveTheirWordsAndTheirReason) {
  Open();
  WebCall call = Calls(kListDevices, "", Bearer("stigen.nobody's"));
  EXPECT_EQ(call.End(), 16);
  EXPECT_THAT(call.Trailer("grpc-message"), Not(StrEq("")));
  EXPECT_THAT(call.Trailer("grpc-status-details-bin"), Not(StrEq("")));
  EXPECT_THAT(call.head(), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(GrpcWebTest, OnlyTheServicesForPeopleAreThere) {
  Open();
  for (const char* path : {"/samstig.v1.AdminService/GetStatus", "/samstig.v1.SyncService/Nothing",
                           "/samstig.v1.SyncService/Pull/", "/samstig.v1.",
                           "/samstig.v1.SyncService", "/samstig.v1.BlobService/StatBlob"}) {
    EXPECT_EQ(Calls(path, "").End(), 12) << path;
  }
}

TEST_F(GrpcWebTest, WhatIsNoCallIsRefusedAsWhatItIs) {
  Open();
  const auto head = [this](const std::string& request) {
    return WebCall(http_->port(), request).head();
  };
  EXPECT_THAT(head("GET " + std::string(kPull) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
              StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(
      head("POST " + std::string(kPull) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"),
      StartsWith("HTTP/1.1 415 "));
  EXPECT_THAT(head("POST " + std::string(kPull) +
                   " HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"),
              StartsWith("HTTP/1.1 415 "));
  EXPECT_EQ(WebCall(http_->port(), WebRequest(kPull, "no frame")).End(), 3);
  EXPECT_EQ(WebCall(http_->port(), WebRequest(kPull, "")).End(), 3);
  EXPECT_EQ(WebCall(http_->port(), WebRequest(kPull, std::string("\1\0\0\0\0", 5))).End(), 12);
  EXPECT_EQ(Calls(kListDevices, "\xff\xff not a message").End(), 12) << "as gRPC itself says";
  EXPECT_EQ(Calls(kListDevices, "", "grpc-timeout: soon\r\n").End(), 3);
}

TEST_F(GrpcWebTest, HeadersOfAllBytesHarmNobody) {
  Open();
  test::SeededRandom random(test::SeedOr(7));
  for (int round = 0; round < 300; ++round) {
    std::string value(random.Below(60), '\0');
    for (char& byte : value) byte = static_cast<char>(random.Below(256));
    std::replace_if(
        value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; },
        'x');
    WebCall call = Calls(kListDevices, "", "Authorization: Bearer " + value + "\r\n");
    const int code = call.End();
    EXPECT_TRUE(code == 16 || call.head().starts_with("HTTP/1.1 400 ")) << code << call.head();
  }
}

TEST_F(GrpcWebTest, TextIsForOldBrowsers) {
  Open();
  WebCall call(http_->port(),
               "POST " + std::string(kRequestCode) +
                   " HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc-web-text\r\n"
                   "Content-Length: 8\r\nConnection: close\r\n\r\nAAAAAAA=");
  EXPECT_THAT(call.head(), HasSubstr("Content-Type: application/grpc-web-text\r\n"));
  EXPECT_THAT(call.socket().ReadUntil(), Not(HasSubstr("grpc-status"))) << "it is in Base64";
}

TEST_F(GrpcWebTest, LargeMessagesComeThroughAndTooLargeOnesDoNot) {
  Open({.max_message_bytes = 1 << 20});
  const Device anna = SignsIn();
  SomethingHappens(900'000);
  WebCall pull = Pulls(anna.token, false);
  size_t largest = 0;
  while (pull.Reads()) largest = std::max(largest, pull.message().size());
  EXPECT_GT(largest, 900'000U);
  EXPECT_EQ(pull.code(), 0);
  EXPECT_EQ(Calls(kListDevices, std::string((1 << 20) + 1, 'x')).End(), 8);
  EXPECT_THAT(Calls(kListDevices, std::string(2 << 20, 'x')).head(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(GrpcWebTest, StreamIsLive) {
  Open();
  const Device anna = SignsIn();
  WebCall pull = Pulls(anna.token);
  const uint64_t first = ReadsToCheckpoint(pull);
  EXPECT_GT(first, 0U);
  for (int i = 0; i < 20; ++i) {
    SomethingHappens();
    EXPECT_GT(ReadsToCheckpoint(pull), first);
  }
  EXPECT_TRUE(HasStreams(1));
}

TEST_F(GrpcWebTest, StreamIsInGzipForThoseWhoTakeIt) {
  Open();
  const Device anna = SignsIn();
  SomethingHappens(100'000);
  WebCall plain = Pulls(anna.token, /*follow=*/false);
  const uint64_t first = ReadsToCheckpoint(plain);
  EXPECT_EQ(plain.End(), 0);
  EXPECT_THAT(plain.head(), Not(HasSubstr("Content-Encoding")));

  WebCall packed = Pulls(anna.token, /*follow=*/true, "Accept-Encoding: gzip, br\r\n");
  EXPECT_THAT(packed.head(), HasSubstr("Content-Encoding: gzip\r\n"));
  EXPECT_EQ(ReadsToCheckpoint(packed), first);
  EXPECT_LT(packed.taken(), plain.taken() / 10) << "of " << plain.taken() << " bytes";
  SomethingHappens();
  EXPECT_GT(ReadsToCheckpoint(packed), first) << "news come at once, not when a block is full";
  web_->Close();
  server_->Shutdown(milliseconds(0));
  EXPECT_EQ(packed.End(), 14);
  EXPECT_TRUE(packed.gunzip().IsWhole()) << "the end is packed as well";
}

TEST_F(GrpcWebTest, ABrowserOnTheSameMachineIsSparedTheUnpacking) {
  Open();
  const Device anna = SignsIn();
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  const auto asks = [&](const std::string& host) {
    std::string text = WebRequest(kPull, WebFrame(request.SerializeAsString()),
                                  Bearer(anna.token) + "Accept-Encoding: gzip\r\n");
    text.replace(text.find("Host: x"), 7, "Host: " + host);
    return WebCall(http_->port(), text).head();
  };
  for (const char* here : {"localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost"}) {
    EXPECT_THAT(asks(here), Not(HasSubstr("Content-Encoding"))) << here;
  }
  for (const char* elsewhere : {"samstig.example.org", "localhost.example.org", "127.0.0.10"}) {
    EXPECT_THAT(asks(elsewhere), HasSubstr("Content-Encoding: gzip")) << elsewhere;
  }
}

TEST_F(GrpcWebTest, AnswersThatMayHoldATokenAreNeverInGzip) {
  Open();
  const Device anna = SignsIn();
  WebCall devices = Calls(kListDevices, "", Bearer(anna.token) + "Accept-Encoding: gzip\r\n");
  EXPECT_THAT(devices.head(), Not(HasSubstr("Content-Encoding")));
  EXPECT_EQ(devices.End(), 0);
}

TEST_F(GrpcWebTest, DeadlineEndsAStream) {
  Open();
  const Device anna = SignsIn();
  WebCall pull = Pulls(anna.token, true, "grpc-timeout: 150m\r\n");
  EXPECT_GT(ReadsToCheckpoint(pull), 0U);
  EXPECT_EQ(pull.End(), 4);
  EXPECT_TRUE(HasStreams(0));
}

TEST_F(GrpcWebTest, ServiceHearsThatTheReaderIsGone) {
  Open();
  const Device anna = SignsIn();
  {
    WebCall pull = Pulls(anna.token);
    EXPECT_GT(ReadsToCheckpoint(pull), 0U);
    EXPECT_TRUE(HasStreams(1));
  }
  EXPECT_TRUE(HasStreams(0));
  {
    WebCall pull = Pulls(anna.token);
    EXPECT_GT(ReadsToCheckpoint(pull), 0U);
    pull.socket().ResetsAtEnd();
  }
  EXPECT_TRUE(HasStreams(0));
}

TEST_F(GrpcWebTest, ReaderWhoNeverReadsIsGivenUpAndOthersAreServed) {
  Open({}, {.idle = milliseconds(400)});
  const Device anna = SignsIn();
  WebCall stuck = Pulls(anna.token);
  WebCall reads = Pulls(anna.token);
  EXPECT_GT(ReadsToCheckpoint(reads), 0U);
  EXPECT_TRUE(HasStreams(2));
  for (int i = 0; i < 30; ++i) {
    SomethingHappens(700'000);
    EXPECT_GT(ReadsToCheckpoint(reads), 0U);
  }
  EXPECT_TRUE(HasStreams(1));
}

TEST_F(GrpcWebTest, NewStreamsOfACallerTakeTheOldestsPlace) {
  Open({.max_streams_of_a_caller = 2});
  const Device anna = SignsIn();
  Joins("bo", "bo@example.org");
  const Device bo = SignsIn("bo@example.org");
  WebCall of_bo = Pulls(bo.token);
  EXPECT_GT(ReadsToCheckpoint(of_bo), 0U);
  WebCall first = Pulls(anna.token);
  EXPECT_GT(ReadsToCheckpoint(first), 0U);
  WebCall second = Pulls(anna.token);
  EXPECT_GT(ReadsToCheckpoint(second), 0U);
  WebCall third = Pulls(anna.token);
  EXPECT_GT(ReadsToCheckpoint(third), 0U);
  EXPECT_EQ(first.End(), 14) << "come back when you like";
  EXPECT_THAT(metrics_.Serialize(), HasSubstr("{why=\"overtaken\"} 1\n"));
  EXPECT_TRUE(HasStreams(3));
  SomethingHappens();
  for (WebCall* open : {&second, &third}) EXPECT_GT(ReadsToCheckpoint(*open), 0U);
}

TEST_F(GrpcWebTest, WhenAllStreamsAreTakenShortCallsAreStillAnswered) {
  Open({.max_streams = 3, .max_streams_of_a_caller = 10});
  const Device anna = SignsIn();
  std::vector<WebCall> streams;
  for (int i = 0; i < 3; ++i) {
    streams.push_back(Pulls(anna.token));
    EXPECT_GT(ReadsToCheckpoint(streams.back()), 0U);
  }
  EXPECT_EQ(Pulls(anna.token).End(), 14);
  EXPECT_THAT(metrics_.Serialize(), HasSubstr("{why=\"no_room\"} 1\n"));
  EXPECT_EQ(Calls(kListDevices, "", Bearer(anna.token)).End(), 0);
  streams.pop_back();
  EXPECT_TRUE(HasStreams(2));
  WebCall again = Pulls(anna.token);
  EXPECT_GT(ReadsToCheckpoint(again), 0U);
}

TEST_F(GrpcWebTest, ServerThatStopsEndsItsStreamsInGoodOrder) {
  Open();
  const Device anna = SignsIn();
  WebCall pull = Pulls(anna.token);
  EXPECT_GT(ReadsToCheckpoint(pull), 0U);
  sessions_.EndAllWatches();
  EXPECT_EQ(pull.End(), 14);
  web_->Close();
  server_->Shutdown(milliseconds(1'000));
  EXPECT_EQ(Calls(kListDevices, "", Bearer(anna.token)).End(), 14) << "also who comes late";
  http_.reset();
}

// A thread of gRPC's that ended the last call let go of the channel last, and died of it.
TEST_F(GrpcWebTest, ChannelIsLetGoOfByWhomeverEndsTheGateway) {
  Open();
  const Device anna = SignsIn();
  for (int i = 0; i < 100; ++i) {
    std::shared_ptr<grpc::Channel> inside = server_->Inside();
    const std::weak_ptr<grpc::Channel> channel = inside;
    Open({}, {}, std::move(inside));
    {
      WebCall pull = Pulls(anna.token);
      EXPECT_GT(ReadsToCheckpoint(pull), 0U);
    }
    http_.reset();
    web_.reset();
    EXPECT_TRUE(channel.expired());
  }
}

TEST_F(GrpcWebTest, ServerStopsAlsoWhileReadersAreStuck) {
  Open();
  const Device anna = SignsIn();
  std::vector<WebCall> stuck;
  for (int i = 0; i < 3; ++i) stuck.push_back(Pulls(anna.token));
  EXPECT_TRUE(HasStreams(3));
  for (int i = 0; i < 12; ++i) SomethingHappens(700'000);
  const auto began = std::chrono::steady_clock::now();
  sessions_.EndAllWatches();
  web_->Close();
  server_->Shutdown(milliseconds(100));
  http_.reset();
  web_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(8'000));
}

TEST_F(GrpcWebTest, PagesOfOtherOriginsCallOnlyWhenTheyMay) {
  Open({.allowed_origins = {"https://app.example.org"}});
  const std::string preflight =
      "OPTIONS " + std::string(kPull) +
      " HTTP/1.1\r\nHost: x\r\nAccess-Control-Request-Method: POST\r\nOrigin: ";
  const std::string yes =
      WebCall(http_->port(), preflight + "https://app.example.org\r\n\r\n").head();
  EXPECT_THAT(yes, StartsWith("HTTP/1.1 204 "));
  EXPECT_THAT(yes, HasSubstr("Access-Control-Allow-Origin: https://app.example.org\r\n"));
  EXPECT_THAT(yes, HasSubstr("grpc-timeout"));
  for (const char* origin : {"https://evil.example", "https://app.example.org.evil.example",
                             "https://app.example.org:8443", "http://app.example.org", "null"}) {
    const std::string no = WebCall(http_->port(), preflight + origin + "\r\n\r\n").head();
    EXPECT_THAT(no, StartsWith("HTTP/1.1 403 ")) << origin;
    EXPECT_THAT(no, Not(HasSubstr("Access-Control-Allow-Origin"))) << origin;
    EXPECT_THAT(Calls(kListDevices, "", "Origin: " + std::string(origin) + "\r\n").head(),
                Not(HasSubstr("Access-Control-Allow-Origin")));
  }
  EXPECT_THAT(Calls(kListDevices, "", "Origin: https://app.example.org\r\n").head(),
              HasSubstr("Access-Control-Allow-Origin: https://app.example.org\r\n"));
}

}  // namespace
}  // namespace samstig::server
