// SPDX-License-Identifier: Apache-2.0
// SyncCore, the half that reads.
#include <utility>

#include "client-lib/core/meta.h"
#include "client-lib/core/page_applier.h"
#include "client-lib/core/protocol_version.h"
#include "client-lib/core/sync_core.h"

namespace samstig::client {

using base::Ok;

namespace {

constexpr char kTraces[] =
    "traces";  // "1": a scope was lost and its bytes may still be in the file.

}  // namespace

Status SyncCore::LoadCursor() {
  ASSIGN_OR_RETURN(const std::optional<std::string> cursor, store_->Meta(meta::kCursor));
  if (cursor && !cursor_.ParseFromString(*cursor)) {
    return {v1::REASON_DATA_DAMAGED, "the cursor in the file does not parse"};
  }
  return Ok();
}

void SyncCore::PumpPull() {
  const bool once_wants = once_ && !once_->pull_asked &&
                          (outbox_.last_judged() >= once_->barrier || !once_->push_failure.ok());
  // A SyncOnce sends first and reads then, unless it must hear first whether it may send.
  const bool must_hear = once_ && history_unsure_;
  if (pull_open_ ? !once_wants : !(started_ || once_wants || must_hear)) return;
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
  for (v1::ScopePosition& position : stage_.Positions())
    *request.add_staged() = std::move(position);
  TellHistory(request);
  Emit(StartPull{request.SerializeAsString()});
}

void SyncCore::ClosePull() {
  if (!pull_open_) return;
  pull_open_ = false;
  pull_.watch_at.reset();
  Emit(CancelPull{});
}

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
  server_clock_->Hear(page.server_time_ms());
  if (page.has_fork()) {
    if (Status taken = TakeFork(page.fork().seq()); !taken.ok()) {
      DeviceTrouble(taken);
      return PullTrouble(taken, show_backoff_);
    }
  }
  history_unsure_ = false;
  if (page.has_checkpoint()) return TakeCheckpoint(page);
  const Status staged = stage_.Add(std::move(frame), page, clock_.Now());
  if (staged.ok()) return;
  DeviceTrouble(staged);
  // What is on disk stays; the rest comes again.
  Result<PageStage> on_disk = PageStage::Open(*store_);
  if (on_disk.ok()) stage_ = *std::move(on_disk);
  PullTrouble(staged, show_backoff_);
}

void SyncCore::TakeCheckpoint(const v1::PullResponse& page) {
  if (Status shown = Show(page); !shown.ok()) return PullTrouble(shown, show_backoff_);
  const Result<bool> differs = Differs(page);
  if (!differs.ok()) {
    DeviceTrouble(differs.status());
    return PullTrouble(differs.status(), show_backoff_);
  }
  if (!*differs) return CheckpointReached();
  // Asked for at once; what is shown is as whole as it can be until then.
  ClosePull();
  if (once_) once_->pull_asked = false;
}

Status SyncCore::Show(const v1::PullResponse& last_page) {
  const v1::Cursor& checkpoint = last_page.checkpoint();
  const bool nothing_new = stage_.empty() && last_page.runs().empty() &&
                           last_page.lost_scopes().empty() && checkpoint.seq() == cursor_.seq() &&
                           checkpoint.epoch() == cursor_.epoch();
  if (nothing_new) return Ok();
  PageApplier applier(*store_, account_->person,
                      parted_ ? PageApplier::OwnText::kStays : PageApplier::OwnText::kGoes);
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
  if (Status moved = view_.Advance(cursor_.seq(), applier.touched()); !moved.ok())
    DeviceTrouble(moved);
  ReadParkedNews();
  EraseTraces();
  Emit(Changed{});
  return Ok();
}

void SyncCore::EraseTraces() {
  const auto erase = [&]() -> Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> traces, store_->Meta(kTraces));
    if (!traces) return Ok();
    RETURN_IF_ERROR(store_->EraseTraces());
    ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
    RETURN_IF_ERROR(store_->DeleteMeta(kTraces));
    return txn.Commit();
  };
  // If it cannot be done now, as on a full disk, it is done after a later checkpoint or at the next
  // start.
  if (Status erased = erase(); !erased.ok()) DeviceTrouble(erased);
}

Status SyncCore::Apply(const v1::PullResponse& last_page, PageApplier& applier) {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(stage_.TakeEach([&](std::string_view frame) -> Status {
    v1::PullResponse page;
    if (!page.ParseFromArray(frame.data(), static_cast<int>(frame.size()))) {
      return {v1::REASON_DATA_DAMAGED, "a staged page does not parse"};
    }
    return applier.Add(page);
  }));
  RETURN_IF_ERROR(applier.Add(last_page));
  RETURN_IF_ERROR(applier.Finish());
  RETURN_IF_ERROR(search_->Applied(
      applier.touched(), applier.replaced(),
      applier.traces_must_go() ? Search::Traces::kMustGo : Search::Traces::kMayStay));
  RETURN_IF_ERROR(blobs_->Applied(applier.replaced()));
  const v1::Cursor& checkpoint = last_page.checkpoint();
  RETURN_IF_ERROR(store_->SetMeta(meta::kCursor, checkpoint.SerializeAsString()));
  if (applier.traces_must_go()) RETURN_IF_ERROR(store_->SetMeta(kTraces, "1"));
  Lineage lineage = lineage_;
  RETURN_IF_ERROR(MeetEpoch(checkpoint.epoch(), last_page.epoch_start_seq(), lineage));
  RETURN_IF_ERROR(txn.Commit());
  MetEpoch(std::move(lineage));
  return Ok();
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

}  // namespace samstig::client
