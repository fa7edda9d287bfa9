// SPDX-License-Identifier: Apache-2.0
#include "tests/support/talk_story.h"

#include "domain/rules/names.h"

namespace samstig::test {

AFlag::AFlag(std::string_view person) : Story(rules::FlagId(IdNamed(person), IdNamed("post"))) {
  By(person);
  v1::Flag& flag = *entity_.mutable_flag();
  flag.set_post_id(IdNamed("post").ToBytes());
  flag.set_thread_id(IdNamed("thread").ToBytes());
  flag.set_cause(v1::FLAG_CAUSE_HURTFUL);
  flag.set_state(v1::FLAG_STATE_OPEN);
  v1::FlagStep& step = *flag.add_history();
  step.set_to(v1::FLAG_STATE_OPEN);
  step.set_by(IdNamed(person).ToBytes());
  step.set_at_ms(kMonday);
}

ASubscription::ASubscription(std::string_view person, v1::Level level)
    : Story(rules::SubscriptionId(IdNamed(person), IdNamed("thread"))) {
  By(person);
  v1::Subscription& subscription = *entity_.mutable_subscription();
  subscription.set_thread_id(IdNamed("thread").ToBytes());
  subscription.set_level(level);
  subscription.set_why(v1::LEVEL_WHY_CHOSEN);
}

v1::WritePost WritesPostMentioning(std::initializer_list<std::string_view> persons,
                                   std::string_view name) {
  v1::WritePost intent = WritesPost("Vad säger du?", name);
  for (const std::string_view person : persons) intent.add_mentions(IdNamed(person).ToBytes());
  return intent;
}

v1::RemovePost RemovesPost(const v1::Entity& post) {
  v1::RemovePost intent;
  intent.set_id(post.id());
  intent.set_cause(v1::FLAG_CAUSE_HURTFUL);
  return intent;
}

v1::RestorePost RestoresPost(const v1::Entity& post) {
  v1::RestorePost intent;
  intent.set_id(post.id());
  return intent;
}

v1::InviteCoaches InvitesCoaches(std::string_view thread) {
  v1::InviteCoaches intent;
  intent.set_id(IdNamed(thread).ToBytes());
  return intent;
}

v1::PinPost PinsPost(std::string_view post) {
  v1::PinPost intent;
  intent.set_id(IdNamed("thread").ToBytes());
  intent.set_post_id(IdNamed(post).ToBytes());
  return intent;
}

v1::UnpinPost UnpinsPost(std::string_view post) {
  v1::UnpinPost intent;
  intent.set_id(IdNamed("thread").ToBytes());
  intent.set_post_id(IdNamed(post).ToBytes());
  return intent;
}

v1::SetLevel SetsLevel(std::string_view person, v1::Level level) {
  v1::SetLevel intent;
  intent.set_id(rules::SubscriptionId(IdNamed(person), IdNamed("thread")).ToBytes());
  intent.set_thread_id(IdNamed("thread").ToBytes());
  intent.set_level(level);
  return intent;
}

v1::FlagPost FlagsPost(std::string_view person, std::string_view note) {
  v1::FlagPost intent;
  intent.set_id(rules::FlagId(IdNamed(person), IdNamed("post")).ToBytes());
  intent.set_post_id(IdNamed("post").ToBytes());
  intent.set_cause(v1::FLAG_CAUSE_HURTFUL);
  intent.set_note(std::string(note));
  return intent;
}

v1::SettleFlag Upholds(const v1::Entity& flag, std::string_view note) {
  v1::SettleFlag intent;
  intent.set_id(flag.id());
  intent.set_uphold(true);
  intent.set_note(std::string(note));
  return intent;
}

v1::SettleFlag Dismisses(const v1::Entity& flag, std::string_view note) {
  v1::SettleFlag intent = Upholds(flag, note);
  intent.set_uphold(false);
  return intent;
}

}  // namespace samstig::test
