// SPDX-License-Identifier: Apache-2.0
// Outbox: this device's writes, in the order they were made, and what became of them. A write is
// durable before anybody hears of it, is sent as exactly those bytes however often, and leaves only
// by an outcome. Outcomes come in the order of the numbers, so what waits is everything after the
// last judged.
//
// Two numbers: a write's own, dense for the life of the file, and the one on the wire, dense from 1
// for each device identity the server has given this file. They differ by a constant, the base. Not
// thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_CORE_OUTBOX_H_
#define SAMSTIG_CLIENT_LIB_CORE_OUTBOX_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client-lib/core/local_store.h"
#include "client-lib/core/types.h"
#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "samstig/v1/sync_service.pb.h"

namespace samstig::client {

// A write numbered and in its final bytes.
struct SealedWrite {
  uint64_t number = 0;
  std::string bytes;
};

// Writes on their way: `count` of them from number `first`.
struct Batch {
  uint64_t first = 0;
  uint64_t count = 0;
  std::string request;  // The PushRequest.
};

// What a PushResponse says about a batch.
struct Verdicts {
  std::vector<StoredOutcome> judged;  // From the batch's first, without gap.
  // The server stopped here and wants to be asked again.
  std::optional<v1::Outcome> retry;
  // The server has seen writes of this device that this copy of it never made.
  bool cloned = false;
  // The server does not know the verdicts from this write on any more; 0: it knows them all.
  uint64_t forgotten_from = 0;
};

class Outbox {
 public:
  static Result<Outbox> Open(LocalStore& store);

  // ---- Enqueueing

  // Gives the mutation its time and the next number, or the one `after` so many others.
  // `depends_on` holds own numbers. TOO_LARGE.
  Result<SealedWrite> Seal(v1::Mutation mutation, base::TimeMs now, uint64_t after = 0) const;
  // Writes sealed one after the other. On disk when this returns OK; otherwise nothing has
  // happened.
  Status Append(const std::vector<SealedWrite>& writes);

  // ---- Sending

  // The oldest waiting writes, as many as fit into one push. Something must wait.
  Result<Batch> NextBatch();
  // A push of nothing, to hear which number the server expects.
  static Batch Question();
  // What the answer says about the batch. INTERNAL when it cannot be right.
  Result<Verdicts> Read(const Batch& batch, const v1::PushResponse& response) const;
  // Keeps the verdicts, on disk when this returns OK.
  Status Judge(const std::vector<StoredOutcome>& judged);

  uint64_t waiting() const { return last_ - judged_; }
  uint64_t last_number() const { return last_; }
  uint64_t last_judged() const { return judged_; }

  // ---- Parked writes: here until their author lets go of the Parked entity that the server made
  // of them.

  struct ParkedWrite {
    StoredOutcome outcome;
    std::optional<Id> entity;  // Set when it has come down.
  };
  const std::map<uint64_t, ParkedWrite>& parked() const { return parked_; }

  struct ParkedNews {
    std::map<uint64_t, Id> arrived;
    std::vector<uint64_t> let_go;
  };
  // In the transaction that brings the copy to `seq`: which Parked entities came or ended.
  Result<ParkedNews> ReadParked(uint64_t seq);
  // After that transaction.
  void Accept(const ParkedNews& news);

  // ---- Looking

  // Waiting and parked writes, oldest first.
  Result<std::vector<OutboxItem>> Items();

  // ---- When the server's numbers and this file's have parted. In the caller's transaction, after
  // which the outbox must be opened anew.

  // Numbers what waits from 1 on, for a device that the server does not know yet.
  Status Renumber();
  // The server has forgotten what it said of the writes from `first` on: they wait again. When some
  // of them went out under an earlier identity, all are numbered anew from 1.
  Status WaitAgainFrom(uint64_t first);

 private:
  explicit Outbox(LocalStore& store) : store_(&store) {}
  uint64_t OnWire(uint64_t number) const { return number - base_; }
  // What this copy of the device could not have sent, or can no longer know of.
  Status ReadNext(uint64_t next, uint64_t after_verdicts, Verdicts& verdicts) const;
  // The Parked entities of the copy, by the exact bytes of their mutation.
  Result<std::unordered_map<std::string, Id>> ParkedByMutation();
  Result<OutboxItem> Item(uint64_t number, std::string_view bytes) const;

  LocalStore* store_;
  uint64_t base_ = 0;
  uint64_t last_ = 0;
  uint64_t judged_ = 0;
  std::map<uint64_t, ParkedWrite> parked_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_OUTBOX_H_
