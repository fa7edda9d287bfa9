// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_device.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <utility>

#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {

using base::Id;
using base::Result;
using base::Status;
using base::TimeMs;
using client::Account;
using client::LocalStore;
using client::OutboxItem;
using client::Shown;
using client::SyncCore;
using client::WriteState;

FakeDevice::FakeDevice(FakeServer& server, FakeClock& clock, SeededRandom& random,
                       std::string_view person, std::string_view name)
    : server_(server),
      clock_(clock),
      random_(random),
      person_(IdNamed(person)),
      device_(Id::FromName("device", std::string(person) + " " + std::string(name))) {
  Open(dir_.File("device.samstig"));
  EXPECT_THAT(SignsIn(), IsOk());
}

void FakeDevice::Open(const std::string& path) {
  core_.reset();
  path_ = path;
  Result<std::unique_ptr<LocalStore>> store = LocalStore::Open(path);
  ASSERT_THAT(store, IsOk());
  store_ = store->get();
  Result<std::unique_ptr<SyncCore>> core = SyncCore::Open(*std::move(store), clock_, random_);
  ASSERT_THAT(core, IsOk());
  core_ = *std::move(core);
  push_.reset();
  stream_.reset();
  timer_.reset();
}

Status FakeDevice::SignsIn() {
  token_ = server_.SignsIn(person_, device_);
  sign_in_needed_.reset();
  return core_->SignedIn(Account{"demo", person_, device_}, token_);
}

uint64_t FakeDevice::Writes(const google::protobuf::Message& intent) {
  const Result<uint64_t> number = core_->Enqueue(MutationOf(intent));
  EXPECT_THAT(number, IsOk());
  return number.ok() ? *number : 0;
}

void FakeDevice::ComesOnline() {
  link.down = false;
  core_->Start();
  Settle();
}

std::optional<Status> FakeDevice::SyncsOnce() {
  const uint64_t ticket = core_->SyncOnce();
  for (int turn = 0; turn < 1'000; ++turn) {
    Settle();
    if (!once_.empty() && once_.back().ticket >= ticket) return once_.back().status;
    if (!WaitForTimer()) return std::nullopt;
  }
  return std::nullopt;
}

void FakeDevice::Crashes() {
  // The copy is taken while the first is open, so it is what a crash would leave.
  const std::string copy = dir_.File("after-crash-" + std::to_string(++copies_) + ".samstig");
  for (const char* suffix : {"", "-wal"}) {
    if (std::filesystem::exists(path_ + suffix))
      std::filesystem::copy_file(path_ + suffix, copy + suffix);
  }
  Open(copy);
}

void FakeDevice::Restarts() { Open(path_); }

// ---- Traffic

void FakeDevice::Collect() {
  for (client::Effect& effect : core_->TakeEffects()) {
    if (auto* push = std::get_if<client::StartPush>(&effect)) {
      EXPECT_FALSE(push_) << "two pushes at a time";
      pushes_sent.push_back(push->request);
      push_ = std::move(push->request);
    } else if (std::holds_alternative<client::CancelPush>(effect)) {
      push_.reset();
    } else if (auto* pull = std::get_if<client::StartPull>(&effect)) {
      EXPECT_FALSE(stream_) << "two pulls at a time";
      stream_ = server_.Pull(core_->token(), pull->request);
      frames_ = 0;
    } else if (std::holds_alternative<client::CancelPull>(effect)) {
      stream_.reset();
    } else if (auto* timer = std::get_if<client::SetTimer>(&effect)) {
      timer_ = timer->at;
    } else if (std::holds_alternative<client::Changed>(effect)) {
      ++changes_;
    } else if (auto* judged = std::get_if<client::Judged>(&effect)) {
      judged_.push_back(std::move(judged->outcome));
    } else if (auto* needed = std::get_if<client::SignInNeeded>(&effect)) {
      sign_in_needed_ = needed->reason;
    } else if (std::holds_alternative<client::StartSplit>(effect)) {
      splits_ = true;
    } else if (auto* once = std::get_if<client::SyncedOnce>(&effect)) {
      once_.push_back(std::move(*once));
    }
  }
}

bool FakeDevice::Step() {
  Collect();
  const bool stepped = StepPush() || StepPull();
  Collect();
  return stepped;
}

bool FakeDevice::StepPush() {
  if (!push_) return false;
  const std::string request = *std::exchange(push_, std::nullopt);
  if (link.down || link.lose_requests > 0) {
    if (!link.down) --link.lose_requests;
    core_->OnPushFailed({v1::REASON_UNAVAILABLE, "the line is down"});
    return true;
  }
  const Result<std::string> reply = server_.Push(core_->token(), request);
  if (link.lose_replies > 0) {
    --link.lose_replies;
    core_->OnPushFailed({v1::REASON_UNAVAILABLE, "the line broke"});
  } else if (reply.ok()) {
    core_->OnPushReply(*reply);
  } else {
    core_->OnPushFailed(reply.status());
  }
  return true;
}

bool FakeDevice::StepPull() {
  if (!stream_) return false;
  if (link.down || (link.cut_after_frames >= 0 && frames_ >= link.cut_after_frames)) {
    stream_.reset();
    core_->OnPullEnded({v1::REASON_UNAVAILABLE, "the stream broke"});
    return true;
  }
  if (link.frames_until_silence >= 0 && frames_ >= link.frames_until_silence) return false;
  Result<std::optional<std::string>> frame = stream_->Next();
  if (!frame.ok()) {
    stream_.reset();
    core_->OnPullEnded(frame.status());
    return true;
  }
  if (!*frame) {
    if (!stream_->ended()) return false;
    stream_.reset();
    core_->OnPullEnded(base::Ok());
    return true;
  }
  ++frames_;
  if (!link.mangle) {
    core_->OnPullFrame(**std::move(frame));
    return true;
  }
  for (std::string& arrived : link.mangle(**std::move(frame))) {
    Collect();
    if (!stream_) break;
    core_->OnPullFrame(std::move(arrived));
  }
  return true;
}

void FakeDevice::Settle() {
  for (int steps = 0; Step(); ++steps) {
    ASSERT_LT(steps, 100'000) << "this device never comes to rest";
  }
}

bool FakeDevice::WaitForTimer() {
  Collect();
  if (!timer_) return false;
  if (*timer_ > clock_.Now()) clock_.Set(*timer_);
  timer_.reset();
  core_->OnTick();
  Settle();
  return true;
}

void FakeDevice::Wait(TimeMs time) {
  const TimeMs end = clock_.Now() + time;
  Settle();
  while (timer_ && *timer_ <= end) WaitForTimer();
  if (clock_.Now() < end) clock_.Set(end);
}

// ---- What can be seen

std::vector<std::string> FakeDevice::Posts(const Id& thread) {
  const Result<std::vector<Shown>> found = core_->Find({rules::KeyName::kPostsOfThread, thread});
  EXPECT_THAT(found, IsOk());
  std::vector<std::string> texts;
  if (!found.ok()) return texts;
  for (const Shown& shown : *found)
    texts.push_back(TextOf(shown.entity) + (shown.pending ? "…" : ""));
  return texts;
}

std::vector<std::string> FakeDevice::WaitingTexts() {
  std::vector<std::string> texts;
  const std::vector<OutboxItem> items = *core_->OutboxItems();
  for (const OutboxItem& item : items) {
    if (item.state == WriteState::kWaiting) texts.push_back(TextOf(item.mutation));
  }
  return texts;
}

std::vector<OutboxItem> FakeDevice::Parked() {
  std::vector<OutboxItem> parked;
  std::vector<OutboxItem> items = *core_->OutboxItems();
  for (OutboxItem& item : items) {
    if (item.state == WriteState::kParked) parked.push_back(std::move(item));
  }
  return parked;
}

std::string TextOf(const v1::Entity& post) {
  return post.post().heads().empty() ? "" : post.post().heads(0).text();
}

std::string TextOf(const v1::Mutation& mutation) {
  return mutation.has_edit_post() ? mutation.edit_post().revision().text()
                                  : mutation.write_post().text();
}

}  // namespace samstig::test
