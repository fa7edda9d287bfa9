// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/device_host.h"

#include <algorithm>
#include <utility>

#include "samstig/v1/account_service.pb.h"
#include "tests/simulation/plants.h"

namespace samstig::sim {

using client::LocalStore;
using client::SyncCore;

DeviceHost::DeviceHost(Ground& ground, Wire& wire, ServerHost& server, DeviceWitness& witness,
                       size_t index, std::string name, Person& person)
    : ground_(ground),
      wire_(wire),
      server_(server),
      witness_(witness),
      index_(index),
      name_(std::move(name)),
      person_(person),
      user_(person.id),
      dice_(ground.seed, name_),
      core_dice_(ground.seed, name_ + "'s core"),
      clock_(ground.scheduler),
      ids_(std::make_unique<base::IdSource>(clock_, core_dice_)),
      files_(ground, wire, server, name_, line_) {
  line_.name = name_;
}

DeviceHost::~DeviceHost() = default;

// ---- The process

void DeviceHost::Open() {
  if (IsOpen()) return;
  ground_.vfs.PowerIsBack(disk());
  const auto open = [&]() -> Status {
    ASSIGN_OR_RETURN(std::unique_ptr<LocalStore> store,
                     LocalStore::Open("/" + disk() + "/copy.db", test::MemoryVfs::name()));
    LocalStore* kept = store.get();
    ASSIGN_OR_RETURN(core_, SyncCore::Open(std::move(store), clock_, core_dice_));
    store_ = kept;
    return {};
  };
  const Status opened = open();
  ground_.trace.Say(name_, {10, static_cast<uint64_t>(opened.reason())}, [&] {
    return opened.ok() ? "opens at " + std::to_string(core_->Revision())
                       : "cannot open: " + opened.ToString();
  });
  if (!opened.ok()) {
    core_.reset();
    ground_.scheduler.After(dice_.Between(1, 60) * base::kSecondMs, [this] { Open(); });
    return;
  }
  if (core_->account()) device_id_ = core_->account()->device;
  user_ = core_->account() ? core_->account()->person : person_.id;
  witness_.Opened(*this);
  away_ = false;
  core_->Start();
  AfterCall();
  if (!IsOpen()) return;
  if (!core_->account() || needs_sign_in_) WantSignIn(base::kMinuteMs);
}

void DeviceHost::Close(End how) {
  if (!IsOpen()) return;
  ground_.trace.Say(name_, {11, static_cast<uint64_t>(how)}, [&] {
    return std::string(how == End::kClosed   ? "is closed"
                       : how == End::kKilled ? "is killed"
                                             : "loses power");
  });
  if (how == End::kKilled) ground_.vfs.Kill(disk());
  if (how == End::kPowerCut && !ground_.vfs.PowerIsOff(disk())) ground_.vfs.CutPower(disk(), dice_);
  wire_.Cancel(push_);
  wire_.Cancel(pull_);
  push_.reset();
  pull_.reset();
  files_.Close();
  if (timer_) ground_.scheduler.Cancel(*timer_);
  timer_.reset();
  witness_.Closed(*this);
  store_ = nullptr;
  core_.reset();
}

void DeviceHost::PutAway() {
  if (!IsOpen() || away_) return;
  ground_.trace.Say(name_, {12}, [] { return std::string("is put away"); });
  away_ = true;
  core_->Stop();
  AfterCall();
}

void DeviceHost::TakeOut() {
  if (!IsOpen() || !away_) return;
  ground_.trace.Say(name_, {13}, [] { return std::string("is taken out"); });
  away_ = false;
  core_->Start();
  AfterCall();
}

void DeviceHost::SyncOnce() {
  if (!IsOpen()) return;
  ground_.trace.Say(name_, {14}, [] { return std::string("syncs once"); });
  (void)core_->SyncOnce();
  AfterCall();
}

// ---- Use

Result<uint64_t> DeviceHost::Do(const v1::Mutation& mutation) {
  const Result<uint64_t> number = core_->Enqueue(mutation);
  ground_.trace.Say(
      name_, {15, static_cast<uint64_t>(mutation.intent_case()), number.ok() ? *number : 0}, [&] {
        return (number.ok() ? "writes " + std::to_string(*number)
                            : "cannot write (" + number.status().ToString() + ")") +
               ": " + mutation.ShortDebugString().substr(0, 160);
      });
  witness_.Enqueued(*this, mutation, number);
  AfterCall();
  return number;
}

// ---- Effects

void DeviceHost::AfterCall() {
  if (!IsOpen()) return;
  if (ground_.vfs.PowerIsOff(disk())) {
    Close(End::kPowerCut);
    ground_.scheduler.After(dice_.Between(1, 600) * base::kSecondMs, [this] { Open(); });
    return;
  }
  // Carrying out has no way back into the core but by events, so one round is all.
  std::vector<client::Effect> effects = core_->TakeEffects();
  for (client::Effect& effect : effects) {
    std::visit([this](auto& e) { CarryOut(e); }, effect);
  }
  witness_.AfterInput(*this);
  files_.LookAround(*core_);
}

void DeviceHost::CarryOut(client::StartPush& push) {
  ground_.trace.Say(name_, {20, push.request.size()},
                    [&] { return "pushes " + std::to_string(push.request.size()) + " bytes"; });
  wire_.Cancel(push_);
  push_ = wire_.Push(
      line_, core_->token(), std::move(push.request), [this](Result<std::string> answer) {
        ground_.trace.Say(name_, {21, static_cast<uint64_t>(answer.status().reason())},
                          [&] { return "hears of its push: " + answer.status().ToString(); });
        push_.reset();
        if (answer.ok()) {
          core_->OnPushReply(*answer);
        } else {
          core_->OnPushFailed(answer.status());
        }
        AfterCall();
      });
}

void DeviceHost::CarryOut(client::CancelPush&) {
  wire_.Cancel(push_);
  push_.reset();
}

void DeviceHost::CarryOut(client::StartPull& pull) {
  ground_.trace.Say(name_, {22, core_->Revision()},
                    [&] { return "pulls from " + std::to_string(core_->Revision()); });
  wire_.Cancel(pull_);
  pull_ = wire_.Pull(
      line_, core_->token(), std::move(pull.request),
      [this](std::string frame) {
        const uint64_t size = frame.size();
        core_->OnPullFrame(std::move(frame));
        ground_.trace.Say(name_, {23, size, core_->Revision()}, [&] {
          return "takes a page of " + std::to_string(size) + " bytes, shows " +
                 std::to_string(core_->Revision());
        });
        AfterCall();
      },
      [this](const Status& status) {
        ground_.trace.Say(name_, {24, static_cast<uint64_t>(status.reason())},
                          [&] { return "sees its stream end: " + status.ToString(); });
        pull_.reset();
        core_->OnPullEnded(status);
        AfterCall();
      });
}

void DeviceHost::CarryOut(client::CancelPull&) {
  wire_.Cancel(pull_);
  pull_.reset();
}

void DeviceHost::CarryOut(client::StartSplit&) {
  ground_.trace.Say(name_, {27}, [] { return std::string("asks for an identity of its own"); });
  wire_.Ask(
      line_,
      [this, device = device_id_](Wire::OnAnswer answer) {
        server_.Split(user_, device, std::move(answer));
      },
      [this](Result<std::string> answer) {
        if (!IsOpen()) return;
        v1::SplitDeviceResponse response;
        if (answer.ok() && response.ParseFromString(*answer)) {
          core_->OnSplit(Id::FromBytes(response.device_id()), response.token());
          device_id_ = core_->account()->device;
        } else {
          core_->OnSplitFailed(answer.status());
        }
        AfterCall();
      });
}

void DeviceHost::CarryOut(client::SetTimer& timer) {
  if (timer_) ground_.scheduler.Cancel(*timer_);
  timer_.reset();
  if (SAMSTIG_PLANTED(timer_lost) && dice_.Chance(10)) return;
  // The core thinks in wall time, which may jump. Waiting does not.
  const TimeMs wait = std::max<TimeMs>(timer.at - clock_.Now(), 0);
  timer_ = ground_.scheduler.After(wait, [this] {
    timer_.reset();
    core_->OnTick();
    AfterCall();
  });
}

void DeviceHost::CarryOut(client::Changed&) {}
void DeviceHost::CarryOut(client::SyncedOnce&) {}

void DeviceHost::CarryOut(client::Judged& judged) {
  ground_.trace.Say(name_,
                    {25, judged.outcome.number(), static_cast<uint64_t>(judged.outcome.kind())},
                    [&] { return "is told: " + judged.outcome.ShortDebugString(); });
  witness_.Told(*this, judged.outcome);
}

void DeviceHost::CarryOut(client::SignInNeeded& needed) {
  ground_.trace.Say(name_, {26, static_cast<uint64_t>(needed.reason)},
                    [] { return std::string("has to be signed in again"); });
  needs_sign_in_ = true;
  WantSignIn((ground_.weather.IsFair() ? 1 : dice_.Between(5, 7'200)) * base::kSecondMs);
}

// ---- Surroundings

void DeviceHost::GoOffline() {
  ground_.trace.Say(name_, {30}, [] { return std::string("goes offline"); });
  wire_.GoOffline(line_);
}

void DeviceHost::GoOnline(bool with_nudge) {
  ground_.trace.Say(name_, {31}, [] { return std::string("is online again"); });
  wire_.GoOnline(line_);
  if (!with_nudge || !IsOpen()) return;
  core_->Nudge();
  files_.Nudge();
  AfterCall();
}

void DeviceHost::WantSignIn(TimeMs within) {
  const TimeMs wait = std::max(within, person_.next_sign_in - ground_.scheduler.Now());
  if (sign_in_due_ && sign_in_due_->first <= ground_.scheduler.Now() + wait) return;
  if (sign_in_due_) ground_.scheduler.Cancel(*sign_in_due_);
  sign_in_due_ = ground_.scheduler.After(wait, [this] {
    sign_in_due_.reset();
    TrySignIn();
  });
}

void DeviceHost::TrySignIn() {
  if (!IsOpen() || (core_->account() && !needs_sign_in_)) return;
  const TimeMs now = ground_.scheduler.Now();
  if (now < person_.next_sign_in) return WantSignIn(base::kSecondMs);
  const bool fair = ground_.weather.IsFair();
  // Five codes an hour is what the server gives.
  person_.next_sign_in = now + (fair ? 2 * base::kSecondMs : 30 * base::kMinuteMs);
  wire_.Ask(
      line_,
      [this](Wire::OnAnswer answer) { server_.RequestCode(person_.email, std::move(answer)); },
      [this](Result<std::string> code) {
        if (!code.ok()) return SignInFailed(code.status());
        const TimeMs mail = ground_.weather.IsFair() ? 100 : dice_.Between(1, 60) * base::kSecondMs;
        ground_.scheduler.After(mail, [this, code = *code] { Redeem(code); });
      });
}

void DeviceHost::Redeem(const std::string& code) {
  if (!IsOpen()) return SignInFailed({v1::REASON_UNAVAILABLE, "the device is off"});
  const Id before = core_->account() ? core_->account()->device : Id();
  wire_.Ask(
      line_,
      [this, code, before](Wire::OnAnswer answer) {
        server_.RedeemCode(person_.email, code, before, std::move(answer));
      },
      [this](Result<std::string> answer) {
        v1::RedeemCodeResponse response;
        if (!answer.ok() || !IsOpen() || !response.ParseFromString(*answer)) {
          return SignInFailed(answer.status());
        }
        const client::Account account{ServerHost::kNetwork, Id::FromBytes(response.person_id()),
                                      Id::FromBytes(response.device_id())};
        const Status taken = core_->SignedIn(account, response.token());
        ground_.trace.Say(name_, {32, static_cast<uint64_t>(taken.reason())},
                          [&] { return "is signed in: " + taken.ToString(); });
        if (taken.ok()) {
          device_id_ = account.device;
          user_ = account.person;
          needs_sign_in_ = false;
          files_.Nudge();
        }
        AfterCall();
        if (!taken.ok()) SignInFailed(taken);
      });
}

void DeviceHost::SignInFailed(const Status& status) {
  ground_.trace.Say(name_, {33, static_cast<uint64_t>(status.reason())},
                    [&] { return "could not be signed in: " + status.ToString(); });
  // Another person's file, for good: who has been told that does not ask for codes all night.
  if (status.reason() == v1::REASON_ALREADY_EXISTS) return;
  WantSignIn(ground_.weather.IsFair() ? 2 * base::kSecondMs
                                      : dice_.Between(60, 1'800) * base::kSecondMs);
}

}  // namespace samstig::sim
