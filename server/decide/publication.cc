// SPDX-License-Identifier: Apache-2.0
#include "server/decide/publication.h"

#include <algorithm>
#include <utility>

#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "samstig/v1/assignment.pb.h"
#include "server/decide/case.h"

namespace samstig::server {

using rules::KeyName;

namespace {

// With more hours than this to look at, the list of all that is scheduled is shorter.
constexpr TimeMs kManyHours = 48;

rules::Keys WhereToLook(std::optional<TimeMs> looked, TimeMs now) {
  const TimeMs last = now / base::kHourMs;
  if (!looked) return {{KeyName::kScheduledAssignments, {}}};
  // A clock that was put back begins where it is.
  const TimeMs first = std::min(*looked / base::kHourMs, last);
  if (last - first > kManyHours) return {{KeyName::kScheduledAssignments, {}}};
  rules::Keys hours;
  for (TimeMs hour = first; hour <= last; ++hour) {
    hours.push_back({KeyName::kPublishedInHour, rules::HourId(hour * base::kHourMs)});
  }
  return hours;
}

bool IsDue(const v1::Entity& entity, TimeMs now) {
  return entity.assignment().state() == v1::ASSIGNMENT_STATE_SCHEDULED &&
         entity.assignment().publish_ms() <= now;
}

}  // namespace

Result<std::vector<Id>> DuePublications(Reader& reader, std::optional<TimeMs> looked, TimeMs now) {
  std::vector<std::pair<TimeMs, Id>> due;
  for (const rules::Key& key : WhereToLook(looked, now)) {
    ASSIGN_OR_RETURN(std::vector<Id> ids, reader.Find(key));
    for (const Id& id : ids) {
      ASSIGN_OR_RETURN(std::optional<std::string> bytes, reader.Get(id));
      v1::Entity entity;
      if (!bytes || !entity.ParseFromString(*bytes) || !IsDue(entity, now)) continue;
      due.emplace_back(entity.assignment().publish_ms(), id);
    }
  }
  std::sort(due.begin(), due.end());
  std::vector<Id> ids;
  ids.reserve(due.size());
  for (const auto& [time, id] : due) ids.push_back(id);
  return ids;
}

Status Publish(Transaction& txn, const Id& assignment, TimeMs now) {
  ASSIGN_OR_RETURN(std::optional<std::string> bytes, txn.Get(assignment));
  v1::Entity entity;
  if (!bytes || !entity.ParseFromString(*bytes) || !IsDue(entity, now)) return {};
  const Actor author{IdIn(entity.author()), {}};
  Case c(txn, author, now, now);
  v1::MoveAssignment move;
  move.set_id(assignment.ToBytes());
  move.set_to(v1::ASSIGNMENT_STATE_OPEN);
  return c.Carry(move).status();
}

}  // namespace samstig::server
