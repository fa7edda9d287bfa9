// SPDX-License-Identifier: Apache-2.0
// What people write: drafts, submissions, threads, posts, feedback, assignments.
#include <algorithm>

#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/simulation/deeds.h"

namespace samstig::sim {

using rules::KeyName;

namespace {

constexpr size_t kTitle = 60;

const std::string& RevisionIdOf(const v1::Revision& head, const std::string& own_id) {
  return head.revision_id().empty() ? own_id : head.revision_id();
}

}  // namespace

std::optional<v1::Entity> Deeds::AnyAssignment(DeviceHost& device) {
  std::optional<v1::Entity> assignment = Any(device, KeyName::kAssignmentsOfCohort, MainCohort());
  if (assignment || !dice_.Chance(20)) return assignment;
  assignment.emplace();
  assignment->set_id(device.NewId().ToBytes());
  assignment->mutable_assignment()->set_cohort_id(MainCohort().ToBytes());
  return assignment;
}

std::optional<v1::Entity> Deeds::AnyPost(DeviceHost& device, bool own) {
  const std::optional<v1::Entity> thread = Any(device, KeyName::kThreadsOfCohort, MainCohort());
  if (!thread) return std::nullopt;
  std::vector<v1::Entity> posts = Find(device, KeyName::kPostsOfThread, IdOrNil(thread->id()));
  if (own) {
    std::erase_if(posts,
                  [&](const v1::Entity& post) { return post.author() != device.user().bytes(); });
  }
  if (posts.empty()) return std::nullopt;
  return std::move(posts[dice_.Below(posts.size())]);
}

v1::Revision Deeds::NewRevision(DeviceHost& device) {
  v1::Revision revision;
  revision.set_revision_id(device.NewId().ToBytes());
  revision.set_claimed_ms(device.clock().Now());
  return revision;
}

std::vector<std::string> Deeds::Replaced(
    const google::protobuf::RepeatedPtrField<v1::Revision>& heads, const std::string& own_id) {
  std::vector<std::string> replaced;
  const bool all = heads.size() >= rules::kMaxHeads / 2 || dice_.Chance(75);
  for (const v1::Revision& head : heads) {
    if (all || dice_.Chance(50)) replaced.push_back(RevisionIdOf(head, own_id));
  }
  return replaced;
}

Deeds::Maybe Deeds::SaveDraft(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> assignment = AnyAssignment(device);
  if (!assignment) return std::nullopt;
  v1::Mutation mutation;
  v1::SaveDraft& save = *mutation.mutable_save_draft();
  const Id id = rules::WorkId(device.user(), IdOrNil(assignment->id()));
  save.set_id(id.ToBytes());
  save.set_assignment_id(assignment->id());
  *save.mutable_revision() = NewRevision(device);
  v1::Report& report = *save.mutable_revision()->mutable_report();
  report.set_tried(Words(rules::kMaxTextBytes));
  report.set_did_not_work(dice_.Chance(20));
  if (const Result<client::Shown> draft = device.core().Get(id); draft.ok()) {
    for (std::string& head : Replaced(draft->entity.draft().heads(), ""))
      save.add_replaces(std::move(head));
  }
  return mutation;
}

Deeds::Maybe Deeds::Submit(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> assignment = AnyAssignment(device);
  if (!assignment) return std::nullopt;
  v1::Mutation mutation;
  v1::Submit& submit = *mutation.mutable_submit();
  submit.set_id(device.NewId().ToBytes());
  submit.set_assignment_id(assignment->id());
  submit.set_cohort_id(dice_.Chance(97) ? assignment->assignment().cohort_id()
                                        : device.NewId().ToBytes());
  submit.set_assignment_version(assignment->assignment().version());
  submit.mutable_report()->set_happened(Words(rules::kMaxTextBytes));
  const Id draft = rules::WorkId(device.user(), IdOrNil(assignment->id()));
  DependOn(mutation, device, draft.ToBytes());
  return mutation;
}

Deeds::Maybe Deeds::StartThread(DeviceHost& device, const Role&) {
  v1::Mutation mutation;
  v1::StartThread& start = *mutation.mutable_start_thread();
  start.set_id(device.NewId().ToBytes());
  start.set_cohort_id(SomeCohort(device).ToBytes());
  start.set_title(Words(kTitle));
  if (dice_.Chance(30)) {
    if (const std::optional<v1::Entity> about = AnyAssignment(device)) {
      start.set_assignment_id(about->id());
      DependOn(mutation, device, about->id());
    }
  }
  return mutation;
}

Deeds::Maybe Deeds::WritePost(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> thread = Any(device, KeyName::kThreadsOfCohort, MainCohort());
  if (!thread && !dice_.Chance(5)) return std::nullopt;
  v1::Mutation mutation;
  v1::WritePost& write = *mutation.mutable_write_post();
  write.set_id(device.NewId().ToBytes());
  write.set_thread_id(thread ? thread->id() : device.NewId().ToBytes());
  write.set_text(Words(rules::kMaxTextBytes));
  DependOn(mutation, device, write.thread_id());
  if (dice_.Chance(30)) {
    if (const std::optional<v1::Entity> post = AnyPost(device, /*own=*/false)) {
      write.set_reply_to(post->id());
      DependOn(mutation, device, post->id());
    }
  }
  MayAttach(device, *write.mutable_attachments());
  return mutation;
}

Deeds::Maybe Deeds::EditPost(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> post = AnyPost(device, dice_.Chance(95));
  if (!post) return std::nullopt;
  v1::Mutation mutation;
  v1::EditPost& edit = *mutation.mutable_edit_post();
  edit.set_id(post->id());
  *edit.mutable_revision() = NewRevision(device);
  edit.mutable_revision()->set_text(Words(rules::kMaxTextBytes));
  for (std::string& head : Replaced(post->post().heads(), post->id()))
    edit.add_replaces(std::move(head));
  DependOn(mutation, device, post->id());
  return mutation;
}

Deeds::Maybe Deeds::WithdrawPost(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> post = AnyPost(device, dice_.Chance(95));
  if (!post) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_withdraw_post()->set_id(post->id());
  return mutation;
}

Deeds::Maybe Deeds::GiveFeedback(DeviceHost& device, const Role& role) {
  const std::optional<v1::Entity> assignment = AnyAssignment(device);
  if (!assignment) return std::nullopt;
  const std::optional<v1::Entity> submission =
      Any(device, KeyName::kSubmissionsTo, IdOrNil(assignment->id()));
  if (!submission && !dice_.Chance(3)) return std::nullopt;
  v1::Mutation mutation;
  v1::GiveFeedback& give = *mutation.mutable_give_feedback();
  give.set_id(device.NewId().ToBytes());
  give.set_submission_id(submission ? submission->id() : device.NewId().ToBytes());
  give.set_text(Words(rules::kMaxTextBytes));
  const bool coach = role.part == Part::kCoach || dice_.Chance(5);
  give.set_verdict(coach ? static_cast<v1::Verdict>(1 + dice_.Below(3)) : v1::VERDICT_COMMENT);
  if (submission) DependOn(mutation, device, submission->id());
  return mutation;
}

Deeds::Maybe Deeds::PostAssignment(DeviceHost& device, const Role&) {
  v1::Mutation mutation;
  v1::PostAssignment& post = *mutation.mutable_post_assignment();
  post.set_id(device.NewId().ToBytes());
  v1::Assignment& assignment = *post.mutable_assignment();
  assignment.set_cohort_id(SomeCohort(device).ToBytes());
  (*assignment.mutable_title()->mutable_by_language())["sv-FI"] = "Prova";
  (*assignment.mutable_title()->mutable_by_language())["fi"] = "Kokeile";
  (*assignment.mutable_brief()->mutable_by_language())["sv-FI"] = Words(rules::kMaxTextBytes);
  assignment.set_minutes(static_cast<uint32_t>(dice_.Between(5, 600)));
  const TimeMs now = ground_.scheduler.Now();
  assignment.set_opens_ms(now - dice_.Between(-1, 10) * base::kHourMs);
  assignment.set_due_ms(assignment.opens_ms() + dice_.Between(1, 20 * 24) * base::kHourMs);
  if (dice_.Chance(25)) {
    assignment.set_publish_ms(now + dice_.Between(1, 30 * 60) * base::kMinuteMs);
    assignment.set_opens_ms(assignment.publish_ms());
    assignment.set_due_ms(assignment.publish_ms() + 7 * base::kDayMs);
  }
  if (dice_.Chance(15)) {
    assignment.set_person_id(cast_[dice_.Below(cast_.size())].person.id.ToBytes());
  }
  return mutation;
}

Deeds::Maybe Deeds::NudgeLeader(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> assignment = AnyAssignment(device);
  if (!assignment) return std::nullopt;
  const Id person = cast_[dice_.Below(cast_.size())].person.id;
  v1::Mutation mutation;
  v1::NudgeLeader& nudge = *mutation.mutable_nudge_leader();
  nudge.set_id(rules::NudgeId(person, IdOrNil(assignment->id())).ToBytes());
  nudge.set_assignment_id(assignment->id());
  nudge.set_person_id(person.ToBytes());
  nudge.set_text(Words(rules::kMaxNoteBytes));
  DependOn(mutation, device, assignment->id());
  return mutation;
}

Deeds::Maybe Deeds::Announce(DeviceHost& device, const Role&) {
  v1::Mutation mutation;
  v1::Announce& announce = *mutation.mutable_announce();
  announce.set_id(device.NewId().ToBytes());
  announce.set_cohort_id(SomeCohort(device).ToBytes());
  announce.set_title(Words(kTitle));
  announce.set_text(Words(rules::kMaxTextBytes));
  return mutation;
}

Deeds::Maybe Deeds::EditAnnouncement(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> before =
      Any(device, KeyName::kAnnouncementsOfCohort, MainCohort());
  if (!before) return std::nullopt;
  v1::Mutation mutation;
  v1::EditAnnouncement& edit = *mutation.mutable_edit_announcement();
  edit.set_id(before->id());
  edit.set_title(Words(kTitle));
  edit.set_text(Words(rules::kMaxTextBytes));
  DependOn(mutation, device, before->id());
  return mutation;
}

Deeds::Maybe Deeds::TakeDownAnnouncement(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> before =
      Any(device, KeyName::kAnnouncementsOfCohort, MainCohort());
  if (!before) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_take_down_announcement()->set_id(before->id());
  DependOn(mutation, device, before->id());
  return mutation;
}

Deeds::Maybe Deeds::EditAssignment(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> before = AnyAssignment(device);
  if (!before) return std::nullopt;
  v1::Mutation mutation;
  v1::EditAssignment& edit = *mutation.mutable_edit_assignment();
  edit.set_id(before->id());
  *edit.mutable_assignment() = before->assignment();
  (*edit.mutable_assignment()->mutable_title()->mutable_by_language())["sv-FI"] = "Prova igen";
  edit.mutable_assignment()->mutable_brief()->clear_by_language();
  (*edit.mutable_assignment()->mutable_brief()->mutable_by_language())["sv-FI"] =
      Words(rules::kMaxTextBytes);
  edit.mutable_assignment()->set_minutes(45);
  DependOn(mutation, device, before->id());
  return mutation;
}

Deeds::Maybe Deeds::MoveAssignment(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> before = AnyAssignment(device);
  if (!before) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_move_assignment()->set_id(before->id());
  const bool close = before->assignment().state() == v1::ASSIGNMENT_STATE_OPEN && dice_.Chance(30);
  mutation.mutable_move_assignment()->set_to(close ? v1::ASSIGNMENT_STATE_CLOSED
                                                   : v1::ASSIGNMENT_STATE_OPEN);
  return mutation;
}

Deeds::Maybe Deeds::MarkRead(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> thread = Any(device, KeyName::kThreadsOfCohort, MainCohort());
  const std::optional<v1::Entity> post = AnyPost(device, /*own=*/false);
  if (!thread || !post) return std::nullopt;
  v1::Mutation mutation;
  v1::MarkRead& mark = *mutation.mutable_mark_read();
  mark.set_id(rules::ReadMarkId(device.user(), IdOrNil(thread->id())).ToBytes());
  mark.set_thread_id(thread->id());
  mark.set_read_to_ms(std::max<TimeMs>(post->made_ms(), 1));
  return mutation;
}

namespace {

// The closed list, and now and then what is not in it.
v1::ReactionSymbol SomeSymbol(Dice& dice) {
  return static_cast<v1::ReactionSymbol>(dice.Chance(98) ? 1 + dice.Below(6) : dice.Below(9));
}

}  // namespace

Deeds::Maybe Deeds::React(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> post = AnyPost(device, /*own=*/false);
  if (!post) return std::nullopt;
  v1::Mutation mutation;
  v1::React& react = *mutation.mutable_react();
  react.set_id(rules::ReactionId(device.user(), IdOrNil(post->id())).ToBytes());
  react.set_post_id(post->id());
  react.set_symbol(SomeSymbol(dice_));
  DependOn(mutation, device, post->id());
  return mutation;
}

Deeds::Maybe Deeds::TakeBackReaction(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> post = AnyPost(device, /*own=*/false);
  if (!post) return std::nullopt;
  v1::Mutation mutation;
  v1::TakeBackReaction& back = *mutation.mutable_take_back_reaction();
  back.set_id(rules::ReactionId(device.user(), IdOrNil(post->id())).ToBytes());
  back.set_post_id(post->id());
  back.set_symbol(SomeSymbol(dice_));
  return mutation;
}

Deeds::Maybe Deeds::DiscardParked(DeviceHost& device, const Role&) {
  const std::optional<v1::Entity> parked = Any(device, KeyName::kParkedItems);
  if (!parked) return std::nullopt;
  v1::Mutation mutation;
  mutation.mutable_discard_parked()->set_id(parked->id());
  return mutation;
}

}  // namespace samstig::sim
