// SPDX-License-Identifier: Apache-2.0
// CatalogueService through real gRPC.
#include <gmock/gmock.h>

#include "domain/rules/keys.h"
#include "samstig/v1/catalogue_service.grpc.pb.h"
#include "tests/server/api/served.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using testing::IsEmpty;
using testing::SizeIs;

class CatalogueTest : public Served {
 protected:
  void Holds(const v1::Entity& entity) {
    Write([&](Transaction& txn) {
      return txn.Put(test::IdOf(entity), entity.SerializeAsString(), {}, rules::KeysOf(entity))
          .status();
    });
  }

  base::Id HoldsCohort(const std::string& name, v1::CohortState state) {
    v1::Entity cohort = test::ACohort().In(state).WithId(test::IdNamed(name));
    cohort.mutable_cohort()->set_programme_id(test::IdNamed("ledarstig").ToBytes());
    Holds(cohort);
    return test::IdOf(cohort);
  }

  void HoldsProgramme() {
    v1::Entity programme = test::AProgramme("ledarstig").WithId(test::IdNamed("ledarstig"));
    *programme.mutable_programme()->mutable_name() = test::InSwedish("Kommunens ledarstig");
    Holds(programme);
    // Written in another order than they have.
    for (const auto& [position, name] : {std::pair(2u, "Samtal"), std::pair(1u, "Uppdrag")}) {
      v1::Entity theme = test::ATheme(name).WithId(test::IdNamed(name));
      theme.mutable_theme()->set_programme_id(test::IdNamed("ledarstig").ToBytes());
      theme.mutable_theme()->set_position(position);
      *theme.mutable_theme()->mutable_name() = test::InSwedish(name);
      Holds(theme);
    }
  }

  v1::ListOpenCohortsResponse Open() {
    v1::ListOpenCohortsRequest request;
    request.set_network("stigen");
    v1::ListOpenCohortsResponse response;
    EXPECT_THAT(Call(*catalogue_, &v1::CatalogueService::Stub::ListOpenCohorts, request, &response),
                Succeeded());
    return response;
  }

  const std::unique_ptr<v1::CatalogueService::Stub> catalogue_ =
      v1::CatalogueService::NewStub(channel_);
};

TEST_F(CatalogueTest, ShowsWhatIsAnnouncedOrEnrollingToAnybody) {
  HoldsProgramme();
  std::vector<std::string> open;
  for (int state = v1::COHORT_STATE_DRAFT; state <= v1::COHORT_STATE_PAUSED; ++state) {
    const base::Id id =
        HoldsCohort("cohort " + std::to_string(state), static_cast<v1::CohortState>(state));
    if (state == v1::COHORT_STATE_ANNOUNCED || state == v1::COHORT_STATE_ENROLLING) {
      open.push_back(id.ToBytes());
    }
  }
  const v1::ListOpenCohortsResponse response = Open();
  std::vector<std::string> shown;
  for (const v1::OpenCohort& cohort : response.cohorts()) shown.push_back(cohort.cohort_id());
  EXPECT_THAT(shown, testing::UnorderedElementsAreArray(open));
}

TEST_F(CatalogueTest, HasProgrammeAndThemesInTheirOrder) {
  HoldsProgramme();
  HoldsCohort("autumn", v1::COHORT_STATE_ENROLLING);
  const v1::ListOpenCohortsResponse response = Open();
  ASSERT_THAT(response.cohorts(), SizeIs(1));
  const v1::OpenCohort& cohort = response.cohorts(0);
  EXPECT_EQ(cohort.cohort().state(), v1::COHORT_STATE_ENROLLING);
  EXPECT_EQ(cohort.programme().name().by_language().begin()->second, "Kommunens ledarstig");
  ASSERT_THAT(cohort.themes(), SizeIs(2));
  EXPECT_EQ(cohort.themes(0).by_language().begin()->second, "Uppdrag");
  EXPECT_EQ(cohort.themes(1).by_language().begin()->second, "Samtal");
}

TEST_F(CatalogueTest, SaysHowManySeatsAreLeftWhereThereIsALimit) {
  HoldsProgramme();
  v1::Entity cohort = test::ACohort("autumn").Enrolling();
  cohort.mutable_cohort()->set_programme_id(test::IdNamed("ledarstig").ToBytes());
  Holds(cohort);
  EXPECT_FALSE(Open().cohorts(0).has_seats_left());
  cohort.mutable_cohort()->set_seats(7);
  Holds(cohort);
  EXPECT_EQ(Open().cohorts(0).seats_left(), 7u);
  v1::Entity seat = test::ASeatRequest(5).Agreed(5);
  seat.mutable_cohort_seat()->set_cohort_id(cohort.id());
  Holds(seat);
  v1::Entity asked = test::ASeatRequest(5).WithId(test::IdNamed("another seat"));
  asked.mutable_cohort_seat()->set_cohort_id(cohort.id());
  Holds(asked);
  EXPECT_EQ(Open().cohorts(0).seats_left(), 2u) << "what is only asked for is not gone";
  cohort.mutable_cohort()->set_seats(4);
  Holds(cohort);
  EXPECT_EQ(Open().cohorts(0).seats_left(), 0u);
}

TEST_F(CatalogueTest, IsEmptyOrThereIsNoSuchNetwork) {
  EXPECT_THAT(Open().cohorts(), IsEmpty());
  for (const char* name : {"", "elsewhere", "../stigen"}) {
    v1::ListOpenCohortsRequest request;
    request.set_network(name);
    v1::ListOpenCohortsResponse response;
    EXPECT_THAT(Call(*catalogue_, &v1::CatalogueService::Stub::ListOpenCohorts, request, &response),
                Refused(v1::REASON_NO_SUCH_NETWORK, StatusCode::NOT_FOUND));
  }
}

}  // namespace
}  // namespace samstig::server
