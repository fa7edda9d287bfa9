// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/deeds.h"

#include <algorithm>

#include "domain/rules/fold.h"
#include "domain/rules/limits.h"
#include "tests/simulation/ledger.h"

namespace samstig::sim {

// Who does what, and how often.
struct Deeds::Tables {
  static const std::vector<Choice>& Of(size_t part);
};

const std::vector<Deeds::Choice>& Deeds::Tables::Of(size_t part) {
  static const std::vector<Choice> kWork = {
      {&Deeds::SaveDraft, 10},       {&Deeds::Submit, 5},           {&Deeds::StartThread, 3},
      {&Deeds::WritePost, 10},       {&Deeds::EditPost, 8},         {&Deeds::WithdrawPost, 2},
      {&Deeds::GiveFeedback, 4},     {&Deeds::DiscardParked, 2},    {&Deeds::CorrectPerson, 1},
      {&Deeds::MarkRead, 4},         {&Deeds::Withdraw, 1},         {&Deeds::React, 5},
      {&Deeds::TakeBackReaction, 2}, {&Deeds::StartInnerThread, 2}, {&Deeds::InviteCoaches, 1},
      {&Deeds::PinPost, 2},          {&Deeds::UnpinPost, 1},        {&Deeds::SetLevel, 2},
      {&Deeds::FlagPost, 3},         {&Deeds::SaveTool, 4},         {&Deeds::DropTool, 1},
      {&Deeds::SaveTeam, 2},         {&Deeds::DropTeam, 1},         {&Deeds::SetNotices, 1}};
  static const std::vector<Choice> kCoach = {{&Deeds::PostAssignment, 5},
                                             {&Deeds::EditAssignment, 4},
                                             {&Deeds::MoveAssignment, 2},
                                             {&Deeds::GiveFeedback, 12},
                                             {&Deeds::StartThread, 2},
                                             {&Deeds::WritePost, 8},
                                             {&Deeds::EditPost, 4},
                                             {&Deeds::WithdrawPost, 1},
                                             {&Deeds::DiscardParked, 2},
                                             {&Deeds::SaveDraft, 1},
                                             {&Deeds::React, 3},
                                             {&Deeds::TakeBackReaction, 1},
                                             {&Deeds::FormGroup, 3},
                                             {&Deeds::ChangeGroup, 3},
                                             {&Deeds::DissolveGroup, 1},
                                             {&Deeds::NudgeLeader, 3},
                                             {&Deeds::Announce, 2},
                                             {&Deeds::EditAnnouncement, 2},
                                             {&Deeds::TakeDownAnnouncement, 1},
                                             {&Deeds::PinPost, 3},
                                             {&Deeds::UnpinPost, 1},
                                             {&Deeds::SettleFlag, 4},
                                             {&Deeds::RemovePost, 3},
                                             {&Deeds::RestorePost, 2},
                                             {&Deeds::StartInnerThread, 1},
                                             {&Deeds::SetLevel, 1},
                                             {&Deeds::SaveTool, 1},
                                             {&Deeds::InviteGuest, 2}};
  static const std::vector<Choice> kAdmin = {
      {&Deeds::RequestSeats, 3},  {&Deeds::EnrolLeader, 6},       {&Deeds::Withdraw, 4},
      {&Deeds::InvitePerson, 2},  {&Deeds::GrantHat, 2},          {&Deeds::EndHat, 1},
      {&Deeds::CorrectPerson, 1}, {&Deeds::SaveDraft, 1},         {&Deeds::DiscardParked, 2},
      {&Deeds::SetManager, 2},    {&Deeds::TransferEnrolment, 2}, {&Deeds::ReplaceLeader, 2},
      {&Deeds::AcceptTerms, 3},   {&Deeds::SetNotices, 1}};
  static const std::vector<Choice> kOrganiser = {{&Deeds::AnswerSeats, 4},
                                                 {&Deeds::InvitePerson, 3},
                                                 {&Deeds::GrantHat, 6},
                                                 {&Deeds::EndHat, 4},
                                                 {&Deeds::PlanCohort, 2},
                                                 {&Deeds::MoveCohort, 3},
                                                 {&Deeds::RegisterMunicipality, 2},
                                                 {&Deeds::PublishProgramme, 1},
                                                 {&Deeds::PublishTheme, 1},
                                                 {&Deeds::Announce, 2},
                                                 {&Deeds::EditAnnouncement, 1},
                                                 {&Deeds::TakeDownAnnouncement, 1},
                                                 {&Deeds::DiscardParked, 2},
                                                 {&Deeds::CorrectEmail, 2},
                                                 {&Deeds::EditCohort, 2},
                                                 {&Deeds::InviteGuest, 2},
                                                 {&Deeds::PublishTerms, 1},
                                                 {&Deeds::SetRetention, 2},
                                                 {&Deeds::TransferEnrolment, 1}};
  static const std::vector<Choice>* const kAll[] = {&kOrganiser, &kAdmin, &kCoach, &kWork};
  return *kAll[part];
}

Deeds::Deeds(Ground& ground, const std::vector<Role>& cast)
    : ground_(ground), cast_(cast), dice_(ground.seed, "deeds"), file_dice_(ground.seed, "files") {
  const size_t kind = dice_.Below(20);
  // Mostly short; sometimes a first sync of many pages; seldom more than a client holds in memory.
  longest_text_ = kind < 10 ? 300 : kind < 19 ? 4'000 : 19'000;
  for (size_t part = 0; part < 4; ++part) {
    std::vector<Maker>& missing = missing_.emplace_back();
    for (const Choice& choice : Tables::Of(part)) missing.push_back(choice.maker);
  }
}

bool Deeds::DoSomething(DeviceHost& device, const Role& role) {
  // The wrong hat, now and then.
  const size_t part = dice_.Chance(12) ? dice_.Below(4) : static_cast<size_t>(role.part);
  Maybe mutation = dice_.Chance(20) ? DoWhatIsMissing(device, role) : std::nullopt;
  if (!mutation) mutation = Choose(Tables::Of(part), device, role);
  if (!mutation) return false;
  const Result<uint64_t> number = device.Do(*mutation);
  if (!number.ok()) return false;
  if (const Result<Id> target = rules::TargetOf(*mutation); target.ok()) {
    made_.emplace(std::pair(device.index(), target->ToBytes()), *number);
  }
  return true;
}

Deeds::Maybe Deeds::DoWhatIsMissing(DeviceHost& device, const Role& role) {
  std::vector<Maker>& missing = missing_[static_cast<size_t>(role.part)];
  for (int tries = 0; tries < 3 && !missing.empty(); ++tries) {
    const size_t which = dice_.Below(missing.size());
    Maybe mutation = (this->*missing[which])(device, role);
    if (!mutation) continue;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(which));
    return mutation;
  }
  return std::nullopt;
}

Deeds::Maybe Deeds::Choose(const std::vector<Choice>& choices, DeviceHost& device,
                           const Role& role) {
  size_t all = 0;
  for (const Choice& choice : choices) all += choice.weight;
  // What needs something that is not there is passed over for something else.
  for (int tries = 0; tries < 4; ++tries) {
    size_t left = dice_.Below(all);
    for (const Choice& choice : choices) {
      if (left >= choice.weight) {
        left -= choice.weight;
        continue;
      }
      if (Maybe mutation = (this->*choice.maker)(device, role)) return mutation;
      break;
    }
  }
  return std::nullopt;
}

std::vector<v1::Entity> Deeds::Find(DeviceHost& device, rules::KeyName key, const Id& owner) {
  std::vector<v1::Entity> entities;
  Result<std::vector<client::Shown>> found = device.core().Find({key, owner});
  if (!found.ok()) return entities;
  for (client::Shown& shown : *found) entities.push_back(std::move(shown.entity));
  return entities;
}

std::optional<v1::Entity> Deeds::Any(DeviceHost& device, rules::KeyName key, const Id& owner) {
  std::vector<v1::Entity> entities = Find(device, key, owner);
  if (entities.empty()) return std::nullopt;
  return std::move(entities[dice_.Below(entities.size())]);
}

Id Deeds::SomeCohort(DeviceHost& device) {
  if (dice_.Chance(88)) return MainCohort();
  const std::optional<v1::Entity> cohort = Any(device, rules::KeyName::kCohorts);
  return cohort && dice_.Chance(80) ? IdOrNil(cohort->id()) : device.NewId();
}

void Deeds::DependOn(v1::Mutation& mutation, const DeviceHost& device, const std::string& id) {
  const auto made = made_.find({device.index(), id});
  if (made != made_.end() && dice_.Chance(80)) mutation.add_depends_on(made->second);
}

std::string Deeds::Words(size_t at_most) {
  std::string words = MarkOf(++last_text_);
  const size_t limit = std::min(at_most, longest_text_);
  const size_t length = words.size() + dice_.Below(limit - words.size());
  static constexpr std::string_view kFiller = " vi provade och det gick bättre än vi trodde,";
  while (words.size() + kFiller.size() < length) words += kFiller;
  return words;
}

void Deeds::MayAttach(DeviceHost& device, rules::Attachments& attachments) {
  if (!file_dice_.Chance(12)) return;
  const size_t chunks = file_dice_.Chance(85) ? 0 : 1 + file_dice_.Below(2);
  const size_t size = chunks * rules::kBlobChunkBytes + 1 + file_dice_.Below(2'000);
  std::string picture = "bild " + std::to_string(++last_file_) + " ";
  picture.resize(size, static_cast<char>('a' + file_dice_.Below(26)));
  if (std::optional<v1::Attachment> file = device.files().Attach(device.core(), picture)) {
    *attachments.Add() = *std::move(file);
  }
}

std::optional<v1::Mutation> Deeds::FlipRightOf(const Id& person,
                                               const std::map<Id, v1::Entity>& known) {
  v1::Mutation mutation;
  for (const auto& [id, entity] : known) {
    const v1::Membership& hat = entity.membership();
    if (!entity.has_membership() || hat.person_id() != person.bytes() || hat.ended()) continue;
    if (hat.role() != v1::ROLE_COACH) continue;
    mutation.mutable_end_hat()->set_id(id.ToBytes());
    return mutation;
  }
  for (const auto& [id, entity] : known) {
    const v1::Enrolment& enrolment = entity.enrolment();
    if (!entity.has_enrolment() || enrolment.person_id() != person.bytes()) continue;
    if (enrolment.state() != v1::ENROLMENT_STATE_ACTIVE) continue;
    mutation.mutable_withdraw()->set_id(id.ToBytes());
    return mutation;
  }
  // Nothing to take: a coach more for a while.
  v1::GrantHat& grant = *mutation.mutable_grant_hat();
  grant.set_id(Id::FromName("flip", std::to_string(++last_name_)).ToBytes());
  grant.mutable_membership()->set_person_id(person.ToBytes());
  grant.mutable_membership()->set_role(v1::ROLE_COACH);
  grant.mutable_membership()->set_cohort_id(MainCohort().ToBytes());
  return mutation;
}

}  // namespace samstig::sim
