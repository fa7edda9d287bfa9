// SPDX-License-Identifier: Apache-2.0
// The words of story.h for municipalities and for what leaders keep to themselves.
#include "domain/rules/names.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

base::Id Pargas() { return rules::MunicipalityId("FI", "445"); }

}  // namespace

v1::PublishTerms PublishesTerms(std::string_view text) {
  v1::PublishTerms intent;
  intent.set_id(rules::DataTermsId().ToBytes());
  *intent.mutable_text() = InSwedish(text);
  return intent;
}

v1::AcceptTerms AcceptsTerms(uint32_t version) {
  v1::AcceptTerms intent;
  intent.set_id(rules::TermsAcceptanceId(Pargas()).ToBytes());
  intent.set_municipality_id(Pargas().ToBytes());
  intent.set_version(version);
  return intent;
}

v1::SaveTool SavesTool(const v1::Revision& revision,
                       std::initializer_list<std::string_view> replaces) {
  v1::SaveTool intent;
  intent.set_id(IdNamed("tool").ToBytes());
  intent.set_title("Tio minuters tystnad");
  *intent.mutable_revision() = revision;
  for (const std::string_view name : replaces) intent.add_replaces(IdNamed(name).ToBytes());
  return intent;
}

v1::DropTool DropsTool() {
  v1::DropTool intent;
  intent.set_id(IdNamed("tool").ToBytes());
  return intent;
}

v1::SaveTeam SavesTeam(const v1::Revision& revision,
                       std::initializer_list<std::string_view> replaces) {
  v1::SaveTeam intent;
  intent.set_id(IdNamed("team").ToBytes());
  intent.set_name("Biblioteket");
  intent.set_size(12);
  *intent.mutable_revision() = revision;
  for (const std::string_view name : replaces) intent.add_replaces(IdNamed(name).ToBytes());
  return intent;
}

v1::DropTeam DropsTeam() {
  v1::DropTeam intent;
  intent.set_id(IdNamed("team").ToBytes());
  return intent;
}

v1::EditCohort EditsCohort(const v1::Entity& cohort) {
  v1::EditCohort intent;
  intent.set_id(cohort.id());
  *intent.mutable_cohort() = cohort.cohort();
  return intent;
}

v1::TransferEnrolment Transfers(const v1::Entity& enrolment, const base::Id& municipality) {
  v1::TransferEnrolment intent;
  intent.set_id(enrolment.id());
  intent.set_municipality_id(municipality.ToBytes());
  intent.set_membership_id(IdNamed("hat after the move").ToBytes());
  intent.set_position("Kulturchef");
  intent.set_sector("kultur");
  return intent;
}

v1::ReplaceLeader Replaces(const v1::Entity& enrolment, std::string_view with) {
  const v1::EnrolLeader leader = EnrolsLeader(with);
  v1::ReplaceLeader intent;
  intent.set_id(leader.id());
  intent.set_replaced_id(enrolment.id());
  intent.set_person_id(leader.person_id());
  intent.set_membership_id(leader.membership_id());
  intent.set_name(leader.name());
  intent.set_email(leader.email());
  intent.set_position(leader.position());
  intent.set_sector(leader.sector());
  intent.set_language(leader.language());
  return intent;
}

v1::CorrectEmail CorrectsEmail(std::string_view person, std::string_view email) {
  v1::CorrectEmail intent;
  intent.set_id(IdNamed(person).ToBytes());
  intent.set_email(std::string(email));
  return intent;
}

v1::MarkRead MarksRead(std::string_view person, base::TimeMs read_to) {
  v1::MarkRead intent;
  intent.set_id(rules::ReadMarkId(IdNamed(person), IdNamed("thread")).ToBytes());
  intent.set_thread_id(IdNamed("thread").ToBytes());
  intent.set_read_to_ms(read_to);
  return intent;
}

v1::React Reacts(std::string_view person, v1::ReactionSymbol symbol) {
  v1::React intent;
  intent.set_id(rules::ReactionId(IdNamed(person), IdNamed("post")).ToBytes());
  intent.set_post_id(IdNamed("post").ToBytes());
  intent.set_symbol(symbol);
  return intent;
}

v1::TakeBackReaction TakesReactionBack(std::string_view person, v1::ReactionSymbol symbol) {
  v1::TakeBackReaction intent;
  intent.set_id(rules::ReactionId(IdNamed(person), IdNamed("post")).ToBytes());
  intent.set_post_id(IdNamed("post").ToBytes());
  intent.set_symbol(symbol);
  return intent;
}

v1::SetRetention SetsRetention(v1::RetentionClass of, uint32_t days) {
  v1::SetRetention intent;
  intent.set_id(rules::RetentionId().ToBytes());
  v1::RetentionRule& rule = *intent.add_rules();
  rule.set_class_(of);
  rule.set_days(days);
  return intent;
}

v1::SetNotices SetsNotices(std::string_view person, v1::MailRhythm rhythm) {
  v1::SetNotices intent;
  intent.set_id(rules::NoticeSettingsId(IdNamed(person)).ToBytes());
  v1::NoticeSettings& settings = *intent.mutable_settings();
  settings.set_rhythm(rhythm);
  settings.set_time_zone("Europe/Helsinki");
  settings.set_digest_minute(7 * 60 + 30);
  settings.set_digest_weekday(1);
  return intent;
}

}  // namespace samstig::test
