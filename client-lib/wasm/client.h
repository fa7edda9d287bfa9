// SPDX-License-Identifier: Apache-2.0
// BrowserClient: the client core as the TypeScript of a browser asks it, one question at a time
// (bridge.proto). What the core wants done comes back with each answer; network, timers, files and
// other tabs are the asker's.
#ifndef SAMSTIG_CLIENT_LIB_WASM_CLIENT_H_
#define SAMSTIG_CLIENT_LIB_WASM_CLIENT_H_

#include <memory>
#include <optional>
#include <string>

#include "client-lib/core/sync_core.h"
#include "client-lib/core/upload.h"
#include "client-lib/wasm/asked.h"
#include "client-lib/wasm/bridge.pb.h"
#include "client-lib/wasm/host.h"

namespace samstig::browser {

using base::Id;
using client::SyncCore;

class BrowserClient {
 public:
  bridge::Answer Ask(const bridge::Question& question);

 private:
  Status Carry(const bridge::Question& question, bridge::Answer& answer);
  // While no database is open.
  Status CarryClosed(const bridge::Question& question, bridge::Answer& answer);
  Status CarrySyncing(const bridge::Question& question, bridge::Answer& answer);
  void AddEffects(bridge::Answer& answer);
  Status Open();

  void AddAccount(bridge::Answer& answer) const;
  Status SignIn(const bridge::SignedIn& signed_in);

  // client_writing.cc
  Status Write(const bridge::Write& write, bridge::Answer& answer);
  Status Again(const std::string& parked, bridge::Answer& answer);
  Status AddOutbox(bridge::Answer& answer);
  Status AddOutcome(uint64_t number, bridge::Answer& answer);

  // client_reading.cc
  Status CarryReading(const bridge::Question& question, bridge::Answer& answer);
  Status CarryRules(const bridge::Question& question, bridge::Answer& answer);
  Status Find(const bridge::Find& find, bridge::Answer& answer);
  Status Search(const bridge::Search& search, bridge::Answer& answer);

  // client_syncing.cc
  void SplitReply(const std::string& reply);
  Status AddSyncStatus(bridge::Answer& answer);

  // client_blobs.cc
  Status CarryBlobs(const bridge::Question& question, bridge::Answer& answer);
  Status KeepBlob(const bridge::Blob& blob, bool note, bridge::Answer& answer);
  Status NextBlob(const bridge::BlobsLeftOut& left_out, bridge::Answer& answer);
  Status FetchingBlob(const bridge::FetchBlob& fetch, bridge::Answer& answer);
  Status MayHaveBlob(const bridge::FetchBlob& fetch, bridge::Answer& answer);
  Status AddUploadStep(bridge::Answer& answer) const;

  // client_leaving.cc
  Status AddRescued(bridge::Answer& answer);
  Status AddLeaving(bridge::Answer& answer);

  HostClock clock_;
  HostRandom random_;
  base::IdSource ids_{clock_, random_};
  std::unique_ptr<SyncCore> core_;
  std::optional<Asked> asked_;
  std::optional<client::Upload> upload_;
};

// For the files of the class.
Status NotSignedIn();
Status DoesNotParse(const char* what);
bridge::Failure FailureOf(const Status& status);
Status StatusOf(const bridge::Failure& failure);

}  // namespace samstig::browser

#endif  // SAMSTIG_CLIENT_LIB_WASM_CLIENT_H_
