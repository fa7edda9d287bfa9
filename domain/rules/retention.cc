// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/retention.h"

#include <algorithm>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"

namespace samstig::rules {

namespace {

using base::Status;

constexpr uint32_t kLeastDays = 30;
constexpr uint32_t kMostDays = 36'500;

Status CheckRules(const google::protobuf::RepeatedPtrField<v1::RetentionRule>& rules) {
  int last = v1::RETENTION_CLASS_UNSPECIFIED;
  for (const v1::RetentionRule& rule : rules) {
    if (!v1::RetentionClass_IsValid(rule.class_()) ||
        rule.class_() == v1::RETENTION_CLASS_UNSPECIFIED) {
      return {v1::REASON_OUT_OF_RANGE, "a rule of retention is about something unknown"};
    }
    if (rule.class_() <= last) {
      return {v1::REASON_MALFORMED, "rules of retention are ascending by class, each once"};
    }
    last = rule.class_();
    if (rule.days() < kLeastDays || rule.days() > kMostDays) {
      return {v1::REASON_OUT_OF_RANGE, "days are " + std::to_string(rule.days()) + ", not " +
                                           std::to_string(kLeastDays) + " to " +
                                           std::to_string(kMostDays)};
    }
  }
  return {};
}

bool IsStricter(const v1::Retention& now, const v1::Retention& before) {
  return std::any_of(now.rules().begin(), now.rules().end(), [&](const v1::RetentionRule& rule) {
    const std::optional<base::TimeMs> kept = KeptFor(before, rule.class_());
    return !kept || *KeptFor(now, rule.class_()) < *kept;
  });
}

}  // namespace

std::optional<base::TimeMs> KeptFor(const v1::Retention& rules, v1::RetentionClass of) {
  for (const v1::RetentionRule& rule : rules.rules()) {
    if (rule.class_() == of) return rule.days() * base::kDayMs;
  }
  return std::nullopt;
}

std::optional<base::TimeMs> GoesAt(const v1::Entity& rules, v1::RetentionClass of,
                                   base::TimeMs ended) {
  const std::optional<base::TimeMs> kept = KeptFor(rules.retention(), of);
  if (!kept) return std::nullopt;
  return std::max(ended + *kept, rules.made_ms() + kRetentionNotice);
}

FoldResult Fold(const v1::Entity* before, const v1::SetRetention& intent, const Maker& maker) {
  RETURN_IF_ERROR(CheckRules(intent.rules()));
  if (intent.id() != RetentionId().bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not that of the network's retention");
  }
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kRetention, intent.id(), maker));
  const v1::Retention was = entity.retention();
  *entity.mutable_retention()->mutable_rules() = intent.rules();
  // Counted anew: what would be gone by now goes no sooner than if it had been told of.
  if (IsStricter(entity.retention(), was)) entity.set_made_ms(maker.now);
  return Folded{std::move(entity)};
}

// Its id is the only one there is.
Keys KeysOf(const v1::Retention&) { return {}; }

}  // namespace samstig::rules
