// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/run.h"

#include <memory>
#include <utility>
#include <vector>

#include "tests/simulation/cast.h"
#include "tests/simulation/deeds.h"
#include "tests/simulation/mishaps.h"
#include "tests/simulation/oracle.h"

namespace samstig::sim {

namespace {

// The promise of I14: a call whose answer got lost at the last moment is given up after 90 seconds,
// and tried again within 60 (docs/protocol.md).
constexpr TimeMs kUntilAllMeet = 180 * base::kSecondMs;

size_t DevicesOf(const std::vector<Role>& cast) {
  size_t devices = 0;
  for (const Role& role : cast) devices += static_cast<size_t>(role.devices);
  return devices;
}

class World {
 public:
  World(uint64_t seed, Level level, Telling telling)
      : ground_(seed, level, telling),
        dice_(seed, "world"),
        cast_(MakeCast(seed)),
        oracle_(ground_, DevicesOf(cast_)),
        server_(ground_, oracle_),
        wire_(ground_, server_),
        deeds_(ground_, cast_),
        mishaps_(ground_, wire_, server_, devices_, deeds_, oracle_) {
    for (Role& role : cast_) {
      for (int i = 0; i < role.devices; ++i) {
        const std::string name = role.person.name + (i == 0 ? "'s phone" : "'s laptop");
        devices_.push_back(std::make_unique<DeviceHost>(ground_, wire_, server_, oracle_,
                                                        devices_.size(), name, role.person));
        roles_.push_back(&role);
      }
    }
  }

  ~World() {
    // The rest of what was to happen refers to what is about to end.
    server_.OnPage(nullptr);
  }

  Report Run() {
    Morning();
    Day();
    Quiet();
    Report report;
    report.failed = ground_.verdict.IsBroken();
    report.invariant = ground_.verdict.invariant();
    report.how = ground_.verdict.how();
    report.hash = ground_.trace.hash();
    report.events = ground_.trace.events();
    report.writes = oracle_.ledger().all();
    report.simulated = ground_.scheduler.Now() - Scheduler::kBeginning;
    report.faults = ground_.faults.by_name();
    report.ending = ground_.trace.ending();
    return report;
  }

 private:
  // Lets things happen for so long, or until a promise is broken.
  void Pass(TimeMs time) {
    const TimeMs end = ground_.scheduler.Now() + time;
    while (!ground_.verdict.IsBroken() && ground_.scheduler.Step(end)) {
    }
  }

  // Everybody signs in, in fair weather; but for a few devices that come later.
  void Morning() {
    Found(server_, cast_);
    if (ground_.verdict.IsBroken()) return;
    oracle_.Begin(server_.store());
    const Weather weather = std::exchange(ground_.weather, FairWeather());
    for (const auto& device : devices_) {
      const bool late = device->index() > 0 && dice_.Chance(25);
      const TimeMs when = late ? dice_.Between(1, 12) * base::kHourMs : dice_.Between(0, 1'000);
      ground_.scheduler.After(when, [&device] { device->Open(); });
    }
    Pass(3 * base::kMinuteMs);
    ground_.weather = weather;
  }

  void Day() {
    mishaps_.Begin();
    const uint64_t wanted = 200 + dice_.Below(100);
    const TimeMs pause = dice_.Between(10, 400) * base::kSecondMs;
    const bool bursts = dice_.Chance(70);
    // Enough, also when nobody is there for days.
    for (int i = 0; i < 5'000 && oracle_.ledger().all() < wanted; ++i) {
      if (ground_.verdict.IsBroken()) return;
      Pass(dice_.Between(1, 2 * pause));
      const size_t who = dice_.Below(devices_.size());
      const size_t times = bursts && dice_.Chance(15) ? 2 + dice_.Below(15) : 1;
      for (size_t n = 0; n < times && !ground_.verdict.IsBroken(); ++n) {
        DeviceHost& device = *devices_[who];
        if (!device.IsOpen()) break;
        (void)deeds_.DoSomething(device, *roles_[who]);
        if (times > 1) Pass(dice_.Between(1, 3'000));
      }
    }
  }

  void Quiet() {
    if (ground_.verdict.IsBroken()) return;
    mishaps_.End();
    std::vector<DeviceHost*> all;
    for (const auto& device : devices_) all.push_back(device.get());
    const TimeMs end = ground_.scheduler.Now() + kUntilAllMeet;
    while (true) {
      std::string missing;
      for (DeviceHost* device : all) {
        if (!oracle_.IsDone(*device)) missing = oracle_.WhatIsMissing(*device);
      }
      if (missing.empty()) break;
      if (ground_.scheduler.Now() >= end) return ground_.verdict.Broken("I14", missing);
      Pass(base::kSecondMs);
      if (ground_.verdict.IsBroken()) return;
    }
    oracle_.CheckEnd(server_.store(), all);
  }

  Ground ground_;
  Dice dice_;
  std::vector<Role> cast_;
  std::vector<std::unique_ptr<DeviceHost>> devices_;
  std::vector<const Role*> roles_;
  Oracle oracle_;
  ServerHost server_;
  Wire wire_;
  Deeds deeds_;
  Mishaps mishaps_;
};

}  // namespace

Report RunSeed(uint64_t seed, Level level, Telling telling) {
  return World(seed, level, telling).Run();
}

}  // namespace samstig::sim
