// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/programme.h"

#include <algorithm>

#include "domain/rules/cohort.h"
#include "domain/rules/names.h"
#include "server/decide/kinds.h"
#include "server/decide/programmes.h"

namespace samstig::server {

using rules::KeyName;

namespace {

// A cohort keeps to the version that it was planned with for as long as it goes on.
Result<bool> IsKeptTo(Case& c, const v1::Entity& programme) {
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> cohorts, c.LoadAll({KeyName::kCohorts, {}}));
  return std::any_of(cohorts.begin(), cohorts.end(), [&](const v1::Entity& entity) {
    const v1::Cohort& cohort = entity.cohort();
    return cohort.programme_id() == programme.id() && !rules::HasEnded(cohort.state()) &&
           cohort.programme_version() == programme.programme().version();
  });
}

// The programme as it is, with its themes, beside what takes its place.
Status KeepEdition(Case& c, const v1::Entity& programme) {
  const std::string code =
      rules::EditionCode(programme.programme(), programme.programme().version());
  v1::Entity edition = c.New(rules::ProgrammeId(code));
  *edition.mutable_programme() = programme.programme();
  edition.mutable_programme()->set_code(code);
  RETURN_IF_ERROR(c.Put(edition).status());
  ASSIGN_OR_RETURN(const std::vector<v1::Entity> themes,
                   c.LoadAll({KeyName::kThemesOfProgramme, IdIn(programme.id())}));
  for (const v1::Entity& theme : themes) {
    v1::Entity kept = c.New(rules::ThemeId(code, theme.theme().code()));
    *kept.mutable_theme() = theme.theme();
    kept.mutable_theme()->set_programme_id(edition.id());
    RETURN_IF_ERROR(c.Put(kept).status());
  }
  return {};
}

}  // namespace

Result<v1::Entity> LoadProgramme(Case& c, const std::string& id) {
  ASSIGN_OR_RETURN(v1::Entity programme, c.Load(id, v1::Entity::kProgramme, "programme"));
  if (!rules::IsEdition(programme.programme())) return programme;
  return Status(v1::REASON_NOT_FOUND, "there is no such programme");
}

Result<Decision> Decide(Case& c, const v1::PublishProgramme& intent) {
  RETURN_IF_ERROR(c.Require(Scope::Organisers(), "an organiser"));
  ASSIGN_OR_RETURN(const Case::Prepared prepared, c.Prepare(intent));
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> before, c.TryLoad(IdIn(intent.id())));
  const bool newer = before && before->programme().version() < intent.programme().version();
  if (newer) {
    ASSIGN_OR_RETURN(const bool kept_to, IsKeptTo(c, *before));
    if (kept_to) RETURN_IF_ERROR(KeepEdition(c, *before));
  }
  return c.Store(prepared);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Programme&) {
  return Scopes{Scope::Network()};
}

}  // namespace samstig::server
