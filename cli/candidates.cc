// SPDX-License-Identifier: Apache-2.0
#include "cli/candidates.h"

#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "cli/text.h"
#include "cli/words.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// The candidates for these entities; `describe` gives label and names.
using Described = std::pair<std::string, std::vector<std::string>>;
std::vector<Candidate> From(const std::vector<Shown>& all,
                            const std::function<Described(const v1::Entity&)>& describe) {
  std::vector<Candidate> candidates;
  candidates.reserve(all.size());
  for (const Shown& shown : all) {
    auto [label, names] = describe(shown.entity);
    candidates.push_back({IdIn(shown.entity.id()), std::move(label), std::move(names)});
  }
  return candidates;
}

// Entities that hang on each cohort.
Result<std::vector<Shown>> OfAllCohorts(Copy& copy, KeyName name) {
  std::vector<Shown> all;
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, copy.All(KeyName::kCohorts));
  for (const Shown& cohort : cohorts) {
    ASSIGN_OR_RETURN(std::vector<Shown> more, copy.All(name, IdIn(cohort.entity.id())));
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::vector<std::string> AllNames(const v1::Municipality& municipality) {
  std::vector<std::string> names{municipality.code()};
  for (const auto& [language, name] : municipality.name().by_language()) names.push_back(name);
  return names;
}

}  // namespace

Candidates Themes(Copy& copy) {
  std::vector<Candidate> candidates;
  ASSIGN_OR_RETURN(std::vector<Shown> programmes, copy.All(KeyName::kProgrammes));
  for (const Shown& programme : programmes) {
    ASSIGN_OR_RETURN(std::vector<Shown> themes,
                     copy.All(KeyName::kThemesOfProgramme, IdIn(programme.entity.id())));
    for (Candidate& candidate : From(themes, [&](const v1::Entity& e) {
           return Described{"theme “" + copy.Text(e.theme().name()) + "”", {e.theme().code()}};
         })) {
      candidates.push_back(std::move(candidate));
    }
  }
  return candidates;
}

Candidates Cohorts(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kCohorts));
  return From(all, [&](const v1::Entity& e) {
    const std::string name = copy.Text(e.cohort().name());
    return Described{name + ", " + Word(e.cohort().state()), {copy.CohortCode(e.cohort()), name}};
  });
}

Candidates Programmes(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kProgrammes));
  return From(all, [&](const v1::Entity& e) {
    return Described{"programme “" + copy.Text(e.programme().name()) + "”", {e.programme().code()}};
  });
}

Candidates Municipalities(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kMunicipalities));
  return From(all, [&](const v1::Entity& e) {
    return Described{copy.Text(e.municipality().name()), AllNames(e.municipality())};
  });
}

Candidates Seats(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, OfAllCohorts(copy, KeyName::kSeatsOfCohort));
  return From(all, [&](const v1::Entity& e) {
    const v1::CohortSeat& seat = e.cohort_seat();
    std::vector<std::string> names;
    if (const Result<Shown> municipality = copy.Get(IdIn(seat.municipality_id()));
        municipality.ok()) {
      names = AllNames(municipality->entity.municipality());
    }
    return Described{
        copy.MunicipalityName(seat.municipality_id()) + " in " + copy.CohortName(seat.cohort_id()),
        std::move(names)};
  });
}

Candidates Enrolments(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, OfAllCohorts(copy, KeyName::kEnrolmentsOfCohort));
  return From(all, [&](const v1::Entity& e) {
    const std::string name = copy.PersonName(e.enrolment().person_id());
    return Described{name + " in " + copy.CohortName(e.enrolment().cohort_id()), {name}};
  });
}

Candidates People(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kPersons));
  std::erase_if(all, [](const Shown& shown) { return shown.entity.person().trace() != 0; });
  return From(all, [&](const v1::Entity& e) {
    const std::string home = copy.HomeOf(e.id());
    return Described{e.person().name() + (home.empty() ? "" : ", " + home), {e.person().name()}};
  });
}

Candidates Tools(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kTools));
  std::erase_if(all, [](const Shown& shown) { return shown.entity.tool().dropped(); });
  return From(all, [](const v1::Entity& e) {
    return Described{"tool “" + e.tool().title() + "”", {e.tool().title()}};
  });
}

Candidates Teams(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kTeams));
  std::erase_if(all, [](const Shown& shown) { return shown.entity.team().dropped(); });
  return From(all, [](const v1::Entity& e) {
    return Described{"team “" + e.team().name() + "”", {e.team().name()}};
  });
}

Candidates Assignments(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.AllAssignments());
  return From(all, [&](const v1::Entity& e) {
    const v1::Assignment& assignment = e.assignment();
    return Described{
        "“" + copy.Text(assignment.title()) + "” in " + copy.CohortName(assignment.cohort_id()),
        {assignment.template_code(), copy.Text(assignment.title())}};
  });
}

Candidates Announcements(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, OfAllCohorts(copy, KeyName::kAnnouncementsOfCohort));
  return From(all, [](const v1::Entity& e) {
    return Described{"announcement “" + e.announcement().title() + "”", {e.announcement().title()}};
  });
}

Candidates Participants(Copy& copy) {
  std::map<std::string, Candidate> by_person;
  ASSIGN_OR_RETURN(std::vector<Shown> places, OfAllCohorts(copy, KeyName::kEnrolmentsOfCohort));
  for (const Shown& place : places) {
    const std::string& person = place.entity.enrolment().person_id();
    const std::string name = copy.PersonName(person);
    by_person[person] = {IdIn(person), name, {name}};
  }
  std::vector<Candidate> candidates;
  for (auto& [person, candidate] : by_person) candidates.push_back(std::move(candidate));
  return candidates;
}

Candidates Submissions(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.AllSubmissions());
  return From(all, [&](const v1::Entity& e) {
    const v1::Submission& submission = e.submission();
    return Described{copy.PersonName(submission.person_id()) + " on “" +
                         copy.AssignmentTitle(submission.assignment_id()) + "”",
                     {}};
  });
}

Candidates Threads(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.AllThreads());
  return From(all, [](const v1::Entity& e) {
    return Described{"“" + TitleOf(e.thread()) + "”", {e.thread().title()}};
  });
}

Candidates Posts(Copy& copy) {
  std::vector<Candidate> candidates;
  ASSIGN_OR_RETURN(std::vector<Shown> threads, copy.AllThreads());
  for (const Shown& thread : threads) {
    ASSIGN_OR_RETURN(std::vector<Shown> posts,
                     copy.All(KeyName::kPostsOfThread, IdIn(thread.entity.id())));
    for (Candidate& candidate : From(posts, [&](const v1::Entity& e) {
           return Described{copy.PersonName(e.author()) + ": " + Clip(TextOf(e.post()), 50), {}};
         })) {
      candidates.push_back(std::move(candidate));
    }
  }
  return candidates;
}

Candidates Flags(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.AllFlags());
  return From(all, [&](const v1::Entity& e) {
    return Described{"a flag on a post in “" + copy.ThreadTitle(e.flag().thread_id()) + "”", {}};
  });
}

Candidates Groups(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, OfAllCohorts(copy, KeyName::kGroupsOfCohort));
  return From(all, [&](const v1::Entity& e) {
    return Described{
        "group “" + e.group().name() + "” in " + copy.CohortName(e.group().cohort_id()),
        {e.group().name()}};
  });
}

Candidates ParkedItems(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy.All(KeyName::kParkedItems));
  return From(all, [](const v1::Entity& e) {
    v1::Mutation mutation;
    const bool known = mutation.ParseFromString(e.parked().mutation());
    return Described{known ? std::string(Subject(mutation)) : "a write", {}};
  });
}

Candidates Everything(Copy& copy) {
  std::vector<Candidate> candidates;
  for (const auto kind :
       {Cohorts, Programmes, Themes, Municipalities, Seats, Enrolments, Assignments, Announcements,
        Submissions, Threads, Posts, Flags, Groups, Tools, Teams, ParkedItems}) {
    ASSIGN_OR_RETURN(std::vector<Candidate> more, kind(copy));
    candidates.insert(candidates.end(), std::make_move_iterator(more.begin()),
                      std::make_move_iterator(more.end()));
  }
  return candidates;
}

}  // namespace samstig::cli
