// SPDX-License-Identifier: Apache-2.0
#include "server/sync/disclosures.h"

#include <vector>

namespace samstig::server {

Result<Scopes> DesksOfOthers(Reader& reader, const Id& entity, const Id& person) {
  ASSIGN_OR_RETURN(Scopes scopes, reader.ScopesOf(entity));
  std::erase_if(scopes, [&](const Scope& scope) { return !IsDeskOfAnother(scope, person); });
  return scopes;
}

Scopes Disclosures::Unnoted(const Id& reader, const Scopes& desks, TimeMs now) const {
  if (desks.empty()) return {};
  const std::lock_guard lock(mutex_);
  if (now / base::kDayMs != day_) return desks;
  Scopes unnoted;
  for (const Scope& desk : desks) {
    if (!noted_.contains({reader, desk})) unnoted.push_back(desk);
  }
  return unnoted;
}

void Disclosures::Noted(const Id& reader, const Scopes& desks, TimeMs now) {
  const std::lock_guard lock(mutex_);
  if (now / base::kDayMs != day_) noted_.clear();
  day_ = now / base::kDayMs;
  for (const Scope& desk : desks) noted_.emplace(reader, desk);
}

}  // namespace samstig::server
