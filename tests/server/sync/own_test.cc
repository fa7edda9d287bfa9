// SPDX-License-Identifier: Apache-2.0
// ListOwn: everything of one's own to take away, and nothing of anybody else's.
#include "server/sync/own.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "domain/rules/names.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::Contains;
using testing::Key;
using testing::Not;
using testing::SizeIs;

class OwnTest : public testing::Test {
 protected:
  // By id: the versions, over all pages.
  std::map<Id, std::vector<v1::Entity>> OwnOf(std::string_view person) {
    std::map<Id, std::vector<v1::Entity>> own;
    v1::ListOwnRequest request;
    do {
      v1::ListOwnResponse response;
      EXPECT_THAT(village.Reads([&](Snapshot& snapshot) {
        response.Clear();
        return server::ListOwn(snapshot, IdNamed(person), request, response);
      }),
                  IsOk());
      for (const v1::OwnEntity& entity : response.own()) {
        std::vector<v1::Entity> versions;
        for (const std::string& bytes : entity.versions()) {
          EXPECT_TRUE(versions.emplace_back().ParseFromString(bytes));
        }
        const Id id = IdOf(versions.back());
        EXPECT_THAT(own, Not(Contains(Key(id)))) << "once";
        own[id] = std::move(versions);
        if (entity.more()) ++with_more;
      }
      ++pages;
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return own;
  }
  void AnnaSubmits() {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
    ASSERT_THAT(village.Does("anna", Submits("Jag provade")), WasApplied());
  }
  void AnnaEdits(int times, size_t bytes) {
    std::string last;
    for (int i = 0; i < times; ++i) {
      const std::string name = "edit " + std::to_string(i);
      const Id replaced = last.empty() ? IdNamed("post") : IdNamed(last);
      ASSERT_THAT(village.Does("anna", EditsPost(APost(), ARevision(name, std::string(bytes, 'x')),
                                                 {replaced})),
                  WasApplied());
      last = name;
    }
  }

  Village village;
  int pages = 0;
  int with_more = 0;
};

TEST_F(OwnTest, IsWhatOneWroteWithItsVersions) {
  ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  ASSERT_THAT(village.Does("anna", WritesPost("ett")), WasApplied());
  AnnaEdits(2, 10);
  ASSERT_THAT(village.Does("bo", WritesPost("svar", "bo's post")), WasApplied());
  const auto own = OwnOf("anna");
  EXPECT_THAT(own.at(IdNamed("post")), SizeIs(3));
  EXPECT_EQ(own.at(IdNamed("post")).front().post().heads(0).text(), "ett");
  EXPECT_THAT(own, Not(Contains(Key(IdNamed("bo's post")))));
  EXPECT_THAT(own, Not(Contains(Key(IdNamed("thread")))));
}

TEST_F(OwnTest, AndWhatIsAboutOneAndWasSaidToOneAlone) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_COMMENT)), WasApplied());
  const auto own = OwnOf("anna");
  for (const char* name : {"anna", "anna's hat", "anna's place", "submission", "feedback"}) {
    EXPECT_THAT(own, Contains(Key(IdNamed(name)))) << name;
  }
  EXPECT_THAT(own.at(IdNamed("feedback")), SizeIs(1));
  EXPECT_THAT(own, Not(Contains(Key(IdNamed("axel's place")))));
  EXPECT_THAT(own, Not(Contains(Key(IdNamed("cohort")))));
}

TEST_F(OwnTest, ACoachTakesTheOwnAnswersAndNobodysWork) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_COMMENT)), WasApplied());
  const auto own = OwnOf("carin coach");
  EXPECT_THAT(own, Contains(Key(IdNamed("feedback"))));
  EXPECT_THAT(own, Not(Contains(Key(IdNamed("submission")))));
}

TEST_F(OwnTest, WhoeverWithdrewStillHasTheOwnWords) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  ASSERT_THAT(village.Does("anna", WritesPost("ett")), WasApplied());
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  const auto own = OwnOf("anna");
  EXPECT_THAT(own, Contains(Key(IdNamed("post"))));
  EXPECT_THAT(own, Contains(Key(IdNamed("submission"))));
}

TEST_F(OwnTest, ComesInPagesThatFitAMessage) {
  ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  ASSERT_THAT(village.Does("anna", WritesPost("ett")), WasApplied());
  AnnaEdits(60, 20'000);
  ASSERT_THAT(village.Does("anna", WritesPost("sist", "last post")), WasApplied());
  const auto own = OwnOf("anna");
  EXPECT_EQ(with_more, 1) << "1.2 MB of versions are for ListVersions";
  EXPECT_THAT(own.at(IdNamed("post")), SizeIs(1));
  EXPECT_THAT(own, Contains(Key(IdNamed("last post"))));
}

TEST_F(OwnTest, ATokenOfNobodysIsRefused) {
  const auto snapshot = Must(village.store().Read());
  for (const char* token : {"x", "-1", "1x", "18446744073709551615", " 1"}) {
    v1::ListOwnRequest request;
    request.set_page_token(token);
    v1::ListOwnResponse response;
    EXPECT_THAT(server::ListOwn(*snapshot, IdNamed("anna"), request, response),
                HasReason(v1::REASON_MALFORMED))
        << token;
  }
}

}  // namespace
}  // namespace samstig::test
