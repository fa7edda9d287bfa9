// SPDX-License-Identifier: Apache-2.0
#include "server/sync/pull.h"

#include <algorithm>
#include <iterator>
#include <limits>
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
  RETURN_IF_ERROR(session.ReadPlaces(request));
  RETURN_IF_ERROR(session.ReadDigests(request));
  return session;
}

Status PullSession::ReadPlaces(const v1::PullRequest& request) {
  seen_ = request.cursor().seq();
  ASSIGN_OR_RETURN(lineage_, Lineage::Make(request));
  if (!request.network().empty()) {
    ASSIGN_OR_RETURN(network_, Id::Parse(request.network(), "network"));
  }
  for (const v1::ScopePosition& staged : request.staged()) {
    const std::optional<Scope> scope = Scope::FromText(staged.scope());
    if (!scope) return {v1::REASON_MALFORMED, "staged names a scope that is none"};
    positions_[*scope] = staged.seq();
  }
  return {};
}

Status PullSession::ReadDigests(const v1::PullRequest& request) {
  compares_ = request.compare_size() > 0;
  for (const v1::ScopeDigest& held : request.compare()) {
    const std::optional<Scope> scope = Scope::FromText(held.scope());
    const std::optional<rules::Digest> digest = rules::Digest::FromBytes(held.digest());
    if (!scope) return {v1::REASON_MALFORMED, "compare names a scope that is none"};
    if (!digest) return {v1::REASON_MALFORMED, "a digest has 16 bytes"};
    compare_[*scope] = *digest;
  }
  for (const v1::ScopeLeaves& leaves : request.repair()) {
    const std::optional<Scope> scope = Scope::FromText(leaves.scope());
    if (!scope) return {v1::REASON_MALFORMED, "repair names a scope that is none"};
    for (const uint32_t leaf : leaves.leaf()) {
      if (leaf >= rules::kLeaves) return {v1::REASON_OUT_OF_RANGE, "leaves are 0 to 255"};
      repairs_[*scope].insert(static_cast<uint8_t>(leaf));
    }
  }
  return {};
}

Status PullSession::Begin(const Store& store, const Snapshot& snapshot) {
  if (!network_.IsNil() && network_ != store.FirstEpoch()) {
    return {v1::REASON_NO_SUCH_NETWORK, "the device's copy is of another network"};
  }
  if (const std::optional<Seq> fork = lineage_.ForkFrom(store)) {
    fork_ = fork;
    // Pages kept from the other history prove nothing about this one.
    positions_.clear();
    seen_ = std::min(seen_, *fork);
  }
  if (seen_ > snapshot.LastSeq()) {
    return {v1::REASON_OUT_OF_RANGE, "the cursor is from the future"};
  }
  begun_ = true;
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

Result<bool> PullSession::AddRepairs(Snapshot& snapshot, v1::PullResponse& page,
                                     size_t& page_bytes) {
  while (!repairs_.empty() && page_bytes < kPageBytes) {
    const auto [scope, leaves] = *repairs_.begin();
    repairs_.erase(repairs_.begin());
    // A right that ended meanwhile: the scope is among the lost ones, and nothing is left to
    // repair.
    if (std::find(scopes_.begin(), scopes_.end(), scope) == scopes_.end()) continue;
    std::map<uint8_t, std::vector<v1::Change>> found;
    size_t bytes = 0;
    std::set<uint8_t> fit = leaves;
    const auto gather = [&](const LogRow& row) {
      const uint8_t leaf = rules::LeafOf(row.id);
      if (row.gone || !fit.contains(leaf)) return true;
      v1::Change& change = found[leaf].emplace_back();
      change.set_seq(row.seq);
      change.set_entity(row.bytes.data(), row.bytes.size());
      bytes += row.bytes.size() + Id::kSize;
      // The last leaves wait for the next page when there is too much; one always goes.
      while (page_bytes + bytes >= kPageBytes && fit.size() > 1) {
        const uint8_t last = *fit.rbegin();
        for (const v1::Change& waits : found[last]) bytes -= waits.entity().size() + Id::kSize;
        found.erase(last);
        fit.erase(last);
      }
      return true;
    };
    RETURN_IF_ERROR(snapshot.ReadLog(scope, 0, std::numeric_limits<int64_t>::max(), gather));
    v1::ScopeRun& run = *page.add_runs();
    run.set_scope(scope.ToText());
    for (const uint8_t leaf : fit) {
      run.add_repaired_leaves(leaf);
      for (v1::Change& change : found[leaf]) *run.add_changes() = std::move(change);
    }
    page_bytes += bytes + Id::kSize;
    std::set<uint8_t> rest;
    std::set_difference(leaves.begin(), leaves.end(), fit.begin(), fit.end(),
                        std::inserter(rest, rest.end()));
    if (!rest.empty()) repairs_.emplace(scope, std::move(rest));
  }
  return repairs_.empty();
}

Status PullSession::AddProof(const Store& store, Snapshot& snapshot, v1::PullResponse& page) {
  page.set_network(store.FirstEpoch().ToBytes());
  rules::Digest copy;
  for (const Scope& scope : scopes_) {
    ASSIGN_OR_RETURN(const rules::LeafDigests leaves, snapshot.DigestsOf(scope));
    const rules::Digest digest = rules::SumOf(leaves);
    copy += rules::ShareOf(scope.ToText(), digest);
    const auto held = compare_.find(scope);
    const rules::Digest theirs = held == compare_.end() ? rules::Digest() : held->second;
    if (!compares_ || theirs == digest) continue;
    v1::ScopeLeaves& differs = *page.add_leaves();
    differs.set_scope(scope.ToText());
    for (uint32_t leaf = 0; leaf < rules::kLeaves; ++leaf) {
      if (leaves[leaf].IsZero()) continue;
      differs.add_leaf(leaf);
      differs.add_digest(leaves[leaf].ToBytes());
    }
  }
  page.set_digest(copy.ToBytes());
  // Held by a grant of which this history knows nothing, so that no end of it will ever be told.
  for (const auto& [scope, digest] : compare_) {
    if (std::find(scopes_.begin(), scopes_.end(), scope) == scopes_.end()) {
      page.add_lost_scopes(scope.ToText());
    }
  }
  return {};
}

Result<Scopes> PullSession::Ahead(Snapshot& snapshot, const std::vector<Grant>& grants,
                                  const Scopes& desks) {
  Scopes ahead;
  for (const Grant& grant : grants) {
    if (std::find(desks.begin(), desks.end(), grant.scope) == desks.end()) continue;
    const bool repairs = repairs_.contains(grant.scope);
    bool found = false;
    RETURN_IF_ERROR(snapshot.ReadLog(grant.scope, repairs ? 0 : StartOf(grant),
                                     std::numeric_limits<int64_t>::max(), [&](const LogRow& row) {
                                       found = !row.gone;  // That something left tells nothing.
                                       return !found;
                                     }));
    if (found) ahead.push_back(grant.scope);
  }
  return ahead;
}

Result<PullSession::Page> PullSession::NextPage(const Store& store, Snapshot& snapshot,
                                                const Disclosures& disclosures, TimeMs now) {
  if (!begun_) RETURN_IF_ERROR(Begin(store, snapshot));
  ASSIGN_OR_RETURN(std::vector<Grant> grants, snapshot.GrantsOf(person_));
  std::sort(grants.begin(), grants.end(), [](const Grant& a, const Grant& b) {
    return std::pair(a.scope.Priority(), a.scope) < std::pair(b.scope.Priority(), b.scope);
  });
  scopes_ = {Scope::OfPerson(person_)};
  for (const Grant& grant : grants) {
    if (!grant.until && grant.scope != scopes_.front()) scopes_.push_back(grant.scope);
  }
  Scopes desks;
  for (const Scope& scope : scopes_) {
    if (IsDeskOfAnother(scope, person_)) desks.push_back(scope);
  }
  if (const Scopes unnoted = disclosures.Unnoted(person_, desks, now); !unnoted.empty()) {
    ASSIGN_OR_RETURN(Scopes ahead, Ahead(snapshot, grants, unnoted));
    if (!ahead.empty()) return Page(Undisclosed{std::move(ahead)});
  }

  v1::PullResponse page;
  if (fork_) page.mutable_fork()->set_seq(*std::exchange(fork_, std::nullopt));
  page.set_server_time_ms(now);
  size_t page_bytes = 0;
  for (const Grant& grant : grants) {
    if (grant.until) continue;
    ASSIGN_OR_RETURN(bool exhausted, AddRun(snapshot, grant, page, page_bytes));
    if (!exhausted) return Page(std::move(page));
  }
  ASSIGN_OR_RETURN(bool repaired, AddRepairs(snapshot, page, page_bytes));
  if (!repaired) return Page(std::move(page));
  for (const Grant& grant : grants) {
    if (grant.until && *grant.until > seen_) page.add_lost_scopes(grant.scope.ToText());
  }
  if (!std::exchange(proved_, true)) RETURN_IF_ERROR(AddProof(store, snapshot, page));
  seen_ = snapshot.LastSeq();
  positions_.clear();
  page.mutable_checkpoint()->set_epoch(store.Epoch().ToBytes());
  page.mutable_checkpoint()->set_seq(seen_);
  page.set_epoch_start_seq(store.EpochStart());
  ASSIGN_OR_RETURN(const Seq backed_up, snapshot.BackedUpTo());
  page.set_backed_up_seq(backed_up);
  return Page(std::move(page));
}

}  // namespace samstig::server
