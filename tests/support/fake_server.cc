// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_server.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "domain/rules/fold.h"
#include "domain/rules/limits.h"
#include "samstig/v1/entity_service.pb.h"
#include "samstig/v1/group_service.pb.h"
#include "tests/support/story.h"

namespace samstig::test {

using base::Id;
using base::Result;
using base::Status;
using rules::Scope;
using rules::Scopes;

namespace {

Id IdFrom(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

}  // namespace

// ---- Who may come

std::string FakeServer::SignsIn(const Id& person, const Id& device) {
  const std::string token =
      "token of " + device.ToText() + " no " + std::to_string(sessions_.size());
  sessions_[token] = {person, device};
  if (!grants_[person].contains(Scope::OfPerson(person))) Grants(person, Scope::OfPerson(person));
  return token;
}

void FakeServer::Ends(const std::string& token, v1::Reason reason) {
  sessions_.at(token).ended = reason;
}

void FakeServer::Grants(const Id& person, const Scope& scope) {
  grants_[person][scope] = {++seq_, 0};
}

void FakeServer::Revokes(const Id& person, const Scope& scope) {
  grants_[person][scope].until = ++seq_;
}

// ---- What is in it

void FakeServer::Has(const v1::Entity& entity, const Scopes& scopes) {
  HasBytes(IdFrom(entity.id()), entity.SerializeAsString(), scopes);
}

void FakeServer::HasBytes(const Id& id, const std::string& bytes, const Scopes& scopes) {
  ++seq_;
  Store(id, bytes, {scopes.begin(), scopes.end()});
}

void FakeServer::Applies(const Id& person, const v1::Mutation& mutation) {
  bool merged = false;
  const Result<uint64_t> applied = Apply(person, mutation, merged);
  if (!applied.ok()) {
    std::cerr << "the rules refuse: " << applied.status().ToString() << "\n";
    std::abort();
  }
}

void FakeServer::Store(const Id& id, const std::string& bytes, const std::set<Scope>& scopes) {
  Stored& stored = entities_[id];
  for (const Scope& scope : stored.scopes) {
    if (!scopes.contains(scope)) Append(scope, id);  // Gone from there.
  }
  if (stored.bytes != bytes) versions_[id].push_back(bytes);
  stored = {bytes, scopes};
  for (const Scope& scope : scopes) Append(scope, id);
}

void FakeServer::Append(const Scope& scope, const Id& id) {
  Log& log = log_[scope];
  if (const auto before = log.seq_of.find(id); before != log.seq_of.end()) {
    log.by_seq.erase(before->second);
  }
  log.by_seq[seq_] = id;
  log.seq_of[id] = seq_;
}

void FakeServer::Remove(const Id& id) {
  for (const Scope& scope : entities_[id].scopes) Append(scope, id);
  entities_.erase(id);
}

std::set<Scope> FakeServer::ScopesOf(const v1::Entity& entity) const {
  switch (entity.body_case()) {
    case v1::Entity::kDraft:
    case v1::Entity::kParked:
    case v1::Entity::kSubmission:
      return {Scope::OfPerson(IdFrom(entity.author()))};
    case v1::Entity::kThread:
      return {Scope::OfCohort(IdFrom(entity.thread().cohort_id()))};
    case v1::Entity::kAssignment:
      return {Scope::OfCohort(IdFrom(entity.assignment().cohort_id()))};
    case v1::Entity::kPost: {
      const auto thread = entities_.find(IdFrom(entity.post().thread_id()));
      if (thread != entities_.end()) return thread->second.scopes;
      return {Scope::Network()};
    }
    default:
      return {Scope::Network()};
  }
}

std::optional<v1::Entity> FakeServer::Entity(const Id& id) const {
  const auto found = entities_.find(id);
  v1::Entity entity;
  if (found == entities_.end() || !entity.ParseFromString(found->second.bytes)) return std::nullopt;
  return entity;
}

// ---- Push

Result<FakeServer::Session> FakeServer::Caller(const std::string& token) const {
  if (!refuses.ok()) return refuses;
  const auto found = sessions_.find(token);
  if (found == sessions_.end()) return Status(v1::REASON_NOT_SIGNED_IN, "no such token");
  if (found->second.ended != v1::REASON_UNSPECIFIED) return Status(found->second.ended, "over");
  return found->second;
}

Result<std::string> FakeServer::Push(const std::string& token, std::string_view bytes) {
  ++pushes_;
  ASSIGN_OR_RETURN(const Session caller, Caller(token));
  v1::PushRequest request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Status(v1::REASON_MALFORMED, "the request does not parse");
  }
  if (request.mutations_size() > rules::kMaxMutationsPerPush ||
      bytes.size() > rules::kMaxPushBytes) {
    return Status(v1::REASON_TOO_LARGE, "the push is too large");
  }
  DeviceState& device = devices_[caller.device];
  v1::PushResponse response;
  for (const std::string& mutation_bytes : request.mutations()) {
    v1::Mutation mutation;
    if (!mutation.ParseFromString(mutation_bytes)) {
      return Status(v1::REASON_MALFORMED, "a mutation does not parse");
    }
    const uint64_t number = mutation.number();
    if (number > device.last_number + 1)
      return Status(v1::REASON_NUMBER_GAP, "a number was skipped");
    if (number <= device.last_number) {
      const auto& [known, outcome] = device.judged.at(number);
      if (known != mutation_bytes) return Status(v1::REASON_DEVICE_CLONED, "other content");
      *response.add_outcomes() = outcome;
      continue;
    }
    v1::Outcome outcome = Judge(caller, mutation_bytes);
    *response.add_outcomes() = outcome;
    if (outcome.kind() == v1::OUTCOME_KIND_RETRY) break;
    device.judged[number] = {mutation_bytes, outcome};
    device.last_number = number;
    ++applied_[{caller.device, number}];
  }
  response.set_next_number(device.last_number + 1);
  response.set_server_time_ms(clock_.Now() + clock_ahead);
  return response.SerializeAsString();
}

v1::Outcome FakeServer::Judge(const Session& caller, const std::string& bytes) {
  v1::Mutation mutation;
  mutation.ParseFromString(bytes);
  v1::Outcome outcome;
  outcome.set_number(mutation.number());
  if (retries(mutation) != v1::REASON_UNSPECIFIED) {
    outcome.set_kind(v1::OUTCOME_KIND_RETRY);
    outcome.set_reason(retries(mutation));
    return outcome;
  }
  Status refusal(parks(mutation), "so the story wants it");
  bool merged = false;
  if (refusal.ok()) {
    const Result<uint64_t> applied = Apply(caller.person, mutation, merged);
    if (applied.ok()) {
      outcome.set_kind(merged ? v1::OUTCOME_KIND_MERGED : v1::OUTCOME_KIND_APPLIED);
      outcome.set_seq(*applied);
      return outcome;
    }
    refusal = applied.status();
  }
  const Id id = Id::FromName("parked", caller.device.ToText() + std::to_string(mutation.number()));
  v1::Entity parked;
  parked.set_id(id.ToBytes());
  parked.set_author(caller.person.ToBytes());
  parked.mutable_parked()->set_mutation(bytes);
  parked.mutable_parked()->set_reason(refusal.reason());
  ++seq_;
  Store(id, parked.SerializeAsString(), ScopesOf(parked));
  outcome.set_kind(v1::OUTCOME_KIND_PARKED);
  outcome.set_reason(refusal.reason());
  outcome.set_detail(refusal.detail());
  outcome.set_seq(seq_);
  return outcome;
}

Result<uint64_t> FakeServer::Apply(const Id& person, const v1::Mutation& mutation, bool& merged) {
  ASSIGN_OR_RETURN(const Id target, rules::TargetOf(mutation));
  const std::optional<v1::Entity> before = Entity(target);
  ASSIGN_OR_RETURN(const rules::Folded folded,
                   rules::Fold(before ? &*before : nullptr, mutation,
                               {person, clock_.Now(), mutation.claimed_ms()}));
  merged = folded.merged;
  ++seq_;
  if (folded.gone) {
    Remove(target);
  } else {
    Store(target, folded.entity.SerializeAsString(), ScopesOf(folded.entity));
  }
  return seq_;
}

int FakeServer::TimesApplied(const Id& device, uint64_t number) const {
  const auto found = applied_.find({device, number});
  return found == applied_.end() ? 0 : found->second;
}

// ---- Pull

v1::Cursor FakeServer::Here() const {
  v1::Cursor cursor;
  cursor.set_epoch(epoch_.ToBytes());
  cursor.set_seq(seq_);
  return cursor;
}

FakeServer::Stream FakeServer::Pull(const std::string& token, std::string_view bytes) {
  v1::PullRequest request;
  request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  last_pull_ = request;
  Stream stream(*this, token, request);
  stream.seen_ = request.cursor().seq();
  for (const v1::ScopePosition& staged : request.staged()) {
    stream.positions_[*Scope::FromText(staged.scope())] = staged.seq();
  }
  return stream;
}

Result<std::optional<std::string>> FakeServer::Stream::Next() {
  if (ended_) return std::optional<std::string>();
  const Result<Session> caller = server_->Caller(token_);
  if (!caller.ok()) {
    ended_ = true;
    return caller.status();
  }
  const v1::Cursor& cursor = request_.cursor();
  if (!begun_ && cursor.seq() > 0 &&
      (cursor.epoch() != server_->epoch_.bytes() || cursor.seq() > server_->seq_)) {
    ended_ = true;
    return Status(v1::REASON_HISTORY_FORKED, "no such history");
  }
  if (begun_ && positions_.empty() && server_->seq_ == seen_) return std::optional<std::string>();
  begun_ = true;

  std::vector<std::pair<Scope, GrantState>> grants;
  for (const auto& grant : server_->grants_[caller->person]) grants.push_back(grant);
  std::sort(grants.begin(), grants.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.Priority(), a.first) < std::pair(b.first.Priority(), b.first);
  });
  v1::PullResponse page;
  size_t rows = 0;
  for (const auto& [scope, grant] : grants) {
    if (grant.until != 0) continue;
    const bool anew = grant.since > seen_ && !positions_.contains(scope);
    const uint64_t from = positions_.contains(scope) ? positions_[scope] : anew ? 0 : seen_;
    const std::map<uint64_t, Id>& log = server_->log_[scope].by_seq;
    auto change_at = log.upper_bound(from);
    if (change_at == log.end() && !anew) continue;
    v1::ScopeRun& run = *page.add_runs();
    run.set_scope(scope.ToText());
    run.set_from_start(anew);
    positions_[scope] = from;
    for (; change_at != log.end(); ++change_at) {
      const auto& [seq, id] = *change_at;
      if (rows == server_->page_rows) return std::optional(page.SerializeAsString());
      ++rows;
      ++server_->rows_sent_;
      v1::Change& change = *run.add_changes();
      change.set_seq(seq);
      const auto stored = server_->entities_.find(id);
      if (stored != server_->entities_.end() && stored->second.scopes.contains(scope)) {
        change.set_entity(stored->second.bytes);
      } else {
        change.set_gone_id(id.ToBytes());
      }
      positions_[scope] = seq;
    }
  }
  for (const auto& [scope, grant] : grants) {
    if (grant.until > seen_) page.add_lost_scopes(scope.ToText());
  }
  *page.mutable_checkpoint() = server_->Here();
  seen_ = server_->seq_;
  positions_.clear();
  ended_ = !request_.follow();
  return std::optional(page.SerializeAsString());
}

void FakeServer::HasVersion(const Id& id, const std::string& bytes) {
  const v1::Entity first = APost();
  versions_[id] = {first.SerializeAsString(), bytes};
}

Result<std::string> FakeServer::ProposeGroups(const std::string& token, std::string_view bytes) {
  ASSIGN_OR_RETURN(const Session caller, Caller(token));
  v1::ProposeGroupsRequest request;
  request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  v1::ProposeGroupsResponse response;
  response.add_groups()->add_placements()->set_person_id(caller.person.ToBytes());
  response.set_seed(request.seed());
  return response.SerializeAsString();
}

Result<std::string> FakeServer::ListVersions(const std::string& token, std::string_view bytes) {
  ASSIGN_OR_RETURN(const Session caller, Caller(token));
  v1::ListVersionsRequest request;
  request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  ASSIGN_OR_RETURN(const Id id, Id::Parse(request.entity_id(), "entity_id"));
  v1::ListVersionsResponse response;
  for (const std::string& version : versions_[id]) response.add_entities(version);
  v1::Entity entity;
  const bool is_own = response.entities_size() > 0 &&
                      entity.ParseFromString(response.entities(0)) &&
                      entity.author() == caller.person.bytes();
  if (!is_own) return Status(v1::REASON_NOT_FOUND, "no such thing of yours");
  return response.SerializeAsString();
}

std::map<Id, std::string> FakeServer::VisibleTo(const Id& person) const {
  std::map<Id, std::string> visible;
  const auto grants = grants_.find(person);
  if (grants == grants_.end()) return visible;
  for (const auto& [id, stored] : entities_) {
    const bool may_read =
        std::any_of(stored.scopes.begin(), stored.scopes.end(), [&](const Scope& scope) {
          const auto grant = grants->second.find(scope);
          return grant != grants->second.end() && grant->second.until == 0;
        });
    if (may_read) visible[id] = stored.bytes;
  }
  return visible;
}

}  // namespace samstig::test
