// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "client-lib/core/leaving.h"
#include "client-lib/core/rescue.h"
#include "client-lib/wasm/client.h"

namespace samstig::browser {

using base::Ok;
using bridge::Answer;

Status BrowserClient::AddRescued(Answer& answer) {
  client::Rescued rescued;
  if (core_) {
    rescued = client::RescueFrom(core_->store().database());
  } else {
    ASSIGN_OR_RETURN(rescued, client::RescueFromFile("local"));
  }
  bridge::Rescued& out = *answer.mutable_rescued();
  out.set_network(rescued.network);
  out.set_damaged(rescued.damaged);
  for (client::RescuedWrite& write : rescued.writes) {
    bridge::OutboxItem& item = *out.add_writes();
    item.set_number(write.number);
    item.set_mutation(std::move(write.bytes));
    item.set_parked(write.parked.has_value());
    if (!write.parked) continue;
    item.set_reason(write.parked->reason);
    item.set_detail(write.parked->detail);
  }
  for (const client::Rescued::Blob& blob : rescued.blobs) {
    out.add_blobs()->set_sha256(blob.sha256);
    out.mutable_blobs()->rbegin()->set_name(blob.name);
  }
  return Ok();
}

Status BrowserClient::AddLeaving(Answer& answer) {
  if (!core_->account()) return NotSignedIn();
  ASSIGN_OR_RETURN(const client::OnlyHere work, client::WhatIsOnlyHere(*core_));
  bridge::Leaving& out = *answer.mutable_leaving();
  out.set_waiting(work.waiting);
  out.set_parked(work.parked);
  out.set_attachments(work.attachments);
  out.set_confirmation(work.confirmation);
  return Ok();
}

}  // namespace samstig::browser
