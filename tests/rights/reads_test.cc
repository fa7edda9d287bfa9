// SPDX-License-Identifier: Apache-2.0
// Every read as every role: what a new device of each person is sent, what List gives, and whose
// versions are given out, held against the matrix over every entity that exists. Judged by the
// bytes sent.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "samstig/v1/entity_service.pb.h"
#include "server/sync/list.h"
#include "server/sync/versions.h"
#include "tests/rights/matrix.h"
#include "tests/rights/readers.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::HasSubstr;
using testing::Not;

class ReadsTest : public testing::Test {
 protected:
  // The town is only read here, so that all tests share one.
  static void SetUpTestSuite() { town_ = new Town(); }
  static void TearDownTestSuite() {
    delete town_;
    town_ = nullptr;
  }

  static std::string NameOfKind(const v1::Entity& entity) {
    return v1::Entity::descriptor()->FindFieldByNumber(entity.body_case())->name();
  }

  static Town* town_;
};

Town* ReadsTest::town_ = nullptr;

TEST_F(ReadsTest, TheTownHasOneOfEveryKind) {
  std::set<int> kinds;
  for (const auto& [id, entity] : town_->Everything()) kinds.insert(entity.body_case());
  const auto* body = v1::Entity::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    EXPECT_TRUE(kinds.contains(body->field(i)->number())) << body->field(i)->name();
  }
}

TEST_F(ReadsTest, EverybodyIsSentWhatTheMatrixGivesAndNothingElse) {
  const std::map<Id, v1::Entity> everything = town_->Everything();
  std::map<std::string, std::map<Id, v1::Entity>> sent;
  for (const std::string& person : Town::Everybody()) sent[person] = town_->ReadBy(person);
  for (const auto& [id, entity] : everything) {
    const People readers = WhoMayRead(entity, everything);
    for (const std::string& person : Town::Everybody()) {
      EXPECT_EQ(sent[person].contains(id), readers.contains(person))
          << person << " and this " << NameOfKind(entity) << ": " << entity.ShortDebugString();
    }
  }
}

// The matrix for any network, which the scenarios use, against the one by names.
TEST_F(ReadsTest, BothMatricesSayTheSame) {
  const std::map<Id, v1::Entity> everything = town_->Everything();
  Matrix matrix;
  for (const auto& [id, entity] : everything) matrix.Learn(entity);
  for (const auto& [id, entity] : everything) {
    const People readers = WhoMayRead(entity, everything);
    for (const std::string& person : Town::Everybody()) {
      EXPECT_EQ(matrix.MayRead(IdNamed(person).ToBytes(), entity), readers.contains(person))
          << person << " and this " << NameOfKind(entity) << ": " << entity.ShortDebugString();
    }
  }
}

TEST_F(ReadsTest, NoTextIsInTheBytesSentToSomebodyWhoMayNotReadIt) {
  const std::map<Id, v1::Entity> everything = town_->Everything();
  std::map<std::string, std::string> sent;
  for (const std::string& person : Town::Everybody()) sent[person] = town_->BytesSentTo(person);
  for (const auto& [word, id] : town_->words()) {
    ASSERT_TRUE(everything.contains(id)) << word;
    const People readers = WhoMayRead(everything.at(id), everything);
    EXPECT_FALSE(readers.empty());
    for (const std::string& person : Town::Everybody()) {
      const bool there = sent[person].find(word) != std::string::npos;
      EXPECT_EQ(there, readers.contains(person))
          << person << " and " << word << " in " << everything.at(id).ShortDebugString();
    }
  }
}

// A guest's list is so short that it can be written down.
TEST_F(ReadsTest, AGuestIsSentTheCohortTheInvitationAndTheOwnEntry) {
  const Id hat = IdOf(AHat("lisa guest"));
  const std::map<Id, v1::Entity> sent = town_->ReadBy("lisa guest");
  std::set<Id> ids;
  for (const auto& [id, entity] : sent) ids.insert(id);
  ASSERT_EQ(ids, (std::set<Id>{IdNamed("lisa guest"), hat, IdNamed("cohort")}));
  EXPECT_EQ(sent.at(hat).membership().headcount(), 4u);
  const std::string bytes = town_->BytesSentTo("lisa guest");
  for (const std::string& person : Town::Everybody()) {
    if (person == "lisa guest" || person == "carin coach" || person == "olle organiser") continue;
    EXPECT_THAT(bytes, Not(HasSubstr(IdNamed(person).bytes()))) << person;
  }
}

TEST_F(ReadsTest, AGuestWhoseTimeIsOverIsSentOnlyTheOwn) {
  const Id hat = IdOf(AHat("gert guest"));
  const std::map<Id, v1::Entity> sent = town_->ReadBy("gert guest");
  ASSERT_EQ(sent.size(), 2u);
  ASSERT_TRUE(sent.contains(IdNamed("gert guest")));
  ASSERT_TRUE(sent.contains(hat));
  EXPECT_TRUE(sent.at(hat).membership().ended());
  EXPECT_EQ(sent.at(hat).membership().headcount(), 0u);
  EXPECT_THAT(town_->BytesSentTo("gert guest"), Not(HasSubstr("Omgång")));
}

TEST_F(ReadsTest, AnAddressIsSentToNobody) {
  for (const std::string& person : Town::Everybody()) {
    EXPECT_THAT(town_->BytesSentTo(person), Not(HasSubstr("@pargas.example"))) << person;
  }
}

TEST_F(ReadsTest, WhatWasTakenDownIsSentToNobody) {
  for (const std::string& person : Town::Everybody()) {
    EXPECT_THAT(town_->BytesSentTo(person), Not(HasSubstr("Detta tas ned"))) << person;
  }
}

TEST_F(ReadsTest, ListGivesTheSameAsPull) {
  const auto* body = v1::Entity::descriptor()->FindOneofByName("body");
  for (const std::string& person : Town::Everybody()) {
    const std::map<Id, v1::Entity> pulled = town_->ReadBy(person);
    const std::unique_ptr<server::Snapshot> snapshot = Must(town_->store().Read());
    std::set<Id> listed;
    for (int i = 0; i < body->field_count(); ++i) {
      v1::ListRequest request;
      request.set_kind(static_cast<uint32_t>(body->field(i)->number()));
      request.set_page_size(1000);
      v1::ListResponse response;
      ASSERT_THAT(server::ListEntities(*snapshot, IdNamed(person), request, response), IsOk());
      EXPECT_THAT(response.next_page_token(), testing::IsEmpty());
      for (const std::string& bytes : response.entities()) {
        v1::Entity entity;
        ASSERT_TRUE(entity.ParseFromString(bytes));
        listed.insert(Id::FromBytes(entity.id()));
      }
    }
    for (const auto& [id, entity] : pulled) EXPECT_TRUE(listed.contains(id)) << person;
    EXPECT_EQ(listed.size(), pulled.size()) << person;
  }
}

// But of an assignment: whoever works on it may read it as it was.
TEST_F(ReadsTest, VersionsAreGivenToTheirAuthorAlone) {
  const std::unique_ptr<server::Snapshot> snapshot = Must(town_->store().Read());
  const std::map<Id, v1::Entity> everything = town_->Everything();
  for (const auto& [id, entity] : everything) {
    const People readers = WhoMayRead(entity, everything);
    for (const std::string& person : Town::Everybody()) {
      v1::ListVersionsRequest request;
      request.set_entity_id(id.ToBytes());
      v1::ListVersionsResponse response;
      const base::Status status =
          server::ListVersions(*snapshot, IdNamed(person), request, response).status();
      if (entity.author() == IdNamed(person).bytes()) continue;
      if (entity.has_assignment() && readers.contains(person)) continue;
      EXPECT_THAT(status, HasReason(v1::REASON_NOT_FOUND))
          << person << " and this " << NameOfKind(entity) << ": " << entity.ShortDebugString();
      EXPECT_EQ(response.ByteSizeLong(), 0u);
    }
  }
}

}  // namespace
}  // namespace samstig::test
