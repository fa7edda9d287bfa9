// SPDX-License-Identifier: Apache-2.0
// DeviceFiles: the attachments of one simulated device and their way to the server, as
// client-lib/native/blob_carrier.cc brings them: chunk by chunk, after all writes, and never again
// what the server has confirmed. The files lie in a folder beside the device's database; each is on
// the disk before it is named anywhere, and stays.
#ifndef SAMSTIG_TESTS_SIMULATION_DEVICE_FILES_H_
#define SAMSTIG_TESTS_SIMULATION_DEVICE_FILES_H_

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "client-lib/core/backoff.h"
#include "client-lib/core/sync_core.h"
#include "client-lib/core/upload.h"
#include "samstig/v1/text.pb.h"
#include "tests/simulation/ground.h"
#include "tests/simulation/server_host.h"
#include "tests/simulation/wire.h"

namespace samstig::sim {

class DeviceFiles {
 public:
  // By hash.
  using Files = std::map<std::string, std::string>;

  DeviceFiles(Ground& ground, Wire& wire, ServerHost& server, const std::string& name,
              Wire::Line& line);

  // ---- Use

  // The file as a text may name it; nothing when the device's disk refuses.
  std::optional<v1::Attachment> Attach(client::SyncCore& core, const std::string& bytes);
  const Files& files() const { return files_; }
  // The folder of the other device is copied onto this one.
  void CopyFrom(const DeviceFiles& other) { files_ = other.files_; }

  // ---- Carrying

  // Takes up what may be carried now. The core is that of the open device, until Close.
  void LookAround(client::SyncCore& core);
  // What failed is tried at once.
  void Nudge();
  void Close();
  // Nothing is on its way to the server that will ever get there.
  bool IsDone(client::SyncCore& core) const;

 private:
  void Step();
  void AskWhatIsHeld();
  void SendChunk(const client::Upload::SendChunk& chunk);
  // OK: on with it. Else it rests for a while.
  void Heard(const Status& status);
  // The call, given up when nothing is heard of it.
  void Calls(std::function<void(Wire::OnAnswer)> ask,
             std::function<Status(const Result<std::string>&)> hear);
  template <typename Response>
  static Status Parse(const Result<std::string>& answer, Response& response);

  Ground& ground_;
  Wire& wire_;
  ServerHost& server_;
  const std::string& name_;
  Wire::Line& line_;
  Dice dice_;
  client::Backoff backoff_;
  Files files_;

  client::SyncCore* core_ = nullptr;
  std::string hash_;  // Of what is being sent.
  std::optional<client::Upload> upload_;
  Wire::CallPtr call_;
  std::optional<Scheduler::Ticket> patience_;
  std::optional<Scheduler::Ticket> rest_;
  // The server will not have it, whatever is tried: of a guest.
  bool refused_ = false;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_DEVICE_FILES_H_
