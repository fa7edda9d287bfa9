// SPDX-License-Identifier: Apache-2.0
// ListVersions: all that one wrote, for oneself alone, also afterwards.
#include "server/sync/versions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/sync/list.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Result;
using testing::ElementsAre;
using testing::SizeIs;

class VersionsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }
  Result<std::vector<v1::Entity>> Versions(std::string_view person, const Id& id) {
    v1::ListVersionsRequest request;
    request.set_entity_id(id.ToBytes());
    v1::ListVersionsResponse response;
    const base::Status listed = village.Reads([&](Snapshot& snapshot) {
      response.Clear();
      return server::ListVersions(snapshot, IdNamed(person), request, response).status();
    });
    RETURN_IF_ERROR(listed);
    std::vector<v1::Entity> versions;
    for (const std::string& bytes : response.entities())
      EXPECT_TRUE(versions.emplace_back().ParseFromString(bytes));
    return versions;
  }
  std::vector<std::string> Posts(std::string_view person, const Id& id) {
    std::vector<std::string> texts;
    for (const v1::Entity& version : Must(Versions(person, id)))
      texts.push_back(version.post().withdrawn() ? "-" : version.post().heads(0).text());
    return texts;
  }
  void AnnaWritesThreeTimes() {
    ASSERT_THAT(village.Does("anna", WritesPost("ett")), WasApplied());
    ASSERT_THAT(
        village.Does("anna", EditsPost(APost(), ARevision("two", "två"), {IdNamed("post")})),
        WasApplied());
    ASSERT_THAT(
        village.Does("anna", EditsPost(APost(), ARevision("three", "tre"), {IdNamed("two")})),
        WasApplied());
  }
  void Puts(const Id& id, const std::string& bytes) {
    const auto txn = Must(village.store().Begin());
    ASSERT_THAT(txn->Put(id, bytes, {}, {}), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }

  Village village;
};

TEST_F(VersionsTest, AllThatWasWrittenIsThereOldestFirst) {
  AnnaWritesThreeTimes();
  EXPECT_THAT(Posts("anna", IdNamed("post")), ElementsAre("ett", "två", "tre"));
  ASSERT_THAT(village.Does("anna", WithdrawsPost(APost())), WasApplied());
  EXPECT_THAT(Posts("anna", IdNamed("post")), ElementsAre("ett", "två", "tre", "-"));
}

TEST_F(VersionsTest, SomebodyElsesVersionsAreNotThere) {
  AnnaWritesThreeTimes();
  for (const char* other : {"bo", "carin coach", "olle organiser", "maria admin"}) {
    EXPECT_THAT(Versions(other, IdNamed("post")), HasReason(v1::REASON_NOT_FOUND)) << other;
  }
}

TEST_F(VersionsTest, OnesOwnTextIsThereAlsoAfterTheScopeWasLost) {
  AnnaWritesThreeTimes();
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  ASSERT_FALSE(village.IsReadBy("anna", IdNamed("post")));
  EXPECT_THAT(Posts("anna", IdNamed("post")), ElementsAre("ett", "två", "tre"));
}

TEST_F(VersionsTest, WhatOthersWriteInIsThereOnlyWhileItIsRead) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  EXPECT_THAT(Must(Versions("carin coach", IdNamed("assignment"))), SizeIs(1));
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("carin coach"))), WasApplied());
  EXPECT_THAT(Versions("carin coach", IdNamed("assignment")), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(VersionsTest, WhatHasEndedKeepsItsVersions) {
  AnnaWritesThreeTimes();
  const auto txn = Must(village.store().Begin());
  ASSERT_THAT(txn->Remove(IdNamed("post")), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(Posts("anna", IdNamed("post")), ElementsAre("ett", "två"));
}

TEST_F(VersionsTest, RefusesWhatIsNothing) {
  EXPECT_THAT(Versions("anna", IdNamed("never was")), HasReason(v1::REASON_NOT_FOUND));
  v1::ListVersionsRequest request;
  v1::ListVersionsResponse response;
  const auto snapshot = Must(village.store().Read());
  EXPECT_THAT(server::ListVersions(*snapshot, IdNamed("anna"), request, response),
              HasReason(v1::REASON_MISSING_FIELD));
  request.set_entity_id("kort");
  EXPECT_THAT(server::ListVersions(*snapshot, IdNamed("anna"), request, response),
              HasReason(v1::REASON_BAD_ID));
}

TEST_F(VersionsTest, WhatIsDamagedIsSaidToBe) {
  Puts(IdNamed("broken"), "no entity");
  EXPECT_THAT(Versions("anna", IdNamed("broken")), HasReason(v1::REASON_DATA_DAMAGED));
}

TEST_F(VersionsTest, MoreThanOneAnswerHoldsComesInPages) {
  const auto txn = Must(village.store().Begin());
  for (char c = 'a'; c <= 'e'; ++c) {
    const v1::Entity large = APost(std::string(server::kListPageBytes / 2, c));
    ASSERT_THAT(txn->KeepHistory(IdNamed("large")), IsOk());
    ASSERT_THAT(txn->Put(IdNamed("large"), large.SerializeAsString(), {}, {}), IsOk());
  }
  ASSERT_THAT(txn->Commit(), IsOk());
  std::vector<int> pages;
  std::string first_letters;
  v1::ListVersionsRequest request;
  request.set_entity_id(IdNamed("large").ToBytes());
  const auto snapshot = Must(village.store().Read());
  do {
    v1::ListVersionsResponse response;
    ASSERT_THAT(server::ListVersions(*snapshot, IdNamed("anna"), request, response), IsOk());
    pages.push_back(response.entities_size());
    for (const std::string& bytes : response.entities()) {
      v1::Entity version;
      ASSERT_TRUE(version.ParseFromString(bytes));
      first_letters += version.post().heads(0).text()[0];
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(pages, ElementsAre(2, 2, 1));
  EXPECT_EQ(first_letters, "abcde");
}

TEST_F(VersionsTest, RefusesATokenOfNobodys) {
  AnnaWritesThreeTimes();
  v1::ListVersionsRequest request;
  request.set_entity_id(IdNamed("post").ToBytes());
  const auto snapshot = Must(village.store().Read());
  for (const char* token : {"x", "1x", "-1", "99", " 1"}) {
    v1::ListVersionsResponse response;
    request.set_page_token(token);
    EXPECT_THAT(server::ListVersions(*snapshot, IdNamed("anna"), request, response),
                HasReason(v1::REASON_MALFORMED))
        << token;
  }
}

TEST_F(VersionsTest, AnAssignmentsVersionsAreForThoseItIsFor) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment(AnAssignment().ForPerson("anna"))),
              WasApplied());
  ASSERT_THAT(village.Does("carin coach",
                           EditsAssignment(AnAssignment().Saying("Lyssna mer", "Nu längre."))),
              WasApplied());
  for (const char* reader : {"anna", "carin coach"}) {
    const std::vector<v1::Entity> versions = Must(Versions(reader, IdNamed("assignment")));
    ASSERT_THAT(versions, SizeIs(2)) << reader;
    EXPECT_EQ(versions[0].assignment().version(), 1u);
    EXPECT_EQ(versions[1].assignment().change_note(), "Nu längre.");
  }
  for (const char* other : {"bo", "otto", "maria admin", "olle organiser"}) {
    EXPECT_THAT(Versions(other, IdNamed("assignment")), HasReason(v1::REASON_NOT_FOUND)) << other;
  }
}

TEST_F(VersionsTest, WhatACoachTriedBeforeItWasPublishedIsTheCoaches) {
  const auto scheduled = [](const char* title) {
    return AnAssignment().ShownFrom(kMonday + base::kDayMs).Saying(title);
  };
  ASSERT_THAT(village.Does("carin coach", PostsAssignment(scheduled("Utkast"))), WasApplied());
  ASSERT_THAT(village.Does("carin coach", EditsAssignment(scheduled("Lyssna"))), WasApplied());
  EXPECT_THAT(Versions("anna", IdNamed("assignment")), HasReason(v1::REASON_NOT_FOUND));
  ASSERT_THAT(
      village.Does("carin coach", MovesAssignment(AnAssignment(), v1::ASSIGNMENT_STATE_OPEN)),
      WasApplied());
  EXPECT_THAT(Must(Versions("anna", IdNamed("assignment"))), SizeIs(1));
  EXPECT_THAT(Must(Versions("carin coach", IdNamed("assignment"))), SizeIs(2));
}

}  // namespace
}  // namespace samstig::test
