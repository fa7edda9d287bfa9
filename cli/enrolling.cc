// SPDX-License-Identifier: Apache-2.0
#include "cli/enrolling.h"

#include <vector>

#include "cli/hats.h"
#include "domain/base/text.h"
#include "domain/rules/names.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

Plan FoundAt(const Shown& shown) {
  return {shown.pending ? Standing::kWaits : Standing::kThere, IdIn(shown.entity.id())};
}

}  // namespace

Result<Enrolling> Enrolling::In(Session& session, const std::string& cohort,
                                const std::string& municipality) {
  ASSIGN_OR_RETURN(Copy * copy, session.Open());
  ASSIGN_OR_RETURN(Id in,
                   session.FindOrOnly(cohort, "cohort", "--cohort", CohortsTakingEnrolments));
  ASSIGN_OR_RETURN(Id of, OwnMunicipality(session, municipality));
  return Enrolling(*copy, in, of, LanguageAt(*copy, of));
}

Result<Plan> Enrolling::PlanFor(const Leader& leader) {
  const Id id = rules::EnrolmentId(cohort_, municipality_, KeyOf(leader));
  // Who is enrolled by address and later listed with a number is still the same leader.
  const Id by_email = rules::EnrolmentId(cohort_, municipality_, base::NormalEmail(leader.email));
  bool withdrawn = false;
  for (const Id& known : {id, by_email}) {
    const Result<Shown> shown = copy_->Get(known);
    if (!shown.ok() && shown.status().reason() == v1::REASON_NOT_FOUND) continue;
    RETURN_IF_ERROR(shown.status());
    const v1::Enrolment& enrolment = shown->entity.enrolment();
    if (enrolment.state() != v1::ENROLMENT_STATE_WITHDRAWN) return FoundAt(*shown);
    withdrawn = true;
    ASSIGN_OR_RETURN(std::optional<Plan> place, PlaceOf(IdIn(enrolment.person_id())));
    if (place) return *place;
  }
  if (!withdrawn) return Plan{Standing::kNew, id};
  ASSIGN_OR_RETURN(std::optional<Plan> waiting, WaitingFor(base::NormalEmail(leader.email)));
  if (waiting) return *waiting;
  return Plan{Standing::kAgain, copy_->client().NewId()};
}

Result<std::optional<Plan>> Enrolling::PlaceOf(const Id& person) {
  ASSIGN_OR_RETURN(std::vector<Shown> places, copy_->All(KeyName::kEnrolmentsOfPerson, person));
  for (const Shown& place : places) {
    const v1::Enrolment& enrolment = place.entity.enrolment();
    if (enrolment.cohort_id() == cohort_.bytes() &&
        enrolment.state() != v1::ENROLMENT_STATE_WITHDRAWN) {
      return std::optional<Plan>(FoundAt(place));
    }
  }
  return std::optional<Plan>();
}

// Until the server has judged it, an enrolment anew does not show whose it is.
Result<std::optional<Plan>> Enrolling::WaitingFor(const std::string& email) {
  if (!waiting_) {
    waiting_.emplace();
    ASSIGN_OR_RETURN(std::vector<client::OutboxItem> outbox, copy_->client().Outbox());
    for (const client::OutboxItem& item : outbox) {
      const v1::EnrolLeader& enrol = item.mutation.enrol_leader();
      if (item.state != client::WriteState::kWaiting || enrol.cohort_id() != cohort_.bytes() ||
          enrol.municipality_id() != municipality_.bytes()) {
        continue;
      }
      waiting_->emplace(base::NormalEmail(enrol.email()), IdIn(enrol.id()));
    }
  }
  const auto found = waiting_->find(email);
  if (found == waiting_->end()) return std::optional<Plan>();
  return std::optional<Plan>(Plan{Standing::kWaits, found->second});
}

v1::Mutation Enrolling::Carry(const Plan& plan, const Leader& leader) {
  v1::Mutation mutation;
  v1::EnrolLeader& enrol = *mutation.mutable_enrol_leader();
  enrol.set_id(plan.id.ToBytes());
  enrol.set_cohort_id(cohort_.ToBytes());
  enrol.set_municipality_id(municipality_.ToBytes());
  enrol.set_person_id(copy_->client().NewId().ToBytes());
  enrol.set_membership_id(copy_->client().NewId().ToBytes());
  enrol.set_name(leader.name);
  enrol.set_email(leader.email);
  enrol.set_position(leader.position);
  enrol.set_sector(leader.sector);
  enrol.set_language(leader.language.empty() ? language_ : leader.language);
  enrol.set_manager_email(leader.manager);
  return mutation;
}

Status Enrolling::CheckSeats() {
  const Result<Shown> seat = copy_->Get(rules::SeatId(cohort_, municipality_));
  if (seat.ok() && seat->entity.cohort_seat().state() == v1::SEAT_STATE_AGREED) return {};
  return {v1::REASON_NO_SEATS, "as far as this copy knows"};
}

}  // namespace samstig::cli
