// SPDX-License-Identifier: Apache-2.0
#include "server/decide/publication.h"

#include <algorithm>
#include <utility>

#include "domain/rules/keys.h"
#include "samstig/v1/assignment.pb.h"
#include "server/decide/case.h"
#include "server/decide/due.h"

namespace samstig::server {

using rules::KeyName;

namespace {

bool IsDue(const v1::Entity& entity, TimeMs now) {
  return entity.assignment().state() == v1::ASSIGNMENT_STATE_SCHEDULED &&
         entity.assignment().publish_ms() <= now;
}

}  // namespace

Result<std::vector<Id>> DuePublications(Reader& reader, std::optional<TimeMs> looked, TimeMs now) {
  std::vector<std::pair<TimeMs, Id>> due;
  for (const rules::Key& key :
       WhereDue(KeyName::kScheduledAssignments, KeyName::kPublishedInHour, looked, now)) {
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
