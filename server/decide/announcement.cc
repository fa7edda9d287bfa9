// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"

namespace samstig::server {
namespace {

Status RequireVoice(Case& c, const std::string& cohort) {
  ASSIGN_OR_RETURN(bool organiser, c.Holds(Scope::Organisers()));
  if (organiser) return {};
  return c.Require(Scope::Staff(IdIn(cohort)), "a coach of the cohort or an organiser");
}

// The same people change one and take it down as may make one, whoever made it.
template <typename Intent>
Result<Decision> Change(Case& c, const Intent& intent) {
  ASSIGN_OR_RETURN(v1::Entity before,
                   c.Load(intent.id(), v1::Entity::kAnnouncement, "announcement"));
  RETURN_IF_ERROR(RequireVoice(c, before.announcement().cohort_id()));
  return c.Carry(intent);
}

}  // namespace

// In every state but the last: that a cohort is cancelled or paused wants announcing too.
Result<Decision> Decide(Case& c, const v1::Announce& intent) {
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(intent.cohort_id(), v1::Entity::kCohort, "cohort"));
  RETURN_IF_ERROR(RequireVoice(c, intent.cohort_id()));
  if (cohort.cohort().state() == v1::COHORT_STATE_ARCHIVED) {
    return Status(v1::REASON_NOT_OPEN, "the cohort is archived");
  }
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::EditAnnouncement& intent) { return Change(c, intent); }

Result<Decision> Decide(Case& c, const v1::TakeDownAnnouncement& intent) {
  return Change(c, intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Announcement& announcement) {
  return Scopes{Scope::OfCohort(IdIn(announcement.cohort_id())), Scope::Organisers()};
}

}  // namespace samstig::server
