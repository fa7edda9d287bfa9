// SPDX-License-Identifier: Apache-2.0
#include "server/groups/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "server/groups/fair_groups.h"
#include "tests/server/groups/problems.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server::groups {
namespace {

using test::IdNamed;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Why> WhysOf(const Explained& explained, size_t i) {
  std::vector<Why> whys;
  for (const Reason& reason : explained.reasons[i]) whys.push_back(reason.why);
  return whys;
}

std::vector<Short> ShortsOf(const Explained& explained) {
  std::vector<Short> shorts;
  for (const Unmet& unmet : explained.unmet) shorts.push_back(unmet.what);
  return shorts;
}

// Anna (0) and Axel (1) of Pargas, Bo (2) and Bea (3) of Raseborg.
class ExplainTest : public testing::Test {
 protected:
  ExplainTest() : problem(Strangers(4, 2)) {
    ComeFrom(problem, {0, 1}, "Pargas");
    ComeFrom(problem, {2, 3}, "Raseborg");
  }

  Problem problem;
};

TEST_F(ExplainTest, AFairPlaceHasItsReasons) {
  AreOneLine(problem, {0, 1});
  HaveMet(problem, {0, 3});
  problem.people[0].returning = true;
  problem.people[0].sector = "care";
  problem.people[2].sector = "education";
  const std::vector<Explained> explained = Explain(problem, {{0, 2}, {1, 3}});
  EXPECT_THAT(WhysOf(explained[0], 0),
              ElementsAre(Why::kOnlyOneOfMunicipality, Why::kApartFromLine, Why::kApartFromThoseMet,
                          Why::kOneOfReturning, Why::kOnlyOneOfSector));
  const std::vector<Reason>& annas = explained[0].reasons[0];
  EXPECT_EQ(annas[0].municipality, IdNamed("Pargas"));
  EXPECT_THAT(annas[1].people, ElementsAre(1));
  EXPECT_THAT(annas[2].people, ElementsAre(3));
  EXPECT_EQ(annas[3].count, 1u);
  EXPECT_EQ(annas[4].sector, "care");
  EXPECT_THAT(WhysOf(explained[0], 1),
              ElementsAre(Why::kOnlyOneOfMunicipality, Why::kWithReturning, Why::kOnlyOneOfSector));
  EXPECT_THAT(explained[0].unmet, IsEmpty());
  EXPECT_THAT(WhysOf(explained[1], 0),
              ElementsAre(Why::kOnlyOneOfMunicipality, Why::kApartFromLine));
}

TEST_F(ExplainTest, WhatAGroupLacksIsSaidPlainly) {
  HaveMet(problem, {0, 1});
  HaveMet(problem, {0, 1});
  problem.people[0].returning = problem.people[1].returning = true;
  problem.people[0].sector = problem.people[1].sector = "care";
  const std::vector<Explained> explained = Explain(problem, {{0, 1}, {2, 3}});
  EXPECT_THAT(ShortsOf(explained[0]), ElementsAre(Short::kSameMunicipality, Short::kMetBefore,
                                                  Short::kTooManyReturning, Short::kSameSector));
  const std::vector<Unmet>& unmet = explained[0].unmet;
  EXPECT_EQ(unmet[0].municipality, IdNamed("Pargas"));
  EXPECT_THAT(unmet[0].people, ElementsAre(0, 1));
  EXPECT_FALSE(unmet[0].unavoidable) << "two of them, and two groups";
  EXPECT_THAT(unmet[1].people, ElementsAre(0, 1));
  EXPECT_EQ(unmet[1].count, 2u);
  EXPECT_EQ(unmet[2].count, 2u);
  EXPECT_EQ(unmet[3].sector, "care");
  EXPECT_THAT(WhysOf(explained[0], 0), ElementsAre(Why::kOneOfReturning));
  EXPECT_THAT(ShortsOf(explained[1]),
              ElementsAre(Short::kSameMunicipality, Short::kTooFewReturning));
}

TEST_F(ExplainTest, MoreOfAMunicipalityThanGroupsCannotBeHelped) {
  ComeFrom(problem, {2}, "Pargas");
  const std::vector<Explained> explained = Explain(problem, {{0, 1}, {2, 3}});
  EXPECT_TRUE(explained[0].unmet[0].unavoidable);
}

TEST_F(ExplainTest, NoSectorIsLikeNobodyElses) {
  const std::vector<Explained> explained = Explain(problem, {{0, 2}, {1, 3}});
  EXPECT_THAT(WhysOf(explained[0], 0), ElementsAre(Why::kOnlyOneOfMunicipality));
  EXPECT_THAT(explained[0].unmet, IsEmpty());
}

// ---- True of any groups, worked out anew

class Truth {
 public:
  Truth(const Problem& problem, const Groups& groups, const Group& group)
      : problem_(problem), groups_(groups.size()), group_(group) {}

  bool Of(size_t person, const Reason& reason) const {
    const Person& who = problem_.people[person];
    switch (reason.why) {
      case Why::kOnlyOneOfMunicipality:
        return reason.municipality == who.municipality &&
               Here([&](const Person& p) { return p.municipality == who.municipality; }) == 1;
      case Why::kApartFromLine:
        return NoneIsHere(reason.people) && AllAre(reason.people, [&](size_t other) {
                 return problem_.lines.contains({person, other}) ||
                        problem_.lines.contains({other, person});
               });
      case Why::kApartFromThoseMet:
        return NoneIsHere(reason.people) && AllAre(reason.people, [&](size_t other) {
                 return problem_.met.contains(PairOf(person, other));
               });
      case Why::kOneOfReturning:
        return who.returning && reason.count == Returning();
      case Why::kWithReturning:
        return !who.returning && reason.count == Returning() && reason.count > 0;
      case Why::kOnlyOneOfSector:
        return reason.sector == who.sector &&
               Here([&](const Person& p) { return p.sector == who.sector; }) == 1;
    }
    return false;
  }

  bool Of(const Unmet& unmet) const {
    const auto all = [&](auto is) {
      return unmet.people.size() >= 2 && AllAre(unmet.people, [&](size_t person) {
               return is(problem_.people[person]) &&
                      std::count(group_.begin(), group_.end(), person) == 1;
             });
    };
    switch (unmet.what) {
      case Short::kSameMunicipality:
        return all([&](const Person& p) { return p.municipality == unmet.municipality; });
      case Short::kSameSector:
        return all([&](const Person& p) { return p.sector == unmet.sector; });
      case Short::kMetBefore:
        return problem_.met.at(PairOf(unmet.people[0], unmet.people[1])) ==
               static_cast<int>(unmet.count);
      case Short::kTooManyReturning:
        return unmet.count == Returning() && (Returning() - 1) * groups_ >= AllReturning();
      case Short::kTooFewReturning:
        return unmet.count == Returning() && (Returning() + 1) * groups_ <= AllReturning();
    }
    return false;
  }

 private:
  template <typename Is>
  size_t Here(Is is) const {
    return static_cast<size_t>(std::count_if(
        group_.begin(), group_.end(), [&](size_t person) { return is(problem_.people[person]); }));
  }
  size_t Returning() const {
    return Here([](const Person& p) { return p.returning; });
  }
  size_t AllReturning() const {
    return static_cast<size_t>(std::count_if(problem_.people.begin(), problem_.people.end(),
                                             [](const Person& p) { return p.returning; }));
  }
  bool NoneIsHere(const std::vector<size_t>& people) const {
    return std::none_of(people.begin(), people.end(), [&](size_t person) {
      return std::find(group_.begin(), group_.end(), person) != group_.end();
    });
  }
  template <typename Is>
  static bool AllAre(const std::vector<size_t>& people, Is is) {
    return !people.empty() && std::all_of(people.begin(), people.end(), is);
  }

  const Problem& problem_;
  const size_t groups_;
  const Group& group_;
};

TEST(ExplainPropertyTest, EachReasonIsTrueWhateverTheCohort) {
  test::SeededRandom random(test::SeedOr(2031));
  SCOPED_TRACE(random.Story());
  size_t reasons = 0;
  size_t unmet = 0;
  for (int i = 0; i < 30; ++i) {
    const Problem problem = AnyCohort(random, 4 + random.Below(30), 2 + random.Below(5));
    const base::Result<Groups> groups = FairGroups(problem);
    if (!groups.ok()) continue;
    const std::vector<Explained> explained = Explain(problem, *groups);
    ASSERT_EQ(explained.size(), groups->size());
    for (size_t g = 0; g < groups->size(); ++g) {
      const Truth truth(problem, *groups, (*groups)[g]);
      ASSERT_EQ(explained[g].reasons.size(), (*groups)[g].size());
      for (size_t at = 0; at < (*groups)[g].size(); ++at) {
        for (const Reason& reason : explained[g].reasons[at]) {
          EXPECT_TRUE(truth.Of((*groups)[g][at], reason)) << static_cast<int>(reason.why);
          ++reasons;
        }
      }
      for (const Unmet& lacking : explained[g].unmet) {
        EXPECT_TRUE(truth.Of(lacking)) << static_cast<int>(lacking.what);
        ++unmet;
      }
    }
  }
  EXPECT_GT(reasons, 500u);
  EXPECT_GT(unmet, 20u);
}

}  // namespace
}  // namespace samstig::server::groups
