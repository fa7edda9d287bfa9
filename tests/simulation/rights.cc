// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/rights.h"

#include <algorithm>

namespace samstig::sim {

void Rights::Learn(const v1::Entity& entity) {
  if (entity.has_membership()) hats_[entity.id()] = entity.membership();
  if (entity.has_enrolment()) enrolments_[entity.id()] = entity.enrolment();
  if (entity.has_assignment()) assignments_[entity.id()] = entity.assignment();
  if (entity.has_submission()) submissions_[entity.id()] = entity.submission();
  if (entity.has_post()) thread_of_post_[entity.id()] = entity.post().thread_id();
  if (entity.has_thread()) threads_[entity.id()] = entity.thread();
  if (entity.has_group()) groups_[entity.id()] = entity.group();
}

bool Rights::IsCoach(const std::string& person, const std::string& cohort) const {
  return std::any_of(hats_.begin(), hats_.end(), [&](const auto& entry) {
    const v1::Membership& hat = entry.second;
    return hat.person_id() == person && hat.role() == v1::ROLE_COACH && hat.cohort_id() == cohort &&
           !hat.ended();
  });
}

bool Rights::TakesPart(const std::string& person, const std::string& cohort) const {
  return std::any_of(enrolments_.begin(), enrolments_.end(), [&](const auto& entry) {
    const v1::Enrolment& enrolment = entry.second;
    return enrolment.person_id() == person && enrolment.cohort_id() == cohort &&
           (enrolment.state() == v1::ENROLMENT_STATE_ACTIVE ||
            enrolment.state() == v1::ENROLMENT_STATE_COMPLETED);
  });
}

bool Rights::InCohort(const std::string& person, const std::string& cohort) const {
  return IsCoach(person, cohort) || TakesPart(person, cohort);
}

bool Rights::IsOrganiser(const std::string& person) const {
  return std::any_of(hats_.begin(), hats_.end(), [&](const auto& entry) {
    const v1::Membership& hat = entry.second;
    return hat.person_id() == person && hat.role() == v1::ROLE_ORGANISER && !hat.ended();
  });
}

bool Rights::ReadsThread(const std::string& person, const std::string& id) const {
  const auto found = threads_.find(id);
  if (found == threads_.end()) return false;
  const v1::Thread& thread = found->second;
  if (!thread.group_id().empty()) {
    const auto group = groups_.find(thread.group_id());
    if (group == groups_.end()) return false;
    const auto& people = group->second.person_ids();
    return IsCoach(person, thread.cohort_id()) ||
           (TakesPart(person, thread.cohort_id()) &&
            std::find(people.begin(), people.end(), person) != people.end());
  }
  if (thread.municipality_id().empty()) return InCohort(person, thread.cohort_id());
  if (thread.coaches_invited() && IsCoach(person, thread.cohort_id())) return true;
  return std::any_of(enrolments_.begin(), enrolments_.end(), [&](const auto& entry) {
    const v1::Enrolment& place = entry.second;
    return place.person_id() == person && place.cohort_id() == thread.cohort_id() &&
           place.municipality_id() == thread.municipality_id() &&
           (place.state() == v1::ENROLMENT_STATE_ACTIVE ||
            place.state() == v1::ENROLMENT_STATE_COMPLETED);
  });
}

bool Rights::MayRead(const base::Id& reader, const v1::Entity& entity) const {
  const std::string person = reader.ToBytes();
  if (entity.retired_ms() != 0) return entity.author() == person;
  switch (entity.body_case()) {
    case v1::Entity::kDraft:
    case v1::Entity::kParked:
    case v1::Entity::kReadMark:
    case v1::Entity::kSubscription:
    case v1::Entity::kTool:
    case v1::Entity::kTeam:
    case v1::Entity::kNoticeSettings:
      return entity.author() == person;
    case v1::Entity::kSubmission:
      return entity.submission().person_id() == person ||
             IsCoach(person, entity.submission().cohort_id());
    case v1::Entity::kFeedback: {
      const auto submission = submissions_.find(entity.feedback().submission_id());
      return submission != submissions_.end() && (submission->second.person_id() == person ||
                                                  IsCoach(person, submission->second.cohort_id()));
    }
    case v1::Entity::kThread:
      return ReadsThread(person, entity.id());
    case v1::Entity::kPost:
      return ReadsThread(person, entity.post().thread_id());
    case v1::Entity::kReaction: {
      const auto thread = thread_of_post_.find(entity.reaction().post_id());
      return thread != thread_of_post_.end() && ReadsThread(person, thread->second);
    }
    case v1::Entity::kFlag: {
      const auto thread = threads_.find(entity.flag().thread_id());
      return entity.author() == person ||
             (thread != threads_.end() && IsCoach(person, thread->second.cohort_id()));
    }
    case v1::Entity::kGroup:
      return InCohort(person, entity.group().cohort_id());
    case v1::Entity::kAssignment: {
      const v1::Assignment& assignment = entity.assignment();
      if (IsCoach(person, assignment.cohort_id())) return true;
      if (assignment.state() == v1::ASSIGNMENT_STATE_SCHEDULED) return false;
      // At one's own desk it stays one's own, also after leaving.
      if (assignment.has_person_id()) return assignment.person_id() == person;
      return InCohort(person, assignment.cohort_id());
    }
    case v1::Entity::kNudge: {
      const auto assignment = assignments_.find(entity.nudge().assignment_id());
      return entity.nudge().person_id() == person ||
             (assignment != assignments_.end() && IsCoach(person, assignment->second.cohort_id()));
    }
    case v1::Entity::kAnnouncement:
      return InCohort(person, entity.announcement().cohort_id()) || IsOrganiser(person);
    case v1::Entity::kErasure:
      return IsOrganiser(person);
    case v1::Entity::kDisclosure:
      return entity.disclosure().person_id() == person;
    default:
      return true;
  }
}

}  // namespace samstig::sim
