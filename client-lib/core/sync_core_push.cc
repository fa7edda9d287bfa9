// SPDX-License-Identifier: Apache-2.0
// SyncCore, the half that sends.
#include <utility>

#include "client-lib/core/sync_core.h"

namespace samstig::client {

using base::Ok;

void SyncCore::PumpPush() {
  if (batch_ || split_under_way_ || !WantsToPush() || history_unsure_) return;
  if (push_.retry_at && clock_.Now() < *push_.retry_at) return;
  push_.retry_at.reset();
  if (cloned_) {
    split_under_way_ = true;
    push_.watch_at = clock_.Now() + kPatience;
    return Emit(StartSplit{});
  }
  if (asks_number_) return StartPushing(Outbox::Question());
  Result<Batch> batch = outbox_.NextBatch();
  if (batch.ok()) return StartPushing(*std::move(batch));
  DeviceTrouble(batch.status());
  Retry(push_, push_.backoff, batch.status());
}

void SyncCore::StartPushing(Batch batch) {
  Emit(StartPush{std::move(batch.request)});
  batch_ = std::move(batch);
  push_.watch_at = clock_.Now() + kPatience;
}

void SyncCore::ClosePush() {
  if (!batch_) return;
  batch_.reset();
  push_.watch_at.reset();
  Emit(CancelPush{});
}

void SyncCore::OnPushReply(std::string_view bytes) {
  if (!batch_) return;
  v1::PushResponse response;
  if (!response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    PushTrouble({v1::REASON_INTERNAL, "the server's answer to a push does not parse"});
    return Pump();
  }
  server_clock_->Hear(response.server_time_ms());
  const Result<Verdicts> verdicts = outbox_.Read(*batch_, response);
  if (!verdicts.ok()) {
    PushTrouble(verdicts.status());
    return Pump();
  }
  const auto keep = [&]() -> Status {
    Lineage lineage = lineage_;
    ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
    RETURN_IF_ERROR(MeetEpoch(response.epoch(), response.epoch_start_seq(), lineage));
    RETURN_IF_ERROR(txn.Commit());
    MetEpoch(std::move(lineage));
    // Before the outcomes, whose seqs belong to this epoch.
    RETURN_IF_ERROR(outbox_.Judge(verdicts->judged));
    return verdicts->forgotten_from > 0 ? SendAgainFrom(verdicts->forgotten_from) : Ok();
  };
  if (Status judged = keep(); !judged.ok()) {
    // The server knows, and will say the same again.
    DeviceTrouble(judged);
    PushTrouble(judged);
    return Pump();
  }
  if (batch_->count == 0) asks_number_ = false;
  if (verdicts->cloned) cloned_ = true;
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

void SyncCore::OnSplit(const Id& device, const std::string& token) {
  if (!split_under_way_) return;
  split_under_way_ = false;
  push_.watch_at.reset();
  Account account = *account_;
  account.device = device;
  if (Status saved = SaveAccount(account, token); !saved.ok()) {
    DeviceTrouble(saved);
    PushTrouble(saved);
    return Pump();
  }
  account_ = std::move(account);
  token_ = token;
  cloned_ = false;
  push_.trouble = Ok();
  Pump();
}

void SyncCore::OnSplitFailed(const Status& status) {
  if (!split_under_way_) return;
  split_under_way_ = false;
  PushTrouble(status);
  Pump();
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
  if (status.reason() == v1::REASON_NUMBER_GAP) asks_number_ = true;
  if (status.reason() == v1::REASON_DEVICE_CLONED && !std::exchange(cloned_, true)) return;
  Retry(push_, push_.backoff, status);
  if (!once_) return;
  const bool hopeless = KindOf(status.reason()) == Trouble::kRefused;
  if (++once_->failures >= kOnceTries || hopeless) once_->push_failure = status;
}

}  // namespace samstig::client
