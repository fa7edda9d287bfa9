// SPDX-License-Identifier: Apache-2.0
#include <utility>
#include <vector>

#include "client-lib/wasm/client.h"
#include "samstig/v1/account_service.pb.h"

namespace samstig::browser {

using base::Ok;
using bridge::Answer;
using bridge::Question;

Status BrowserClient::CarrySyncing(const Question& question, Answer& answer) {
  switch (question.what_case()) {
    case Question::kStart:
      core_->Start();
      return Ok();
    case Question::kStop:
      core_->Stop();
      return Ok();
    case Question::kNudge:
      core_->Nudge();
      return Ok();
    case Question::kTick:
      core_->OnTick();
      return Ok();
    case Question::kPushReply:
      core_->OnPushReply(question.push_reply());
      return Ok();
    case Question::kPushFailed:
      core_->OnPushFailed(StatusOf(question.push_failed()));
      return Ok();
    case Question::kPullFrame:
      core_->OnPullFrame(question.pull_frame());
      return Ok();
    case Question::kPullEnded:
      core_->OnPullEnded(StatusOf(question.pull_ended()));
      return Ok();
    case Question::kSettle:
      return core_->Settle();
    case Question::kSplitReply:
      SplitReply(question.split_reply());
      return Ok();
    case Question::kSplitFailed:
      core_->OnSplitFailed(StatusOf(question.split_failed()));
      return Ok();
    default:
      return AddSyncStatus(answer);
  }
}

void BrowserClient::SplitReply(const std::string& reply) {
  v1::SplitDeviceResponse response;
  const bool parses = response.ParseFromString(reply);
  const Result<Id> device = Id::Parse(response.device_id(), "device_id");
  if (parses && device.ok()) {
    core_->OnSplit(*device, response.token());
  } else {
    core_->OnSplitFailed({v1::REASON_INTERNAL, "the server's answer is no device"});
  }
}

Status BrowserClient::AddSyncStatus(Answer& answer) {
  const client::SyncStatus why = core_->Why();
  bridge::SyncStatus& out = *answer.mutable_status();
  out.set_state(static_cast<int32_t>(why.state));
  out.set_reason(why.reason);
  out.set_detail(why.detail);
  out.set_waiting(why.waiting);
  out.set_parked(why.parked);
  ASSIGN_OR_RETURN(const std::vector<client::OwnBlob> blobs, core_->blobs().Own());
  for (const client::OwnBlob& blob : blobs) {
    if (!blob.there) out.set_files(out.files() + 1);
  }
  return Ok();
}

}  // namespace samstig::browser
