// SPDX-License-Identifier: Apache-2.0
#include "tests/server/village/village_device.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <utility>

#include "server/sync/push.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {

using base::Id;
using base::Result;
using base::Status;
using server::PullSession;
using server::PushBatch;

namespace {

// Tokens here are names of devices.
std::string HashOf(const Id& device) { return device.ToBytes() + device.ToBytes(); }

void GiveDevice(Village& village, const Id& device, const Id& person, const std::string& name) {
  std::unique_ptr<server::Transaction> txn = Must(village.store().Begin());
  server::DeviceRow row = Must(txn->Device(device)).value_or(server::DeviceRow{});
  row.device = device;
  row.person = person;
  row.name = name;
  row.token_hash = HashOf(device);
  EXPECT_THAT(txn->PutDevice(row), IsOk());
  EXPECT_THAT(txn->Commit(), IsOk());
}

}  // namespace

VillageDevice::VillageDevice(Village& village, std::string_view person, std::string_view name)
    : village_(village), person_(IdNamed(person)), name_(name), path_(dir_.File("phone.db")) {
  Open();
  SignsIn();
}

VillageDevice::VillageDevice(const VillageDevice& other, std::string_view name)
    : village_(other.village_),
      person_(other.person_),
      name_(name),
      path_(dir_.File("phone.db")),
      token_(other.token_) {
  // Also what has not yet gone from its write-ahead log into the file.
  for (const std::string suffix : {"", "-wal"}) {
    if (std::filesystem::exists(other.path_ + suffix)) {
      WriteFile(path_ + suffix, ReadFile(other.path_ + suffix));
    }
  }
  Open();
}

void VillageDevice::Open() {
  session_.reset();
  timer_.reset();
  core_.reset();
  core_ =
      Must(client::SyncCore::Open(Must(client::LocalStore::Open(path_)), village_.clock, random_));
  online_ = false;
}

void VillageDevice::Restarts() { Open(); }

void VillageDevice::SignsIn() {
  Id device = core_->account() ? core_->account()->device : Id();
  {
    auto snapshot = Must(village_.store().Read());
    if (device.IsNil() || !Must(snapshot->Device(device))) {
      static std::atomic<int> made{0};
      device = IdNamed(name_ + " " + std::to_string(++made));
    }
  }
  GiveDevice(village_, device, person_, name_);
  token_ = HashOf(device);
  ASSERT_THAT(core_->SignedIn({"village", person_, device}, token_), IsOk());
}

uint64_t VillageDevice::Writes(const google::protobuf::Message& intent) {
  return Must(core_->Enqueue(MutationOf(intent, 0)));
}

void VillageDevice::Syncs() {
  if (!std::exchange(online_, true)) core_->Start();
  core_->Nudge();
  // A day at the most: what cannot be done by then never can.
  const base::TimeMs end = village_.clock.Now() + base::kDayMs;
  int steps = 0;
  while (true) {
    ASSERT_LT(++steps, 10'000) << "it never comes to rest";
    if (Step()) continue;
    const bool waits = core_->Why().state != client::SyncState::kUpToDate;
    if (!waits || !timer_ || *timer_ > end) return;
    if (*timer_ > village_.clock.Now()) village_.clock.Set(*timer_);
    timer_.reset();
    core_->OnTick();
  }
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
    if (auto* push = std::get_if<client::StartPush>(&effect)) Push(push->request);
    if (auto* pull = std::get_if<client::StartPull>(&effect)) Pull(pull->request);
    if (std::holds_alternative<client::CancelPull>(effect)) session_.reset();
    if (std::holds_alternative<client::StartSplit>(effect)) Split();
    if (auto* timer = std::get_if<client::SetTimer>(&effect)) timer_ = timer->at;
    if (auto* judged = std::get_if<client::Judged>(&effect)) judged_.push_back(judged->outcome);
  }
  if (stepped || !session_) return stepped;
  const bool news = Must(village_.store().Read())->LastSeq() > session_->seen();
  if (at_checkpoint_ && (!follow_ || !news)) return false;
  NextPage();
  return true;
}

Status VillageDevice::CheckSignedIn() {
  auto snapshot = Must(village_.store().Read());
  if (Must(snapshot->DeviceByToken(core_->token()))) return {};
  return {v1::REASON_NOT_SIGNED_IN, "unknown token"};
}

void VillageDevice::Push(const std::string& bytes) {
  v1::PushRequest request;
  ASSERT_TRUE(request.ParseFromString(bytes));
  if (Status signed_in = CheckSignedIn(); !signed_in.ok()) return core_->OnPushFailed(signed_in);
  const Id device = Must(Must(village_.store().Read())->DeviceByToken(core_->token()))->device;
  PushBatch batch =
      Must(PushBatch::Parse({request.mutations().begin(), request.mutations().end()}));
  std::unique_ptr<server::Transaction> txn = Must(village_.store().Begin());
  const Status run = batch.Run(*txn, {person_, device}, village_.clock.Now());
  if (!run.ok()) return core_->OnPushFailed(run);
  ASSERT_THAT(txn->Commit(), IsOk());
  v1::PushResponse response;
  for (const v1::Outcome& outcome : batch.outcomes()) *response.add_outcomes() = outcome;
  response.set_next_number(batch.next_number());
  response.set_epoch(village_.store().Epoch().ToBytes());
  response.set_epoch_start_seq(village_.store().EpochStart());
  core_->OnPushReply(response.SerializeAsString());
}

void VillageDevice::Pull(const std::string& bytes) {
  v1::PullRequest request;
  ASSERT_TRUE(request.ParseFromString(bytes));
  session_.reset();
  if (Status signed_in = CheckSignedIn(); !signed_in.ok()) return core_->OnPullEnded(signed_in);
  Result<PullSession> session = PullSession::Make(person_, request);
  if (!session.ok()) return core_->OnPullEnded(session.status());
  session_ = *std::move(session);
  follow_ = request.follow();
  at_checkpoint_ = false;
}

void VillageDevice::NextPage() {
  auto snapshot = Must(village_.store().Read());
  Result<v1::PullResponse> page =
      session_->NextPage(village_.store(), *snapshot, village_.clock.Now());
  if (!page.ok()) {
    session_.reset();
    return core_->OnPullEnded(page.status());
  }
  for (const v1::ScopeRun& run : page->runs())
    rows_read_ += static_cast<size_t>(run.changes_size());
  at_checkpoint_ = page->has_checkpoint();
  core_->OnPullFrame(page->SerializeAsString());
}

void VillageDevice::Split() {
  if (Status signed_in = CheckSignedIn(); !signed_in.ok()) return core_->OnSplitFailed(signed_in);
  ++splits_;
  const Id device = IdNamed(name_ + " split " + std::to_string(splits_));
  GiveDevice(village_, device, person_, name_);
  core_->OnSplit(device, HashOf(device));
}

}  // namespace samstig::test
