// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/server_model.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include "samstig/v1/entity.pb.h"

namespace samstig::sim {

using base::Result;
using base::Status;
using server::Grant;
using server::LogRow;
using server::Snapshot;

Result<std::set<Id>> ServerModel::Absorb(server::Store& store, const Scopes& touched) {
  ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store.Read());
  std::set<Id> changed;
  RETURN_IF_ERROR(ReadScopes(*snapshot, touched, last_, changed));
  last_ = snapshot->LastSeq();
  for (const Id& id : changed) RETURN_IF_ERROR(ReadEntity(*snapshot, id));
  if (!changed.empty()) changed_at_[last_].assign(changed.begin(), changed.end());
  for (const Scope& scope : touched) {
    if (scope.letter() == 'u') RETURN_IF_ERROR(ReadGrants(*snapshot, scope.first()));
  }
  return changed;
}

Result<std::set<Id>> ServerModel::AbsorbAll(server::Store& store) {
  ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store.Read());
  std::set<Id> changed;
  const Seq before = last_;
  last_ = snapshot->LastSeq();
  // Persons who are new bring scopes that were not known: hence twice.
  for (int round = 0; round < 2; ++round) {
    std::set<Scope> scopes = KnownScopes();
    for (const Id& person : persons_) {
      ASSIGN_OR_RETURN(const std::vector<Grant> grants, snapshot->GrantsOf(person));
      for (const Grant& grant : grants) scopes.insert(grant.scope);
    }
    RETURN_IF_ERROR(ReadScopes(*snapshot, Scopes(scopes.begin(), scopes.end()), before, changed));
    for (const Id& id : changed) RETURN_IF_ERROR(ReadEntity(*snapshot, id));
  }
  for (const Id& person : persons_) RETURN_IF_ERROR(ReadGrants(*snapshot, person));
  if (!changed.empty()) changed_at_[last_].assign(changed.begin(), changed.end());
  return changed;
}

std::set<Scope> ServerModel::KnownScopes() const {
  std::set<Scope> scopes = {Scope::Network(), Scope::Organisers()};
  for (const auto& [id, versions] : entities_) {
    for (const Scope& scope : versions.back().scopes) scopes.insert(scope);
  }
  return scopes;
}

Status ServerModel::ReadScopes(Snapshot& snapshot, const Scopes& scopes, Seq after,
                               std::set<Id>& changed) {
  for (const Scope& scope : scopes) {
    RETURN_IF_ERROR(
        snapshot.ReadLog(scope, after, std::numeric_limits<int32_t>::max(), [&](const LogRow& row) {
          changed.insert(row.id);
          return true;
        }));
  }
  return {};
}

Status ServerModel::ReadEntity(Snapshot& snapshot, const Id& id) {
  ASSIGN_OR_RETURN(std::optional<std::string> bytes, snapshot.Get(id));
  ASSIGN_OR_RETURN(Scopes scopes, snapshot.ScopesOf(id));
  std::sort(scopes.begin(), scopes.end());
  Versions& versions = entities_[id];
  Version version{last_, !bytes.has_value(), bytes.value_or(""), std::move(scopes), {}};
  if (bytes) {
    v1::Entity entity;
    if (!entity.ParseFromString(*bytes))
      return {v1::REASON_DATA_DAMAGED, "an entity does not parse"};
    version.author = Id::FromBytes(entity.author());
    if (entity.has_person()) persons_.insert(id);
  } else if (!versions.empty()) {
    version.bytes = versions.back().bytes;
    version.author = versions.back().author;
  }
  const bool same = !versions.empty() && versions.back().bytes == version.bytes &&
                    versions.back().ended == version.ended &&
                    versions.back().scopes == version.scopes;
  if (!same) versions.push_back(std::move(version));
  return {};
}

Status ServerModel::ReadGrants(Snapshot& snapshot, const Id& person) {
  ASSIGN_OR_RETURN(const std::vector<Grant> grants, snapshot.GrantsOf(person));
  bool changed = false;
  for (const Grant& grant : grants) {
    std::vector<Term>& terms = terms_[person][grant.scope];
    if (terms.empty() || terms.back().since != grant.since) {
      // It ended and began again within one commit.
      if (!terms.empty() && !terms.back().until) terms.back().until = grant.since;
      terms.push_back({grant.since, std::nullopt});
      changed = true;
    }
    if (terms.back().until != grant.until) changed = true;
    terms.back().until = grant.until;
  }
  if (changed) rights_changed_at_[person].insert(last_);
  return {};
}

const ServerModel::Version* ServerModel::At(const Id& id, Seq seq) const {
  const auto found = entities_.find(id);
  if (found == entities_.end()) return nullptr;
  const Version* at = nullptr;
  for (const Version& version : found->second) {
    if (version.seq <= seq) at = &version;
  }
  return at;
}

bool ServerModel::Holds(const Id& person, const Scope& scope, Seq seq) const {
  const auto terms = terms_.find(person);
  if (terms == terms_.end()) return false;
  const auto found = terms->second.find(scope);
  if (found == terms->second.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Term& term) {
    return term.since <= seq && (!term.until || *term.until > seq);
  });
}

bool ServerModel::MayRead(const Id& person, const Version& version, Seq seq) const {
  return std::any_of(version.scopes.begin(), version.scopes.end(),
                     [&](const Scope& scope) { return Holds(person, scope, seq); });
}

std::string ServerModel::TermsOf(const Id& person, const Scope& scope) const {
  std::string text;
  const auto terms = terms_.find(person);
  if (terms == terms_.end()) return text;
  const auto found = terms->second.find(scope);
  if (found == terms->second.end()) return text;
  for (const Term& term : found->second) {
    text += " [" + std::to_string(term.since) + ", " +
            (term.until ? std::to_string(*term.until) : "") + ")";
  }
  return text;
}

bool ServerModel::RightsChanged(const Id& person, Seq from, Seq to) const {
  const auto found = rights_changed_at_.find(person);
  if (found == rights_changed_at_.end()) return false;
  const auto next = found->second.upper_bound(from);
  return next != found->second.end() && *next <= to;
}

std::set<Id> ServerModel::ChangedFor(const Id& person, Seq from, Seq to) const {
  std::set<Id> changed;
  if (from == 0 || RightsChanged(person, from, to)) {
    for (const auto& [id, versions] : entities_) changed.insert(id);
    return changed;
  }
  for (auto it = changed_at_.upper_bound(from); it != changed_at_.end() && it->first <= to; ++it) {
    changed.insert(it->second.begin(), it->second.end());
  }
  return changed;
}

}  // namespace samstig::sim
