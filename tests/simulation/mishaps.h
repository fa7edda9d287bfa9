// SPDX-License-Identifier: Apache-2.0
// Mishaps: what happens to machines and lines in foul weather, each kind in its own time, until the
// quiet phase.
#ifndef SAMSTIG_TESTS_SIMULATION_MISHAPS_H_
#define SAMSTIG_TESTS_SIMULATION_MISHAPS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/deeds.h"
#include "tests/simulation/device_host.h"
#include "tests/simulation/oracle.h"
#include "tests/simulation/server_host.h"
#include "tests/simulation/wire.h"

namespace samstig::sim {

class Mishaps {
 public:
  using Devices = std::vector<std::unique_ptr<DeviceHost>>;

  Mishaps(Ground& ground, Wire& wire, ServerHost& server, Devices& devices, Deeds& deeds,
          Oracle& oracle);

  void Begin();
  // No more of them; everything that they broke is whole again, everybody is there.
  void End();

 private:
  // Again and again, about so often; never when `mean` is 0.
  void Every(TimeMs mean, std::function<void()> mishap);
  void After(TimeMs delay, std::function<void()> remedy);
  TimeMs SomeTime();

  void GoesOffline(DeviceHost& device);
  void LineDiesOneWay(DeviceHost& device);
  void Crashes(DeviceHost& device);
  void DiskTrouble(const std::string& disk);
  void ReadTrouble(const std::string& disk);
  void ClockJumps(WallClock& clock, const std::string& whose);
  void ServerClockJumps();
  void TokenEnds(DeviceHost& device);
  void ServerCrashes();
  void FlipRights(const Id& person);
  void Import();
  void ApplyTwice(const Id& person, const v1::Mutation& mutation);

  // ---- mishaps_history.cc: what takes history back, doubles it, spoils it or ends it
  void BeginHistory();
  void BackUp();
  void GoesBack();
  void IsCloned();
  void Rots(DeviceHost& device);
  // What rotted unseen is found when the day's look at the disk is due.
  void LookForRot();
  void SeasonEnds();
  void SomebodyIsErased();
  void SomethingNewer();
  void OtherVersion();
  void Vacuum();
  void Swizzle();

  void Note(const char* fault, const std::string& who);

  Ground& ground_;
  Wire& wire_;
  ServerHost& server_;
  Devices& devices_;
  Deeds& deeds_;
  Oracle& oracle_;
  Dice dice_;
  Dice power_;
  bool over_ = false;
  uint64_t requests_ = 0;
  std::vector<test::MemoryVfs::Image> backups_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_MISHAPS_H_
