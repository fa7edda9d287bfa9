// SPDX-License-Identifier: Apache-2.0
// A device of the village: the real client core at one end of a line (line.h) on which nothing is
// ever lost. What it asks is answered at once; Syncs goes on until nothing more is asked.
#ifndef SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_DEVICE_H_
#define SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_DEVICE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-lib/core/sync_core.h"
#include "tests/server/village/line.h"
#include "tests/server/village/village.h"

namespace samstig::test {

class VillageDevice {
 public:
  // Signed in, offline.
  VillageDevice(Village& village, std::string_view person, std::string_view name = "phone");
  // The line must outlive it.
  VillageDevice(Line& line, FakeClock& clock);
  // Another telephone with the same data: its file is a copy of the other's.
  VillageDevice(Village& village, const VillageDevice& other, std::string_view person,
                std::string_view name);

  client::SyncCore& core() { return *core_; }
  // The device's file.
  const std::string& path() const { return path_; }
  base::Id id() const { return core_->account()->device; }

  // A new token, for the device that it is or, when the village knows none such, for a new one.
  void SignsIn();
  // Its own number for it.
  uint64_t Writes(const google::protobuf::Message& intent);
  // Sends and reads until nothing is left to do. Time passes as timers ask for it.
  void Syncs();
  // As an app in the background does; how it ended.
  base::Status SyncsOnce();
  void GoesOffline();
  void Restarts();
  // The file is taken from the device and given back as `change` leaves it.
  template <typename Change>
  void IsOpenedByForce(Change change) {
    core_.reset();
    change(path_);
    Open();
  }

  bool Shows(const base::Id& id) { return core_->Get(id).ok(); }
  std::vector<client::OutboxItem> Parked();
  // Every write that was judged, applied or merged or parked, since the device was made.
  const std::vector<v1::Outcome>& judged() const { return judged_; }
  int splits() const { return splits_; }
  size_t rows_read() const { return rows_read_; }

 private:
  void Open();
  bool Step();
  bool ReadOn();
  void WaitForTimer();
  void Split();

  std::unique_ptr<Line> own_line_;
  Line& line_;
  FakeClock& clock_;
  TempDir dir_;
  std::string path_;
  SeededRandom random_{SeedOr(5)};
  std::unique_ptr<client::SyncCore> core_;
  bool online_ = false;
  bool reading_ = false;
  std::optional<base::TimeMs> timer_;
  std::optional<base::Status> once_;
  std::vector<v1::Outcome> judged_;
  int splits_ = 0;
  size_t rows_read_ = 0;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_DEVICE_H_
