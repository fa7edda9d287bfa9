// SPDX-License-Identifier: Apache-2.0
#include "server/groups/explain.h"

#include <algorithm>

namespace samstig::server::groups {

namespace {

class Explainer {
 public:
  Explainer(const Problem& problem, size_t groups) : problem_(problem), groups_(groups) {
    for (const Person& person : problem.people) {
      ++of_municipality_[person.municipality];
      if (!person.sector.empty()) ++of_sector_[person.sector];
      if (person.returning) ++returning_;
    }
    for (const auto& [below, above] : problem.lines) {
      in_line_[below].insert(above);
      in_line_[above].insert(below);
    }
    for (const auto& [pair, times] : problem.met) {
      met_[pair.first].insert(pair.second);
      met_[pair.second].insert(pair.first);
    }
  }

  Explained Explain(const Group& group) {
    Sort(group);
    Explained explained;
    for (const size_t person : group) explained.reasons.push_back(ReasonsFor(person, group));
    explained.unmet = UnmetIn(group);
    return explained;
  }

 private:
  const Person& At(size_t place) const { return problem_.people[place]; }

  // Who is of which municipality and sector in this group.
  void Sort(const Group& group) {
    here_of_municipality_.clear();
    here_of_sector_.clear();
    here_returning_ = 0;
    for (const size_t person : group) {
      here_of_municipality_[At(person).municipality].push_back(person);
      if (!At(person).sector.empty()) here_of_sector_[At(person).sector].push_back(person);
      if (At(person).returning) ++here_returning_;
    }
  }

  std::vector<Reason> ReasonsFor(size_t place, const Group& group) {
    const Person& person = At(place);
    std::vector<Reason> reasons;
    if (here_of_municipality_[person.municipality].size() == 1) {
      reasons.push_back({.why = Why::kOnlyOneOfMunicipality, .municipality = person.municipality});
    }
    AddApart(Why::kApartFromLine, in_line_[place], group, reasons);
    AddApart(Why::kApartFromThoseMet, met_[place], group, reasons);
    if (here_returning_ > 0) {
      reasons.push_back({.why = person.returning ? Why::kOneOfReturning : Why::kWithReturning,
                         .count = here_returning_});
    }
    if (!person.sector.empty() && here_of_sector_[person.sector].size() == 1) {
      reasons.push_back({.why = Why::kOnlyOneOfSector, .sector = person.sector});
    }
    return reasons;
  }

  // When none of them is in the group.
  static void AddApart(Why why, const std::set<size_t>& from, const Group& group,
                       std::vector<Reason>& reasons) {
    const bool meets =
        std::any_of(group.begin(), group.end(), [&](size_t other) { return from.contains(other); });
    if (from.empty() || meets) return;
    reasons.push_back({.why = why, .people = {from.begin(), from.end()}});
  }

  std::vector<Unmet> UnmetIn(const Group& group) const {
    std::vector<Unmet> unmet;
    for (const auto& [municipality, people] : here_of_municipality_) {
      if (people.size() < 2) continue;
      unmet.push_back({.what = Short::kSameMunicipality,
                       .municipality = municipality,
                       .people = people,
                       .unavoidable = of_municipality_.at(municipality) > groups_});
    }
    for (size_t i = 0; i < group.size(); ++i) {
      for (size_t j = i + 1; j < group.size(); ++j) {
        const auto met = problem_.met.find(PairOf(group[i], group[j]));
        if (met == problem_.met.end()) continue;
        unmet.push_back({.what = Short::kMetBefore,
                         .people = {group[i], group[j]},
                         .count = static_cast<size_t>(met->second)});
      }
    }
    // Spread evenly, some groups have one more than others, and none has two more.
    if (here_returning_ > (returning_ + groups_ - 1) / groups_) {
      unmet.push_back({.what = Short::kTooManyReturning, .count = here_returning_});
    } else if (here_returning_ < returning_ / groups_) {
      unmet.push_back({.what = Short::kTooFewReturning, .count = here_returning_});
    }
    for (const auto& [sector, people] : here_of_sector_) {
      if (people.size() < 2) continue;
      unmet.push_back({.what = Short::kSameSector,
                       .sector = sector,
                       .people = people,
                       .unavoidable = of_sector_.at(sector) > groups_});
    }
    return unmet;
  }

  const Problem& problem_;
  const size_t groups_;
  // In all groups together.
  std::map<base::Id, size_t> of_municipality_;
  std::map<std::string, size_t> of_sector_;
  size_t returning_ = 0;
  std::map<size_t, std::set<size_t>> in_line_;
  std::map<size_t, std::set<size_t>> met_;
  // In the one at hand.
  std::map<base::Id, std::vector<size_t>> here_of_municipality_;
  std::map<std::string, std::vector<size_t>> here_of_sector_;
  size_t here_returning_ = 0;
};

}  // namespace

std::vector<Explained> Explain(const Problem& problem, const Groups& groups) {
  Explainer explainer(problem, groups.size());
  std::vector<Explained> explained;
  for (const Group& group : groups) explained.push_back(explainer.Explain(group));
  return explained;
}

}  // namespace samstig::server::groups
