// SPDX-License-Identifier: Apache-2.0
#include "client-lib/native/engine.h"

#include <algorithm>
#include <type_traits>

#include "samstig/v1/account_service.pb.h"

namespace samstig::client {

namespace {

constexpr size_t kMaxMailboxBytes = 8 << 20;
constexpr int kPushTimeoutMs = 30'000;
constexpr int kNoTimeout = 0;

}  // namespace

Engine::Engine(std::unique_ptr<SyncCore> core, Transport& transport, const base::Clock& clock,
               News news)
    : core_(std::move(core)),
      transport_(transport),
      clock_(clock),
      news_(std::move(news)),
      thread_([this] { Run(); }) {}

Engine::~Engine() {
  {
    const std::lock_guard lock(mailbox_mutex_);
    stopping_ = true;
    pull_serial_ = 0;
  }
  wake_.notify_all();
  room_.notify_all();
  thread_.join();
}

void Engine::Replace(const std::function<bool(std::unique_ptr<SyncCore>&)>& fn) {
  const std::lock_guard lock(core_mutex_);
  if (!fn(core_)) return;
  const std::lock_guard mailbox_lock(mailbox_mutex_);
  // What the old core asked for is void. Nothing that arrives is handed in before these are carried
  // out, and afterwards it belongs to nobody.
  effects_.clear();
  effects_.emplace_back(CancelPush{});
  effects_.emplace_back(CancelPull{});
  effects_.emplace_back(Changed{});
  wake_.notify_one();
}

std::unique_ptr<Call> Engine::StartCall(Transport::Method method, const std::string& token,
                                        std::string request, int timeout_ms,
                                        Transport::OnFrame on_frame, Transport::OnDone on_done) {
  const std::lock_guard lock(transport_mutex_);
  return transport_.Start(method, token, std::move(request), timeout_ms, std::move(on_frame),
                          std::move(on_done));
}

// ---- The mailbox

void Engine::PostEffects() {
  std::vector<Effect> effects = core_->TakeEffects();
  if (effects.empty()) return;
  {
    const std::lock_guard lock(mailbox_mutex_);
    std::move(effects.begin(), effects.end(), std::back_inserter(effects_));
  }
  wake_.notify_one();
}

void Engine::Post(Arrival arrival) {
  {
    const std::lock_guard lock(mailbox_mutex_);
    // An answer to a call goes before frames that wait: it is small, and the next push waits for
    // it. The two come by lines of their own, so that nobody relies on their order.
    if (std::holds_alternative<PullEnded>(arrival)) {
      arrivals_.push_back(std::move(arrival));
    } else {
      arrivals_.push_front(std::move(arrival));
    }
  }
  wake_.notify_one();
}

void Engine::PostFrame(Serial serial, std::string frame) {
  {
    std::unique_lock lock(mailbox_mutex_);
    // The transport reads on when this returns, so waiting here slows the server down.
    room_.wait(lock, [&] { return frame_bytes_ < kMaxMailboxBytes || serial != pull_serial_; });
    if (serial != pull_serial_) return;
    frame_bytes_ += frame.size();
    arrivals_.push_back(PullFrame{serial, std::move(frame)});
  }
  wake_.notify_one();
}

void Engine::Run() {
  std::unique_lock lock(mailbox_mutex_);
  while (!stopping_) {
    if (!effects_.empty()) {
      std::vector<Effect> effects = std::exchange(effects_, {});
      lock.unlock();
      CarryOut(std::move(effects));
      lock.lock();
    } else if (!arrivals_.empty()) {
      Arrival arrival = std::move(arrivals_.front());
      arrivals_.pop_front();
      const auto* frame = std::get_if<PullFrame>(&arrival);
      const size_t bytes = frame == nullptr ? 0 : frame->frame.size();
      lock.unlock();
      const bool taken = HandIn(arrival);
      lock.lock();
      if (taken) {
        frame_bytes_ -= bytes;
        room_.notify_all();
      } else {
        arrivals_.push_front(std::move(arrival));
      }
    } else if (timer_ && std::chrono::steady_clock::now() >= *timer_) {
      timer_.reset();
      lock.unlock();
      With([](SyncCore& core) { core.OnTick(); });
      lock.lock();
    } else if (timer_) {
      wake_.wait_until(lock, *timer_);
    } else {
      wake_.wait(lock);
    }
  }
  lock.unlock();
  // Callbacks that still come find a mailbox that nobody opens.
  push_.reset();
  pull_.reset();
  split_.reset();
}

// ---- Out

void Engine::CarryOut(std::vector<Effect> effects) {
  for (Effect& effect : effects) {
    std::visit([this](auto& e) { CarryOut(e); }, effect);
  }
  if (std::exchange(changed_, false)) news_.changed();
}

void Engine::CarryOut(StartPush& push) {
  const Serial serial = push_serial_ = ++last_serial_;
  push_.reset();
  auto reply = std::make_shared<std::string>();
  push_ = StartCall(
      Transport::Method::kPush, Token(), std::move(push.request), kPushTimeoutMs,
      [reply](std::string frame) { *reply = std::move(frame); },
      [this, serial, reply](Status status) {
        Post(PushEnded{serial, status.ok() ? Result<std::string>(std::move(*reply))
                                           : Result<std::string>(std::move(status))});
      });
}

void Engine::CarryOut(CancelPush&) {
  push_serial_ = 0;
  push_.reset();
}

void Engine::CarryOut(StartPull& pull) {
  CancelPull cancel;
  CarryOut(cancel);
  const Serial serial = ++last_serial_;
  {
    const std::lock_guard lock(mailbox_mutex_);
    if (stopping_) return;
    pull_serial_ = serial;
  }
  pull_ = StartCall(
      Transport::Method::kPull, Token(), std::move(pull.request), kNoTimeout,
      [this, serial](std::string frame) { PostFrame(serial, std::move(frame)); },
      [this, serial](Status status) {
        Post(PullEnded{serial, std::move(status)});
      });
}

void Engine::CarryOut(CancelPull&) {
  {
    const std::lock_guard lock(mailbox_mutex_);
    pull_serial_ = 0;
  }
  room_
      .notify_all();  // Before the call is destroyed: that waits for a callback that may wait here.
  pull_.reset();
}

void Engine::CarryOut(StartSplit&) {
  const Serial serial = split_serial_ = ++last_serial_;
  split_.reset();
  auto reply = std::make_shared<std::string>();
  split_ = StartCall(
      Transport::Method::kSplitDevice, Token(), v1::SplitDeviceRequest().SerializeAsString(),
      kPushTimeoutMs, [reply](std::string frame) { *reply = std::move(frame); },
      [this, serial, reply](Status status) {
        Post(SplitEnded{serial, status.ok() ? Result<std::string>(std::move(*reply))
                                            : Result<std::string>(std::move(status))});
      });
}

void Engine::CarryOut(SetTimer& timer) {
  // The core thinks in wall time, which may jump. Waiting does not.
  const base::TimeMs wait = std::max<base::TimeMs>(timer.at - clock_.Now(), 0);
  timer_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait);
}

void Engine::CarryOut(Changed&) { changed_ = true; }
void Engine::CarryOut(Judged& judged) { news_.judged(judged.outcome); }
void Engine::CarryOut(SyncedOnce& once) { news_.synced_once(once); }

std::string Engine::Token() {
  const std::lock_guard lock(core_mutex_);
  return core_->token();
}

// ---- In

bool Engine::HandIn(Arrival& arrival) {
  const std::lock_guard lock(core_mutex_);
  {
    const std::lock_guard mailbox_lock(mailbox_mutex_);
    if (!effects_.empty()) return false;
  }
  std::visit([this](auto& a) { HandIn(*core_, a); }, arrival);
  PostEffects();
  return true;
}

void Engine::HandIn(SyncCore& core, PushEnded& ended) {
  if (ended.serial != push_serial_) return;
  push_serial_ = 0;
  if (ended.reply.ok()) {
    core.OnPushReply(*ended.reply);
  } else {
    core.OnPushFailed(ended.reply.status());
  }
}

void Engine::HandIn(SyncCore& core, SplitEnded& ended) {
  if (ended.serial != split_serial_) return;
  split_serial_ = 0;
  if (!ended.reply.ok()) return core.OnSplitFailed(ended.reply.status());
  v1::SplitDeviceResponse response;
  const bool parses = response.ParseFromString(*ended.reply);
  const Result<Id> device = Id::Parse(response.device_id(), "device_id");
  if (parses && device.ok()) {
    core.OnSplit(*device, response.token());
  } else {
    core.OnSplitFailed({v1::REASON_INTERNAL, "the server's answer is no device"});
  }
}

void Engine::HandIn(SyncCore& core, PullFrame& frame) {
  {
    const std::lock_guard lock(mailbox_mutex_);
    if (frame.serial != pull_serial_) return;
  }
  core.OnPullFrame(std::move(frame.frame));
}

void Engine::HandIn(SyncCore& core, PullEnded& ended) {
  {
    const std::lock_guard lock(mailbox_mutex_);
    if (ended.serial != pull_serial_) return;
    pull_serial_ = 0;
  }
  core.OnPullEnded(ended.status);
}

}  // namespace samstig::client
