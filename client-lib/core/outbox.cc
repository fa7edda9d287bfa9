// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/outbox.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "client-lib/core/protocol_version.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"

namespace samstig::client {

using base::Ok;

namespace {

constexpr char kBase[] = "number_base";
// A repeated bytes field costs its tag and up to three bytes of length for what one mutation may
// hold.
constexpr size_t kFieldOverhead = 4;
constexpr size_t kRequestOverhead = 16;

Result<v1::Mutation> ParseWrite(std::string_view bytes) {
  v1::Mutation mutation;
  if (!mutation.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Status(v1::REASON_DATA_DAMAGED, "a write in the outbox cannot be read");
  }
  return mutation;
}

Status Impossible(std::string detail) {
  return {v1::REASON_INTERNAL, "the server's answer to a push " + std::move(detail)};
}

bool IsVerdict(const v1::Outcome& outcome) {
  switch (outcome.kind()) {
    case v1::OUTCOME_KIND_APPLIED:
    case v1::OUTCOME_KIND_MERGED:
    case v1::OUTCOME_KIND_PARKED:
      return outcome.seq() > 0;
    default:
      return false;
  }
}

}  // namespace

Result<Outbox> Outbox::Open(LocalStore& store) {
  Outbox outbox(store);
  ASSIGN_OR_RETURN(const std::optional<std::string> base, store.Meta(kBase));
  if (base) std::from_chars(base->data(), base->data() + base->size(), outbox.base_);
  ASSIGN_OR_RETURN(outbox.last_, store.LastWrite());
  ASSIGN_OR_RETURN(outbox.judged_, store.LastJudged());
  if (outbox.judged_ > outbox.last_ || outbox.base_ > outbox.last_) {
    return Status(v1::REASON_DATA_DAMAGED, "there are outcomes of writes that are missing");
  }
  ASSIGN_OR_RETURN(std::vector<StoredOutcome> parked, store.OpenParked());
  for (StoredOutcome& outcome : parked) {
    const uint64_t number = outcome.number;
    outbox.parked_.emplace(number, ParkedWrite{std::move(outcome), std::nullopt});
  }
  return outbox;
}

// ---- Enqueueing

Result<SealedWrite> Outbox::Seal(v1::Mutation mutation, base::TimeMs now, uint64_t after) const {
  SealedWrite write{last_ + after + 1, {}};
  mutation.set_number(OnWire(write.number));
  mutation.set_claimed_ms(now);
  const v1::Mutation given = mutation;
  mutation.clear_depends_on();
  for (uint64_t number : given.depends_on()) {
    // What went out under an earlier identity is unknown to the server under this one.
    if (number > base_ && number < write.number) mutation.add_depends_on(OnWire(number));
  }
  if (!mutation.SerializeToString(&write.bytes)) {
    return Status(v1::REASON_MALFORMED, "the mutation cannot be serialised");
  }
  if (write.bytes.size() > rules::kMaxMutationBytes) {
    return Status(v1::REASON_TOO_LARGE,
                  "the mutation has " + std::to_string(write.bytes.size()) + " bytes; at most " +
                      std::to_string(rules::kMaxMutationBytes) + " are taken");
  }
  return write;
}

Status Outbox::Append(const std::vector<SealedWrite>& writes) {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kAtOnce));
  for (const SealedWrite& write : writes) {
    RETURN_IF_ERROR(store_->InsertWrite(write.number, write.bytes));
  }
  RETURN_IF_ERROR(txn.Commit());
  last_ += writes.size();
  return Ok();
}

// ---- Sending

Result<Batch> Outbox::NextBatch() {
  Batch batch{judged_ + 1, 0, {}};
  v1::PushRequest request;
  request.set_version_min(kVersionMin);
  request.set_version_max(kVersionMax);
  size_t size = kRequestOverhead;
  RETURN_IF_ERROR(store_->ForEachWrite(batch.first, [&](uint64_t, std::string_view bytes) {
    size += bytes.size() + kFieldOverhead;
    if (batch.count > 0 && size > rules::kMaxPushBytes) return false;
    request.add_mutations(bytes.data(), bytes.size());
    ++batch.count;
    return batch.count < rules::kMaxMutationsPerPush;
  }));
  if (batch.count == 0 || !request.SerializeToString(&batch.request)) {
    return Status(v1::REASON_DATA_DAMAGED, "the waiting writes are missing");
  }
  return batch;
}

Batch Outbox::Question() {
  v1::PushRequest request;
  request.set_version_min(kVersionMin);
  request.set_version_max(kVersionMax);
  return {0, 0, request.SerializeAsString()};
}

Result<Verdicts> Outbox::Read(const Batch& batch, const v1::PushResponse& response) const {
  if (static_cast<uint64_t>(response.outcomes_size()) > batch.count) {
    return Impossible("has more outcomes than there were mutations");
  }
  Verdicts verdicts;
  uint64_t number = batch.first;
  for (const v1::Outcome& outcome : response.outcomes()) {
    if (outcome.number() != OnWire(number)) return Impossible("is for other mutations");
    if (outcome.kind() == v1::OUTCOME_KIND_RETRY) {
      verdicts.retry = outcome;
      break;
    }
    if (!IsVerdict(outcome)) return Impossible("has an outcome that is no verdict");
    verdicts.judged.push_back(
        {number, outcome.kind(), outcome.reason(), outcome.detail(), outcome.seq()});
    ++number;
  }
  RETURN_IF_ERROR(
      ReadNext(response.next_number(), batch.count == 0 ? judged_ + 1 : number, verdicts));
  const bool silent = verdicts.judged.empty() && !verdicts.retry && batch.count > 0;
  if (silent && !verdicts.cloned && verdicts.forgotten_from == 0)
    return Impossible("judges nothing");
  return verdicts;
}

Status Outbox::ReadNext(uint64_t next, uint64_t after_verdicts, Verdicts& verdicts) const {
  if (next == 0) return Ok();  // Not said.
  verdicts.cloned = next > OnWire(last_) + 1;
  if (next >= OnWire(after_verdicts)) return Ok();
  if (base_ + next > judged_) return Impossible("judges what it then asks for");
  verdicts.forgotten_from = base_ + next;
  verdicts.judged.clear();  // Said again with those before it.
  return Ok();
}

Status Outbox::Judge(const std::vector<StoredOutcome>& judged) {
  // A power cut before this is on disk only makes the device ask again.
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  for (const StoredOutcome& outcome : judged) RETURN_IF_ERROR(store_->PutOutcome(outcome));
  RETURN_IF_ERROR(txn.Commit());
  for (const StoredOutcome& outcome : judged) {
    judged_ = std::max(judged_, outcome.number);
    if (outcome.kind == v1::OUTCOME_KIND_PARKED) {
      parked_.insert_or_assign(outcome.number, ParkedWrite{outcome, std::nullopt});
    }
  }
  return Ok();
}

// ---- Parked writes

Result<Outbox::ParkedNews> Outbox::ReadParked(uint64_t seq) {
  ParkedNews news;
  std::optional<std::unordered_map<std::string, Id>> came;
  for (const auto& [number, parked] : parked_) {
    if (parked.outcome.seq > seq) continue;
    if (parked.entity) {
      ASSIGN_OR_RETURN(const std::optional<std::string> held, store_->EntityBytes(*parked.entity));
      if (held) continue;
    } else {
      if (!came) {
        ASSIGN_OR_RETURN(came, ParkedByMutation());
      }
      ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_->WriteBytes(number));
      const auto found = came->find(bytes.value_or(""));
      if (found != came->end()) {
        news.arrived.emplace(number, found->second);
        continue;
      }
    }
    // It is not in the copy any more: let go of, here or on another device.
    RETURN_IF_ERROR(store_->CloseParked(number));
    news.let_go.push_back(number);
  }
  return news;
}

Result<std::unordered_map<std::string, Id>> Outbox::ParkedByMutation() {
  std::unordered_map<std::string, Id> came;
  ASSIGN_OR_RETURN(const std::vector<Id> ids, store_->Find({rules::KeyName::kParkedItems, Id()}));
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_->EntityBytes(id));
    v1::Entity entity;
    if (bytes && entity.ParseFromString(*bytes)) came.emplace(entity.parked().mutation(), id);
  }
  return came;
}

void Outbox::Accept(const ParkedNews& news) {
  for (const auto& [number, id] : news.arrived) parked_.at(number).entity = id;
  for (uint64_t number : news.let_go) parked_.erase(number);
}

// ---- Looking

Result<OutboxItem> Outbox::Item(uint64_t number, std::string_view bytes) const {
  OutboxItem item;
  item.number = number;
  ASSIGN_OR_RETURN(item.mutation, ParseWrite(bytes));
  return item;
}

Result<std::vector<OutboxItem>> Outbox::Items() {
  std::vector<OutboxItem> items;
  for (const auto& [number, parked] : parked_) {
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_->WriteBytes(number));
    ASSIGN_OR_RETURN(OutboxItem item, Item(number, bytes.value_or("")));
    item.state = WriteState::kParked;
    item.reason = parked.outcome.reason;
    item.detail = parked.outcome.detail;
    items.push_back(std::move(item));
  }
  Status status = Ok();
  RETURN_IF_ERROR(store_->ForEachWrite(judged_ + 1, [&](uint64_t number, std::string_view bytes) {
    Result<OutboxItem> item = Item(number, bytes);
    if (item.ok()) {
      items.push_back(*std::move(item));
    } else {
      status = item.status();
    }
    return status.ok();
  }));
  if (!status.ok()) return status;
  return items;
}

// ---- When numbers have parted

Status Outbox::Renumber() {
  std::vector<std::pair<uint64_t, v1::Mutation>> waiting;
  Status status = Ok();
  RETURN_IF_ERROR(store_->ForEachWrite(judged_ + 1, [&](uint64_t number, std::string_view bytes) {
    Result<v1::Mutation> mutation = ParseWrite(bytes);
    if (mutation.ok()) {
      waiting.emplace_back(number, *std::move(mutation));
    } else {
      status = mutation.status();
    }
    return status.ok();
  }));
  RETURN_IF_ERROR(status);
  base_ = judged_;
  for (auto& [number, mutation] : waiting) {
    // Numbered under whichever identity it was written in.
    const uint64_t was_base = number - mutation.number();
    mutation.set_number(OnWire(number));
    const v1::Mutation before = mutation;
    mutation.clear_depends_on();
    for (const uint64_t on_wire : before.depends_on()) {
      if (on_wire + was_base > base_) mutation.add_depends_on(OnWire(on_wire + was_base));
    }
    RETURN_IF_ERROR(store_->ReplaceWrite(number, mutation.SerializeAsString()));
  }
  return store_->SetMeta(kBase, std::to_string(base_));
}

Status Outbox::WaitAgainFrom(uint64_t first) {
  RETURN_IF_ERROR(store_->ForgetOutcomes(first));
  judged_ = first - 1;
  return judged_ < base_ ? Renumber() : Ok();
}

}  // namespace samstig::client
