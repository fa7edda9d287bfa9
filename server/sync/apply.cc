// SPDX-License-Identifier: Apache-2.0
#include "server/sync/apply.h"

#include <algorithm>
#include <optional>

#include "domain/base/encoding.h"
#include "domain/base/hash.h"
#include "server/decide/decide.h"
#include "server/decide/gone.h"

namespace samstig::server {

Status CheckApply(const std::string& request_id, const v1::Mutation& mutation) {
  const bool printable =
      std::all_of(request_id.begin(), request_id.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (request_id.empty()) return {v1::REASON_MISSING_FIELD, "request_id is missing"};
  if (request_id.size() > 64 || !printable) {
    return {v1::REASON_MALFORMED, "request_id must be 1 to 64 printable ASCII characters"};
  }
  if (mutation.number() != 0 || mutation.depends_on_size() != 0) {
    return {v1::REASON_MALFORMED, "number and depends_on are for devices; leave them empty"};
  }
  return {};
}

Result<v1::Outcome> Apply(Transaction& txn, const Actor& actor, const std::string& request_id,
                          const v1::Mutation& mutation, TimeMs now) {
  const Hash128 hash = base::HashOf(base::DeterministicBytes(mutation));
  v1::Outcome outcome;
  RETURN_IF_ERROR(RequireNotErased(txn, actor.person));
  ASSIGN_OR_RETURN(std::optional<StoredOutcome> stored,
                   txn.RequestOutcome(actor.person, request_id));
  if (stored) {
    if (stored->mutation_hash != hash) {
      return Status(v1::REASON_REQUEST_ID_REUSED, "the request id was used with other content");
    }
    if (!outcome.ParseFromString(stored->outcome)) {
      return Status(v1::REASON_DATA_DAMAGED, "a stored outcome does not parse");
    }
    return outcome;
  }
  ASSIGN_OR_RETURN(Decision decision, Decide(txn, actor, mutation, now));
  outcome.set_kind(decision.merged ? v1::OUTCOME_KIND_MERGED : v1::OUTCOME_KIND_APPLIED);
  outcome.set_seq(decision.seq);
  RETURN_IF_ERROR(
      txn.PutRequestOutcome(actor.person, request_id, {hash, outcome.SerializeAsString()}, now));
  return outcome;
}

}  // namespace samstig::server
