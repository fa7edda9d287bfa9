// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/pages.h"

#include <gmock/gmock.h>

namespace samstig::server {
namespace {

using testing::HasSubstr;

class PagesTest : public testing::Test {
 protected:
  HttpResponse Get(const std::string& target, const std::string& method = "GET") {
    return OperatorPages(metrics_, [this] { return serving_; })({method, target, {}, ""});
  }

  Metrics metrics_;
  bool serving_ = true;
};

TEST_F(PagesTest, HealthFollowsTheServer) {
  EXPECT_EQ(Get("/healthz").status, 200);
  EXPECT_EQ(Get("/healthz?from=proxy").body, "ok\n");
  serving_ = false;
  EXPECT_EQ(Get("/healthz").status, 503);
}

TEST_F(PagesTest, MetricsAreInPrometheusFormat) {
  const HttpResponse page = Get("/metrics");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.content_type, HasSubstr("version=0.0.4"));
  EXPECT_THAT(page.body, HasSubstr("samstig_live_streams 0"));
}

TEST_F(PagesTest, AreForReadingAndThereAreNoOthers) {
  EXPECT_EQ(Get("/metrics", "POST").status, 405);
  EXPECT_EQ(Get("/").status, 404);
  EXPECT_EQ(Get("/healthz/").status, 404);
  EXPECT_EQ(Get("", "POST").status, 404);
}

}  // namespace
}  // namespace samstig::server
