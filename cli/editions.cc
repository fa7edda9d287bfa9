// SPDX-License-Identifier: Apache-2.0
#include "cli/editions.h"

#include "domain/rules/names.h"
#include "domain/rules/programme.h"

namespace samstig::cli {

using rules::KeyName;

Result<std::vector<Shown>> ThemesFor(Copy& copy, const v1::Cohort& cohort) {
  const Id id = IdIn(cohort.programme_id());
  const Result<Shown> shown = copy.Get(id, v1::Entity::kProgramme, "programme");
  if (!shown.ok()) return copy.All(KeyName::kThemesOfProgramme, id);
  const v1::Programme& programme = shown->entity.programme();
  const Id edition = rules::ProgrammeId(rules::EditionCode(programme, cohort.programme_version()));
  const bool newest = programme.version() == cohort.programme_version();
  if (newest || !copy.Get(edition).ok()) return copy.All(KeyName::kThemesOfProgramme, id);
  ASSIGN_OR_RETURN(std::vector<Shown> themes, copy.All(KeyName::kThemesOfProgramme, edition));
  for (Shown& theme : themes) {
    const std::string& code = theme.entity.theme().code();
    theme.entity.set_id(rules::ThemeId(programme.code(), code).ToBytes());
    theme.entity.mutable_theme()->set_programme_id(cohort.programme_id());
  }
  return themes;
}

}  // namespace samstig::cli
