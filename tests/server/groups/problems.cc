// SPDX-License-Identifier: Apache-2.0
#include "tests/server/groups/problems.h"

#include <algorithm>

#include "tests/support/story.h"

namespace samstig::server::groups {

Problem Strangers(size_t people, size_t size) {
  Problem problem;
  problem.size = size;
  for (size_t i = 0; i < people; ++i) {
    Person person;
    person.id = test::IdNamed("person " + std::to_string(i));
    person.municipality = test::IdNamed("home of " + std::to_string(i));
    problem.people.push_back(std::move(person));
  }
  return problem;
}

void ComeFrom(Problem& problem, const std::vector<size_t>& people, std::string_view municipality) {
  for (const size_t person : people) {
    problem.people[person].municipality = test::IdNamed(municipality);
  }
}

void AreOneLine(Problem& problem, const std::vector<size_t>& people) {
  for (size_t i = 0; i < people.size(); ++i) {
    for (size_t j = i + 1; j < people.size(); ++j) problem.lines.insert({people[i], people[j]});
  }
}

void HaveMet(Problem& problem, const std::vector<size_t>& people) {
  for (size_t i = 0; i < people.size(); ++i) {
    for (size_t j = i + 1; j < people.size(); ++j) ++problem.met[PairOf(people[i], people[j])];
  }
}

Problem AnyCohort(test::SeededRandom& random, size_t people, size_t size) {
  static const char* const kSectors[] = {"", "education", "care", "technology", "culture"};
  Problem problem = Strangers(people, size);
  problem.seed = random.Next();
  const size_t municipalities = std::max<size_t>(3, people / 5);
  std::map<std::string, std::vector<size_t>> at_home;
  for (size_t i = 0; i < people; ++i) {
    // The smaller of two throws: the first municipalities are the large ones.
    const size_t home = std::min(random.Below(municipalities), random.Below(municipalities));
    at_home["municipality " + std::to_string(home)].push_back(i);
    problem.people[i].sector = kSectors[random.Below(5)];
    problem.people[i].returning = random.Chance(30);
  }
  for (const auto& [name, inhabitants] : at_home) {
    ComeFrom(problem, inhabitants, name);
    // A director, perhaps a head of unit, and one who works there.
    if (inhabitants.size() >= 3 && random.Chance(60)) {
      AreOneLine(problem, {inhabitants.begin(), inhabitants.begin() + (random.Chance(50) ? 3 : 2)});
    }
  }
  std::vector<size_t> last_time;
  for (size_t i = 0; i < people; ++i) {
    if (problem.people[i].returning) last_time.push_back(i);
  }
  for (size_t i = 0; i + 4 <= last_time.size(); i += 4) {
    HaveMet(problem, {last_time[i], last_time[i + 1], last_time[i + 2], last_time[i + 3]});
  }
  return problem;
}

}  // namespace samstig::server::groups
