// SPDX-License-Identifier: Apache-2.0
#include "client-lib/native/blob_carrier.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "samstig/v1/blob_service.pb.h"

namespace samstig::client {

using base::Ok;

namespace {

constexpr int kChunkTimeoutMs = 60'000;
constexpr int kTriesOfSendAll = 3;
// How often what the server threw away is sent anew before it counts as its trouble.
constexpr int kTriesOfBadHash = 2;

Status Stopped() { return {v1::REASON_CANCELLED, "the attachments were told to wait"}; }

}  // namespace

BlobCarrier::BlobCarrier(Engine& engine, BlobFolder& folder, base::Random& random)
    : engine_(engine), folder_(folder), backoff_(random) {
  // Before anybody can attach: a sweep beside them would take what they are just keeping.
  folder_.Sweep();
  thread_ = std::thread([this] { Run(); });
}

BlobCarrier::~BlobCarrier() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  news_.notify_all();
  thread_.join();
}

void BlobCarrier::Wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  news_.notify_all();
}

void BlobCarrier::Nudge() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
    ++nudges_;
  }
  news_.notify_all();
}

void BlobCarrier::Pause() {
  std::unique_lock lock(mutex_);
  ++paused_;
  news_.notify_all();
  news_.wait(lock, [&] { return !in_round_; });
}

void BlobCarrier::Resume() {
  {
    const std::lock_guard lock(mutex_);
    --paused_;
  }
  Nudge();
}

Status BlobCarrier::SendAll(std::chrono::steady_clock::time_point end) {
  std::unique_lock lock(mutex_);
  ++wanted_once_;
  failures_ = 0;
  ++wakes_;
  ++nudges_;
  // A round that is under way may have looked already.
  const uint64_t enough = rounds_ + (in_round_ ? 2 : 1);
  news_.notify_all();
  const bool ended = news_.wait_until(lock, end, [&] {
    const bool hopeless = !last_.ok() && !base::IsTemporary(last_.reason());
    return rounds_ >= enough && (last_.ok() || hopeless || failures_ >= kTriesOfSendAll);
  });
  --wanted_once_;
  if (ended) return last_;
  if (!last_.ok()) return last_;
  return {v1::REASON_TIMED_OUT, "the time was not enough for the attachments; nothing is lost"};
}

Result<AttachmentStatus> BlobCarrier::StatusOf(std::string_view sha256) {
  ASSIGN_OR_RETURN(const std::optional<OwnBlob> own,
                   engine_.With([&](SyncCore& core) { return core.blobs().FindOwn(sha256); }));
  if (!own) return Status(v1::REASON_NOT_FOUND, "this device attached no such file");
  AttachmentStatus status;
  status.size = own->size;
  const std::lock_guard lock(mutex_);
  if (own->there) {
    status.state = AttachmentState::kThere;
    status.sent = own->size;
  } else if (sending_ == sha256) {
    status.state = AttachmentState::kUploading;
    status.sent = sent_;
  }
  return status;
}

// ---- The thread

void BlobCarrier::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (paused_ > 0) {
      news_.wait(lock);
      continue;
    }
    const uint64_t wakes = wakes_;
    const uint64_t nudges = nudges_;
    in_round_ = true;
    lock.unlock();
    Status status = Round();
    lock.lock();
    in_round_ = false;
    sending_.clear();
    ++rounds_;
    failures_ = status.ok() ? 0 : failures_ + 1;
    last_ = std::move(status);
    news_.notify_all();
    if (last_.ok()) {
      backoff_.Succeeded();
      news_.wait(lock, [&] { return stopping_ || wakes_ != wakes; });
      continue;
    }
    const bool hopeless = !base::IsTemporary(last_.reason());
    const std::chrono::milliseconds wait(hopeless ? backoff_.Long() : backoff_.Next());
    news_.wait_for(lock, wait, [&] { return stopping_ || paused_ > 0 || nudges_ != nudges; });
    if (nudges_ != nudges) backoff_.Succeeded();
  }
}

bool BlobCarrier::MayCarry() {
  bool once = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || paused_ > 0) return false;
    once = wanted_once_ > 0;
  }
  return engine_.With(
      [&](SyncCore& core) { return (once || core.started()) && core.MayCarryBlobs(); });
}

Status BlobCarrier::Round() {
  RETURN_IF_ERROR(DropLost());
  while (MayCarry()) {
    ASSIGN_OR_RETURN(const std::optional<OwnBlob> next, engine_.With([&](SyncCore& core) {
      return core.blobs().NextToSend(damaged_);
    }));
    if (!next) break;
    RETURN_IF_ERROR(SendOne(*next));
  }
  if (damaged_.empty()) return Ok();
  return {v1::REASON_DATA_DAMAGED, "the file of an attachment is damaged on this device"};
}

Status BlobCarrier::DropLost() {
  ASSIGN_OR_RETURN(const std::vector<std::string> lost,
                   engine_.With([](SyncCore& core) { return core.blobs().Dropped(); }));
  for (const std::string& sha256 : lost) {
    // With the core in hand: else it might be wanted again in between.
    const Status dropped = engine_.With([&](SyncCore& core) -> Status {
      ASSIGN_OR_RETURN(const std::vector<std::string> still, core.blobs().Dropped());
      if (std::find(still.begin(), still.end(), sha256) == still.end()) return Ok();
      RETURN_IF_ERROR(folder_.Delete(sha256));
      return core.blobs().Deleted(sha256);
    });
    RETURN_IF_ERROR(dropped);
  }
  return Ok();
}

void BlobCarrier::Note(const OwnBlob& blob, uint64_t sent) {
  const std::lock_guard lock(mutex_);
  sending_ = blob.sha256;
  sent_ = sent;
}

Status BlobCarrier::SendOne(const OwnBlob& blob) {
  Upload upload(blob.sha256, blob.size);
  int bad_hashes = 0;
  while (MayCarry()) {
    const Upload::Step step = upload.Next();
    if (std::holds_alternative<Upload::Finished>(step)) {
      return engine_.With([&](SyncCore& core) { return core.blobs().IsThere(blob.sha256); });
    }
    const auto* chunk = std::get_if<Upload::SendChunk>(&step);
    Status status =
        chunk != nullptr ? SendChunk(blob, upload, *chunk) : AskWhatIsHeld(blob, upload);
    Note(blob, upload.held());
    if (status.ok()) continue;
    upload.OnFailed();
    // A chunk that cannot be read here, or chunks that did not make the whole. If it is whole here,
    // it was spoilt on the way.
    const bool bad_hash = status.reason() == v1::REASON_BAD_HASH;
    if (!bad_hash && status.reason() != v1::REASON_DATA_DAMAGED) return status;
    if (!folder_.IsSound(blob.sha256)) {
      damaged_.push_back(blob.sha256);
      return Ok();  // The round says so in the end; the others can still go.
    }
    if (!bad_hash || ++bad_hashes > kTriesOfBadHash) return status;
  }
  return Ok();
}

Status BlobCarrier::AskWhatIsHeld(const OwnBlob& blob, Upload& upload) {
  v1::StatBlobRequest request;
  request.set_sha256(blob.sha256);
  request.set_size(blob.size);
  ASSIGN_OR_RETURN(const std::string reply,
                   Ask(Transport::Method::kStatBlob, request.SerializeAsString()));
  v1::StatBlobResponse response;
  if (!response.ParseFromString(reply)) {
    return {v1::REASON_INTERNAL, "the server's answer does not parse"};
  }
  return upload.OnStat(response);
}

Status BlobCarrier::SendChunk(const OwnBlob& blob, Upload& upload, const Upload::SendChunk& chunk) {
  ASSIGN_OR_RETURN(std::string data, folder_.Read(blob.sha256, chunk.offset, chunk.size));
  v1::PutChunkRequest request;
  request.set_sha256(blob.sha256);
  request.set_index(chunk.index);
  request.set_data(std::move(data));
  ASSIGN_OR_RETURN(const std::string reply,
                   Ask(Transport::Method::kPutChunk, request.SerializeAsString()));
  v1::PutChunkResponse response;
  if (!response.ParseFromString(reply)) {
    return {v1::REASON_INTERNAL, "the server's answer does not parse"};
  }
  upload.OnChunk(chunk.index, response);
  return Ok();
}

// One call, given up when the carrier is to stop.
Result<std::string> BlobCarrier::Ask(Transport::Method method, std::string request) {
  const std::string token = engine_.With([](SyncCore& core) { return core.token(); });
  std::string reply;
  std::optional<Status> status;
  const std::unique_ptr<Call> call = engine_.StartCall(
      method, token, std::move(request), kChunkTimeoutMs,
      [&](std::string frame) {
        const std::lock_guard lock(mutex_);
        reply = std::move(frame);
      },
      [&](Status s) {
        const std::lock_guard lock(mutex_);
        status = std::move(s);
        news_.notify_all();
      });
  std::unique_lock lock(mutex_);
  news_.wait(lock, [&] { return status.has_value() || stopping_ || paused_ > 0; });
  if (!status) return Stopped();
  if (!status->ok()) return *status;
  return reply;
}

}  // namespace samstig::client
