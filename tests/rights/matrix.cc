// SPDX-License-Identifier: Apache-2.0
#include "tests/rights/matrix.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/rules/names.h"

namespace samstig::test {
namespace {

bool IsTaken(const v1::Enrolment& enrolment) {
  return enrolment.state() == v1::ENROLMENT_STATE_ACTIVE ||
         enrolment.state() == v1::ENROLMENT_STATE_COMPLETED;
}

}  // namespace

void Matrix::Learn(const v1::Entity& entity) {
  entities_[entity.id()] = entity;
  if (entity.has_membership()) {
    hats_[entity.membership().person_id()].push_back(entity.membership());
  }
  if (entity.has_enrolment()) {
    places_[entity.enrolment().person_id()].push_back(entity.enrolment());
  }
}

const v1::Entity& Matrix::At(const std::string& id) const {
  static const v1::Entity kNothing;
  const auto found = entities_.find(id);
  if (found != entities_.end()) return found->second;
  ADD_FAILURE() << "the matrix misses an entity";
  return kNothing;
}

// ---- Hats and places

template <typename Test>
bool Matrix::HasHat(const std::string& person, const Test& test) const {
  const auto hats = hats_.find(person);
  return hats != hats_.end() &&
         std::any_of(hats->second.begin(), hats->second.end(),
                     [&](const auto& hat) { return !hat.ended() && test(hat); });
}

template <typename Test>
bool Matrix::HasPlace(const std::string& person, const Test& test) const {
  const auto places = places_.find(person);
  return places != places_.end() && std::any_of(places->second.begin(), places->second.end(), test);
}

bool Matrix::IsOrganiser(const std::string& person) const {
  return HasHat(person, [](const auto& hat) { return hat.role() == v1::ROLE_ORGANISER; });
}

bool Matrix::IsAdmin(const std::string& person, const std::string& municipality) const {
  return HasHat(person, [&](const auto& hat) {
    return hat.role() == v1::ROLE_MUNICIPALITY_ADMIN && hat.municipality_id() == municipality;
  });
}

bool Matrix::IsCoach(const std::string& person, const std::string& cohort) const {
  return HasHat(person, [&](const auto& hat) {
    return hat.role() == v1::ROLE_COACH && hat.cohort_id() == cohort;
  });
}

bool Matrix::IsGuest(const std::string& person, const std::string& cohort) const {
  return HasHat(person, [&](const auto& hat) {
    return hat.role() == v1::ROLE_GUEST && hat.cohort_id() == cohort;
  });
}

bool Matrix::IsInsider(const std::string& person) const {
  const auto hats = hats_.find(person);
  return hats == hats_.end() || places_.contains(person) ||
         std::any_of(hats->second.begin(), hats->second.end(),
                     [](const auto& hat) { return hat.role() != v1::ROLE_GUEST; });
}

bool Matrix::TakesPart(const std::string& person, const std::string& cohort) const {
  return HasPlace(person,
                  [&](const auto& place) { return place.cohort_id() == cohort && IsTaken(place); });
}

bool Matrix::WasIn(const std::string& person, const std::string& cohort) const {
  return HasPlace(person, [&](const auto& place) {
    return place.cohort_id() == cohort && place.state() != v1::ENROLMENT_STATE_WAITLISTED;
  });
}

bool Matrix::InGroup(const std::string& person, const std::string& group_id) const {
  const v1::Group& group = At(group_id).group();
  if (IsCoach(person, group.cohort_id())) return true;
  return std::count(group.person_ids().begin(), group.person_ids().end(), person) > 0 &&
         TakesPart(person, group.cohort_id());
}

bool Matrix::AtDesk(const std::string& person, const std::string& cohort,
                    const std::string& leader) const {
  if (person == leader) return WasIn(person, cohort);
  // Hats that clash are never joined.
  const bool employer = HasPlace(leader, [&](const auto& place) {
    const auto& earlier = place.earlier_municipality_ids();
    return place.cohort_id() == cohort &&
           (IsAdmin(person, place.municipality_id()) ||
            std::any_of(earlier.begin(), earlier.end(),
                        [&](const std::string& past) { return IsAdmin(person, past); }));
  });
  return IsCoach(person, cohort) && WasIn(leader, cohort) && !employer;
}

bool Matrix::InSpace(const std::string& person, const v1::Thread& thread) const {
  if (!thread.group_id().empty()) return InGroup(person, thread.group_id());
  if (thread.municipality_id().empty()) return InCohort(person, thread.cohort_id());
  if (thread.coaches_invited() && IsCoach(person, thread.cohort_id())) return true;
  return HasPlace(person, [&](const auto& place) {
    return place.cohort_id() == thread.cohort_id() &&
           place.municipality_id() == thread.municipality_id() && IsTaken(place);
  });
}

// ---- People

bool Matrix::SeesPerson(const std::string& person, const std::string& other) const {
  if (person == other || IsOrganiser(person)) return true;
  if (At(other).person().trace() != v1::PERSON_TRACE_UNSPECIFIED) return IsInsider(person);
  if (HasPlace(other, [&](const auto& place) {
        return IsTaken(place) && InCohort(person, place.cohort_id());
      })) {
    return true;
  }
  return HasHat(other, [&](const auto& hat) {
    if (hat.has_municipality_id() && IsAdmin(person, hat.municipality_id())) return true;
    if (hat.role() == v1::ROLE_GUEST) return IsCoach(person, hat.cohort_id());
    return hat.has_cohort_id() && InCohort(person, hat.cohort_id());
  });
}

bool Matrix::SeesHat(const std::string& person, const v1::Membership& hat) const {
  if (person == hat.person_id() || IsOrganiser(person)) return true;
  if (hat.has_municipality_id() && IsAdmin(person, hat.municipality_id())) return true;
  if (hat.role() == v1::ROLE_GUEST) return IsCoach(person, hat.cohort_id());
  if (hat.has_cohort_id() && InCohort(person, hat.cohort_id())) return true;
  if (!hat.has_municipality_id() || hat.ended()) return false;
  // Peers see who somebody is; and of whoever reads along, whose HR that is.
  const bool peer = HasPlace(hat.person_id(), [&](const auto& place) {
    return IsTaken(place) && InCohort(person, place.cohort_id());
  });
  return peer || (hat.role() == v1::ROLE_MUNICIPALITY_ADMIN &&
                  HasHat(hat.person_id(), [&](const auto& other) {
                    return other.role() == v1::ROLE_COACH && InCohort(person, other.cohort_id());
                  }));
}

// ---- Work

bool Matrix::SeesAssignment(const std::string& person, const v1::Assignment& assignment) const {
  const std::string& cohort = assignment.cohort_id();
  if (assignment.state() == v1::ASSIGNMENT_STATE_SCHEDULED) return IsCoach(person, cohort);
  if (assignment.has_group_id()) return InGroup(person, assignment.group_id());
  if (assignment.has_person_id()) return AtDesk(person, cohort, assignment.person_id());
  return InCohort(person, cohort);
}

bool Matrix::MayRead(const std::string& person, const v1::Entity& entity) const {
  if (entity.retired_ms() != 0) return person == entity.author();
  switch (entity.body_case()) {
    case v1::Entity::kMunicipality:
    case v1::Entity::kProgramme:
    case v1::Entity::kTheme:
    case v1::Entity::kDataTerms:
      return IsInsider(person);
    case v1::Entity::kCohort:
      if (IsGuest(person, entity.id())) return true;
      return (IsInsider(person) && entity.cohort().state() != v1::COHORT_STATE_DRAFT) ||
             IsOrganiser(person) || InCohort(person, entity.id());
    case v1::Entity::kPerson:
      return SeesPerson(person, entity.id());
    case v1::Entity::kMembership:
      return SeesHat(person, entity.membership());
    case v1::Entity::kCohortSeat:
      return IsOrganiser(person) || IsAdmin(person, entity.cohort_seat().municipality_id()) ||
             IsCoach(person, entity.cohort_seat().cohort_id());
    case v1::Entity::kEnrolment:
      return person == entity.enrolment().person_id() || IsOrganiser(person) ||
             IsAdmin(person, entity.enrolment().municipality_id()) ||
             IsCoach(person, entity.enrolment().cohort_id());
    case v1::Entity::kTermsAcceptance:
      return IsOrganiser(person) || IsAdmin(person, entity.terms_acceptance().municipality_id());

    case v1::Entity::kGroup:
      return InCohort(person, entity.group().cohort_id());
    case v1::Entity::kAnnouncement:
      return IsOrganiser(person) || InCohort(person, entity.announcement().cohort_id());
    case v1::Entity::kAssignment:
      return SeesAssignment(person, entity.assignment());
    case v1::Entity::kSubmission:
      return AtDesk(person, entity.submission().cohort_id(), entity.submission().person_id());
    case v1::Entity::kFeedback:
      return MayRead(person, At(entity.feedback().submission_id()));
    case v1::Entity::kNudge:
      return AtDesk(person, At(entity.nudge().assignment_id()).assignment().cohort_id(),
                    entity.nudge().person_id());

    case v1::Entity::kThread:
      return InSpace(person, entity.thread());
    case v1::Entity::kPost:
      return InSpace(person, At(entity.post().thread_id()).thread());
    case v1::Entity::kReaction:
      return MayRead(person, At(entity.reaction().post_id()));
    case v1::Entity::kFlag:
      return person == entity.author() ||
             IsCoach(person, At(entity.flag().thread_id()).thread().cohort_id());

    case v1::Entity::kDraft:
    case v1::Entity::kParked:
    case v1::Entity::kReadMark:
    case v1::Entity::kSubscription:
    case v1::Entity::kTool:
    case v1::Entity::kTeam:
    case v1::Entity::kNoticeSettings:
      return person == entity.author();

    case v1::Entity::kErasure:
      return IsOrganiser(person);
    case v1::Entity::kDisclosure:
      return person == entity.disclosure().person_id();
    case v1::Entity::kRetention:
      // Since when somebody has had neither hat nor place is theirs to know, and the organisers'.
      if (entity.id() != rules::EndId(base::Id::FromBytes(entity.author())).bytes()) {
        return IsInsider(person);
      }
      return person == entity.author() || IsOrganiser(person);

    case v1::Entity::BODY_NOT_SET:
      break;
  }
  ADD_FAILURE() << "an entity without a body";
  return false;
}

}  // namespace samstig::test
