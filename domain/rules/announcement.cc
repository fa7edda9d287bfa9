// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Id;
using base::Result;
using base::Status;

namespace {

Status CheckWords(const std::string& title, const std::string& text) {
  RETURN_IF_ERROR(base::CheckLine(title, "title", kMaxTitleBytes));
  return base::CheckText(text, "text", kMaxTextBytes);
}

// One that still stands.
Result<v1::Entity> Standing(const v1::Entity* before) {
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kAnnouncement, "announcement"));
  if (entity.announcement().taken_down()) {
    return Status(v1::REASON_DELETED, "the announcement was taken down");
  }
  return entity;
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::Announce& intent, const Maker& maker) {
  RETURN_IF_ERROR(Id::Parse(intent.cohort_id(), "cohort_id").status());
  RETURN_IF_ERROR(CheckWords(intent.title(), intent.text()));
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  v1::Announcement& announcement = *entity.mutable_announcement();
  announcement.set_cohort_id(intent.cohort_id());
  announcement.set_title(intent.title());
  announcement.set_text(intent.text());
  announcement.set_version(1);
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::EditAnnouncement& intent, const Maker&) {
  RETURN_IF_ERROR(CheckWords(intent.title(), intent.text()));
  ASSIGN_OR_RETURN(v1::Entity entity, Standing(before));
  v1::Announcement& announcement = *entity.mutable_announcement();
  announcement.set_title(intent.title());
  announcement.set_text(intent.text());
  announcement.set_version(announcement.version() + 1);
  return Folded{std::move(entity), History::kKeepBefore};
}

FoldResult Fold(const v1::Entity* before, const v1::TakeDownAnnouncement&, const Maker&) {
  ASSIGN_OR_RETURN(v1::Entity entity, Standing(before));
  v1::Announcement& announcement = *entity.mutable_announcement();
  announcement.clear_title();
  announcement.clear_text();
  announcement.set_taken_down(true);
  announcement.set_version(announcement.version() + 1);
  return Folded{std::move(entity), History::kKeepBefore};
}

Keys KeysOf(const v1::Announcement& announcement) {
  return Under(KeyName::kAnnouncementsOfCohort, announcement.cohort_id());
}

}  // namespace samstig::rules
