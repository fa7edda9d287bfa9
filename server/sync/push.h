// SPDX-License-Identifier: Apache-2.0
// Push: a device's next mutations, judged in one go inside the writer's transaction. Exactly once:
// a number seen before answers with its stored outcome.
#ifndef SAMSTIG_SERVER_SYNC_PUSH_H_
#define SAMSTIG_SERVER_SYNC_PUSH_H_

#include <string>
#include <string_view>
#include <vector>

#include "domain/base/result.h"
#include "samstig/v1/mutation.pb.h"
#include "server/decide/actor.h"
#include "server/store/store.h"

namespace samstig::server {

// One device's batch, parsed and checked as far as needs no database.
class PushBatch {
 public:
  // `mutations`: the exact bytes of each Mutation. MALFORMED when one does not parse or numbers do
  // not count up by one; TOO_LARGE.
  static Result<PushBatch> Parse(std::vector<std::string> mutations);

  // Judges the batch. Fails as a whole, with nothing changed: NUMBER_GAP, DEVICE_CLONED,
  // DEVICE_REVOKED. Fine to run again.
  Status Run(Transaction& txn, const Actor& actor, TimeMs now);

  // After Run: an outcome for each mutation, in order; fewer when one could not be judged (RETRY,
  // the last).
  const std::vector<v1::Outcome>& outcomes() const { return outcomes_; }
  uint64_t next_number() const { return next_number_; }

 private:
  struct Item {
    std::string bytes;
    Hash128 hash{};
    v1::Mutation mutation;
  };

  // The stored outcome of a number seen before; DEVICE_CLONED when it had other content.
  Result<v1::Outcome> Repeat(Transaction& txn, const Actor& actor, const Item& item);
  Result<v1::Outcome> Judge(Transaction& txn, const Actor& actor, const Item& item, TimeMs now);
  Result<v1::Outcome> Park(Transaction& txn, const Actor& actor, const Item& item,
                           const Status& refusal, TimeMs now);

  std::vector<Item> items_;
  std::vector<v1::Outcome> outcomes_;
  uint64_t next_number_ = 0;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_PUSH_H_
