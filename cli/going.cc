// SPDX-License-Identifier: Apache-2.0
#include "cli/going.h"

#include "cli/dates.h"
#include "domain/rules/names.h"
#include "domain/rules/retention.h"

namespace samstig::cli {

std::optional<base::TimeMs> GoesAt(Copy& copy, const Id& cohort, v1::RetentionClass of) {
  const Result<Shown> rules = copy.Get(rules::RetentionId());
  const Result<Shown> end = copy.Get(rules::EndId(cohort));
  if (!rules.ok() || !end.ok()) return std::nullopt;
  return rules::GoesAt(rules->entity, of, end->entity.made_ms());
}

Status RequireStillThere(Copy& copy, const Id& cohort,
                         const std::vector<v1::RetentionClass>& classes, base::TimeMs now) {
  for (const v1::RetentionClass of : classes) {
    const std::optional<base::TimeMs> at = GoesAt(copy, cohort, of);
    if (!at || *at > now) continue;
    return {v1::REASON_NOT_FOUND, "The " + std::string(Meaning(of)) + " of this cohort went on " +
                                      ToDay(*at, now) +
                                      " by the network's rule of retention: there is nothing left "
                                      "to count."};
  }
  return {};
}

const char* Meaning(v1::RetentionClass of) {
  switch (of) {
    case v1::RETENTION_CLASS_WORK:
      return "reports and the dialogue on them";
    case v1::RETENTION_CLASS_TALK:
      return "threads, posts and announcements";
    case v1::RETENTION_CLASS_TRACES:
      return "nudges, and who was sent what of whose desk";
    case v1::RETENTION_CLASS_PEOPLE:
      return "people without a hat or a place";
    default:
      return "something that this version does not know";
  }
}

}  // namespace samstig::cli
