// SPDX-License-Identifier: Apache-2.0
#include "cli/hats.h"

#include <algorithm>

#include "domain/rules/cohort.h"

namespace samstig::cli {

namespace {

Candidates AdministeredMunicipalities(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<v1::Membership> hats, copy.Hats());
  ASSIGN_OR_RETURN(std::vector<Candidate> all, Municipalities(copy));
  std::erase_if(all, [&](const Candidate& candidate) {
    return std::none_of(hats.begin(), hats.end(), [&](const v1::Membership& hat) {
      return hat.role() == v1::ROLE_MUNICIPALITY_ADMIN &&
             hat.municipality_id() == candidate.id.bytes();
    });
  });
  return all;
}

}  // namespace

Result<Id> OwnMunicipality(Session& session, const std::string& given) {
  if (!given.empty()) return session.Find(given, "municipality", Municipalities);
  ASSIGN_OR_RETURN(Copy * copy, session.Open());
  ASSIGN_OR_RETURN(std::vector<Candidate> own, AdministeredMunicipalities(*copy));
  if (own.empty()) {
    return Status(v1::REASON_NOT_ALLOWED, "you are not the admin of a municipality; name one");
  }
  return ChooseOnly("municipality", "--municipality", own);
}

Candidates CohortsTakingEnrolments(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Candidate> all, Cohorts(copy));
  std::erase_if(all, [&](const Candidate& candidate) {
    const Result<Shown> shown = copy.Get(candidate.id);
    return !shown.ok() || !rules::TakesEnrolments(shown->entity.cohort().state());
  });
  return all;
}

std::string LanguageAt(Copy& copy, const Id& place) {
  const Result<Shown> shown = copy.Get(place);
  if (shown.ok() && shown->entity.municipality().languages_size() > 0) {
    return shown->entity.municipality().languages(0);
  }
  if (shown.ok() && shown->entity.has_cohort()) {
    const Result<Shown> programme = copy.Get(IdIn(shown->entity.cohort().programme_id()));
    if (programme.ok() && programme->entity.programme().languages_size() > 0) {
      return programme->entity.programme().languages(0);
    }
  }
  return copy.languages().empty() ? "en" : copy.languages().back();
}

}  // namespace samstig::cli
