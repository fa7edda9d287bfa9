// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/subscription.h"

#include <algorithm>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Id;
using base::Status;

bool Raise(v1::Subscription& subscription, v1::Level level, v1::LevelWhy why) {
  if (subscription.why() == v1::LEVEL_WHY_CHOSEN) return false;
  if (std::max(subscription.level(), kLevelUnsaid) >= level) return false;
  subscription.set_level(level);
  subscription.set_why(why);
  return true;
}

FoldResult Fold(const v1::Entity* before, const v1::SetLevel& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(Id thread, Id::Parse(intent.thread_id(), "thread_id"));
  if (intent.id() != SubscriptionId(maker.person, thread).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from person and thread");
  }
  if (intent.level() == v1::LEVEL_UNSPECIFIED || !v1::Level_IsValid(intent.level())) {
    return Status(v1::REASON_OUT_OF_RANGE, "there is no such level");
  }
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kSubscription, intent.id(), maker));
  v1::Subscription& subscription = *entity.mutable_subscription();
  subscription.set_thread_id(intent.thread_id());
  subscription.set_level(intent.level());
  subscription.set_why(v1::LEVEL_WHY_CHOSEN);
  return Folded{std::move(entity)};
}

// Its id is made from what one would look it up by.
Keys KeysOf(const v1::Subscription&) { return {}; }

}  // namespace samstig::rules
