// SPDX-License-Identifier: Apache-2.0
// DeviceHost: one device of one person: the real client core on a simulated disk, clock and line,
// and what a phone does to it: kills it, loses power, goes under the ground, is put away, has to be
// signed in again. Carries out the core's effects as client-lib/native/engine.cc does.
#ifndef SAMSTIG_TESTS_SIMULATION_DEVICE_HOST_H_
#define SAMSTIG_TESTS_SIMULATION_DEVICE_HOST_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client-lib/core/sync_core.h"
#include "domain/base/id.h"
#include "tests/simulation/device_files.h"
#include "tests/simulation/ground.h"
#include "tests/simulation/wire.h"

namespace samstig::sim {

// Somebody in the world.
struct Person {
  std::string name;
  Id id;
  std::string email;
  // Nobody reads mail all the time, and there are only so many codes an hour.
  TimeMs next_sign_in = 0;
};

class DeviceHost;

// Who watches a device as it works.
class DeviceWitness {
 public:
  virtual ~DeviceWitness() = default;
  virtual void Opened(DeviceHost& device) = 0;
  virtual void Closed(DeviceHost& device) = 0;
  // Right after Enqueue of what is now on disk under the number, or why it is not.
  virtual void Enqueued(DeviceHost& device, const v1::Mutation& mutation,
                        const Result<uint64_t>& number) = 0;
  virtual void Told(DeviceHost& device, const v1::Outcome& outcome) = 0;
  // After every other input that the core has digested.
  virtual void AfterInput(DeviceHost& device) = 0;
};

class DeviceHost {
 public:
  DeviceHost(Ground& ground, Wire& wire, ServerHost& server, DeviceWitness& witness, size_t index,
             std::string name, Person& person);
  ~DeviceHost();

  // ---- The process

  bool IsOpen() const { return core_ != nullptr; }
  void Open();
  enum class End { kClosed, kKilled, kPowerCut };
  void Close(End how);
  // The app is put away, and comes back. Away, it may sync for a moment now and then.
  void PutAway();
  void TakeOut();
  void SyncOnce();
  bool IsAway() const { return away_; }

  // Its file was copied from the other device's: for the server it is that device.
  void TakesOver(const DeviceHost& other) {
    device_id_ = other.device_id();
    files_.CopyFrom(other.files_);
  }

  // ---- Use. The device must be open.

  Result<uint64_t> Do(const v1::Mutation& mutation);
  client::SyncCore& core() { return *core_; }
  client::LocalStore& store() { return *store_; }
  Id NewId() { return ids_->Next(); }
  DeviceFiles& files() { return files_; }

  // ---- Surroundings

  void GoOffline();
  void GoOnline(bool with_nudge);
  // Whoever uses it will sign it in as soon as there is a code.
  void WantSignIn(TimeMs within);
  bool needs_sign_in() const { return needs_sign_in_; }

  const std::string& name() const { return name_; }
  const std::string& disk() const { return name_; }
  size_t index() const { return index_; }
  // Whose device it is. Who is erased and invited anew is somebody else to the network from there
  // on.
  Person& person() const { return person_; }
  // Who that is to the network: by the account in its file; before there is one, by the cast.
  const Id& user() const { return user_; }
  WallClock& clock() { return clock_; }
  Wire::Line& line() { return line_; }
  // Its identity for the server; nil before the first sign-in.
  const Id& device_id() const { return device_id_; }

 private:
  // Carries out what the core wants; looks whether the power has gone meanwhile.
  void AfterCall();
  void CarryOut(client::StartPush& push);
  void CarryOut(client::CancelPush& cancel);
  void CarryOut(client::StartPull& pull);
  void CarryOut(client::CancelPull& cancel);
  void CarryOut(client::StartSplit&);
  void CarryOut(client::SetTimer& timer);
  void CarryOut(client::Changed& changed);
  void CarryOut(client::Judged& judged);
  void CarryOut(client::SignInNeeded& needed);
  void CarryOut(client::SyncedOnce& once);

  void TrySignIn();
  void Redeem(const std::string& code);
  void SignInFailed(const Status& status);

  Ground& ground_;
  Wire& wire_;
  ServerHost& server_;
  DeviceWitness& witness_;
  const size_t index_;
  const std::string name_;
  Person& person_;
  Id user_;
  Dice dice_;
  Dice core_dice_;
  WallClock clock_;
  std::unique_ptr<base::IdSource> ids_;
  Wire::Line line_;
  Id device_id_;
  DeviceFiles files_;

  std::unique_ptr<client::SyncCore> core_;
  client::LocalStore* store_ = nullptr;  // Owned by core_.
  Wire::CallPtr push_, pull_;
  std::optional<Scheduler::Ticket> timer_;
  bool away_ = false;
  bool needs_sign_in_ = false;
  std::optional<Scheduler::Ticket> sign_in_due_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_DEVICE_HOST_H_
