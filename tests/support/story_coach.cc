// SPDX-License-Identifier: Apache-2.0
// Words for stories of the coach's work: announcements and nudges.
#include "domain/rules/names.h"
#include "tests/support/story.h"

namespace samstig::test {

AnAnnouncement::AnAnnouncement(std::string_view title) : Story(IdNamed("announcement")) {
  By("carin coach");
  v1::Announcement& announcement = *entity_.mutable_announcement();
  announcement.set_cohort_id(IdNamed("cohort").ToBytes());
  announcement.set_title(std::string(title));
  announcement.set_text("Klockan nio i stadshuset.");
  announcement.set_version(1);
}

v1::NudgeLeader NudgesLeader(std::string_view person, std::string_view text) {
  v1::NudgeLeader intent;
  intent.set_id(rules::NudgeId(IdNamed(person), IdNamed("assignment")).ToBytes());
  intent.set_assignment_id(IdNamed("assignment").ToBytes());
  intent.set_person_id(IdNamed(person).ToBytes());
  intent.set_text(std::string(text));
  return intent;
}

v1::Announce Announces(std::string_view title, std::string_view text) {
  v1::Announce intent;
  intent.set_id(IdNamed("announcement").ToBytes());
  intent.set_cohort_id(IdNamed("cohort").ToBytes());
  intent.set_title(std::string(title));
  intent.set_text(std::string(text));
  return intent;
}

v1::EditAnnouncement EditsAnnouncement(const v1::Entity& announcement, std::string_view title,
                                       std::string_view text) {
  v1::EditAnnouncement intent;
  intent.set_id(announcement.id());
  intent.set_title(std::string(title));
  intent.set_text(std::string(text));
  return intent;
}

v1::TakeDownAnnouncement TakesDown(const v1::Entity& announcement) {
  v1::TakeDownAnnouncement intent;
  intent.set_id(announcement.id());
  return intent;
}

}  // namespace samstig::test
