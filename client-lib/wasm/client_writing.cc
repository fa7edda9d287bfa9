// SPDX-License-Identifier: Apache-2.0
#include <utility>
#include <vector>

#include "client-lib/wasm/client.h"
#include "domain/rules/again.h"

namespace samstig::browser {

using base::Ok;
using bridge::Answer;

Status BrowserClient::Write(const bridge::Write& write, Answer& answer) {
  v1::Mutation mutation;
  if (!mutation.ParseFromString(write.mutation())) return DoesNotParse("the mutation");
  if (write.request().size() != Id::kSize) {
    return {v1::REASON_MALFORMED, "a request is named by 16 bytes"};
  }
  ASSIGN_OR_RETURN(const std::optional<uint64_t> written, asked_->Written(write.request()));
  if (written) {
    answer.set_number(*written);
    return Ok();
  }
  RETURN_IF_ERROR(asked_->Note(write.request()));
  uint64_t number = 0;
  if (write.instead().empty()) {
    ASSIGN_OR_RETURN(number, core_->Enqueue(std::move(mutation)));
  } else {
    ASSIGN_OR_RETURN(const Id parked, Id::Parse(write.instead(), "instead"));
    ASSIGN_OR_RETURN(number, core_->EnqueueInstead(parked, std::move(mutation)));
  }
  answer.set_number(number);
  return Ok();
}

Status BrowserClient::Again(const std::string& parked, Answer& answer) {
  ASSIGN_OR_RETURN(const Id id, Id::Parse(parked, "parked"));
  ASSIGN_OR_RETURN(const client::Shown shown, core_->Get(id));
  if (!shown.entity.has_parked()) return {v1::REASON_NOT_FOUND, "that is no parked write"};
  ASSIGN_OR_RETURN(const v1::Mutation mutation, rules::Again(shown.entity.parked(), ids_.Next()));
  answer.set_bytes(mutation.SerializeAsString());
  return Ok();
}

Status BrowserClient::AddOutbox(Answer& answer) {
  ASSIGN_OR_RETURN(const std::vector<client::OutboxItem> items, core_->OutboxItems());
  for (const client::OutboxItem& item : items) {
    bridge::OutboxItem& out = *answer.add_outbox();
    out.set_number(item.number);
    out.set_mutation(item.mutation.SerializeAsString());
    out.set_parked(item.state == client::WriteState::kParked);
    out.set_reason(item.reason);
    out.set_detail(item.detail);
  }
  return Ok();
}

Status BrowserClient::AddOutcome(uint64_t number, Answer& answer) {
  ASSIGN_OR_RETURN(const std::optional<v1::Outcome> outcome, core_->OutcomeOf(number));
  if (outcome) answer.set_bytes(outcome->SerializeAsString());
  return Ok();
}

}  // namespace samstig::browser
