// SPDX-License-Identifier: Apache-2.0
// ViewWatch: what one device shows, held against a second, simpler way to arrive at it: the
// confirmed copy, folded in full and anew with every write that it does not hold yet (I5).
#ifndef SAMSTIG_TESTS_SIMULATION_VIEW_WATCH_H_
#define SAMSTIG_TESTS_SIMULATION_VIEW_WATCH_H_

#include <optional>
#include <set>

#include "tests/simulation/device_host.h"
#include "tests/simulation/ground.h"
#include "tests/simulation/ledger.h"

namespace samstig::sim {

class ViewWatch {
 public:
  ViewWatch(Ground& ground, Ledger& ledger) : ground_(ground), ledger_(ledger) {}

  // The file was opened: begins anew to ask it what is settled.
  void Opened() { settled_ = 0; }
  // The write is seen, and its words are.
  void CheckWritten(DeviceHost& device, const Written& write);
  // Everything that has a write in flight looks as it must.
  void CheckAll(DeviceHost& device);

 private:
  // Numbers of the writes that the confirmed copy does not hold yet, and that are not parked.
  std::vector<uint64_t> InFlight(DeviceHost& device);
  std::optional<v1::Entity> Expected(DeviceHost& device, const Id& target,
                                     const std::vector<uint64_t>& in_flight);
  void Check(DeviceHost& device, const Id& target, const std::vector<uint64_t>& in_flight);

  Ground& ground_;
  Ledger& ledger_;
  uint64_t settled_ = 0;  // Writes up to here are in the copy, or parked.
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_VIEW_WATCH_H_
