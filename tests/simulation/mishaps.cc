// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/mishaps.h"

#include <sqlite3.h>

#include <utility>

#include "domain/rules/names.h"

namespace samstig::sim {

using base::kDayMs;
using base::kHourMs;
using base::kMinuteMs;
using base::kSecondMs;

Mishaps::Mishaps(Ground& ground, Wire& wire, ServerHost& server, Devices& devices, Deeds& deeds,
                 Oracle& oracle)
    : ground_(ground),
      wire_(wire),
      server_(server),
      devices_(devices),
      deeds_(deeds),
      oracle_(oracle),
      dice_(ground.seed, "mishaps"),
      power_(ground.seed, "power") {}

void Mishaps::Note(const char* fault, const std::string& who) {
  ground_.faults.Add(fault);
  ground_.trace.Say("mishap", {ground_.faults.all()},
                    [&] { return std::string(fault) + ", " + who; });
}

void Mishaps::Every(TimeMs mean, std::function<void()> mishap) {
  if (mean == 0 || over_) return;
  ground_.scheduler.After(dice_.Between(1, 2 * mean), [this, mean, mishap] {
    if (over_) return;
    mishap();
    Every(mean, mishap);
  });
}

void Mishaps::After(TimeMs delay, std::function<void()> remedy) {
  ground_.scheduler.After(delay, [this, remedy] {
    if (!over_) remedy();
  });
}

// Moments mostly, hours now and then, days seldom.
TimeMs Mishaps::SomeTime() {
  const size_t kind = dice_.Below(20);
  if (kind < 13) return dice_.Between(1, 600) * kSecondMs;
  if (kind < 18) return dice_.Between(1, 12) * kHourMs;
  return dice_.Between(1, 4) * kDayMs;
}

void Mishaps::Begin() {
  const Weather& w = ground_.weather;
  for (const auto& device : devices_) {
    DeviceHost& d = *device;
    Every(w.offline_every, [this, &d] { GoesOffline(d); });
    Every(w.one_sided_every, [this, &d] { LineDiesOneWay(d); });
    Every(w.device_crash_every, [this, &d] { Crashes(d); });
    Every(w.device_trouble_every, [this, &d] { DiskTrouble(d.disk()); });
    Every(w.device_clock_every, [this, &d] { ClockJumps(d.clock(), d.name()); });
    Every(w.revoke_every, [this, &d] { TokenEnds(d); });
    Every(w.read_trouble_every, [this, &d] { ReadTrouble(d.disk()); });
  }
  Every(w.server_crash_every, [this] { ServerCrashes(); });
  // Not a fault: somebody's import, by a program that asks twice to be sure.
  Every(2 * kHourMs, [this] { Import(); });
  Every(w.server_trouble_every, [this] { DiskTrouble(ServerHost::kDisk); });
  Every(w.server_clock_every, [this] { ServerClockJumps(); });
  Every(w.read_trouble_every, [this] { ReadTrouble(ServerHost::kDisk); });
  BeginHistory();
  server_.OnPage([this](const Id& person) {
    if (over_) return;
    if (dice_.Chance(ground_.weather.vacuum_at_page)) After(0, [this] { Vacuum(); });
    if (dice_.Chance(ground_.weather.flip_at_page)) FlipRights(person);
  });
}

void Mishaps::GoesOffline(DeviceHost& device) {
  const TimeMs time = SomeTime();
  // Put away is the other way of not being there.
  if (dice_.Chance(35)) {
    Note("put away", device.name());
    device.PutAway();
    if (dice_.Chance(50)) After(time / 2, [&device] { device.SyncOnce(); });
    return After(time, [&device] { device.TakeOut(); });
  }
  Note("offline", device.name());
  device.GoOffline();
  After(time, [this, &device] { device.GoOnline(dice_.Chance(50)); });
}

void Mishaps::LineDiesOneWay(DeviceHost& device) {
  const bool up = dice_.Chance(50);
  Note(up ? "line up is dead" : "line down is dead", device.name());
  wire_.Kill(device.line(), up ? Wire::Direction::kUp : Wire::Direction::kDown,
             ground_.scheduler.Now() + dice_.Between(1, 600) * kSecondMs);
}

void Mishaps::Crashes(DeviceHost& device) {
  if (!device.IsOpen()) return;
  const size_t how = dice_.Below(10);
  if (how < 4) {
    // In the middle of something, soon.
    Note("device loses power while writing", device.name());
    return ground_.vfs.CutPowerAt(device.disk(), dice_.Between(1, 40), power_);
  }
  Note(how < 7 ? "device loses power" : how < 9 ? "app is killed" : "app is closed", device.name());
  device.Close(how < 7   ? DeviceHost::End::kPowerCut
               : how < 9 ? DeviceHost::End::kKilled
                         : DeviceHost::End::kClosed);
  After(SomeTime() / 4, [&device] { device.Open(); });
}

void Mishaps::DiskTrouble(const std::string& disk) {
  const size_t kind = dice_.Below(5);
  Note(kind < 2 ? "disk full" : kind < 4 ? "disk error" : "no memory while writing", disk);
  const int64_t times = dice_.Chance(60) ? 1 : dice_.Between(1, 30);
  const int code = kind < 2 ? SQLITE_FULL : kind < 4 ? SQLITE_IOERR : SQLITE_IOERR_NOMEM;
  ground_.vfs.FailAt(disk, dice_.Between(1, 30), code, times);
}

void Mishaps::ReadTrouble(const std::string& disk) {
  const bool memory = dice_.Chance(40);
  Note(memory ? "no memory while reading" : "disk cannot be read", disk);
  const int64_t times = dice_.Chance(60) ? 1 : dice_.Between(1, 20);
  ground_.vfs.FailReadsAt(disk, dice_.Between(1, 30), memory ? SQLITE_IOERR_NOMEM : SQLITE_IOERR,
                          times);
}

void Mishaps::ClockJumps(WallClock& clock, const std::string& whose) {
  Note("clock jumps", whose);
  const TimeMs reach = dice_.Chance(50)   ? 10 * kMinuteMs
                       : dice_.Chance(50) ? 2 * kDayMs
                                          : 400 * kDayMs;
  clock.SetWrongBy(dice_.Chance(30) ? 0 : dice_.Between(-reach, reach));
}

void Mishaps::ServerClockJumps() {
  WallClock& clock = server_.clock();
  const TimeMs reach = dice_.Chance(60) ? 10 * kMinuteMs : 2 * kDayMs;
  const TimeMs jump = dice_.Between(-reach, reach);
  Note(jump < 0 ? "server's clock goes back" : "server's clock goes forth", "server");
  clock.SetWrongBy(clock.wrong_by() + jump);
  After(SomeTime(), [&clock, jump] { clock.SetWrongBy(clock.wrong_by() - jump); });
}

void Mishaps::TokenEnds(DeviceHost& device) {
  if (device.device_id().IsNil()) return;
  if (ground_.weather.token_expires && dice_.Chance(50)) {
    Note("token too old", device.name());
    return server_.Forget(device.device_id());
  }
  Note("device revoked", device.name());
  server_.Revoke(device.user(), device.device_id());
}

void Mishaps::ServerCrashes() {
  if (!server_.IsUp()) return;
  const size_t how = dice_.Below(10);
  if (how < 4) {
    Note("server loses power while writing", "server");
    return ground_.vfs.CutPowerAt(ServerHost::kDisk, dice_.Between(1, 60), power_);
  }
  Note(how < 7   ? "server loses power"
       : how < 9 ? "server is killed"
                 : "server is restarted",
       "server");
  server_.Stop(how < 7   ? ServerHost::End::kPowerCut
               : how < 9 ? ServerHost::End::kKilled
                         : ServerHost::End::kStopped);
  After(dice_.Between(1, 120) * kSecondMs, [this] { server_.Start(); });
}

void Mishaps::FlipRights(const Id& person) {
  std::map<Id, v1::Entity> known;
  for (const auto& [id, versions] : oracle_.model().entities()) {
    v1::Entity entity;
    if (versions.back().ended || !entity.ParseFromString(versions.back().bytes)) continue;
    if (entity.has_membership() || entity.has_enrolment()) known.emplace(id, std::move(entity));
  }
  const auto flip = [this](const Id& whose, const v1::Mutation& mutation) {
    Note("rights flip while paging", whose.ToText());
    ApplyTwice(mutation.has_withdraw() ? whose : devices_.front()->person().id, mutation);
  };
  const std::optional<v1::Mutation> mutation = deeds_.FlipRightOf(person, known);
  if (!mutation) return;
  flip(person, *mutation);
  if (dice_.Chance(50)) return;
  After(dice_.Between(0, 3'000), [this, flip, person] {
    const std::optional<v1::Mutation> back = deeds_.FlipRightOf(person, {});
    if (back) flip(person, *back);
  });
}

void Mishaps::Import() {
  v1::Mutation mutation;
  v1::RegisterMunicipality& add = *mutation.mutable_register_municipality();
  const std::string code = std::to_string(400 + dice_.Below(40));
  add.set_id(rules::MunicipalityId("FI", code).ToBytes());
  add.mutable_municipality()->set_country("FI");
  add.mutable_municipality()->set_code(code);
  add.mutable_municipality()->add_languages("sv");
  for (const char* language : {"sv", "fi", "en", "se"}) {
    (*add.mutable_municipality()->mutable_name()->mutable_by_language())[language] =
        code + language;
  }
  ApplyTwice(devices_.front()->person().id, mutation);
}

void Mishaps::ApplyTwice(const Id& person, const v1::Mutation& mutation) {
  const std::string request = "request-" + std::to_string(++requests_);
  server_.Apply(
      person, request, mutation,
      [this, person, request, mutation](const Result<v1::Outcome>& first) {
        if (!first.ok()) return;
        After(dice_.Between(1, 5'000), [this, person, request, mutation, seq = first->seq()] {
          server_.Apply(person, request, mutation, [this, seq](const Result<v1::Outcome>& again) {
            const bool judged = again.ok() || !base::IsTemporary(again.status().reason());
            if (judged && !oracle_.HasParted() && (!again.ok() || again->seq() != seq)) {
              ground_.verdict.Broken(
                  "I2", "a repeated Apply was answered otherwise: " + again.status().ToString());
            }
          });
        });
      });
}

void Mishaps::End() {
  over_ = true;
  ground_.weather = FairWeather();
  ground_.trace.Say("mishap", {0}, [] { return std::string("-- the weather clears up --"); });
  server_.Becomes(ServerHost::Version::kThis);
  ground_.vfs.Heal(ServerHost::kDisk);
  if (!ground_.vfs.PowerIsOff(ServerHost::kDisk)) ground_.vfs.PowerIsBack(ServerHost::kDisk);
  server_.Start();
  for (const auto& device : devices_) {
    ground_.vfs.Heal(device->disk());
    if (!ground_.vfs.PowerIsOff(device->disk())) ground_.vfs.PowerIsBack(device->disk());
    device->line().up_dead_until = device->line().down_dead_until = 0;
    device->person().next_sign_in = 0;
    device->Open();
    device->TakeOut();
    if (device->line().offline) device->GoOnline(/*with_nudge=*/false);
    if (device->needs_sign_in() || !device->core().account()) device->WantSignIn(kSecondMs);
  }
  LookForRot();
}

}  // namespace samstig::sim
