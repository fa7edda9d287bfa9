// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/sync_core.h"

#include <algorithm>
#include <utility>

#include "client-lib/core/protocol_version.h"

namespace samstig::client {

using base::Ok;

namespace {

constexpr char kNetwork[] = "network";
constexpr char kPerson[] = "person";
constexpr char kDevice[] = "device";
constexpr char kToken[] = "token";
constexpr char kCursor[] = "cursor";

// A push unanswered for so long, or a pull silent for so long before its checkpoint, is lost. Transports
// notice most such cases sooner.
constexpr TimeMs kPatience = 90 * base::kSecondMs;
// A SyncOnce gives up after so many failures in a row, rather than sit out its budget in a tunnel.
constexpr int kOnceTries = 3;

}  // namespace

// ---- Opening

Result<std::unique_ptr<SyncCore>> SyncCore::Open(std::unique_ptr<LocalStore> store,
                                                 const base::Clock& clock, base::Random& random) {
  ASSIGN_OR_RETURN(Outbox outbox, Outbox::Open(*store));
  ASSIGN_OR_RETURN(PageStage stage, PageStage::Open(*store));
  std::unique_ptr<SyncCore> core(
      new SyncCore(std::move(store), std::move(outbox), std::move(stage), clock, random));
  RETURN_IF_ERROR(core->LoadAccount());
  RETURN_IF_ERROR(core->LoadCursor());
  RETURN_IF_ERROR(core->LoadPending());
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

Status SyncCore::LoadCursor() {
  ASSIGN_OR_RETURN(const std::optional<std::string> cursor, store_->Meta(kCursor));
  if (cursor && !cursor_.ParseFromString(*cursor)) {
    return {v1::REASON_DATA_DAMAGED, "the cursor in the file does not parse"};
  }
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
  RETURN_IF_ERROR(store_->ForEachWrite(outbox_.last_judged() + 1,
                                       [&](uint64_t number, std::string_view bytes) {
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
  RETURN_IF_ERROR(SaveAccount(account, token));
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
  if (!account_) return Status(v1::REASON_NOT_SIGNED_IN, "sign in once before writing");
  const TimeMs now = clock_.Now();
  mutation.set_claimed_ms(now);
  ASSIGN_OR_RETURN(const Id target, rules::TargetOf(mutation));
  ASSIGN_OR_RETURN(rules::Folded folded, view_.Try(mutation));
  ASSIGN_OR_RETURN(const SealedWrite write, outbox_.Seal(std::move(mutation), now));
  RETURN_IF_ERROR(outbox_.Append(write));
  device_trouble_ = Ok();
  view_.Add(write.number, target, std::move(folded));
  Emit(Changed{});
  Pump();
  return write.number;
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
  once_.emplace();
  once_->ticket = ticket;
  once_->barrier = outbox_.last_number();
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
    PushTrouble({v1::REASON_TIMED_OUT, "no answer to a push"});
  }
  if (pull_.watch_at && now >= *pull_.watch_at) {
    PullTrouble({v1::REASON_TIMED_OUT, "no page came"}, pull_.backoff);
  }
  Pump();
}

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

void SyncCore::PumpPush() {
  if (batch_ || outbox_.waiting() == 0) return;
  const TimeMs now = clock_.Now();
  if (push_.retry_at && now < *push_.retry_at) return;
  push_.retry_at.reset();
  Result<Batch> batch = outbox_.NextBatch();
  if (!batch.ok()) {
    DeviceTrouble(batch.status());
    Retry(push_, push_.backoff, batch.status());
    return;
  }
  Emit(StartPush{std::move(batch->request)});
  batch_ = *std::move(batch);
  push_.watch_at = now + kPatience;
}

void SyncCore::PumpPull() {
  const bool once_wants = once_ && !once_->pull_asked &&
                          (outbox_.last_judged() >= once_->barrier || !once_->push_failure.ok());
  if (pull_open_ ? !once_wants : !(started_ || once_wants)) return;
  if (pull_.retry_at && clock_.Now() < *pull_.retry_at) return;
  ClosePull();
  if (once_wants) once_->pull_asked = true;
  OpenPull();
}

void SyncCore::OpenPull() {
  pull_.retry_at.reset();
  pull_.watch_at = clock_.Now() + kPatience;
  pull_open_ = true;
  pull_follows_ = started_;
  page_came_ = false;
  caught_up_ = false;
  check_.emplace(cursor_);
  v1::PullRequest request;
  request.set_version_min(kVersionMin);
  request.set_version_max(kVersionMax);
  *request.mutable_cursor() = cursor_;
  request.set_follow(pull_follows_);
  for (v1::ScopePosition& position : stage_.Positions()) *request.add_staged() = std::move(position);
  Emit(StartPull{request.SerializeAsString()});
}

void SyncCore::ClosePush() {
  if (!batch_) return;
  batch_.reset();
  push_.watch_at.reset();
  Emit(CancelPush{});
}

void SyncCore::ClosePull() {
  if (!pull_open_) return;
  pull_open_ = false;
  pull_.watch_at.reset();
  Emit(CancelPull{});
}

void SyncCore::ArmTimer() {
  if (Resting()) return;
  std::optional<TimeMs> at;
  const auto consider = [&](const std::optional<TimeMs>& time) {
    if (time && (!at || *time < *at)) at = time;
  };
  if (outbox_.waiting() > 0 && !batch_) consider(push_.retry_at);
  if (!pull_open_) consider(pull_.retry_at);
  consider(push_.watch_at);
  consider(pull_.watch_at);
  if (at && at != timer_) Emit(SetTimer{*at});
  timer_ = at;
  // Liveness: what waits is never forgotten.
  if (outbox_.waiting() > 0 && !batch_ && !push_.retry_at) std::abort();
}

// ---- Pushing

void SyncCore::OnPushReply(std::string_view bytes) {
  if (!batch_) return;
  v1::PushResponse response;
  if (!response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    PushTrouble({v1::REASON_INTERNAL, "the server's answer to a push does not parse"});
    return Pump();
  }
  const Result<Verdicts> verdicts = outbox_.Read(*batch_, response);
  if (!verdicts.ok()) {
    PushTrouble(verdicts.status());
    return Pump();
  }
  if (Status judged = outbox_.Judge(verdicts->judged); !judged.ok()) {
    // The server knows, and will say the same again.
    DeviceTrouble(judged);
    PushTrouble(judged);
    return Pump();
  }
  TakeVerdicts(*verdicts);
  PushAnswered(*verdicts);
  if (verdicts->retry) {
    const v1::Reason reason = verdicts->retry->reason() == v1::REASON_UNSPECIFIED
                                  ? v1::REASON_UNAVAILABLE
                                  : verdicts->retry->reason();
    PushTrouble({reason, verdicts->retry->detail()});
  }
  Pump();
}

void SyncCore::TakeVerdicts(const Verdicts& verdicts) {
  device_trouble_ = Ok();
  bool parked = false;
  for (const StoredOutcome& outcome : verdicts.judged) {
    if (outcome.kind == v1::OUTCOME_KIND_PARKED) {
      parked = true;
      if (Status dropped = view_.Drop(outcome.number); !dropped.ok()) DeviceTrouble(dropped);
    } else {
      view_.TookEffectAt(outcome.number, outcome.seq);
    }
    v1::Outcome told;
    told.set_number(outcome.number);
    told.set_kind(outcome.kind);
    told.set_reason(outcome.reason);
    told.set_detail(outcome.detail);
    told.set_seq(outcome.seq);
    Emit(Judged{std::move(told)});
  }
  // What the copy already holds, because the answer to an earlier push was lost.
  if (Status moved = view_.Advance(cursor_.seq(), {}); !moved.ok()) DeviceTrouble(moved);
  if (parked) ReadParkedNews();
  if (!verdicts.judged.empty()) Emit(Changed{});
}

void SyncCore::ReadParkedNews() {
  if (outbox_.parked().empty()) return;
  const auto read = [&]() -> Status {
    ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
    ASSIGN_OR_RETURN(const Outbox::ParkedNews news, outbox_.ReadParked(cursor_.seq()));
    RETURN_IF_ERROR(txn.Commit());
    outbox_.Accept(news);
    return Ok();
  };
  if (Status status = read(); !status.ok()) DeviceTrouble(status);
}

void SyncCore::PushAnswered(const Verdicts& verdicts) {
  batch_.reset();
  push_.watch_at.reset();
  push_.trouble = Ok();
  Reconnected(pull_);
  if (verdicts.judged.empty()) return;
  push_.backoff.Succeeded();
  if (once_) once_->failures = 0;
}

void SyncCore::OnPushFailed(const Status& status) {
  if (!batch_) return;
  PushTrouble(status);
  Pump();
}

void SyncCore::PushTrouble(const Status& status) {
  batch_.reset();
  push_.watch_at.reset();
  if (KindOf(status.reason()) == Trouble::kSignedOut) return SignOut(status.reason());
  Retry(push_, push_.backoff, status);
  if (!once_) return;
  const bool hopeless = KindOf(status.reason()) == Trouble::kRefused;
  if (++once_->failures >= kOnceTries || hopeless) once_->push_failure = status;
}

// ---- Pulling

void SyncCore::OnPullFrame(std::string frame) {
  if (!pull_open_) return;
  const Result<v1::PullResponse> page = check_->Check(frame);
  if (page.ok()) {
    TakePage(std::move(frame), *page);
  } else {
    ++bad_frames_;
    // A page missing or out of place cannot be told from what came; so none of it is trusted.
    (void)ForgetStage();
    PullTrouble(page.status(), show_backoff_);
  }
  Pump();
}

void SyncCore::TakePage(std::string frame, const v1::PullResponse& page) {
  PageCame();
  if (page.has_checkpoint()) {
    const Status shown = Show(page);
    return shown.ok() ? CheckpointReached() : PullTrouble(shown, show_backoff_);
  }
  const Status staged = stage_.Add(std::move(frame), page);
  if (staged.ok()) return;
  DeviceTrouble(staged);
  // What is on disk stays; the rest comes again.
  Result<PageStage> on_disk = PageStage::Open(*store_);
  if (on_disk.ok()) stage_ = *std::move(on_disk);
  PullTrouble(staged, show_backoff_);
}

Status SyncCore::Show(const v1::PullResponse& last_page) {
  const v1::Cursor& checkpoint = last_page.checkpoint();
  const bool nothing_new = stage_.empty() && last_page.runs().empty() &&
                           last_page.lost_scopes().empty() && checkpoint.seq() == cursor_.seq() &&
                           checkpoint.epoch() == cursor_.epoch();
  if (nothing_new) return Ok();
  PageApplier applier(*store_, account_->person);
  if (Status applied = Apply(last_page, applier); !applied.ok()) {
    if (applied.reason() == v1::REASON_MALFORMED) {
      ++bad_frames_;
    } else {
      DeviceTrouble(applied);
    }
    // Whatever made it fail may be in the stage. It all comes again.
    if (applied.reason() != v1::REASON_DISK_FULL) (void)ForgetStage();
    return applied;
  }
  device_trouble_ = Ok();
  stage_.Clear();
  cursor_ = checkpoint;
  if (Status moved = view_.Advance(cursor_.seq(), applier.touched()); !moved.ok()) DeviceTrouble(moved);
  ReadParkedNews();
  if (applier.lost_scope()) {
    if (Status erased = store_->EraseTraces(); !erased.ok()) DeviceTrouble(erased);
  }
  Emit(Changed{});
  return Ok();
}

Status SyncCore::Apply(const v1::PullResponse& last_page, PageApplier& applier) {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(stage_.ForEach([&](std::string_view frame) -> Status {
    v1::PullResponse page;
    if (!page.ParseFromArray(frame.data(), static_cast<int>(frame.size()))) {
      return {v1::REASON_DATA_DAMAGED, "a staged page does not parse"};
    }
    return applier.Add(page);
  }));
  RETURN_IF_ERROR(applier.Add(last_page));
  RETURN_IF_ERROR(applier.Finish());
  RETURN_IF_ERROR(store_->SetMeta(kCursor, last_page.checkpoint().SerializeAsString()));
  RETURN_IF_ERROR(stage_.ClearOnDisk());
  return txn.Commit();
}

Status SyncCore::ForgetStage() {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(stage_.ClearOnDisk());
  RETURN_IF_ERROR(txn.Commit());
  stage_.Clear();
  return Ok();
}

void SyncCore::PageCame() {
  pull_.watch_at = clock_.Now() + kPatience;
  pull_.backoff.Succeeded();
  pull_.trouble = Ok();
  if (!std::exchange(page_came_, true)) Reconnected(push_);
}

void SyncCore::CheckpointReached() {
  caught_up_ = true;
  pull_.watch_at.reset();
  show_backoff_.Succeeded();
  if (once_ && once_->pull_asked) FinishOnce(once_->push_failure);
}

void SyncCore::OnPullEnded(const Status& status) {
  if (!pull_open_) return;
  pull_open_ = false;
  pull_.watch_at.reset();
  if (!status.ok()) {
    PullTrouble(status, pull_.backoff);
  } else if (!caught_up_) {
    PullTrouble({v1::REASON_UNAVAILABLE, "the stream ended before its checkpoint"}, pull_.backoff);
  } else if (pull_follows_) {
    // The server wishes the stream to be opened anew.
    pull_.retry_at = clock_.Now() + pull_.backoff.Next();
  }
  Pump();
}

void SyncCore::PullTrouble(const Status& status, Backoff& backoff) {
  ClosePull();
  caught_up_ = false;
  if (KindOf(status.reason()) == Trouble::kSignedOut) return SignOut(status.reason());
  Retry(pull_, backoff, status);
  if (!once_ || !once_->pull_asked) return;
  once_->pull_asked = false;
  const bool hopeless = KindOf(status.reason()) == Trouble::kRefused;
  if (++once_->failures >= kOnceTries || hopeless) FinishOnce(status);
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
    case v1::REASON_MALFORMED:  // A page garbled on the way; the next may be whole.
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
  if (!account_) return because(SyncState::kSignedOut, {v1::REASON_NOT_SIGNED_IN, "never signed in"});
  if (signed_out_ != v1::REASON_UNSPECIFIED) return because(SyncState::kSignedOut, {signed_out_, ""});
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
