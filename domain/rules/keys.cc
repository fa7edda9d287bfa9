// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/keys.h"

#include "domain/rules/names.h"
#include "domain/rules/visit.h"

namespace samstig::rules {
namespace {

using base::Id;
using Keys = std::vector<Key>;

// Entities are checked before they are stored, so that an id that is set has 16 bytes; a damaged one
// gives no key.
Id IdOf(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

Keys Of(const v1::Municipality&) { return {{KeyName::kMunicipalities, {}}}; }
Keys Of(const v1::Person&) { return {{KeyName::kPersons, {}}}; }
Keys Of(const v1::Programme&) { return {{KeyName::kProgrammes, {}}}; }
Keys Of(const v1::Cohort&) { return {{KeyName::kCohorts, {}}}; }
Keys Of(const v1::Parked&) { return {{KeyName::kParkedItems, {}}}; }
Keys Of(const v1::Draft&) { return {}; }

Keys Of(const v1::Membership& m) {
  const Id place = m.has_municipality_id() ? IdOf(m.municipality_id())
                   : m.has_cohort_id()     ? IdOf(m.cohort_id())
                                           : Id();
  return {{KeyName::kMembershipsOfPerson, IdOf(m.person_id())}, {KeyName::kMembershipsAt, place}};
}

Keys Of(const v1::Theme& t) { return {{KeyName::kThemesOfProgramme, IdOf(t.programme_id())}}; }
Keys Of(const v1::CohortSeat& s) { return {{KeyName::kSeatsOfCohort, IdOf(s.cohort_id())}}; }

Keys Of(const v1::Enrolment& e) {
  return {{KeyName::kEnrolmentsOfPerson, IdOf(e.person_id())},
          {KeyName::kEnrolmentsOfCohort, IdOf(e.cohort_id())}};
}

Keys Of(const v1::Assignment& a) { return {{KeyName::kAssignmentsOfCohort, IdOf(a.cohort_id())}}; }

Keys Of(const v1::Submission& s) {
  const Id assignment = IdOf(s.assignment_id());
  return {{KeyName::kAttemptsAtWork, WorkId(IdOf(s.person_id()), assignment)},
          {KeyName::kSubmissionsTo, assignment}};
}

Keys Of(const v1::Feedback& f) { return {{KeyName::kFeedbackOn, IdOf(f.submission_id())}}; }
Keys Of(const v1::Thread& t) { return {{KeyName::kThreadsOfCohort, IdOf(t.cohort_id())}}; }
Keys Of(const v1::Post& p) { return {{KeyName::kPostsOfThread, IdOf(p.thread_id())}}; }
Keys Of(const v1::Entity&) { return {}; }  // A kind from a newer version.

}  // namespace

Keys KeysOf(const v1::Entity& entity) {
  return VisitBody(entity, [](const auto& body) { return Of(body); });
}

}  // namespace samstig::rules
