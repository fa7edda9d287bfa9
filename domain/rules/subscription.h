// SPDX-License-Identifier: Apache-2.0
// Levels: how much of a thread reaches a person, and what raises it by itself.
#ifndef SAMSTIG_DOMAIN_RULES_SUBSCRIPTION_H_
#define SAMSTIG_DOMAIN_RULES_SUBSCRIPTION_H_

#include "samstig/v1/subscription.pb.h"

namespace samstig::rules {

// The level where nothing else was said.
inline constexpr v1::Level kLevelUnsaid = v1::LEVEL_NORMAL;

// The level that this makes raises the one that stands, if that was not chosen and is not as high.
// False when nothing changes.
bool Raise(v1::Subscription& subscription, v1::Level level, v1::LevelWhy why);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_SUBSCRIPTION_H_
