// SPDX-License-Identifier: Apache-2.0
#include "cli/report_facts.h"

#include <algorithm>
#include <set>

#include "cli/editions.h"
#include "cli/reading.h"
#include "domain/rules/assignment.h"
#include "domain/rules/trace.h"

namespace samstig::cli {

using figures::Facts;
using rules::KeyName;

namespace {

// Also those that this copy has no name for: the rows of a report add up to its total.
void AddMunicipalities(Copy& copy, Facts& facts) {
  std::set<std::string> ids;
  for (const figures::Seats& seats : facts.seats) ids.insert(seats.municipality);
  for (const figures::Place& place : facts.places) ids.insert(place.municipality);
  for (const std::string& id : ids) {
    const Result<Shown> shown = copy.Get(IdIn(id));
    facts.municipalities.push_back(
        {id, shown.ok() ? shown->entity.municipality().code() : "", copy.MunicipalityName(id)});
  }
}

Status AddThemes(Copy& copy, const Id& cohort, Facts& facts) {
  ASSIGN_OR_RETURN(Shown shown, copy.Get(cohort, v1::Entity::kCohort, "cohort"));
  ASSIGN_OR_RETURN(std::vector<Shown> themes, ThemesFor(copy, shown.entity.cohort()));
  for (const Shown& theme : themes) {
    const v1::Theme& body = theme.entity.theme();
    facts.themes.push_back(
        {theme.entity.id(), body.code(), copy.Text(body.name()), body.position()});
  }
  return {};
}

Result<figures::Attempt> AttemptOf(Copy& copy, const v1::Entity& entity) {
  const v1::Submission& submission = entity.submission();
  figures::Attempt attempt;
  attempt.person = submission.person_id();
  attempt.assignment = submission.assignment_id();
  attempt.number = submission.attempt();
  attempt.made = entity.made_ms();
  attempt.state = submission.state();
  attempt.late = submission.late();
  attempt.did_not_work = submission.report().did_not_work();
  ASSIGN_OR_RETURN(std::vector<Shown> turns, Dialogue(copy, IdIn(entity.id())));
  attempt.answered = std::any_of(turns.begin(), turns.end(), [&](const Shown& turn) {
    return !turn.pending && turn.entity.author() != submission.person_id();
  });
  return attempt;
}

Status AddAssignments(Copy& copy, const Id& cohort, Facts& facts) {
  ASSIGN_OR_RETURN(std::vector<Shown> assignments, copy.All(KeyName::kAssignmentsOfCohort, cohort));
  for (const Shown& shown : assignments) {
    const v1::Assignment& assignment = shown.entity.assignment();
    // Nobody can have done what nobody has seen.
    if (assignment.state() == v1::ASSIGNMENT_STATE_SCHEDULED) continue;
    const bool themed =
        std::any_of(facts.themes.begin(), facts.themes.end(),
                    [&](const figures::Theme& theme) { return theme.id == assignment.theme_id(); });
    facts.assignments.push_back({shown.entity.id(), themed ? assignment.theme_id() : "",
                                 assignment.template_code(), copy.Text(assignment.title()),
                                 assignment.due_ms(), std::nullopt});
    if (!rules::IsForAll(assignment)) {
      ASSIGN_OR_RETURN(std::vector<std::string> people, AddresseesOf(copy, assignment));
      facts.assignments.back().only.emplace(people.begin(), people.end());
    }
    ASSIGN_OR_RETURN(std::vector<Shown> submissions,
                     copy.All(KeyName::kSubmissionsTo, IdIn(shown.entity.id())));
    for (const Shown& submission : submissions) {
      const bool numbered = submission.entity.submission().attempt() > 0;
      // Work that is nobody's any more counts where its leader's place does.
      const bool nobodys = rules::IsTraceId(submission.entity.submission().person_id());
      if (submission.pending || !numbered || nobodys) continue;
      ASSIGN_OR_RETURN(figures::Attempt attempt, AttemptOf(copy, submission.entity));
      facts.attempts.push_back(std::move(attempt));
    }
  }
  return {};
}

Status AddTalk(Copy& copy, const Id& cohort, Facts& facts) {
  ASSIGN_OR_RETURN(std::vector<Shown> threads, copy.All(KeyName::kThreadsOfCohort, cohort));
  for (const Shown& thread : threads) {
    if (thread.pending) continue;
    facts.threads.push_back({thread.entity.author(), thread.entity.made_ms()});
    ASSIGN_OR_RETURN(std::vector<Shown> posts,
                     copy.All(KeyName::kPostsOfThread, IdIn(thread.entity.id())));
    for (const Shown& post : posts) {
      if (post.pending || post.entity.post().withdrawn()) continue;
      facts.posts.push_back({post.entity.author(), post.entity.made_ms()});
    }
  }
  return {};
}

}  // namespace

Result<Facts> PlacesIn(Copy& copy, const Id& cohort) {
  Facts facts;
  ASSIGN_OR_RETURN(std::vector<Shown> seats, copy.All(KeyName::kSeatsOfCohort, cohort));
  for (const Shown& shown : seats) {
    const v1::CohortSeat& seat = shown.entity.cohort_seat();
    facts.seats.push_back({seat.municipality_id(), seat.requested(), seat.agreed()});
  }
  ASSIGN_OR_RETURN(std::vector<Shown> places, copy.All(KeyName::kEnrolmentsOfCohort, cohort));
  for (const Shown& shown : places) {
    const v1::Enrolment& place = shown.entity.enrolment();
    facts.places.push_back(
        {place.person_id(), place.municipality_id(), place.state(), place.returning()});
  }
  AddMunicipalities(copy, facts);
  return facts;
}

Result<Facts> WorkIn(Copy& copy, const Id& cohort) {
  ASSIGN_OR_RETURN(Facts facts, PlacesIn(copy, cohort));
  RETURN_IF_ERROR(AddThemes(copy, cohort, facts));
  RETURN_IF_ERROR(AddAssignments(copy, cohort, facts));
  RETURN_IF_ERROR(AddTalk(copy, cohort, facts));
  return facts;
}

}  // namespace samstig::cli
