// SPDX-License-Identifier: Apache-2.0
// What people do around a conversation: pin, choose how much to hear, flag, take down, invite the
// coaches; and what they keep for themselves: tools, teams, how they want to be told.
#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/simulation/deeds.h"

namespace samstig::sim {

using rules::KeyName;

namespace {

constexpr size_t kTitle = 60;

v1::FlagCause SomeCause(Dice& dice) {
  return static_cast<v1::FlagCause>(dice.Chance(97) ? 1 + dice.Below(4) : 0);
}

}  // namespace

std::optional<v1::Entity> Deeds::AnyThread(DeviceHost& device) {
  return Any(device, KeyName::kThreadsOfCohort, MainCohort());
}

Deeds::Maybe Deeds::StartInnerThread(DeviceHost& device, const Role& role) {
  v1::Mutation mutation;
  v1::StartThread& start = *mutation.mutable_start_thread();
  start.set_id(device.NewId().ToBytes());
  start.set_cohort_id(MainCohort().ToBytes());
  start.set_title(Words(kTitle));
  const std::optional<v1::Entity> group = Any(device, KeyName::kGroupsOfCohort, MainCohort());
  if (group && dice_.Chance(60)) {
    start.set_group_id(group->id());
    DependOn(mutation, device, group->id());
  } else {
    start.set_municipality_id((role.municipality.IsNil() ? Pargas() : role.municipality).ToBytes());
  }
  return mutation;
}

Deeds::Maybe Deeds::InviteCoaches(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> thread = AnyThread(device);
  if (!thread || (thread->thread().municipality_id().empty() && dice_.Chance(90)))
    return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_invite_coaches()->set_id(thread->id());
  DependOn(mutation, device, thread->id());
  return mutation;
}

Deeds::Maybe Deeds::PinPost(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> post = AnyPost(device, /*own=*/false);
  if (!post) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_pin_post()->set_id(post->post().thread_id());
  mutation.mutable_pin_post()->set_post_id(post->id());
  DependOn(mutation, device, post->id());
  return mutation;
}

Deeds::Maybe Deeds::UnpinPost(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> thread = AnyThread(device);
  if (!thread || thread->thread().pinned().empty()) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_unpin_post()->set_id(thread->id());
  mutation.mutable_unpin_post()->set_post_id(thread->thread().pinned(
      static_cast<int>(dice_.Below(static_cast<size_t>(thread->thread().pinned_size())))));
  return mutation;
}

Deeds::Maybe Deeds::SetLevel(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> thread = AnyThread(device);
  if (!thread) return std::nullopt;
  v1::Mutation mutation;
  v1::SetLevel& set = *mutation.mutable_set_level();
  set.set_id(rules::SubscriptionId(device.user(), IdOrNil(thread->id())).ToBytes());
  set.set_thread_id(thread->id());
  set.set_level(static_cast<v1::Level>(1 + dice_.Below(4)));
  return mutation;
}

Deeds::Maybe Deeds::FlagPost(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> post = AnyPost(device, /*own=*/false);
  if (!post) return std::nullopt;
  v1::Mutation mutation;
  v1::FlagPost& flag = *mutation.mutable_flag_post();
  flag.set_id(rules::FlagId(device.user(), IdOrNil(post->id())).ToBytes());
  flag.set_post_id(post->id());
  flag.set_cause(SomeCause(dice_));
  flag.set_note(Words(300));
  DependOn(mutation, device, post->id());
  return mutation;
}

Deeds::Maybe Deeds::SettleFlag(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> thread = AnyThread(device);
  if (!thread) return std::nullopt;
  const std::optional<v1::Entity> flag =
      Any(device, KeyName::kFlagsInThread, IdOrNil(thread->id()));
  if (!flag) return std::nullopt;
  v1::Mutation mutation;
  v1::SettleFlag& settle = *mutation.mutable_settle_flag();
  settle.set_id(flag->id());
  settle.set_uphold(dice_.Chance(50));
  settle.set_note(Words(300));
  return mutation;
}

Deeds::Maybe Deeds::RemovePost(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> post = AnyPost(device, /*own=*/false);
  if (!post) return std::nullopt;
  v1::Mutation mutation;
  v1::RemovePost& remove = *mutation.mutable_remove_post();
  remove.set_id(post->id());
  remove.set_cause(SomeCause(dice_));
  remove.set_note(Words(300));
  DependOn(mutation, device, post->id());
  return mutation;
}

Deeds::Maybe Deeds::RestorePost(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> thread = AnyThread(device);
  if (!thread) return std::nullopt;
  std::vector<v1::Entity> posts = Find(device, KeyName::kPostsOfThread, IdOrNil(thread->id()));
  std::erase_if(posts, [&](const v1::Entity& post) { return !post.post().has_removal(); });
  if (posts.empty()) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_restore_post()->set_id(dice_.OneOf(posts).id());
  return mutation;
}

// ---- For oneself

Deeds::Maybe Deeds::SaveTool(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> before =
      dice_.Chance(60) ? Any(device, KeyName::kTools) : std::nullopt;
  v1::Mutation mutation;
  v1::SaveTool& save = *mutation.mutable_save_tool();
  save.set_id(before ? before->id() : device.NewId().ToBytes());
  save.set_title("Verktyg " + std::to_string(++last_name_));
  *save.mutable_revision() = NewRevision(device);
  save.mutable_revision()->set_text(Words(rules::kMaxTextBytes));
  if (before) {
    for (std::string& head : Replaced(before->tool().heads(), "")) {
      save.add_replaces(std::move(head));
    }
  }
  return mutation;
}

Deeds::Maybe Deeds::DropTool(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> tool = Any(device, KeyName::kTools);
  if (!tool) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_drop_tool()->set_id(tool->id());
  return mutation;
}

Deeds::Maybe Deeds::SaveTeam(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> before =
      dice_.Chance(70) ? Any(device, KeyName::kTeams) : std::nullopt;
  v1::Mutation mutation;
  v1::SaveTeam& save = *mutation.mutable_save_team();
  save.set_id(before ? before->id() : device.NewId().ToBytes());
  save.set_name("Team " + std::to_string(++last_name_));
  save.set_size(static_cast<uint32_t>(dice_.Between(1, 40)));
  *save.mutable_revision() = NewRevision(device);
  save.mutable_revision()->set_text(Words(rules::kMaxTextBytes));
  if (before) {
    for (std::string& head : Replaced(before->team().heads(), "")) {
      save.add_replaces(std::move(head));
    }
  }
  return mutation;
}

Deeds::Maybe Deeds::DropTeam(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> team = Any(device, KeyName::kTeams);
  if (!team) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_drop_team()->set_id(team->id());
  return mutation;
}

Deeds::Maybe Deeds::SetNotices(DeviceHost& device, const Role&) {
  v1::Mutation mutation;
  v1::SetNotices& set = *mutation.mutable_set_notices();
  set.set_id(rules::NoticeSettingsId(device.user()).ToBytes());
  v1::NoticeSettings& settings = *set.mutable_settings();
  settings.set_rhythm(static_cast<v1::MailRhythm>(1 + dice_.Below(4)));
  settings.set_time_zone(dice_.Chance(95) ? "Europe/Helsinki" : "/etc/passwd");
  settings.set_digest_minute(static_cast<uint32_t>(dice_.Below(1440)));
  settings.set_digest_weekday(static_cast<uint32_t>(1 + dice_.Below(7)));
  settings.set_quiet_from_minute(static_cast<uint32_t>(dice_.Below(1440)));
  settings.set_quiet_to_minute(static_cast<uint32_t>(dice_.Below(1440)));
  if (dice_.Chance(50)) settings.add_off(v1::NOTICE_KIND_POST);
  return mutation;
}

}  // namespace samstig::sim
