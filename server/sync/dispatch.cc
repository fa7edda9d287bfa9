// SPDX-License-Identifier: Apache-2.0
#include "server/sync/dispatch.h"

#include <algorithm>
#include <utility>

#include "samstig/v1/sync_service.pb.h"

namespace samstig::server {
namespace {

void SetChange(const LogRow& row, v1::Change& change) {
  change.set_seq(row.seq);
  if (row.gone) {
    change.set_gone_id(row.id.ToBytes());
  } else {
    change.set_entity(row.bytes.data(), row.bytes.size());
  }
}

}  // namespace

Dispatch::Dispatch(const Changes& changes)
    : from_(changes.from), to_(changes.to), persons_(changes.persons) {
  bytes_ = sizeof(Dispatch) + persons_.size() * sizeof(Id);
  auto row = changes.rows.begin();
  while (row != changes.rows.end()) {
    const Scope scope = row->scope;
    Part part{scope, nullptr, {}};
    v1::PullResponse message;
    v1::ScopeRun& run = *message.add_runs();
    run.set_scope(scope.ToText());
    for (; row != changes.rows.end() && row->scope == scope; ++row) {
      SetChange(row->row, *run.add_changes());
      part.ids.push_back(row->row.id);
    }
    part.piece = std::make_shared<const std::string>(message.SerializeAsString());
    bytes_ += sizeof(Part) + part.piece->size() + part.ids.size() * sizeof(Id);
    parts_.push_back(std::move(part));
  }
}

const Dispatch::Part* Dispatch::In(const Scope& scope) const {
  const auto part =
      std::lower_bound(parts_.begin(), parts_.end(), scope,
                       [](const Part& one, const Scope& wanted) { return one.scope < wanted; });
  return part != parts_.end() && part->scope == scope ? &*part : nullptr;
}

bool Dispatch::ChangesRightsOf(const Id& person) const {
  return std::binary_search(persons_.begin(), persons_.end(), person);
}

}  // namespace samstig::server
