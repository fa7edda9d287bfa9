// SPDX-License-Identifier: Apache-2.0
#include "server/sync/pull.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace samstig::server {
namespace {

// More rows than fit a page are never read at once.
constexpr size_t kRowsPerRead = 1'000;

}  // namespace

Status CheckVersion(uint32_t min, uint32_t max) {
  if (min <= kProtocolVersion && kProtocolVersion <= max) return {};
  return {v1::REASON_VERSION_UNSUPPORTED, "this server speaks version 1 of the protocol"};
}

Result<PullSession> PullSession::Make(const Id& person, const v1::PullRequest& request) {
  RETURN_IF_ERROR(CheckVersion(request.version_min(), request.version_max()));
  PullSession session(person);
  session.scopes_ = {Scope::OfPerson(person)};
  session.seen_ = request.cursor().seq();
  if (session.seen_ > 0 || !request.cursor().epoch().empty()) {
    ASSIGN_OR_RETURN(session.epoch_, Id::Parse(request.cursor().epoch(), "cursor.epoch"));
  }
  for (const v1::ScopePosition& staged : request.staged()) {
    const std::optional<Scope> scope = Scope::FromText(staged.scope());
    if (!scope) return Status(v1::REASON_MALFORMED, "staged names a scope that is none");
    session.positions_[*scope] = staged.seq();
  }
  return session;
}

Status PullSession::CheckCursor(const Store& store, const Snapshot& snapshot) const {
  if (epoch_.IsNil()) return {};
  const std::optional<Seq> end = store.EndOf(epoch_);
  if (!end || seen_ > *end) {
    return {v1::REASON_HISTORY_FORKED, "the server's history does not reach the cursor"};
  }
  if (seen_ > snapshot.LastSeq()) {
    return {v1::REASON_OUT_OF_RANGE, "the cursor is from the future"};
  }
  return {};
}

Seq PullSession::StartOf(const Grant& grant) const {
  const auto position = positions_.find(grant.scope);
  if (position != positions_.end()) return position->second;
  return grant.since > seen_ ? 0 : seen_;
}

Result<bool> PullSession::AddRun(Snapshot& snapshot, const Grant& grant, v1::PullResponse& page,
                                 size_t& page_bytes) {
  const bool anew = grant.since > seen_ && !positions_.contains(grant.scope);
  Seq position = StartOf(grant);
  v1::ScopeRun* run = nullptr;
  const auto open_run = [&] {
    if (run != nullptr) return;
    run = page.add_runs();
    run->set_scope(grant.scope.ToText());
    run->set_from_start(anew);
    page_bytes += run->scope().size();
  };
  if (anew) open_run();
  size_t rows = 0;
  bool full = false;
  const auto add = [&](const LogRow& row) {
    open_run();
    v1::Change* change = run->add_changes();
    change->set_seq(row.seq);
    if (row.gone) {
      change->set_gone_id(row.id.ToBytes());
    } else {
      change->set_entity(row.bytes.data(), row.bytes.size());
    }
    position = row.seq;
    ++rows;
    page_bytes += row.bytes.size() + Id::kSize;
    full = page_bytes >= kPageBytes;
    return !full;
  };
  RETURN_IF_ERROR(snapshot.ReadLog(grant.scope, position, kRowsPerRead, add));
  if (anew || rows > 0) positions_[grant.scope] = position;
  return !full && rows < kRowsPerRead;
}

Result<v1::PullResponse> PullSession::NextPage(const Store& store, Snapshot& snapshot, TimeMs now) {
  RETURN_IF_ERROR(CheckCursor(store, snapshot));
  ASSIGN_OR_RETURN(std::vector<Grant> grants, snapshot.GrantsOf(person_));
  std::sort(grants.begin(), grants.end(), [](const Grant& a, const Grant& b) {
    return std::pair(a.scope.Priority(), a.scope) < std::pair(b.scope.Priority(), b.scope);
  });
  scopes_ = {Scope::OfPerson(person_)};
  for (const Grant& grant : grants) {
    if (!grant.until && grant.scope != scopes_.front()) scopes_.push_back(grant.scope);
  }

  v1::PullResponse page;
  page.set_server_time_ms(now);
  size_t page_bytes = 0;
  for (const Grant& grant : grants) {
    if (grant.until) continue;
    ASSIGN_OR_RETURN(bool exhausted, AddRun(snapshot, grant, page, page_bytes));
    if (!exhausted) return page;
  }
  for (const Grant& grant : grants) {
    if (grant.until && *grant.until > seen_) page.add_lost_scopes(grant.scope.ToText());
  }
  epoch_ = store.Epoch();
  seen_ = snapshot.LastSeq();
  positions_.clear();
  page.mutable_checkpoint()->set_epoch(epoch_.ToBytes());
  page.mutable_checkpoint()->set_seq(seen_);
  return page;
}

}  // namespace samstig::server
