// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/keys.h"

#include "domain/rules/names.h"
#include "domain/rules/visit.h"

namespace samstig::rules {
namespace {

using base::Id;
using Keys = std::vector<Key>;

// Entities are checked before they are stored, so that an id that is set has 16 bytes; a damaged one
// gives no key, least of all that of the things without an owner.
Id IdOf(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

Keys Under(KeyName name, const Id& owner) {
  return owner.IsNil() ? Keys() : Keys{{name, owner}};
}

Keys Both(Keys a, const Keys& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Keys Of(const v1::Municipality&) { return {{KeyName::kMunicipalities, {}}}; }
Keys Of(const v1::Person&) { return {{KeyName::kPersons, {}}}; }
Keys Of(const v1::Programme&) { return {{KeyName::kProgrammes, {}}}; }
Keys Of(const v1::Cohort&) { return {{KeyName::kCohorts, {}}}; }
Keys Of(const v1::Parked&) { return {{KeyName::kParkedItems, {}}}; }
Keys Of(const v1::Draft&) { return {}; }

Keys AtPlaceOf(const v1::Membership& m) {
  if (m.has_municipality_id()) return Under(KeyName::kMembershipsAt, IdOf(m.municipality_id()));
  if (m.has_cohort_id()) return Under(KeyName::kMembershipsAt, IdOf(m.cohort_id()));
  return m.network() ? Keys{{KeyName::kMembershipsAt, {}}} : Keys();
}

Keys Of(const v1::Membership& m) {
  return Both(Under(KeyName::kMembershipsOfPerson, IdOf(m.person_id())), AtPlaceOf(m));
}

Keys Of(const v1::Theme& t) { return Under(KeyName::kThemesOfProgramme, IdOf(t.programme_id())); }
Keys Of(const v1::CohortSeat& s) { return Under(KeyName::kSeatsOfCohort, IdOf(s.cohort_id())); }

Keys Of(const v1::Enrolment& e) {
  return Both(Under(KeyName::kEnrolmentsOfPerson, IdOf(e.person_id())),
              Under(KeyName::kEnrolmentsOfCohort, IdOf(e.cohort_id())));
}

Keys Of(const v1::Assignment& a) {
  return Under(KeyName::kAssignmentsOfCohort, IdOf(a.cohort_id()));
}

Keys Of(const v1::Submission& s) {
  const Id person = IdOf(s.person_id());
  const Id assignment = IdOf(s.assignment_id());
  const Id work = person.IsNil() || assignment.IsNil() ? Id() : WorkId(person, assignment);
  return Both(Under(KeyName::kAttemptsAtWork, work), Under(KeyName::kSubmissionsTo, assignment));
}

Keys Of(const v1::Feedback& f) { return Under(KeyName::kFeedbackOn, IdOf(f.submission_id())); }
Keys Of(const v1::Thread& t) { return Under(KeyName::kThreadsOfCohort, IdOf(t.cohort_id())); }
Keys Of(const v1::Post& p) { return Under(KeyName::kPostsOfThread, IdOf(p.thread_id())); }
Keys Of(const v1::Entity&) { return {}; }  // A kind from a newer version.

}  // namespace

Keys KeysOf(const v1::Entity& entity) {
  return VisitBody(entity, [](const auto& body) { return Of(body); });
}

}  // namespace samstig::rules
