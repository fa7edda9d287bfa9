// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/names.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using base::Id;
using test::IdNamed;

// In every network, every import, every database: these must never change.
TEST(NamesTest, AreTheSameForever) {
  EXPECT_EQ(MunicipalityId("FI", "445").ToText(), "e6fbf652-4b48-8c72-816e-f41ea50b7036");
  EXPECT_EQ(ProgrammeId("kommunens-ledarstig").ToText(), "70b3ccf0-c140-8a94-8afd-07d29c7d0b96");
  EXPECT_EQ(ThemeId("kommunens-ledarstig", "mod").ToText(), "71efb25c-ded1-823b-9069-90ab1d95c941");
  EXPECT_EQ(EnrolmentId(ProgrammeId("a"), MunicipalityId("FI", "445"), "17").ToText(),
            "cd128ae3-6957-80ec-89ba-75708e533b3c");
}

TEST(NamesTest, DifferForDifferentThings) {
  const Id a = IdNamed("a");
  const Id b = IdNamed("b");
  const std::set<Id> ids = {
      MunicipalityId("FI", "445"),
      MunicipalityId("SE", "445"),
      MunicipalityId("FI", "710"),
      ProgrammeId("mod"),
      ThemeId("mod", "mod"),
      ThemeId("mod", "lyssna"),
      ThemeId("lyssna", "mod"),
      SeatId(a, b),
      SeatId(b, a),
      EnrolmentId(a, b, "17"),
      EnrolmentId(a, b, "anna@pargas.example"),
      EnrolmentId(b, a, "17"),
      WorkId(a, b),
      WorkId(b, a),
      PlaceId(a, b),
      PlaceId(b, a),
      SubscriptionId(a, b),
      SubscriptionId(b, a),
      FlagId(a, b),
      FlagId(b, a),
      NudgeId(a, b),
      NudgeId(b, a),
      HourId(0),
      HourId(base::kHourMs),
      a,
      b,
  };
  EXPECT_EQ(ids.size(), 26u);
}

TEST(NamesTest, AnHourHasOneName) {
  EXPECT_EQ(HourId(7 * base::kHourMs), HourId(8 * base::kHourMs - 1));
  EXPECT_NE(HourId(7 * base::kHourMs), HourId(8 * base::kHourMs));
}

TEST(NamesTest, AreMadeAlikeByTwoWriters) {
  EXPECT_EQ(WorkId(IdNamed("anna"), IdNamed("assignment")),
            WorkId(IdNamed("anna"), IdNamed("assignment")));
  EXPECT_EQ(SeatId(IdNamed("cohort"), MunicipalityId("FI", "445")),
            SeatId(IdNamed("cohort"), MunicipalityId("FI", "445")));
}

}  // namespace
}  // namespace samstig::rules
