// SPDX-License-Identifier: Apache-2.0
// The fair builder: what always holds, over cohorts of chance, and small ones where the best answer
// can be found by trying everything.
#include "server/groups/fair_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "server/groups/cost.h"
#include "tests/server/groups/problems.h"
#include "tests/support/status_matchers.h"

namespace samstig::server::groups {
namespace {

using test::HasReason;
using test::IsOk;
using test::Must;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

// ---- Written anew, in the plainest way

size_t PairsOfOneMunicipality(const Problem& problem, const Groups& groups) {
  size_t pairs = 0;
  for (const Group& group : groups) {
    for (const size_t a : group) {
      for (const size_t b : group) {
        if (a < b && problem.people[a].municipality == problem.people[b].municipality) ++pairs;
      }
    }
  }
  return pairs;
}

size_t MeetingsAgain(const Problem& problem, const Groups& groups) {
  size_t meetings = 0;
  for (const Group& group : groups) {
    for (const size_t a : group) {
      for (const size_t b : group) {
        const auto met = problem.met.find({a, b});
        if (met != problem.met.end()) meetings += static_cast<size_t>(met->second);
      }
    }
  }
  return meetings;
}

bool KeepsLinesApart(const Problem& problem, const Groups& groups) {
  for (const Group& group : groups) {
    for (const size_t below : group) {
      for (const size_t above : group) {
        if (problem.lines.contains({below, above})) return false;
      }
    }
  }
  return true;
}

// The smallest municipality mix, and with that the fewest meetings again, of all arrangements
// there are.
std::pair<size_t, size_t> BestByTryingAll(const Problem& problem) {
  const size_t count = HowMany(problem.people.size(), problem.size);
  const size_t smallest = problem.people.size() / count;
  const size_t larger = problem.people.size() % count;
  std::pair<size_t, size_t> best{~size_t{0}, 0};
  Groups groups(count);
  const std::function<void(size_t)> place = [&](size_t person) {
    if (person == problem.people.size()) {
      const bool even = std::count_if(groups.begin(), groups.end(), [&](const Group& group) {
                          return group.size() == smallest + 1;
                        }) == static_cast<long>(larger);
      if (!even || !KeepsLinesApart(problem, groups)) return;
      best =
          std::min(best, {PairsOfOneMunicipality(problem, groups), MeetingsAgain(problem, groups)});
      return;
    }
    for (Group& group : groups) {
      if (group.size() > smallest) continue;
      group.push_back(person);
      place(person + 1);
      group.pop_back();
    }
  };
  place(0);
  return best;
}

void ExpectSound(const Problem& problem, const Groups& groups) {
  std::vector<size_t> times(problem.people.size(), 0);
  size_t smallest = problem.people.size();
  size_t largest = 0;
  for (const Group& group : groups) {
    EXPECT_TRUE(std::is_sorted(group.begin(), group.end()));
    for (const size_t person : group) ++times.at(person);
    smallest = std::min(smallest, group.size());
    largest = std::max(largest, group.size());
  }
  EXPECT_THAT(times, Each(1u)) << "everybody in one group";
  EXPECT_GE(smallest, 2u);
  EXPECT_LE(largest, smallest + 1);
  EXPECT_TRUE(KeepsLinesApart(problem, groups));
}

// ---- How many

TEST(HowManyTest, TheGroupsAreAsNearToTheWishedSizeAsCanBe) {
  EXPECT_EQ(HowMany(24, 5), 5u);
  EXPECT_EQ(HowMany(20, 5), 4u);
  EXPECT_EQ(HowMany(120, 5), 24u);
  EXPECT_EQ(HowMany(7, 3), 2u);
  EXPECT_EQ(HowMany(2, 40), 1u);
  EXPECT_EQ(HowMany(3, 2), 1u) << "nobody is left alone";
  EXPECT_EQ(HowMany(59, 40), 2u) << "never more than 40";
}

// ---- What always holds

TEST(FairGroupsTest, EverybodyHasOnePlaceWhateverTheCohort) {
  test::SeededRandom random(test::SeedOr(2027));
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < 60; ++i) {
    const Problem problem = AnyCohort(random, 2 + random.Below(38), 2 + random.Below(7));
    const base::Result<Groups> groups = FairGroups(problem);
    if (!groups.ok()) {
      EXPECT_THAT(groups, HasReason(v1::REASON_LINE_OF_COMMAND));
      continue;
    }
    EXPECT_EQ(groups->size(), HowMany(problem.people.size(), problem.size));
    ExpectSound(problem, *groups);
    if (HasFailure()) break;
  }
}

TEST(FairGroupsTest, TheSameSeedGivesTheSameGroups) {
  test::SeededRandom random(test::SeedOr(2028));
  SCOPED_TRACE(random.Story());
  for (const size_t people : {9u, 31u, 60u}) {
    Problem problem = AnyCohort(random, people, 5);
    const Groups groups = Must(FairGroups(problem));
    EXPECT_EQ(Must(FairGroups(problem)), groups);
    problem.seed += 1;
    if (people == 60) {
      EXPECT_NE(Must(FairGroups(problem)), groups) << "where there are many, another gives others";
    }
  }
}

TEST(FairGroupsTest, FewPeopleAreDividedAsWellAsCanBe) {
  test::SeededRandom random(test::SeedOr(2029));
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < 40; ++i) {
    const Problem problem = AnyCohort(random, 4 + random.Below(5), 2 + random.Below(3));
    const base::Result<Groups> groups = FairGroups(problem);
    const std::pair<size_t, size_t> best = BestByTryingAll(problem);
    if (!groups.ok()) {
      EXPECT_EQ(best.first, ~size_t{0}) << groups.status().ToString();
      continue;
    }
    EXPECT_EQ(PairsOfOneMunicipality(problem, *groups), best.first);
    EXPECT_EQ(MeetingsAgain(problem, *groups), best.second);
  }
}

// Thirty people of six municipalities: six groups with one of each is the best there is, and it
// has to be found among others that are nearly as good.
TEST(FairGroupsTest, ACohortThatFitsIsDividedWithoutRemainder) {
  Problem problem = Strangers(30, 5);
  for (size_t home = 0; home < 5; ++home) {
    for (size_t i = 0; i < 6; ++i) {
      ComeFrom(problem, {home * 6 + i}, "municipality " + std::to_string(home));
      problem.people[home * 6 + i].returning = i < 3;
    }
  }
  const Groups groups = Must(FairGroups(problem));
  EXPECT_EQ(PairsOfOneMunicipality(problem, groups), 0u);
  EXPECT_EQ(Costs(problem).Of(groups), LeastCost(problem, 6));
}

// ---- What comes before what

TEST(FairGroupsTest, PeopleWhoHaveMetAreKeptApartOnlyAmongEqualMixes) {
  Problem problem = Strangers(4, 2);
  ComeFrom(problem, {0, 1}, "Pargas");
  ComeFrom(problem, {2, 3}, "Raseborg");
  HaveMet(problem, {0, 2});
  Groups groups = Must(FairGroups(problem));
  EXPECT_EQ(PairsOfOneMunicipality(problem, groups), 0u);
  EXPECT_EQ(MeetingsAgain(problem, groups), 0u);
  HaveMet(problem, {0, 3});
  groups = Must(FairGroups(problem));
  EXPECT_EQ(PairsOfOneMunicipality(problem, groups), 0u) << "rather somebody known than colleagues";
  EXPECT_EQ(MeetingsAgain(problem, groups), 1u);
}

TEST(FairGroupsTest, ThoseWhoReturnAreSpreadThenSectorsAreMixed) {
  Problem problem = Strangers(4, 2);
  problem.people[0].returning = problem.people[1].returning = true;
  problem.people[0].sector = problem.people[2].sector = "care";
  const Groups groups = Must(FairGroups(problem));
  const auto group =
      std::find_if(groups.begin(), groups.end(), [](const Group& g) { return g[0] == 0; });
  ASSERT_NE(group, groups.end());
  EXPECT_THAT(*group, ElementsAre(0, 3));
}

// ---- What cannot be

TEST(FairGroupsTest, MoreInOneLineThanGroupsIsSaidSo) {
  Problem problem = Strangers(8, 4);
  AreOneLine(problem, {0, 1, 2});
  const base::Result<Groups> groups = FairGroups(problem);
  ASSERT_THAT(groups, HasReason(v1::REASON_LINE_OF_COMMAND));
  EXPECT_THAT(groups.status().detail(),
              AllOf(HasSubstr("3 people are in one line of command"), HasSubstr("2 groups")));
  problem.size = 2;
  EXPECT_THAT(FairGroups(problem), IsOk()) << "smaller groups are more groups";
}

TEST(FairGroupsTest, AManagerOfAllOthersFindsNoGroup) {
  Problem problem = Strangers(9, 3);
  for (size_t i = 1; i < 8; ++i) problem.lines.insert({i, 0});
  const base::Result<Groups> groups = FairGroups(problem);
  ASSERT_THAT(groups, HasReason(v1::REASON_LINE_OF_COMMAND));
  EXPECT_THAT(groups.status().detail(), HasSubstr("with 7 of the 8 others"));
}

// One by one they do not fit: who comes late finds only groups with somebody of the own line.
TEST(FairGroupsTest, LinesThatCrossAreUntangled) {
  test::SeededRandom random(test::SeedOr(2030));
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < 20; ++i) {
    Problem problem = Strangers(12, 3);
    problem.seed = random.Next();
    // Six managers with four people each who report to them, all of them crosswise.
    for (size_t below = 6; below < 12; ++below) {
      for (size_t above = 0; above < 6; ++above) {
        if (above != below - 6 && above != (below - 5) % 6) problem.lines.insert({below, above});
      }
    }
    const Groups groups = Must(FairGroups(problem));
    ExpectSound(problem, groups);
  }
}

// Each step of Mycielski's makes a graph that takes one colour more, and has no three who are all
// in line with one another: there is nothing to be seen at a glance.
void AddMycielskisStep(size_t& people, std::set<Pair>& lines) {
  const size_t last = 2 * people;
  const std::set<Pair> before = lines;
  for (const auto& [a, b] : before) {
    lines.insert({a, people + b});
    lines.insert({b, people + a});
  }
  for (size_t i = people; i < last; ++i) lines.insert({i, last});
  people = last + 1;
}

TEST(FairGroupsTest, WhatTakesTooLongToDecideIsNotSaidToBeImpossible) {
  size_t people = 2;
  std::set<Pair> lines = {{0, 1}};
  for (int step = 0; step < 4; ++step) AddMycielskisStep(people, lines);
  Problem problem = Strangers(people, 10);  // 47 people who take six groups.
  problem.lines = lines;
  ASSERT_EQ(HowMany(people, 10), 5u);
  const base::Result<Groups> groups = FairGroups(problem);
  ASSERT_THAT(groups, HasReason(v1::REASON_LINE_OF_COMMAND));
  EXPECT_THAT(groups.status().detail(), HasSubstr("no such groups were found"));
}

TEST(FairGroupsTest, NumbersOutOfRangeAreRefused) {
  EXPECT_THAT(FairGroups(Strangers(8, 1)), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(FairGroups(Strangers(8, 41)), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(FairGroups(Strangers(0, 5)), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(FairGroups(Strangers(1, 5)), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(FairGroups(Strangers(kMaxPeople + 1, 5)), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(Must(FairGroups(Strangers(2, 5))), ElementsAre(SizeIs(2)));
}

}  // namespace
}  // namespace samstig::server::groups
