// SPDX-License-Identifier: Apache-2.0
#include "client-lib/native/blob_fetch.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "domain/rules/attachments.h"
#include "samstig/v1/blob_service.pb.h"

namespace samstig::client {

using base::Ok;
using std::chrono::steady_clock;

namespace {

// How the entity that is shown names it.
Result<v1::Attachment> NamedBy(SyncCore& core, const Id& entity, const std::string& sha256) {
  ASSIGN_OR_RETURN(const Shown shown, core.Get(entity));
  for (v1::Attachment& attachment : rules::AttachmentsOf(shown.entity)) {
    if (attachment.sha256() == sha256) return std::move(attachment);
  }
  return Status(v1::REASON_NOT_FOUND, "it has no such attachment");
}

// Reads the rest of the part from the server. On failure what came stays.
Status ReadRest(Engine& engine, BlobFolder& folder, const Id& entity, const v1::Attachment& blob,
                steady_clock::time_point end) {
  const uint64_t offset = folder.PartSize(blob.sha256());
  if (offset == blob.size()) return Ok();
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(end - steady_clock::now()).count();
  if (left <= 0) return {v1::REASON_TIMED_OUT, "the time was not enough; what came is kept"};
  const std::string token = engine.With([](SyncCore& core) { return core.token(); });
  v1::GetBlobRequest request;
  request.set_sha256(blob.sha256());
  request.set_offset(offset);
  request.set_entity_id(entity.ToBytes());
  std::mutex mutex;
  std::condition_variable ended;
  uint64_t size = offset;
  Status kept;
  std::optional<Status> status;
  const std::unique_ptr<Call> call = engine.StartCall(
      Transport::Method::kGetBlob, token, request.SerializeAsString(), static_cast<int>(left),
      [&](std::string frame) {
        v1::GetBlobResponse response;
        const std::lock_guard lock(mutex);
        if (!kept.ok()) return;
        if (!response.ParseFromString(frame) || size + response.data().size() > blob.size()) {
          kept = {v1::REASON_BAD_HASH, "the server gives other bytes than were named"};
        } else {
          kept = folder.AppendToPart(blob.sha256(), response.data());
          size += response.data().size();
        }
        if (!kept.ok()) ended.notify_all();
      },
      [&](Status s) {
        const std::lock_guard lock(mutex);
        status = std::move(s);
        ended.notify_all();
      });
  std::unique_lock lock(mutex);
  ended.wait(lock, [&] { return status.has_value() || !kept.ok(); });
  if (!kept.ok()) return kept;
  return *status;
}

Status Fetch(Engine& engine, BlobFolder& folder, const Id& entity, const v1::Attachment& blob,
             steady_clock::time_point end) {
  if (folder.PartSize(blob.sha256()) > blob.size()) folder.DropPart(blob.sha256());
  Status read = ReadRest(engine, folder, entity, blob, end);
  // A part of other bytes than the rest: an earlier try's, or spoilt on this disk.
  if (read.reason() == v1::REASON_BAD_HASH || read.reason() == v1::REASON_OUT_OF_RANGE) {
    folder.DropPart(blob.sha256());
    return {v1::REASON_BAD_HASH, read.detail()};
  }
  RETURN_IF_ERROR(read);
  return folder.CompletePart(blob.sha256());
}

}  // namespace

Result<std::string> FetchBlob(Engine& engine, BlobFolder& folder, const Id& entity,
                              const std::string& sha256, std::chrono::milliseconds time) {
  const auto end = steady_clock::now() + time;
  // Noted before its first byte is here, so that it goes when the entity goes.
  const Result<v1::Attachment> named = engine.With([&](SyncCore& core) -> Result<v1::Attachment> {
    ASSIGN_OR_RETURN(v1::Attachment attachment, NamedBy(core, entity, sha256));
    RETURN_IF_ERROR(core.blobs().Fetching(sha256, entity));
    return attachment;
  });
  if (!named.ok()) return named.status();
  const v1::Attachment& blob = *named;
  if (!folder.Has(sha256, blob.size())) {
    Status fetched = Fetch(engine, folder, entity, blob, end);
    // Once more from the start: the file on this disk may have been what was wrong.
    if (fetched.reason() == v1::REASON_BAD_HASH) {
      fetched = Fetch(engine, folder, entity, blob, end);
    }
    RETURN_IF_ERROR(fetched);
  }
  // Whoever lost the right meanwhile gets nothing.
  Status allowed = engine.With([&](SyncCore& core) -> Status {
    ASSIGN_OR_RETURN(const bool still, core.blobs().IsFetched(sha256, entity));
    if (!still) return {v1::REASON_NOT_FOUND, "the right to it ended meanwhile"};
    return NamedBy(core, entity, sha256).status();
  });
  if (allowed.ok()) return folder.PathOf(sha256);
  ASSIGN_OR_RETURN(const std::optional<OwnBlob> own,
                   engine.With([&](SyncCore& core) { return core.blobs().FindOwn(sha256); }));
  if (!own) RETURN_IF_ERROR(folder.Delete(sha256));
  return allowed;
}

}  // namespace samstig::client
