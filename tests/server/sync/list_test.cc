// SPDX-License-Identifier: Apache-2.0
// List: what one may read, in pages, for programs without a device.
#include "server/sync/list.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Status;
using testing::Each;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

constexpr uint32_t kPosts = v1::Entity::kPostFieldNumber;

class ListTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    for (const char* text : {"ett", "två", "tre", "fyra", "fem"}) {
      ASSERT_THAT(village.Does("anna", WritesPost(text, text)), WasApplied());
    }
  }

  Status Lists(std::string_view person, const v1::ListRequest& request) {
    return village.Reads([&](Snapshot& snapshot) {
      page_.Clear();
      return server::ListEntities(snapshot, IdNamed(person), request, page_).status();
    });
  }
  // All pages to the end: how many entities were in each, and which.
  std::vector<int> ReadsToTheEnd(std::string_view person, v1::ListRequest request) {
    std::vector<int> pages;
    do {
      EXPECT_THAT(Lists(person, request), IsOk());
      pages.push_back(page_.entities_size());
      for (const std::string& bytes : page_.entities()) {
        v1::Entity entity;
        EXPECT_TRUE(entity.ParseFromString(bytes));
        EXPECT_TRUE(listed_.insert(IdOf(entity)).second) << "each once: " << entity.DebugString();
      }
      request.set_page_token(page_.next_page_token());
    } while (!request.page_token().empty() && pages.size() < 1'000);
    return pages;
  }
  static v1::ListRequest Posts(int page_size) {
    v1::ListRequest request;
    request.set_kind(kPosts);
    request.set_page_size(page_size);
    return request;
  }

  Village village;
  v1::ListResponse page_;
  std::set<Id> listed_;
};

TEST_F(ListTest, GivesAllThatOneReadsEachOnce) {
  EXPECT_THAT(ReadsToTheEnd("bo", {}), SizeIs(1));
  std::set<Id> right;
  for (const auto& [id, entity] : village.ReadBy("bo")) right.insert(id);
  EXPECT_EQ(listed_, right);
}

TEST_F(ListTest, ComesInPagesOfTheSizeAskedFor) {
  EXPECT_THAT(ReadsToTheEnd("bo", Posts(2)), Each(Le(2)));
  EXPECT_THAT(listed_, SizeIs(5));
}

TEST_F(ListTest, WhatChangesBetweenPagesIsNotMissed) {
  ASSERT_THAT(Lists("bo", Posts(4)), IsOk());
  v1::ListRequest request = Posts(4);
  request.set_page_token(page_.next_page_token());
  ASSERT_THAT(village.Does("anna", WritesPost("sex", "sex")), WasApplied());
  EXPECT_THAT(ReadsToTheEnd("bo", request), SizeIs(1));
  EXPECT_TRUE(listed_.contains(IdNamed("fem")));
  EXPECT_TRUE(listed_.contains(IdNamed("sex")));
}

TEST_F(ListTest, APageIsNeverLargerThanAMessageHolds) {
  const auto txn = Must(village.store().Begin());
  for (const char* name : {"a", "b", "c"}) {
    const v1::Entity large =
        APost(std::string(server::kListPageBytes * 2 / 3, 'x')).WithId(IdNamed(name));
    ASSERT_THAT(txn->Put(IdNamed(name), large.SerializeAsString(),
                         {Scope::OfCohort(IdNamed("cohort"))}, {}),
                IsOk());
  }
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(ReadsToTheEnd("bo", Posts(1'000)), SizeIs(2));
  EXPECT_THAT(listed_, SizeIs(8));
}

TEST_F(ListTest, WhatOthersReadIsNotThere) {
  EXPECT_THAT(ReadsToTheEnd("maria admin", Posts(0)), SizeIs(1));
  EXPECT_THAT(listed_, IsEmpty()) << "an employer reads no posts";
  ReadsToTheEnd("nobody of this network", {});
  EXPECT_THAT(listed_, IsEmpty());
}

TEST_F(ListTest, AScopeThatWasLostBetweenPagesGivesNoMore) {
  ASSERT_THAT(Lists("bo", Posts(2)), IsOk());
  v1::ListRequest request = Posts(2);
  request.set_page_token(page_.next_page_token());
  ASSERT_THAT(village.Does("rasmus admin", WithdrawsFrom(AnEnrolment("bo"))), WasApplied());
  ReadsToTheEnd("bo", request);
  EXPECT_THAT(listed_, IsEmpty());
}

TEST_F(ListTest, RefusesWhatCannotBe) {
  EXPECT_THAT(Lists("bo", Posts(-1)), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(Lists("bo", Posts(1'001)), HasReason(v1::REASON_OUT_OF_RANGE));
  for (const char* token : {"x", ":", "n:", "n:x", "n:1x", "q/1:1", "c/kort:7"}) {
    v1::ListRequest request;
    request.set_page_token(token);
    EXPECT_THAT(Lists("bo", request), HasReason(v1::REASON_MALFORMED)) << token;
  }
}

}  // namespace
}  // namespace samstig::test
