// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/progress.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace samstig::cli::figures {

namespace {

std::vector<Figure> Figures() {
  return {
      {"handed_in", "handed in",
       "Leaders who have handed in a report. Drafts are never counted. In rows on several "
       "assignments this and all that follows means: on at least one of them. An assignment for a "
       "group or one person counts in its own row alone."},
      {"late", "late", "Leaders whose first report came after the due time."},
      {"answered", "answered", "Leaders whose report a coach has answered."},
      {"acknowledged", "acknowledged", "Leaders whose latest report is acknowledged."},
      {"returned", "returned",
       "Leaders whose latest report was returned for another try that has not come yet."},
      {"did_not_work", "did not work",
       "Leaders whose latest report says: tried it, it did not work. A good end, not a "
       "failure."}};
}
constexpr size_t kFigures = 6;

// All that one person handed in on one assignment.
struct Work {
  const Attempt* first = nullptr;
  const Attempt* latest = nullptr;
  bool answered = false;

  void Add(const Attempt& attempt) {
    if (first == nullptr || attempt.number < first->number) first = &attempt;
    if (latest == nullptr || attempt.number > latest->number) latest = &attempt;
    answered = answered || attempt.answered;
  }
  // In the order of the figures.
  std::array<bool, kFigures> Says() const {
    return {true,
            first->late,
            answered,
            latest->state == v1::SUBMISSION_STATE_ACKNOWLEDGED,
            latest->state == v1::SUBMISSION_STATE_RETURNED,
            latest->did_not_work};
  }
};

// For each figure the people it counts: somebody with two reports is one person.
class Tally {
 public:
  void Add(const std::string& person, const Work& work) {
    const std::array<bool, kFigures> says = work.Says();
    for (size_t i = 0; i < kFigures; ++i) {
      if (says[i]) people_[i].insert(person);
    }
  }
  std::vector<uint64_t> Values() const {
    std::vector<uint64_t> values;
    for (const std::set<std::string>& people : people_) values.push_back(people.size());
    return values;
  }

 private:
  std::array<std::set<std::string>, kFigures> people_;
};

struct Tallies {
  std::map<std::string, Tally> by_assignment;
  std::map<std::string, Tally> by_theme;
  std::map<std::string, Tally> by_municipality;
  Tally total;
};

bool IsFor(const Assignment& assignment, const std::string& person) {
  return !assignment.only || assignment.only->count(person) > 0;
}

Tallies TallyAll(const Facts& facts, const std::map<std::string, std::string>& leaders) {
  std::map<std::string, const Assignment*> assignments;
  for (const Assignment& assignment : facts.assignments) assignments[assignment.id] = &assignment;
  std::map<std::pair<std::string, std::string>, Work> works;
  for (const Attempt& attempt : facts.attempts) {
    const auto on = assignments.find(attempt.assignment);
    const bool counts = leaders.count(attempt.person) > 0 && on != assignments.end() &&
                        IsFor(*on->second, attempt.person);
    if (counts) works[{attempt.person, attempt.assignment}].Add(attempt);
  }
  Tallies tallies;
  for (const auto& [key, work] : works) {
    const auto& [person, assignment] = key;
    tallies.by_assignment[assignment].Add(person, work);
    // One for a group or one person counts in its own row alone: in sums with others, what that
    // row keeps back for so few could be worked out.
    if (assignments[assignment]->only) continue;
    tallies.by_theme[assignments[assignment]->theme].Add(person, work);
    tallies.by_municipality[leaders.at(person)].Add(person, work);
    tallies.total.Add(person, work);
  }
  return tallies;
}

// The assignments of a theme, in the order in which they are due.
std::vector<Assignment> Of(const std::string& theme, const Facts& facts) {
  std::vector<Assignment> all;
  for (const Assignment& assignment : facts.assignments) {
    if (assignment.theme == theme) all.push_back(assignment);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Assignment& a, const Assignment& b) { return a.due < b.due; });
  return all;
}

size_t AddresseesOf(const Assignment& assignment,
                    const std::map<std::string, std::string>& leaders) {
  return static_cast<size_t>(std::count_if(leaders.begin(), leaders.end(), [&](const auto& leader) {
    return IsFor(assignment, leader.first);
  }));
}

Group ByAssignment(const Facts& facts, const std::map<std::string, std::string>& people,
                   Tallies& tallies) {
  Group group{"assignment", {}};
  const size_t leaders = people.size();
  const Telling telling = TellingOf(leaders);
  std::vector<Theme> themes = facts.themes;
  std::stable_sort(themes.begin(), themes.end(),
                   [](const Theme& a, const Theme& b) { return a.position < b.position; });
  themes.emplace_back();  // For assignments without one.
  for (const Theme& theme : themes) {
    const std::vector<Assignment> assignments = Of(theme.id, facts);
    if (assignments.empty()) continue;
    group.rows.push_back(MakeRow(theme.id.empty() ? "without a theme" : theme.name,
                                 {"theme", theme.code, theme.name, ""}, leaders, telling,
                                 tallies.by_theme[theme.id].Values()));
    for (const Assignment& assignment : assignments) {
      const size_t whom = AddresseesOf(assignment, people);
      group.rows.push_back(MakeRow(
          "  " + assignment.title, {"assignment", assignment.code, assignment.title, theme.name},
          whom, TellingOf(whom), tallies.by_assignment[assignment.id].Values()));
    }
  }
  return group;
}

Group ByMunicipality(const Facts& facts, const std::map<std::string, std::string>& leaders,
                     Tallies& tallies) {
  std::map<std::string, size_t> leaders_of;
  for (const auto& [person, municipality] : leaders) ++leaders_of[municipality];
  std::vector<Municipality> municipalities = ByName(facts);
  std::erase_if(municipalities, [&](const Municipality& m) { return leaders_of.count(m.id) == 0; });
  std::vector<size_t> people;
  for (const Municipality& m : municipalities) people.push_back(leaders_of[m.id]);
  const std::vector<Telling> telling = TellingOf(people);

  Group group{"municipality", {}};
  for (size_t i = 0; i < municipalities.size(); ++i) {
    const Municipality& m = municipalities[i];
    group.rows.push_back(MakeRow(m.name, {"municipality", m.code, m.name, ""}, people[i],
                                 telling[i], tallies.by_municipality[m.id].Values()));
  }
  group.rows.push_back(MakeRow("total", {"total", "", "", ""}, leaders.size(),
                               TellingOf(leaders.size()), tallies.total.Values()));
  return group;
}

}  // namespace

Sheet Progress(const Facts& facts) {
  Sheet sheet;
  sheet.words = {"group", "code", "name", "theme"};
  sheet.people = {
      "n", "leaders",
      "Leaders who take part now or have completed the cohort. Who waits for a place or "
      "has withdrawn is not counted, nor is what they handed in."};
  sheet.figures = Figures();
  const std::map<std::string, std::string> leaders = TakingPart(facts);
  Tallies tallies = TallyAll(facts, leaders);
  sheet.groups.push_back(ByAssignment(facts, leaders, tallies));
  sheet.groups.push_back(ByMunicipality(facts, leaders, tallies));
  return sheet;
}

}  // namespace samstig::cli::figures
