// SPDX-License-Identifier: Apache-2.0
// Attachments: which ones there are and what to do about them. The bytes themselves are files that
// the asker has.
#include <utility>
#include <variant>
#include <vector>

#include "client-lib/wasm/client.h"
#include "domain/rules/attachments.h"
#include "samstig/v1/blob_service.pb.h"

namespace samstig::browser {

using base::Ok;
using bridge::Answer;
using bridge::Question;
using client::OwnBlob;
using client::Upload;

namespace {

void Add(const OwnBlob& blob, Answer& answer) {
  bridge::Blob& out = *answer.add_blobs();
  out.set_sha256(blob.sha256);
  out.set_size(blob.size);
  out.set_name(blob.name);
  out.set_there(blob.there);
}

// How the entity that is shown names it.
Result<v1::Attachment> NamedBy(SyncCore& core, const bridge::FetchBlob& fetch) {
  ASSIGN_OR_RETURN(const Id entity, Id::Parse(fetch.entity(), "entity"));
  ASSIGN_OR_RETURN(const client::Shown shown, core.Get(entity));
  for (v1::Attachment& attachment : rules::AttachmentsOf(shown.entity)) {
    if (attachment.sha256() == fetch.sha256()) return std::move(attachment);
  }
  return Status(v1::REASON_NOT_FOUND, "it has no such attachment");
}

}  // namespace

Status BrowserClient::CarryBlobs(const Question& question, Answer& answer) {
  switch (question.what_case()) {
    case Question::kKeepBlob:
      return KeepBlob(question.keep_blob(), true, answer);
    case Question::kCheckBlob:
      return KeepBlob(question.check_blob(), false, answer);
    case Question::kOwnBlobs: {
      ASSIGN_OR_RETURN(const std::vector<OwnBlob> blobs, core_->blobs().Own());
      for (const OwnBlob& blob : blobs) Add(blob, answer);
      return Ok();
    }
    case Question::kNextBlob:
      return NextBlob(question.next_blob(), answer);
    case Question::kBlobIsThere:
      return core_->blobs().IsThere(question.blob_is_there());
    case Question::kBeginUpload:
      upload_.emplace(question.begin_upload().sha256(), question.begin_upload().size());
      return AddUploadStep(answer);
    case Question::kFetchingBlob:
      return FetchingBlob(question.fetching_blob(), answer);
    case Question::kMayHaveBlob:
      return MayHaveBlob(question.may_have_blob(), answer);
    case Question::kDroppedBlobs: {
      ASSIGN_OR_RETURN(const std::vector<std::string> dropped, core_->blobs().Dropped());
      for (const std::string& sha256 : dropped) answer.add_blobs()->set_sha256(sha256);
      return Ok();
    }
    case Question::kDeletedBlob:
      return core_->blobs().Deleted(question.deleted_blob());
    default:
      break;
  }
  if (!upload_) return {v1::REASON_INTERNAL, "nothing is being uploaded"};
  switch (question.what_case()) {
    case Question::kUploadStat: {
      v1::StatBlobResponse response;
      if (!response.ParseFromString(question.upload_stat())) {
        return {v1::REASON_INTERNAL, "the server's answer does not parse"};
      }
      RETURN_IF_ERROR(upload_->OnStat(response));
      return AddUploadStep(answer);
    }
    case Question::kUploadChunk: {
      v1::PutChunkResponse response;
      if (!response.ParseFromString(question.upload_chunk().response())) {
        return {v1::REASON_INTERNAL, "the server's answer does not parse"};
      }
      upload_->OnChunk(question.upload_chunk().index(), response);
      return AddUploadStep(answer);
    }
    default:
      upload_->OnFailed();
      return AddUploadStep(answer);
  }
}

Status BrowserClient::KeepBlob(const bridge::Blob& blob, bool note, Answer& answer) {
  v1::Attachment attachment;
  attachment.set_name(blob.name());
  attachment.set_media_type(blob.media_type());
  attachment.set_sha256(blob.sha256());
  attachment.set_size(blob.size());
  RETURN_IF_ERROR(rules::CheckAttachment(attachment));
  if (!core_->account()) return NotSignedIn();
  if (note) RETURN_IF_ERROR(core_->blobs().Keep(blob.sha256(), blob.size(), blob.name()));
  answer.set_bytes(attachment.SerializeAsString());
  return Ok();
}

Status BrowserClient::NextBlob(const bridge::BlobsLeftOut& left_out, Answer& answer) {
  if (!core_->started() || !core_->MayCarryBlobs()) return Ok();
  const std::vector<std::string> skip(left_out.sha256().begin(), left_out.sha256().end());
  ASSIGN_OR_RETURN(const std::optional<OwnBlob> next, core_->blobs().NextToSend(skip));
  if (next) Add(*next, answer);
  return Ok();
}

Status BrowserClient::AddUploadStep(Answer& answer) const {
  const Upload::Step step = upload_->Next();
  bridge::UploadStep& out = *answer.mutable_step();
  out.set_held(upload_->held());
  if (const auto* chunk = std::get_if<Upload::SendChunk>(&step)) {
    out.mutable_send_chunk()->set_index(chunk->index);
    out.mutable_send_chunk()->set_offset(chunk->offset);
    out.mutable_send_chunk()->set_size(chunk->size);
  } else if (std::holds_alternative<Upload::Finished>(step)) {
    out.mutable_finished();
  } else {
    out.mutable_ask_what_is_held();
  }
  return Ok();
}

Status BrowserClient::FetchingBlob(const bridge::FetchBlob& fetch, Answer& answer) {
  ASSIGN_OR_RETURN(const v1::Attachment attachment, NamedBy(*core_, fetch));
  // Noted before its first byte is here, so that it goes when the entity goes.
  RETURN_IF_ERROR(core_->blobs().Fetching(fetch.sha256(), Id::FromBytes(fetch.entity())));
  answer.set_bytes(attachment.SerializeAsString());
  return Ok();
}

Status BrowserClient::MayHaveBlob(const bridge::FetchBlob& fetch, Answer& answer) {
  ASSIGN_OR_RETURN(const Id entity, Id::Parse(fetch.entity(), "entity"));
  ASSIGN_OR_RETURN(const bool still, core_->blobs().IsFetched(fetch.sha256(), entity));
  answer.set_yes(still && NamedBy(*core_, fetch).ok());
  return Ok();
}

}  // namespace samstig::browser
