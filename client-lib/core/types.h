// SPDX-License-Identifier: Apache-2.0
// The words that the library's face and its core share: what is shown, what waits, how syncing
// stands.
#ifndef SAMSTIG_CLIENT_LIB_CORE_TYPES_H_
#define SAMSTIG_CLIENT_LIB_CORE_TYPES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "domain/base/id.h"
#include "domain/base/result.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"
#include "samstig/v1/reason.pb.h"

namespace samstig::client {

using base::Id;
using base::Result;
using base::Status;

// An entity as it is to be shown.
struct Shown {
  v1::Entity entity;
  // Some of it is a write of this device that the server has not judged.
  bool pending = false;
};

// Something of this person's as the server keeps it, to take away.
struct OwnThing {
  // Oldest first, at least one; the last is the present one.
  std::vector<v1::Entity> versions;
};

enum class WriteState {
  kWaiting,    // On this disk; not judged yet.
  kConfirmed,  // Applied or merged by the server.
  kParked,     // Kept, not applied; see reason. Also found as a Parked entity on all the author's
               // devices.
};

// A write of this device, as it stands.
struct OutboxItem {
  // The device's own number for it, as in Write::number().
  uint64_t number = 0;
  v1::Mutation mutation;
  WriteState state = WriteState::kWaiting;
  // Why it is parked, or why the last try to send it failed.
  v1::Reason reason = v1::REASON_UNSPECIFIED;
  std::string detail;
};

// Something found by its words.
struct SearchHit {
  // Round the words that match, in `snippet`: characters that no text of a person has.
  static constexpr char kMatchBegins = '\x02';
  static constexpr char kMatchEnds = '\x03';

  Id id;
  // The place in its text.
  std::string snippet;
  // It has writes of this device that are not in the copy yet.
  bool pending = false;
};

// How far this device's own attachment has come.
enum class AttachmentState {
  kPending,    // On this disk; goes out after the writes.
  kUploading,  // Under way.
  kThere,      // The server holds it whole.
};
struct AttachmentStatus {
  AttachmentState state = AttachmentState::kPending;
  uint64_t size = 0;
  uint64_t sent = 0;  // Bytes that the server has confirmed, as far as is known.
};

struct Account {
  std::string network;
  Id person;
  Id device;
};

// Why not everything is sent and up to date: one true cause, the most useful to tell a person.
enum class SyncState {
  kUpToDate,       // As far as is known, everything is sent and read.
  kSyncing,        // Under way.
  kOffline,        // The server cannot be reached; tried again by itself.
  kSignedOut,      // No account, or its token has ended: sign in again. Nothing is lost.
  kStopped,        // Neither Start() nor SyncOnce() is running.
  kServerRefuses,  // The server answers with an error; see reason and detail.
  kDeviceTrouble,  // This device cannot keep its copy: disk full or damaged; see reason and detail.
};

struct SyncStatus {
  SyncState state = SyncState::kStopped;
  v1::Reason reason = v1::REASON_UNSPECIFIED;
  std::string detail;
  uint64_t waiting = 0;  // Writes not judged yet.
  uint64_t parked = 0;   // This device's writes that are parked and not let go of.
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_TYPES_H_
