// SPDX-License-Identifier: Apache-2.0
// The app's files as a browser gets them: right type, right size, kept as long as they should be.
#include "server/gateway/app_files.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "server/gateway/compress.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {
namespace {

using test::HasReason;
using test::Must;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

class AppFilesTest : public testing::Test {
 protected:
  AppFilesTest() {
    std::filesystem::create_directories(dir_.File("assets"));
    File("index.html", "<!doctype html>" + std::string(2'000, 'i'));
    File("assets/main-3f2a.js", script_);
    File("sw.js", "self.x = 1");
    File("core.wasm", std::string("\0asm", 4) + std::string(3'000, 'w'));
    File("manifest.webmanifest", "{}");
    File("icon.png", "\x89PNG" + std::string(2'000, 'p'));
  }

  void File(const std::string& name, std::string_view bytes) {
    test::WriteFile(dir_.File(name), bytes);
  }

  HttpResponse Get(const std::string& target, const HttpHeaders& headers = {},
                   const std::string& method = "GET") {
    if (!app_) app_ = Must(AppFiles::Load(dir_.path()));
    return app_->Answer({method, target, headers, ""});
  }

  static std::string BodyOf(const HttpResponse& response) {
    return response.shared_body ? *response.shared_body : response.body;
  }

  static std::string HeaderOf(const HttpResponse& response, const std::string& name) {
    for (const auto& [header, value] : response.headers) {
      if (header == name) return value;
    }
    return "";
  }

  test::TempDir dir_;
  const std::string script_ = "let path = 1;" + std::string(5'000, ' ');
  std::optional<AppFiles> app_;
};

TEST_F(AppFilesTest, EachFileHasItsType) {
  EXPECT_EQ(Get("/").content_type, "text/html; charset=utf-8");
  EXPECT_EQ(Get("/assets/main-3f2a.js").content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(Get("/core.wasm").content_type, "application/wasm");
  EXPECT_EQ(Get("/manifest.webmanifest").content_type, "application/manifest+json");
  EXPECT_EQ(Get("/icon.png").content_type, "image/png");
  EXPECT_EQ(BodyOf(Get("/assets/main-3f2a.js?v=1")), script_);
}

TEST_F(AppFilesTest, PathsOfScreensAreTheAppAndMissingFilesAreMissing) {
  for (const char* screen : {"/", "/sign-in", "/threads/018f", "/index.html", "/notices"}) {
    EXPECT_THAT(BodyOf(Get(screen)), HasSubstr("<!doctype html>")) << screen;
  }
  for (const char* missing : {"/assets/old-0000.js", "/assets/", "/favicon.ico", "/index.html.br",
                              "/../secret.key", "/assets/../../secret.key", "//etc/passwd.txt",
                              "/%2e%2e/secret.key.txt", "/.hidden", "*.x"}) {
    EXPECT_EQ(Get(missing).status, 404) << missing;
  }
}

TEST_F(AppFilesTest, HiddenFilesAreNotServed) {
  std::filesystem::create_directories(dir_.File(".git"));
  File(".env", "secret");
  File(".git/config.txt", "secret");
  EXPECT_EQ(Get("/.env").status, 404);
  EXPECT_EQ(Get("/.git/config.txt").status, 404);
}

TEST_F(AppFilesTest, NamedByTheirContentTheyAreKeptForEverOthersAreAskedForAnew) {
  EXPECT_EQ(HeaderOf(Get("/assets/main-3f2a.js"), "Cache-Control"),
            "public, max-age=31536000, immutable");
  for (const char* path : {"/", "/sign-in", "/sw.js", "/manifest.webmanifest", "/core.wasm"}) {
    EXPECT_EQ(HeaderOf(Get(path), "Cache-Control"), "no-cache") << path;
  }
}

TEST_F(AppFilesTest, SendsTheSmallestThatTheBrowserTakes) {
  const HttpResponse brotli = Get("/core.wasm", {{"Accept-Encoding", "gzip, deflate, br, zstd"}});
  EXPECT_EQ(HeaderOf(brotli, "Content-Encoding"), "br");
  EXPECT_EQ(FromBrotli(BodyOf(brotli), 10'000), BodyOf(Get("/core.wasm")));
  const HttpResponse gzip = Get("/core.wasm", {{"accept-encoding", "gzip;q=0.5, br;q=0"}});
  EXPECT_EQ(HeaderOf(gzip, "Content-Encoding"), "gzip");
  EXPECT_EQ(FromGzip(BodyOf(gzip), 10'000), BodyOf(Get("/core.wasm")));
  EXPECT_LT(BodyOf(gzip).size(), 500U);
  EXPECT_EQ(HeaderOf(Get("/core.wasm", {{"Accept-Encoding", "*"}}), "Content-Encoding"), "br");
  for (const char* none : {"", "identity", "brr, gzipped", "*;q=0", "br;q=0.000, gzip; q=0"}) {
    EXPECT_EQ(HeaderOf(Get("/core.wasm", {{"Accept-Encoding", none}}), "Content-Encoding"), "")
        << none;
  }
  EXPECT_EQ(HeaderOf(Get("/icon.png", {{"Accept-Encoding", "br"}}), "Content-Encoding"), "")
      << "a picture is compressed already";
  EXPECT_THAT(Get("/core.wasm").headers, Contains(Pair("Vary", "Accept-Encoding")));
}

TEST_F(AppFilesTest, UsesWhatWasCompressedWhenItWasBuilt) {
  const std::string built = Gzip(script_) + "";
  File("assets/main-3f2a.js.gz", built);
  EXPECT_EQ(BodyOf(Get("/assets/main-3f2a.js", {{"Accept-Encoding", "gzip"}})), built);
  EXPECT_EQ(Get("/assets/main-3f2a.js.gz").status, 404);
}

TEST_F(AppFilesTest, CompressedFileOfAnotherVersionIsRefusedAtStart) {
  File("assets/main-3f2a.js.br", Brotli("let path = 2;"));
  const base::Status stale = AppFiles::Load(dir_.path()).status();
  EXPECT_THAT(stale, HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(stale.detail(), HasSubstr("main-3f2a.js.br is not the file beside it"));
  File("assets/main-3f2a.js.br", "no Brotli at all");
  EXPECT_THAT(AppFiles::Load(dir_.path()).status(), HasReason(v1::REASON_MALFORMED));
}

TEST_F(AppFilesTest, FolderWithoutAnAppIsRefusedAtStart) {
  EXPECT_THAT(AppFiles::Load(dir_.File("nowhere")).status(), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(AppFiles::Load(dir_.File("assets")).status(), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(AppFilesTest, WhatTheBrowserHasIsNotSentAgain) {
  const HttpResponse first = Get("/sign-in", {{"Accept-Encoding", "br"}});
  const std::string etag = HeaderOf(first, "ETag");
  const HttpResponse again =
      Get("/sign-in", {{"Accept-Encoding", "br"}, {"If-None-Match", "\"x\", W/" + etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(BodyOf(again), "");
  EXPECT_EQ(HeaderOf(again, "ETag"), etag);
  EXPECT_EQ(Get("/sign-in", {{"If-None-Match", etag}}).status, 200)
      << "the same page in another encoding is another thing to keep";
  EXPECT_EQ(Get("/sign-in", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(AppFilesTest, NothingFromElsewhereMayRunInIt) {
  for (const char* path : {"/", "/sw.js", "/assets/main-3f2a.js"}) {
    const HttpResponse response = Get(path);
    const std::string policy = HeaderOf(response, "Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(policy.find("'unsafe-inline'"), std::string::npos);
    EXPECT_THAT(response.headers, Contains(Pair("X-Content-Type-Options", "nosniff")));
    EXPECT_THAT(response.headers, Contains(Pair("Referrer-Policy", "no-referrer")));
    EXPECT_THAT(response.headers, Contains(Pair("Cross-Origin-Opener-Policy", "same-origin")));
  }
}

TEST_F(AppFilesTest, IsForReading) {
  EXPECT_EQ(Get("/", {}, "POST").status, 405);
  EXPECT_EQ(Get("/", {}, "HEAD").status, 200);
}

TEST_F(AppFilesTest, LeavesTheOperatorsPagesAlone) {
  const HttpHandler pages =
      AppPages(Must(AppFiles::Load(dir_.path())), [](const HttpRequest& request) {
        HttpResponse response;
        response.body = "operator's " + request.target;
        return response;
      });
  EXPECT_EQ(pages({"GET", "/healthz", {}, ""}).body, "operator's /healthz");
  EXPECT_EQ(pages({"GET", "/metrics?x", {}, ""}).body, "operator's /metrics?x");
  EXPECT_EQ(pages({"GET", "/today", {}, ""}).content_type, "text/html; charset=utf-8");
}

TEST(CompressTest, ComesBackAsItWas) {
  test::SeededRandom random(test::SeedOr(5));
  for (const size_t size : {0, 1, 100, 100'000}) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.Below(40));
    EXPECT_EQ(FromBrotli(Brotli(bytes), size + 1), bytes);
    EXPECT_EQ(FromGzip(Gzip(bytes), size + 1), bytes);
    const std::string half = Gzip(bytes).substr(0, Gzip(bytes).size() / 2);
    EXPECT_EQ(FromGzip(half, size + 1), std::nullopt);
  }
  EXPECT_EQ(FromGzip(Gzip(std::string(1'000, 'x')), 999), std::nullopt);
  EXPECT_EQ(FromBrotli(Brotli(std::string(1'000, 'x')), 999), std::nullopt);
}

}  // namespace
}  // namespace samstig::server
