// SPDX-License-Identifier: Apache-2.0
// BlobCarrier: one thread that brings this person's attachments to the server, chunk by chunk and
// after all writes, and deletes the files that the copy no longer gives a right to. What the server
// has confirmed is never sent again, also not after this process was killed. After trouble it waits
// like the outbox does. Thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_BLOB_CARRIER_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_BLOB_CARRIER_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "client-lib/core/backoff.h"
#include "client-lib/core/blobs.h"
#include "client-lib/core/upload.h"
#include "client-lib/include/samstig/client.h"
#include "client-lib/native/blob_folder.h"
#include "client-lib/native/engine.h"

namespace samstig::client {

class BlobCarrier {
 public:
  // All must outlive it.
  BlobCarrier(Engine& engine, BlobFolder& folder, base::Random& random);
  BlobCarrier(const BlobCarrier&) = delete;
  BlobCarrier& operator=(const BlobCarrier&) = delete;
  ~BlobCarrier();  // Cuts off what is under way.

  // Something may be to be done.
  void Wake();
  // The same, and what failed is tried at once.
  void Nudge();
  // Until all is there, `end` has passed, or it has failed for good or three times in a row.
  Status SendAll(std::chrono::steady_clock::time_point end);
  // From when it returns until Resume nothing is carried and no file touched.
  void Pause();
  void Resume();

  Result<AttachmentStatus> StatusOf(std::string_view sha256);

 private:
  struct Asked;

  void Run();
  // Does what can be done now. OK when nothing is left to do for now.
  Status Round();
  Status DropLost();
  Status SendOne(const OwnBlob& blob);
  Status SendChunk(const OwnBlob& blob, Upload& upload, const Upload::SendChunk& chunk);
  Status AskWhatIsHeld(const OwnBlob& blob, Upload& upload);
  bool MayCarry();
  Result<std::string> Ask(Transport::Method method, std::string request);
  void Note(const OwnBlob& blob, uint64_t sent);

  Engine& engine_;
  BlobFolder& folder_;
  Backoff backoff_;  // The thread's own.
  // Files of ours that are damaged here: they can never get there.
  std::vector<std::string> damaged_;

  std::mutex mutex_;
  std::condition_variable news_;
  uint64_t wakes_ = 0;
  uint64_t nudges_ = 0;
  uint64_t rounds_ = 0;  // Ended.
  int failures_ = 0;     // In a row.
  Status last_;
  int wanted_once_ = 0;
  int paused_ = 0;
  bool in_round_ = false;
  bool stopping_ = false;
  // Under way.
  std::string sending_;
  uint64_t sent_ = 0;

  std::thread thread_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_BLOB_CARRIER_H_
