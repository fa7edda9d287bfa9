// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/sync_core.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace samstig::client {

using base::Ok;

namespace {

constexpr char kNetwork[] = "network";
constexpr char kPerson[] = "person";
constexpr char kDevice[] = "device";
constexpr char kToken[] = "token";

}  // namespace

// ---- Opening

Result<std::unique_ptr<SyncCore>> SyncCore::Open(std::unique_ptr<LocalStore> store,
                                                 const base::Clock& clock, base::Random& random) {
  ASSIGN_OR_RETURN(Outbox outbox, Outbox::Open(*store));
  ASSIGN_OR_RETURN(PageStage stage, PageStage::Open(*store));
  std::unique_ptr<SyncCore> core(
      new SyncCore(std::move(store), std::move(outbox), std::move(stage), clock, random));
  ASSIGN_OR_RETURN(core->search_, Search::Open(*core->store_));
  ASSIGN_OR_RETURN(core->blobs_, Blobs::Open(*core->store_));
  ASSIGN_OR_RETURN(core->server_clock_, ServerClock::Open(*core->store_, clock));
  RETURN_IF_ERROR(core->LoadAccount());
  RETURN_IF_ERROR(core->LoadCursor());
  RETURN_IF_ERROR(core->LoadLineage());
  RETURN_IF_ERROR(core->LoadPending());
  core->EraseTraces();
  return core;
}

SyncCore::SyncCore(std::unique_ptr<LocalStore> store, Outbox outbox, PageStage stage,
                   const base::Clock& clock, base::Random& random)
    : store_(std::move(store)),
      outbox_(std::move(outbox)),
      stage_(std::move(stage)),
      view_(*store_),
      clock_(clock),
      push_(random),
      pull_(random),
      show_backoff_(random) {}

Status SyncCore::LoadAccount() {
  ASSIGN_OR_RETURN(const std::optional<std::string> network, store_->Meta(kNetwork));
  if (!network) return Ok();
  ASSIGN_OR_RETURN(const std::optional<std::string> person, store_->Meta(kPerson));
  ASSIGN_OR_RETURN(const std::optional<std::string> device, store_->Meta(kDevice));
  ASSIGN_OR_RETURN(const std::optional<std::string> token, store_->Meta(kToken));
  const Result<Id> person_id = Id::Parse(person.value_or(""), kPerson);
  const Result<Id> device_id = Id::Parse(device.value_or(""), kDevice);
  if (!person_id.ok() || !device_id.ok()) {
    return {v1::REASON_DATA_DAMAGED, "the account in the file is incomplete"};
  }
  account_ = Account{*network, *person_id, *device_id};
  token_ = token.value_or("");
  view_.SetPerson(*person_id);
  return Ok();
}

Status SyncCore::LoadPending() {
  // Applied but not yet in the copy, then what waits: the order of the numbers.
  ASSIGN_OR_RETURN(std::vector<StoredOutcome> applied, store_->TookEffectAfter(cursor_.seq()));
  std::sort(applied.begin(), applied.end(),
            [](const StoredOutcome& a, const StoredOutcome& b) { return a.number < b.number; });
  for (const StoredOutcome& outcome : applied) {
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_->WriteBytes(outcome.number));
    RETURN_IF_ERROR(view_.Load(outcome.number, bytes.value_or(""), outcome.seq));
  }
  Status status = Ok();
  RETURN_IF_ERROR(
      store_->ForEachWrite(outbox_.last_judged() + 1, [&](uint64_t number, std::string_view bytes) {
        status = view_.Load(number, bytes, 0);
        return status.ok();
      }));
  RETURN_IF_ERROR(status);
  ReadParkedNews();
  return Ok();
}

std::vector<Effect> SyncCore::TakeEffects() { return std::exchange(effects_, {}); }

// ---- Account

Status SyncCore::SignedIn(const Account& account, const std::string& token) {
  if (account_ && (account_->network != account.network || account_->person != account.person)) {
    return {v1::REASON_ALREADY_EXISTS, "the file belongs to another account"};
  }
  const bool new_identity = account_ && account_->device != account.device;
  RETURN_IF_ERROR(SaveAccount(account, token));
  if (new_identity) {
    cloned_ = false;
    history_unsure_ = outbox_.last_judged() > 0;
  }
  // The calls under way carry the old token, and their failure would end the new one.
  ClosePush();
  ClosePull();
  account_ = account;
  token_ = token;
  signed_out_ = v1::REASON_UNSPECIFIED;
  view_.SetPerson(account.person);
  Nudge();
  return Ok();
}

Status SyncCore::SaveAccount(const Account& account, const std::string& token) {
  const bool new_identity = account_ && account_->device != account.device;
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kAtOnce));
  RETURN_IF_ERROR(store_->SetMeta(kNetwork, account.network));
  RETURN_IF_ERROR(store_->SetMeta(kPerson, account.person.bytes()));
  RETURN_IF_ERROR(store_->SetMeta(kDevice, account.device.bytes()));
  RETURN_IF_ERROR(store_->SetMeta(kToken, token));
  if (!new_identity) return txn.Commit();
  ASSIGN_OR_RETURN(Outbox renumbered, Outbox::Open(*store_));
  RETURN_IF_ERROR(renumbered.Renumber());
  RETURN_IF_ERROR(txn.Commit());
  outbox_ = std::move(renumbered);
  ReadParkedNews();
  return Ok();
}

// ---- Writing

Result<uint64_t> SyncCore::Enqueue(v1::Mutation mutation) {
  return EnqueueAll({std::move(mutation)});
}

Result<uint64_t> SyncCore::EnqueueInstead(const Id& parked, v1::Mutation mutation) {
  ASSIGN_OR_RETURN(const Shown shown, view_.Get(parked));
  if (!shown.entity.has_parked()) return Status(v1::REASON_NOT_FOUND, "that is no parked write");
  v1::Mutation let_go;
  let_go.mutable_discard_parked()->set_id(parked.ToBytes());
  // If the first is parked as well, its words are in that item.
  return EnqueueAll({std::move(mutation), std::move(let_go)});
}

Result<uint64_t> SyncCore::EnqueueAll(std::vector<v1::Mutation> mutations) {
  if (!account_) return Status(v1::REASON_NOT_SIGNED_IN, "sign in once before writing");
  const TimeMs now = server_clock_->Now();
  std::vector<SealedWrite> writes;
  std::vector<std::pair<Id, rules::Folded>> effects;
  for (v1::Mutation& mutation : mutations) {
    mutation.set_claimed_ms(now);
    ASSIGN_OR_RETURN(const Id target, rules::TargetOf(mutation));
    ASSIGN_OR_RETURN(rules::Folded folded, view_.Try(mutation));
    effects.emplace_back(target, std::move(folded));
    ASSIGN_OR_RETURN(SealedWrite write, outbox_.Seal(std::move(mutation), now, writes.size()));
    writes.push_back(std::move(write));
  }
  RETURN_IF_ERROR(outbox_.Append(writes));
  device_trouble_ = Ok();
  for (size_t i = 0; i < writes.size(); ++i) {
    view_.Add(writes[i].number, effects[i].first, std::move(effects[i].second));
  }
  Emit(Changed{});
  Pump();
  return writes.front().number;
}

v1::AudienceSeen SyncCore::AsOf() const {
  v1::AudienceSeen seen;
  seen.set_epoch(cursor_.epoch());
  seen.set_seq(cursor_.seq());
  return seen;
}

Result<bool> SyncCore::IsIn(const Id& id, const rules::Scope& scope) {
  const std::optional<ScopeNumber> number = store_->FindScope(scope.ToText());
  ASSIGN_OR_RETURN(std::optional<StoredEntity> entity, store_->Entity(id));
  if (!number || !entity) return false;
  const ScopeNumbers& in = entity->scopes;
  return std::find(in.begin(), in.end(), *number) != in.end();
}

Result<std::vector<OutboxItem>> SyncCore::OutboxItems() {
  ASSIGN_OR_RETURN(std::vector<OutboxItem> items, outbox_.Items());
  std::erase_if(items, [&](const OutboxItem& item) {
    return item.state == WriteState::kParked && IsLetGo(outbox_.parked().at(item.number));
  });
  for (OutboxItem& item : items) {
    if (item.state != WriteState::kWaiting || push_.trouble.ok()) continue;
    item.reason = push_.trouble.reason();
    item.detail = push_.trouble.detail();
  }
  return items;
}

bool SyncCore::IsLetGo(const Outbox::ParkedWrite& parked) {
  return parked.entity && view_.Get(*parked.entity).status().reason() == v1::REASON_NOT_FOUND;
}

Result<std::optional<v1::Outcome>> SyncCore::OutcomeOf(uint64_t number) {
  ASSIGN_OR_RETURN(const std::optional<StoredOutcome> stored, store_->Outcome(number));
  if (!stored) return std::optional<v1::Outcome>();
  v1::Outcome outcome;
  outcome.set_number(number);
  outcome.set_kind(stored->kind);
  outcome.set_reason(stored->reason);
  outcome.set_detail(stored->detail);
  outcome.set_seq(stored->seq);
  return std::optional(std::move(outcome));
}

// ---- Syncing: what is wanted

void SyncCore::Start() {
  started_ = true;
  Nudge();
}

void SyncCore::Stop() {
  started_ = false;
  if (!once_) ClosePull();
  Pump();
}

uint64_t SyncCore::SyncOnce() {
  const uint64_t ticket = ++last_ticket_;
  once_.emplace(ticket, outbox_.last_number());
  push_.retry_at.reset();
  pull_.retry_at.reset();
  if (!account_ || signed_out_ != v1::REASON_UNSPECIFIED) {
    FinishOnce({account_ ? signed_out_ : v1::REASON_NOT_SIGNED_IN, "sign in to sync"});
  }
  Pump();
  return ticket;
}

void SyncCore::GiveUpSyncOnce() {
  once_.reset();
  if (!started_) ClosePull();
  Pump();
}

void SyncCore::Nudge() {
  for (Line* line : {&push_, &pull_}) {
    line->backoff.Succeeded();
    line->retry_at.reset();
  }
  // A stream at rest may be dead without knowing, after a change of network. Asking anew is cheap.
  if (pull_open_ && caught_up_ && stage_.empty()) ClosePull();
  Pump();
}

void SyncCore::OnTick() {
  const TimeMs now = clock_.Now();
  timer_.reset();
  if (push_.watch_at && now >= *push_.watch_at) {
    ClosePush();
    split_under_way_ = false;
    PushTrouble({v1::REASON_TIMED_OUT, "no answer to a push"});
  }
  if (pull_.watch_at && now >= *pull_.watch_at) {
    PullTrouble({v1::REASON_TIMED_OUT, "no page came"}, pull_.backoff);
  }
  Pump();
}

bool SyncCore::WantsToPush() const { return outbox_.waiting() > 0 || asks_number_ || cloned_; }

bool SyncCore::Resting() const {
  return !account_ || signed_out_ != v1::REASON_UNSPECIFIED || (!started_ && !once_);
}

// ---- Syncing: what is done about it

void SyncCore::Pump() {
  if (!Resting()) {
    // Wall time may have jumped back; no wait is longer than the longest wait.
    const TimeMs now = clock_.Now();
    for (Line* line : {&push_, &pull_}) {
      if (line->retry_at) line->retry_at = std::min(*line->retry_at, now + Backoff::kCap);
      if (line->watch_at) line->watch_at = std::min(*line->watch_at, now + kPatience);
    }
    PumpPush();
    PumpPull();
  }
  ArmTimer();
}

void SyncCore::ArmTimer() {
  if (Resting()) return;
  std::optional<TimeMs> at;
  const auto consider = [&](const std::optional<TimeMs>& time) {
    if (time && (!at || *time < *at)) at = time;
  };
  if (WantsToPush() && !batch_) consider(push_.retry_at);
  if (!pull_open_) consider(pull_.retry_at);
  consider(push_.watch_at);
  consider(pull_.watch_at);
  if (at && at != timer_) Emit(SetTimer{*at});
  timer_ = at;
  // Liveness: what waits is never forgotten.
  const bool under_way = batch_ || split_under_way_ || (history_unsure_ && pull_open_);
  const bool woken = push_.retry_at || (history_unsure_ && pull_.retry_at);
  if (outbox_.waiting() > 0 && !under_way && !woken) std::abort();
}

// ---- Trouble

SyncCore::Trouble SyncCore::KindOf(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_UNAVAILABLE:
    case v1::REASON_TIMED_OUT:
    case v1::REASON_CANCELLED:
      return Trouble::kOffline;
    case v1::REASON_NOT_SIGNED_IN:
    case v1::REASON_TOKEN_EXPIRED:
    case v1::REASON_DEVICE_REVOKED:
      return Trouble::kSignedOut;
    case v1::REASON_MALFORMED:   // A page garbled on the way; the next may be whole.
    case v1::REASON_NUMBER_GAP:  // A restored server; the next push asks where to go on.
      return Trouble::kBusy;
    default:
      return base::IsTemporary(reason) ? Trouble::kBusy : Trouble::kRefused;
  }
}

void SyncCore::Retry(Line& line, Backoff& backoff, const Status& status) {
  line.trouble = status;
  const bool refused = KindOf(status.reason()) == Trouble::kRefused;
  line.retry_at = clock_.Now() + (refused ? backoff.Long() : backoff.Next());
}

void SyncCore::Reconnected(Line& other) {
  // One direction works, so the other need not wait for the line.
  if (!other.trouble.ok() && KindOf(other.trouble.reason()) == Trouble::kOffline) {
    other.retry_at.reset();
  }
}

void SyncCore::SignOut(v1::Reason reason) {
  ClosePush();
  ClosePull();
  signed_out_ = reason;
  Emit(SignInNeeded{reason});
  FinishOnce({reason, "sign in again; nothing is lost"});
}

void SyncCore::DeviceTrouble(const Status& status) { device_trouble_ = status; }

void SyncCore::FinishOnce(Status status) {
  if (!once_) return;
  Emit(SyncedOnce{once_->ticket, std::move(status)});
  once_.reset();
}

SyncStatus SyncCore::Why() {
  SyncStatus why;
  why.waiting = outbox_.waiting();
  for (const auto& [number, parked] : outbox_.parked()) {
    if (!IsLetGo(parked)) ++why.parked;
  }
  const auto because = [&](SyncState state, const Status& status) {
    why.state = state;
    why.reason = status.reason();
    why.detail = status.detail();
    return why;
  };
  if (!account_)
    return because(SyncState::kSignedOut, {v1::REASON_NOT_SIGNED_IN, "never signed in"});
  if (signed_out_ != v1::REASON_UNSPECIFIED)
    return because(SyncState::kSignedOut, {signed_out_, ""});
  if (!device_trouble_.ok()) return because(SyncState::kDeviceTrouble, device_trouble_);
  if (Resting()) return because(SyncState::kStopped, Ok());
  for (const Status* trouble : {&push_.trouble, &pull_.trouble}) {
    if (trouble->ok()) continue;
    return because(KindOf(trouble->reason()) == Trouble::kOffline ? SyncState::kOffline
                                                                  : SyncState::kServerRefuses,
                   *trouble);
  }
  const bool busy = why.waiting > 0 || !caught_up_ || !stage_.empty();
  return because(busy ? SyncState::kSyncing : SyncState::kUpToDate, Ok());
}

}  // namespace samstig::client
