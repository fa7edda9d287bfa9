// SPDX-License-Identifier: Apache-2.0
#include "server/sync/push.h"

#include <optional>
#include <utility>

#include "domain/base/hash.h"
#include "domain/rules/limits.h"
#include "samstig/v1/entity.pb.h"
#include "server/decide/decide.h"

namespace samstig::server {
namespace {

// Where a parked mutation is kept: one place for each (device, number), however often it is
// repeated.
Id ParkedId(const Id& device, uint64_t number) {
  return Id::FromName("parked", device.ToBytes() + std::to_string(number));
}

// The first number among depends_on that was parked, if any.
Result<bool> DependsOnParked(Transaction& txn, const Actor& actor, const v1::Mutation& mutation) {
  for (const uint64_t number : mutation.depends_on()) {
    ASSIGN_OR_RETURN(std::optional<StoredOutcome> stored, txn.OutcomeOf(actor.device, number));
    v1::Outcome outcome;
    if (stored && outcome.ParseFromString(stored->outcome) &&
        outcome.kind() == v1::OUTCOME_KIND_PARKED) {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<PushBatch> PushBatch::Parse(std::vector<std::string> mutations) {
  if (mutations.size() > rules::kMaxMutationsPerPush) {
    return Status(v1::REASON_TOO_LARGE, "a push has at most 256 mutations");
  }
  PushBatch batch;
  size_t total = 0;
  for (std::string& bytes : mutations) {
    Item item;
    total += bytes.size();
    if (!item.mutation.ParseFromString(bytes)) {
      return Status(v1::REASON_MALFORMED, "a mutation does not parse");
    }
    const uint64_t number = item.mutation.number();
    const uint64_t wanted =
        batch.items_.empty() ? number : batch.items_.back().mutation.number() + 1;
    if (number == 0 || number != wanted) {
      return Status(v1::REASON_MALFORMED, "mutation numbers start at 1 and count up by one");
    }
    item.hash = base::HashOf(bytes);
    item.bytes = std::move(bytes);
    batch.items_.push_back(std::move(item));
  }
  if (total > rules::kMaxPushBytes) {
    return Status(v1::REASON_TOO_LARGE, "a push has at most 1 MiB of mutations");
  }
  return batch;
}

Status PushBatch::Run(Transaction& txn, const Actor& actor, TimeMs now) {
  outcomes_.clear();
  ASSIGN_OR_RETURN(std::optional<DeviceRow> device, txn.Device(actor.device));
  if (!device || device->revoked) return {v1::REASON_DEVICE_REVOKED, "the device was revoked"};
  uint64_t last = device->last_number;
  next_number_ = last + 1;
  if (items_.empty()) return {};
  if (items_.front().mutation.number() > last + 1) {
    return {v1::REASON_NUMBER_GAP, "expected number " + std::to_string(last + 1)};
  }
  // Repeats come first in a batch, so that a clone is noticed before anything changes. Those before
  // the number where the copies parted are answered: they are the same writes.
  for (const Item& item : items_) {
    if (item.mutation.number() <= last) {
      Result<v1::Outcome> outcome = Repeat(txn, actor, item);
      if (outcome.status().reason() == v1::REASON_DEVICE_CLONED && !outcomes_.empty()) return {};
      if (!outcome.ok()) return outcome.status();
      outcomes_.push_back(*std::move(outcome));
      continue;
    }
    ASSIGN_OR_RETURN(v1::Outcome outcome, Judge(txn, actor, item, now));
    outcomes_.push_back(outcome);
    if (outcome.kind() == v1::OUTCOME_KIND_RETRY) break;
    last = item.mutation.number();
  }
  if (last != device->last_number) RETURN_IF_ERROR(txn.SetLastNumber(actor.device, last));
  next_number_ = last + 1;
  return {};
}

Result<v1::Outcome> PushBatch::Repeat(Transaction& txn, const Actor& actor, const Item& item) {
  ASSIGN_OR_RETURN(std::optional<StoredOutcome> stored,
                   txn.OutcomeOf(actor.device, item.mutation.number()));
  v1::Outcome outcome;
  if (!stored || !outcome.ParseFromString(stored->outcome)) {
    return Status(v1::REASON_DATA_DAMAGED, "the outcome of an earlier mutation is missing");
  }
  if (stored->mutation_hash != item.hash) {
    return Status(v1::REASON_DEVICE_CLONED, "number " + std::to_string(item.mutation.number()) +
                                                " was used with other content");
  }
  return outcome;
}

Result<v1::Outcome> PushBatch::Judge(Transaction& txn, const Actor& actor, const Item& item,
                                     TimeMs now) {
  v1::Outcome outcome;
  outcome.set_number(item.mutation.number());
  const uint64_t writes = txn.Writes();
  ASSIGN_OR_RETURN(bool orphan, DependsOnParked(txn, actor, item.mutation));
  const Result<Decision> decision =
      orphan
          ? Result<Decision>(Status(v1::REASON_DEPENDS_ON_PARKED, "what it builds on was parked"))
          : Decide(txn, actor, item.mutation, now);
  if (decision.ok()) {
    outcome.set_kind(decision->merged ? v1::OUTCOME_KIND_MERGED : v1::OUTCOME_KIND_APPLIED);
    outcome.set_seq(decision->seq);
  } else if (decision.status().reason() == v1::REASON_UNKNOWN_INTENT) {
    outcome.set_kind(v1::OUTCOME_KIND_RETRY);
    outcome.set_reason(v1::REASON_UNKNOWN_INTENT);
    outcome.set_detail(decision.status().detail());
    return outcome;  // Not judged, so nothing is stored for its number.
  } else if (!IsJudgement(decision.status().reason())) {
    return decision.status();
  } else if (txn.Writes() != writes) {
    return Status(v1::REASON_INTERNAL, "a refusal changed something");
  } else {
    ASSIGN_OR_RETURN(outcome, Park(txn, actor, item, decision.status(), now));
  }
  RETURN_IF_ERROR(txn.PutOutcome(actor.device, item.mutation.number(),
                                 {item.hash, outcome.SerializeAsString()}));
  return outcome;
}

Result<v1::Outcome> PushBatch::Park(Transaction& txn, const Actor& actor, const Item& item,
                                    const Status& refusal, TimeMs now) {
  const Id id = ParkedId(actor.device, item.mutation.number());
  v1::Entity entity;
  entity.set_id(id.ToBytes());
  entity.set_author(actor.person.ToBytes());
  entity.set_made_ms(now);
  v1::Parked& parked = *entity.mutable_parked();
  parked.set_mutation(item.bytes);
  parked.set_reason(refusal.reason());
  parked.set_detail(refusal.detail());
  ASSIGN_OR_RETURN(Seq seq, txn.Put(id, entity.SerializeAsString(), {Scope::OfPerson(actor.person)},
                                    {{rules::KeyName::kParkedItems, {}}}));
  v1::Outcome outcome;
  outcome.set_number(item.mutation.number());
  outcome.set_kind(v1::OUTCOME_KIND_PARKED);
  outcome.set_reason(refusal.reason());
  outcome.set_detail(refusal.detail());
  outcome.set_seq(seq);
  return outcome;
}

}  // namespace samstig::server
