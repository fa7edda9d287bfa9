// SPDX-License-Identifier: Apache-2.0
#include "tests/server/village/village_device.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <utility>

#include "tests/server/village/village_line.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {

using base::Id;
using base::Result;
using base::Status;

VillageDevice::VillageDevice(Village& village, std::string_view person, std::string_view name)
    : own_line_(std::make_unique<VillageLine>(village, person, name)),
      line_(*own_line_),
      clock_(village.clock),
      path_(dir_.File("phone.db")) {
  Open();
  SignsIn();
}

VillageDevice::VillageDevice(Line& line, FakeClock& clock)
    : line_(line), clock_(clock), path_(dir_.File("phone.db")) {
  Open();
  SignsIn();
}

VillageDevice::VillageDevice(Village& village, const VillageDevice& other, std::string_view person,
                             std::string_view name)
    : own_line_(std::make_unique<VillageLine>(village, person, name)),
      line_(*own_line_),
      clock_(other.clock_),
      path_(dir_.File("phone.db")) {
  // Also what has not yet gone from its write-ahead log into the file.
  for (const std::string suffix : {"", "-wal"}) {
    if (std::filesystem::exists(other.path_ + suffix)) {
      WriteFile(path_ + suffix, ReadFile(other.path_ + suffix));
    }
  }
  Open();
}

void VillageDevice::Open() {
  reading_ = false;
  timer_.reset();
  core_.reset();
  core_ = Must(client::SyncCore::Open(Must(client::LocalStore::Open(path_)), clock_, random_));
  online_ = false;
}

void VillageDevice::Restarts() { Open(); }

void VillageDevice::SignsIn() {
  std::optional<Id> before;
  if (core_->account()) before = core_->account()->device;
  const Identity now = line_.SignIn(before);
  ASSERT_THAT(core_->SignedIn({"village", now.person, now.device}, now.token), IsOk());
}

uint64_t VillageDevice::Writes(const google::protobuf::Message& intent) {
  return Must(core_->Enqueue(MutationOf(intent, 0)));
}

void VillageDevice::Syncs() {
  if (!std::exchange(online_, true)) core_->Start();
  core_->Nudge();
  // A day at the most: what cannot be done by then never can.
  const base::TimeMs end = clock_.Now() + base::kDayMs;
  int steps = 0;
  while (true) {
    ASSERT_LT(++steps, 10'000) << "it never comes to rest";
    if (Step()) continue;
    const bool waits = core_->Why().state != client::SyncState::kUpToDate;
    if (!waits || !timer_ || *timer_ > end) return;
    WaitForTimer();
  }
}

Status VillageDevice::SyncsOnce() {
  once_.reset();
  core_->SyncOnce();
  for (int steps = 0; steps < 10'000; ++steps) {
    if (once_) return *once_;
    if (Step()) continue;
    if (!timer_) break;
    WaitForTimer();
  }
  return {v1::REASON_INTERNAL, "it never ends"};
}

void VillageDevice::WaitForTimer() {
  if (*timer_ > clock_.Now()) clock_.Set(*timer_);
  timer_.reset();
  core_->OnTick();
}

void VillageDevice::GoesOffline() {
  core_->Stop();
  online_ = false;
  while (Step()) {
  }
}

std::vector<client::OutboxItem> VillageDevice::Parked() {
  std::vector<client::OutboxItem> parked;
  for (client::OutboxItem& item : Must(core_->OutboxItems())) {
    if (item.state == client::WriteState::kParked) parked.push_back(std::move(item));
  }
  return parked;
}

bool VillageDevice::Step() {
  bool stepped = false;
  for (client::Effect& effect : core_->TakeEffects()) {
    stepped = true;
    if (auto* push = std::get_if<client::StartPush>(&effect)) {
      const Result<std::string> answer = line_.Push(core_->token(), push->request);
      answer.ok() ? core_->OnPushReply(*answer) : core_->OnPushFailed(answer.status());
    }
    if (auto* pull = std::get_if<client::StartPull>(&effect)) {
      const Status opened = line_.Pull(core_->token(), pull->request);
      reading_ = opened.ok();
      if (!opened.ok()) core_->OnPullEnded(opened);
    }
    if (std::holds_alternative<client::CancelPull>(effect)) reading_ = false;
    if (std::holds_alternative<client::StartSplit>(effect)) Split();
    if (auto* timer = std::get_if<client::SetTimer>(&effect)) timer_ = timer->at;
    if (auto* judged = std::get_if<client::Judged>(&effect)) judged_.push_back(judged->outcome);
    if (auto* once = std::get_if<client::SyncedOnce>(&effect)) once_ = once->status;
  }
  return stepped || ReadOn();
}

bool VillageDevice::ReadOn() {
  if (!reading_) return false;
  const Result<std::optional<std::string>> next = line_.Next();
  if (!next.ok()) {
    reading_ = false;
    core_->OnPullEnded(next.status());
    return true;
  }
  if (!*next) return false;
  v1::PullResponse page;
  EXPECT_TRUE(page.ParseFromString(**next));
  for (const v1::ScopeRun& run : page.runs()) {
    rows_read_ += static_cast<size_t>(run.changes_size());
  }
  core_->OnPullFrame(**next);
  return true;
}

void VillageDevice::Split() {
  const Result<Identity> given = line_.Split(core_->token());
  if (!given.ok()) return core_->OnSplitFailed(given.status());
  ++splits_;
  core_->OnSplit(given->device, given->token);
}

}  // namespace samstig::test
