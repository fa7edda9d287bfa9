// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/run.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "tests/simulation/cast.h"
#include "tests/simulation/deeds.h"
#include "tests/simulation/mishaps.h"
#include "tests/simulation/oracle.h"
#include "tests/simulation/shrink.h"

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
  World(const Story& story, Telling telling)
      : ground_(story.seed, WeatherOf(story), telling),
        most_writes_(story.writes),
        dice_(story.seed, "world"),
        cast_(MakeCast(story.seed)),
        oracle_(ground_, DevicesOf(cast_) + (ground_.weather.is_cloned ? 1 : 0)),
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
    if (!ground_.weather.is_cloned) return;
    // Lies in its box until somebody's data are moved to it.
    Role& anna = cast_[4];
    devices_.push_back(std::make_unique<DeviceHost>(ground_, wire_, server_, oracle_,
                                                    devices_.size(), anna.person.name + "'s copy",
                                                    anna.person));
    roles_.push_back(&anna);
    boxed_ = devices_.back().get();
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
    report.kinds = KindsWritten();
    return report;
  }

 private:
  // How many of each kind of mutation were written.
  std::map<int, uint64_t> KindsWritten() const {
    std::map<int, uint64_t> kinds;
    for (size_t device = 0; device < oracle_.ledger().devices(); ++device) {
      for (const Written& write : oracle_.ledger().WritesOf(device)) {
        ++kinds[write.mutation.intent_case()];
      }
    }
    return kinds;
  }

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
      if (device.get() == boxed_) continue;
      const bool late = device->index() > 0 && dice_.Chance(25);
      const TimeMs when = late ? dice_.Between(1, 12) * base::kHourMs : dice_.Between(0, 1'000);
      ground_.scheduler.After(when, [&device] { device->Open(); });
    }
    Pass(3 * base::kMinuteMs);
    ground_.weather = weather;
  }

  void Day() {
    mishaps_.Begin();
    const uint64_t its_own = 200 + dice_.Below(100);
    const uint64_t wanted = most_writes_ == 0 ? its_own : std::min(most_writes_, its_own);
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
  const uint64_t most_writes_;
  Dice dice_;
  std::vector<Role> cast_;
  DeviceHost* boxed_ = nullptr;
  std::vector<std::unique_ptr<DeviceHost>> devices_;
  std::vector<const Role*> roles_;
  Oracle oracle_;
  ServerHost server_;
  Wire wire_;
  Deeds deeds_;
  Mishaps mishaps_;
};

}  // namespace

Report Run(const Story& story, Telling telling) { return World(story, telling).Run(); }

}  // namespace samstig::sim
