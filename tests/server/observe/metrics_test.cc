// SPDX-License-Identifier: Apache-2.0
#include "server/observe/metrics.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

namespace samstig::server {
namespace {

using testing::HasSubstr;

TEST(MetricsTest, CountsCallsByMethodAndCode) {
  Metrics metrics;
  metrics.CountRpc("SyncService/Push", 0);
  metrics.CountRpc("SyncService/Push", 0);
  metrics.CountRpc("SyncService/Push", 16);
  metrics.CountRpc("SyncService/Push", 99);
  const std::string text = metrics.Serialize();
  EXPECT_THAT(text, HasSubstr("# TYPE samstig_rpcs_total counter"));
  EXPECT_THAT(text, HasSubstr("samstig_rpcs_total{code=\"OK\",method=\"SyncService/Push\"} 2"));
  EXPECT_THAT(text, HasSubstr("{code=\"UNAUTHENTICATED\",method=\"SyncService/Push\"} 1"));
  EXPECT_THAT(text, HasSubstr("{code=\"UNKNOWN\",method=\"SyncService/Push\"} 1"));
}

TEST(MetricsTest, CountsOutcomesCommitsStreamsAndMails) {
  Metrics metrics;
  metrics.CountOutcome(v1::OUTCOME_KIND_APPLIED);
  metrics.CountOutcome(v1::OUTCOME_KIND_PARKED);
  metrics.CountOutcome(v1::OUTCOME_KIND_PARKED);
  metrics.ObserveCommit(0.0007, 40);
  metrics.StreamOpened();
  metrics.StreamOpened();
  metrics.StreamClosed();
  metrics.CountMail(true);
  metrics.CountMail(false);
  const std::string text = metrics.Serialize();
  EXPECT_THAT(text, HasSubstr("samstig_mutations_total{outcome=\"applied\"} 1"));
  EXPECT_THAT(text, HasSubstr("samstig_mutations_total{outcome=\"parked\"} 2"));
  EXPECT_THAT(text, HasSubstr("samstig_commit_seconds_bucket{le=\"0.0005\"} 0"));
  EXPECT_THAT(text, HasSubstr("samstig_commit_seconds_bucket{le=\"0.001\"} 1"));
  EXPECT_THAT(text, HasSubstr("samstig_commit_works_sum 40"));
  EXPECT_THAT(text, HasSubstr("samstig_live_streams 1"));
  EXPECT_THAT(text, HasSubstr("samstig_mails_total{result=\"sent\"} 1"));
  EXPECT_THAT(text, HasSubstr("samstig_mails_total{result=\"failed\"} 1"));
}

TEST(MetricsTest, LosesNoCountFromManyThreads) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1'000; ++n) metrics.CountRpc("SyncService/Push", n % 2);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(metrics.Serialize(), HasSubstr("{code=\"OK\",method=\"SyncService/Push\"} 2000"));
}

}  // namespace
}  // namespace samstig::server
