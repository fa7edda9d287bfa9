// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Id;
using base::Status;

namespace {

Status CheckTemplates(const v1::Theme& theme) {
  RETURN_IF_ERROR(
      CheckRange(theme.assignments_size(), "number of assignments", 0, kMaxThemeAssignments));
  std::set<std::string> codes;
  for (const v1::AssignmentTemplate& t : theme.assignments()) {
    RETURN_IF_ERROR(CheckSlug(t.code(), "assignment code", 3, kMaxCodeBytes));
    if (!codes.insert(t.code()).second) {
      return {v1::REASON_ALREADY_EXISTS, "assignment code " + t.code() + " is used twice"};
    }
    RETURN_IF_ERROR(CheckRange(t.minutes(), "minutes", kMinMinutes, kMaxMinutes));
    RETURN_IF_ERROR(CheckLocalText(t.title(), "title", kMaxTitleBytes));
    RETURN_IF_ERROR(CheckLocalText(t.brief(), "brief", kMaxTextBytes, TextShape::kMarkdown));
  }
  return {};
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::PublishTheme& intent, const Maker& maker) {
  const v1::Theme& theme = intent.theme();
  RETURN_IF_ERROR(Id::Parse(theme.programme_id(), "programme_id").status());
  RETURN_IF_ERROR(CheckSlug(theme.code(), "code", 3, kMaxCodeBytes));
  RETURN_IF_ERROR(CheckRange(theme.position(), "position", 1, 1'000));
  RETURN_IF_ERROR(CheckLocalText(theme.name(), "name", kMaxTitleBytes));
  RETURN_IF_ERROR(CheckLocalText(theme.summary(), "summary", kMaxTextBytes, TextShape::kMarkdown));
  RETURN_IF_ERROR(CheckTemplates(theme));
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kTheme, intent.id(), maker));
  if (before && entity.theme().programme_id() != theme.programme_id()) {
    return Status(v1::REASON_BAD_ID, "the theme belongs to another programme");
  }
  *entity.mutable_theme() = theme;
  return Folded{std::move(entity), before ? History::kKeepBefore : History::kNone};
}

Keys KeysOf(const v1::Theme& theme) {
  return Under(KeyName::kThemesOfProgramme, theme.programme_id());
}

}  // namespace samstig::rules
