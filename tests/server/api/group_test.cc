// SPDX-License-Identifier: Apache-2.0
// GroupService through real gRPC: who may ask, and what is known of the people.
#include <gmock/gmock.h>

#include <algorithm>

#include "domain/rules/keys.h"
#include "samstig/v1/group_service.grpc.pb.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using test::ACohort;
using test::AGroup;
using test::AHat;
using test::AnEnrolment;
using test::IdNamed;
using test::IdOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Carin coaches "cohort", in which eight leaders take part: the first two of each letter are of one
// municipality, a to d.
class GroupServiceTest : public Served {
 protected:
  GroupServiceTest() {
    Joins("carin", "carin@example.org");
    Joins("otto", "otto@example.org");
    Store(ACohort().Running());
    for (const char* municipality : {"a", "b", "c", "d"}) {
      for (const char* number : {"1", "2"}) {
        TakesPart(std::string(municipality) + number, municipality);
      }
    }
    Write([](Transaction& txn) {
      return txn.GiveScope(IdNamed("carin"), Scope::Staff(IdNamed("cohort")));
    });
    carin_ = SignsIn("carin@example.org");
  }

  void Store(const v1::Entity& entity) {
    Write([&](Transaction& txn) {
      return txn.Put(IdOf(entity), entity.SerializeAsString(), {}, rules::KeysOf(entity)).status();
    });
  }

  void TakesPart(const std::string& person, const std::string& municipality) {
    v1::Entity place = AnEnrolment(person);
    place.mutable_enrolment()->set_municipality_id(IdNamed(municipality).ToBytes());
    place.mutable_enrolment()->set_returning(person.ends_with('1'));
    Store(place);
    Store(AHat(person).LeaderIn(IdNamed(municipality)));
  }

  Answer Asks(const std::string& token, uint32_t size = 4, bool keep = false) {
    v1::ProposeGroupsRequest request;
    request.set_cohort_id(IdNamed("cohort").ToBytes());
    request.set_size(size);
    request.set_keep_live_groups(keep);
    return Asks(token, request);
  }
  Answer Asks(const std::string& token, const v1::ProposeGroupsRequest& request) {
    response_.Clear();
    return Call(*groups_, &v1::GroupService::Stub::ProposeGroups, request, &response_, token);
  }

  std::vector<std::string> PeopleIn(const v1::ProposedGroup& group) {
    std::vector<std::string> people;
    for (const v1::Placement& placement : group.placements()) {
      people.push_back(placement.person_id());
    }
    return people;
  }
  // The kinds of reasons that the person is placed for.
  std::vector<int> ReasonsFor(const std::string& person) {
    std::vector<int> kinds;
    for (const v1::ProposedGroup& group : response_.groups()) {
      for (const v1::Placement& placement : group.placements()) {
        if (placement.person_id() != IdNamed(person).bytes()) continue;
        for (const v1::PlacementReason& reason : placement.reasons()) {
          kinds.push_back(reason.kind());
        }
      }
    }
    return kinds;
  }

  const std::unique_ptr<v1::GroupService::Stub> groups_ = v1::GroupService::NewStub(channel_);
  v1::ProposeGroupsResponse response_;
  Device carin_;
};

TEST_F(GroupServiceTest, TheCoachIsGivenGroupsWithAReasonForEachPlacement) {
  ASSERT_THAT(Asks(carin_.token), Succeeded());
  EXPECT_EQ(response_.seed(), 1u);
  EXPECT_EQ(response_.kept_people(), 0u);
  ASSERT_THAT(response_.groups(), SizeIs(2));
  for (const v1::ProposedGroup& group : response_.groups()) {
    EXPECT_THAT(group.placements(), SizeIs(4));
    for (const v1::Placement& placement : group.placements()) {
      ASSERT_THAT(placement.reasons(), Not(IsEmpty()));
      EXPECT_EQ(placement.reasons(0).kind(), v1::PLACEMENT_REASON_KIND_ONLY_ONE_OF_MUNICIPALITY);
      EXPECT_THAT(placement.reasons(0).municipality_id(), SizeIs(16));
    }
    // All are of the sector that a story's hats have, which nobody can help.
    ASSERT_THAT(group.unmet(), SizeIs(1));
    EXPECT_EQ(group.unmet(0).kind(), v1::UNMET_WISH_KIND_SAME_SECTOR);
    EXPECT_THAT(group.unmet(0).person_ids(), SizeIs(4));
    EXPECT_EQ(group.unmet(0).sector(), "kultur");
    EXPECT_TRUE(group.unmet(0).unavoidable());
  }
  const std::string first = response_.SerializeAsString();
  ASSERT_THAT(Asks(carin_.token), Succeeded());
  EXPECT_EQ(response_.SerializeAsString(), first);
}

TEST_F(GroupServiceTest, NobodyButTheCohortsCoachesAsks) {
  EXPECT_THAT(Asks(""), Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
  for (const std::string& other : {SignsIn("otto@example.org").token, SignsIn().token}) {
    EXPECT_THAT(Asks(other), Refused(v1::REASON_NOT_ALLOWED, StatusCode::PERMISSION_DENIED))
        << "not even the organiser";
    EXPECT_THAT(response_.groups(), IsEmpty());
  }
}

TEST_F(GroupServiceTest, WhatCannotBeAnsweredSaysWhy) {
  v1::ProposeGroupsRequest request;
  request.set_size(4);
  EXPECT_THAT(Asks(carin_.token, request),
              Refused(v1::REASON_MISSING_FIELD, StatusCode::INVALID_ARGUMENT));
  request.set_cohort_id("x");
  EXPECT_THAT(Asks(carin_.token, request),
              Refused(v1::REASON_BAD_ID, StatusCode::INVALID_ARGUMENT));
  request.set_cohort_id(IdNamed("otto").ToBytes());
  EXPECT_THAT(Asks(carin_.token, request), Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  EXPECT_EQ(Asks(carin_.token, 1).reason(), v1::REASON_OUT_OF_RANGE);
  EXPECT_EQ(Asks(carin_.token, 41).reason(), v1::REASON_OUT_OF_RANGE);
}

TEST_F(GroupServiceTest, WhoTakesNoPartIsInNoGroup) {
  Store(AnEnrolment("a1").In(v1::ENROLMENT_STATE_WITHDRAWN));
  Store(AnEnrolment("a2").In(v1::ENROLMENT_STATE_WAITLISTED));
  ASSERT_THAT(Asks(carin_.token, 3), Succeeded());
  for (const v1::ProposedGroup& group : response_.groups()) {
    EXPECT_THAT(PeopleIn(group), Not(Contains(IdNamed("a1").ToBytes())));
    EXPECT_THAT(PeopleIn(group), Not(Contains(IdNamed("a2").ToBytes())));
  }
}

// The head of a unit between them does not take part, and yet stands between them.
TEST_F(GroupServiceTest, ALineOfCommandIsKeptApartThroughThoseWhoTakeNoPart) {
  v1::Entity a1 = AHat("a1").LeaderIn(IdNamed("a")).Under("head");
  Store(a1);
  Store(AHat("head").LeaderIn(IdNamed("a")).Under("b1"));
  ASSERT_THAT(Asks(carin_.token), Succeeded());
  EXPECT_THAT(ReasonsFor("a1"), Contains(v1::PLACEMENT_REASON_KIND_APART_FROM_LINE));
  EXPECT_THAT(ReasonsFor("b1"), Contains(v1::PLACEMENT_REASON_KIND_APART_FROM_LINE));
  EXPECT_THAT(Asks(carin_.token, 8),
              Refused(v1::REASON_LINE_OF_COMMAND, StatusCode::FAILED_PRECONDITION));
}

TEST_F(GroupServiceTest, WhoWasInAGroupTogetherHasMetWhateverTheCohort) {
  v1::Entity earlier = ACohort("last year").Archived();
  Store(earlier);
  v1::Entity group = AGroup({"a1", "b1"});
  group.mutable_group()->set_cohort_id(earlier.id());
  Store(group);
  ASSERT_THAT(Asks(carin_.token), Succeeded());
  EXPECT_THAT(ReasonsFor("a1"), Contains(v1::PLACEMENT_REASON_KIND_APART_FROM_THOSE_MET));
}

TEST_F(GroupServiceTest, LiveGroupsAreKeptWhenTheCoachWantsIt) {
  Store(AGroup({"a1", "b1"}));
  Store(AGroup({"c1", "d1"}).Named("dissolved").Dissolved());
  ASSERT_THAT(Asks(carin_.token, 3, true), Succeeded());
  EXPECT_EQ(response_.kept_people(), 2u);
  ASSERT_THAT(response_.groups(), SizeIs(2));
  EXPECT_THAT(response_.groups(0).placements(), SizeIs(3));
  EXPECT_THAT(ReasonsFor("a1"), IsEmpty());
  EXPECT_THAT(ReasonsFor("c1"), Not(IsEmpty()));
}

}  // namespace
}  // namespace samstig::server
