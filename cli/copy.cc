// SPDX-License-Identifier: Apache-2.0
#include "cli/copy.h"

#include <iterator>

#include "cli/words.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

void Append(std::vector<Shown>& all, std::vector<Shown> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

Id IdIn(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

std::string TextOf(const v1::Post& post) {
  std::string text;
  for (const v1::Revision& head : post.heads()) {
    if (!text.empty()) text += "\n\n(also, written on another device at the same time:)\n";
    text += head.text();
  }
  return text;
}

std::string TitleOf(const v1::Thread& thread) {
  return thread.title().empty() ? "(title erased)" : thread.title();
}

Copy::Copy(client::Client& client, const Id& me, const std::string& language)
    : client_(client), me_(me) {
  if (!language.empty()) languages_.push_back(language);
  const Result<Shown> self = client_.Get(me_);
  if (self.ok() && !self->entity.person().language().empty()) {
    languages_.push_back(self->entity.person().language());
  }
}

Result<std::vector<Shown>> Copy::All(KeyName name, const Id& owner) {
  return client_.Find({name, owner});
}

Result<Shown> Copy::Get(const Id& id, v1::Entity::BodyCase kind, const char* what) {
  ASSIGN_OR_RETURN(Shown shown, client_.Get(id));
  if (shown.entity.body_case() == kind) return shown;
  return Status(v1::REASON_NOT_FOUND, "there is no such " + std::string(what));
}

Result<std::vector<Shown>> Copy::AllAssignments() {
  std::vector<Shown> all;
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, All(KeyName::kCohorts));
  for (const Shown& cohort : cohorts) {
    ASSIGN_OR_RETURN(std::vector<Shown> more,
                     All(KeyName::kAssignmentsOfCohort, IdIn(cohort.entity.id())));
    Append(all, std::move(more));
  }
  return all;
}

Result<std::vector<Shown>> Copy::AllSubmissions() {
  std::vector<Shown> all;
  ASSIGN_OR_RETURN(std::vector<Shown> assignments, AllAssignments());
  for (const Shown& assignment : assignments) {
    ASSIGN_OR_RETURN(std::vector<Shown> more,
                     All(KeyName::kSubmissionsTo, IdIn(assignment.entity.id())));
    Append(all, std::move(more));
  }
  return all;
}

Result<std::vector<Shown>> Copy::AllThreads() {
  std::vector<Shown> all;
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, All(KeyName::kCohorts));
  for (const Shown& cohort : cohorts) {
    ASSIGN_OR_RETURN(std::vector<Shown> more,
                     All(KeyName::kThreadsOfCohort, IdIn(cohort.entity.id())));
    Append(all, std::move(more));
  }
  return all;
}

Result<std::vector<Shown>> Copy::AllFlags() {
  std::vector<Shown> all;
  ASSIGN_OR_RETURN(std::vector<Shown> threads, AllThreads());
  for (const Shown& thread : threads) {
    ASSIGN_OR_RETURN(std::vector<Shown> more,
                     All(KeyName::kFlagsInThread, IdIn(thread.entity.id())));
    Append(all, std::move(more));
  }
  return all;
}

Result<std::vector<v1::Membership>> Copy::Hats() {
  std::vector<v1::Membership> hats;
  ASSIGN_OR_RETURN(std::vector<Shown> all, All(KeyName::kMembershipsOfPerson, me_));
  for (const Shown& hat : all) {
    if (!hat.entity.membership().ended()) hats.push_back(hat.entity.membership());
  }
  return hats;
}

Result<std::vector<v1::Enrolment>> Copy::Places() {
  std::vector<v1::Enrolment> places;
  ASSIGN_OR_RETURN(std::vector<Shown> all, All(KeyName::kEnrolmentsOfPerson, me_));
  for (const Shown& place : all) {
    if (place.entity.enrolment().state() != v1::ENROLMENT_STATE_WITHDRAWN) {
      places.push_back(place.entity.enrolment());
    }
  }
  return places;
}

std::string Copy::Text(const v1::LocalText& text) const { return Pick(text, languages_); }

template <typename NameOf>
std::string Copy::NameOr(const std::string& id, v1::Entity::BodyCase kind, const char* otherwise,
                         const NameOf& name_of) {
  const Result<Shown> shown = client_.Get(IdIn(id));
  if (!shown.ok() || shown->entity.body_case() != kind) return otherwise;
  return name_of(shown->entity);
}

std::string Copy::PersonName(const std::string& id) {
  return NameOr(id, v1::Entity::kPerson, "somebody", [](const v1::Entity& e) {
    const std::string trace = TraceWord(e.person().trace());
    return trace.empty() ? e.person().name() : trace;
  });
}

std::string Copy::HomeOf(const std::string& person) {
  const Result<std::vector<Shown>> hats = All(KeyName::kMembershipsOfPerson, IdIn(person));
  if (!hats.ok()) return {};
  for (const Shown& hat : *hats) {
    const v1::Membership& membership = hat.entity.membership();
    if (membership.role() != v1::ROLE_LEADER || membership.ended()) continue;
    return MunicipalityName(membership.municipality_id());
  }
  return {};
}

std::string Copy::MunicipalityName(const std::string& id) {
  return NameOr(id, v1::Entity::kMunicipality, "a municipality",
                [&](const v1::Entity& e) { return Text(e.municipality().name()); });
}

std::string Copy::CohortName(const std::string& id) {
  return NameOr(id, v1::Entity::kCohort, "a cohort",
                [&](const v1::Entity& e) { return Text(e.cohort().name()); });
}

std::string Copy::ProgrammeCode(const std::string& id) {
  return NameOr(id, v1::Entity::kProgramme, "programme",
                [](const v1::Entity& e) { return e.programme().code(); });
}

std::string Copy::CohortCode(const v1::Cohort& cohort) {
  return ProgrammeCode(cohort.programme_id()) + "/" + std::to_string(cohort.round());
}

std::string Copy::ThreadTitle(const std::string& id) {
  return NameOr(id, v1::Entity::kThread, "a thread",
                [](const v1::Entity& e) { return TitleOf(e.thread()); });
}

std::string Copy::AssignmentTitle(const std::string& id) {
  return NameOr(id, v1::Entity::kAssignment, "an assignment",
                [&](const v1::Entity& e) { return Text(e.assignment().title()); });
}

}  // namespace samstig::cli
