// SPDX-License-Identifier: Apache-2.0
// The scene of the stories about SyncCore: Anna with a phone, Bo elsewhere, one thread that both
// may write in.
#ifndef SAMSTIG_TESTS_CLIENT_LIB_CORE_SYNC_CORE_FIXTURE_H_
#define SAMSTIG_TESTS_CLIENT_LIB_CORE_SYNC_CORE_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "domain/base/id.h"
#include "domain/rules/scope.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_device.h"
#include "tests/support/fake_server.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {

inline const rules::Scope kCohort = rules::Scope::OfCohort(IdNamed("cohort"));

class SyncCoreTest : public testing::Test {
 protected:
  SyncCoreTest() {
    server_.Has(AThread().By("bo"), {kCohort});
    for (const char* person : {"anna", "bo"}) server_.Grants(IdNamed(person), kCohort);
  }

  v1::WritePost Says(std::string_view text) {
    v1::WritePost post;
    post.set_id(ids_.Next().ToBytes());
    post.set_thread_id(thread_.ToBytes());
    post.set_text(std::string(text));
    return post;
  }

  // Bo writes from another device.
  void BoSays(std::string_view text) { server_.Applies(IdNamed("bo"), MutationOf(Says(text))); }

  void ServerHasPosts(int count) {
    for (int i = 0; i < count; ++i) BoSays("post " + std::to_string(i));
  }

  const base::Id thread_ = IdNamed("thread");
  FakeClock clock_;
  SeededRandom random_{SeedOr(1)};
  base::IdSource ids_{clock_, random_};
  FakeServer server_{clock_};
  FakeDevice anna_{server_, clock_, random_, "anna"};
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_CLIENT_LIB_CORE_SYNC_CORE_FIXTURE_H_
