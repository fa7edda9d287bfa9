// SPDX-License-Identifier: Apache-2.0
#include "tests/rights/readers.h"

namespace samstig::test {
namespace {

using base::Id;

const People kCohort = {"anna", "axel", "pia", "bo", "carin coach"};
const People kOtherCohort = {"lotta", "cleo coach"};
const People kGroup = {"anna", "bo", "carin coach"};
const People kHome = {"anna", "axel", "pia"};
// Whose time is not over.
const People kGuests = {"lisa guest"};
const People kOpenHome = {"anna", "axel", "pia", "carin coach"};

People And(People people, const People& more) {
  people.insert(more.begin(), more.end());
  return people;
}

std::string NameOf(const std::string& person_id) {
  for (const std::string& name : Town::Everybody()) {
    if (IdNamed(name).bytes() == person_id) return name;
  }
  if (IdNamed(Town::kErased).bytes() == person_id) return Town::kErased;
  ADD_FAILURE() << "somebody without a name";
  return "";
}

People AdminsOf(const std::string& municipality_id) {
  if (municipality_id == Pargas().bytes()) return {"maria admin"};
  if (municipality_id == Raseborg().bytes()) return {"rasmus admin"};
  return {"linda admin"};
}

People PeersOf(const std::string& name) {
  People peers;
  if (kCohort.contains(name)) peers = And(peers, kCohort);
  if (kOtherCohort.contains(name)) peers = And(peers, kOtherCohort);
  return peers;
}

People StaffOf(const std::string& cohort_id) {
  return cohort_id == IdNamed("cohort").bytes() ? People{"carin coach"} : People{"cleo coach"};
}

People InCohort(const std::string& cohort_id) {
  return cohort_id == IdNamed("cohort").bytes() ? kCohort : kOtherCohort;
}

// Where people of the own municipality are, an admin sees who they are.
People AdminsWithAHatOf(const std::string& name) {
  static const People of_pargas = {"anna",  "axel", "pia",    "otto",
                                   "lotta", "vera", "walter", "maria admin"};
  if (of_pargas.contains(name)) return {"maria admin"};
  if (name == "bo" || name == "rasmus admin") return {"rasmus admin"};
  if (name == "linda admin") return {"linda admin"};
  return {};
}

People InSpaceOf(const std::string& thread_id) {
  if (thread_id == IdNamed("thread").bytes()) return kCohort;
  if (thread_id == IdNamed("group's thread").bytes()) return kGroup;
  if (thread_id == IdNamed("home thread").bytes()) return kHome;
  if (thread_id == IdNamed("open thread").bytes()) return kOpenHome;
  ADD_FAILURE() << "a thread that the matrix does not know";
  return {};
}

People GivenTo(const v1::Entity& entity) {
  const v1::Assignment& assignment = entity.assignment();
  if (assignment.state() == v1::ASSIGNMENT_STATE_SCHEDULED) return {"carin coach"};
  if (assignment.has_group_id()) return kGroup;
  if (assignment.has_person_id()) return {NameOf(assignment.person_id()), "carin coach"};
  return InCohort(assignment.cohort_id());
}

}  // namespace

People WhoMayRead(const v1::Entity& entity, const std::map<Id, v1::Entity>& everything) {
  const auto author = [&] { return NameOf(entity.author()); };
  switch (entity.body_case()) {
    case v1::Entity::kMunicipality:
    case v1::Entity::kProgramme:
    case v1::Entity::kTheme:
    case v1::Entity::kDataTerms:
      return Town::Insiders();
    case v1::Entity::kCohort:  // Both have been announced.
      return entity.id() == IdNamed("cohort").bytes() ? And(Town::Insiders(), kGuests)
                                                      : Town::Insiders();

    case v1::Entity::kPerson: {
      if (entity.person().trace() != v1::PERSON_TRACE_UNSPECIFIED) return Town::Insiders();
      const std::string name = NameOf(entity.id());
      if (kGuests.contains(name)) return {name, "olle organiser", "carin coach"};
      return And(And({name, "olle organiser"}, PeersOf(name)), AdminsWithAHatOf(name));
    }
    case v1::Entity::kMembership: {
      const v1::Membership& hat = entity.membership();
      const std::string name = NameOf(hat.person_id());
      People readers = {name, "olle organiser"};
      if (hat.role() == v1::ROLE_GUEST) return And(readers, StaffOf(hat.cohort_id()));
      if (hat.has_municipality_id()) readers = And(readers, AdminsOf(hat.municipality_id()));
      if (hat.has_cohort_id()) readers = And(readers, InCohort(hat.cohort_id()));
      if (hat.role() == v1::ROLE_LEADER && !hat.ended()) readers = And(readers, PeersOf(name));
      return readers;
    }
    case v1::Entity::kCohortSeat:
      return And(And({"olle organiser"}, AdminsOf(entity.cohort_seat().municipality_id())),
                 StaffOf(entity.cohort_seat().cohort_id()));
    case v1::Entity::kEnrolment: {
      const v1::Enrolment& place = entity.enrolment();
      return And(
          And({NameOf(place.person_id()), "olle organiser"}, AdminsOf(place.municipality_id())),
          StaffOf(place.cohort_id()));
    }
    case v1::Entity::kTermsAcceptance:
      return And({"olle organiser"}, AdminsOf(entity.terms_acceptance().municipality_id()));

    case v1::Entity::kGroup:
      return InCohort(entity.group().cohort_id());
    case v1::Entity::kAnnouncement:
      return And({"olle organiser"}, InCohort(entity.announcement().cohort_id()));
    case v1::Entity::kAssignment:
      return GivenTo(entity);

    // The desk.
    case v1::Entity::kSubmission:
      return {NameOf(entity.submission().person_id()), "carin coach"};
    case v1::Entity::kFeedback:
      return WhoMayRead(everything.at(Id::FromBytes(entity.feedback().submission_id())),
                        everything);
    case v1::Entity::kNudge:
      return {NameOf(entity.nudge().person_id()), "carin coach"};

    // Talk.
    case v1::Entity::kThread:
      return InSpaceOf(entity.id());
    case v1::Entity::kPost:
      return InSpaceOf(entity.post().thread_id());
    case v1::Entity::kReaction:
      return WhoMayRead(everything.at(Id::FromBytes(entity.reaction().post_id())), everything);
    case v1::Entity::kFlag:
      return {author(), "carin coach"};

    case v1::Entity::kErasure:
      return {"olle organiser"};
    case v1::Entity::kDisclosure:
      return {NameOf(entity.disclosure().person_id())};
    case v1::Entity::kRetention:
      return Town::Insiders();

    // One's own.
    case v1::Entity::kDraft:
    case v1::Entity::kParked:
    case v1::Entity::kReadMark:
    case v1::Entity::kSubscription:
    case v1::Entity::kTool:
    case v1::Entity::kTeam:
    case v1::Entity::kNoticeSettings:
      return {author()};

    case v1::Entity::BODY_NOT_SET:
      break;
  }
  ADD_FAILURE() << "an entity without a body";
  return {};
}

}  // namespace samstig::test
