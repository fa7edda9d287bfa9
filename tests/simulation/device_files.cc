// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/device_files.h"

#include <utility>
#include <variant>

#include "domain/base/sha256.h"
#include "samstig/v1/blob_service.pb.h"

namespace samstig::sim {

using client::Upload;

namespace {

// As the native library's.
constexpr TimeMs kPatience = 60 * base::kSecondMs;

}  // namespace

DeviceFiles::DeviceFiles(Ground& ground, Wire& wire, ServerHost& server, const std::string& name,
                         Wire::Line& line)
    : ground_(ground),
      wire_(wire),
      server_(server),
      name_(name),
      line_(line),
      dice_(ground.seed, name + "'s files"),
      backoff_(dice_) {}

// ---- Use

std::optional<v1::Attachment> DeviceFiles::Attach(client::SyncCore& core,
                                                  const std::string& bytes) {
  base::Sha256Sum sum;
  sum.Add(bytes);
  v1::Attachment file;
  file.set_sha256(sum.Finish());
  file.set_size(bytes.size());
  file.set_name("bild.jpg");
  file.set_media_type("image/jpeg");
  files_[file.sha256()] = bytes;
  const Status kept = core.blobs().Keep(file.sha256(), file.size(), file.name());
  ground_.trace.Say(name_, {40, file.size(), static_cast<uint64_t>(kept.reason())}, [&] {
    return "attaches " + std::to_string(file.size()) + " bytes: " + kept.ToString();
  });
  if (kept.ok()) return file;
  return std::nullopt;
}

// ---- Carrying

void DeviceFiles::LookAround(client::SyncCore& core) {
  core_ = &core;
  if (call_ || rest_) return;
  Step();
}

void DeviceFiles::Nudge() {
  backoff_.Succeeded();
  if (rest_) ground_.scheduler.Cancel(*rest_);
  rest_.reset();
  if (core_ != nullptr) LookAround(*core_);
}

void DeviceFiles::Close() {
  wire_.Cancel(call_);
  call_.reset();
  if (patience_) ground_.scheduler.Cancel(*patience_);
  patience_.reset();
  if (rest_) ground_.scheduler.Cancel(*rest_);
  rest_.reset();
  upload_.reset();
  core_ = nullptr;
}

bool DeviceFiles::IsDone(client::SyncCore& core) const {
  if (refused_) return true;
  const Result<std::optional<client::OwnBlob>> next = core.blobs().NextToSend({});
  return next.ok() && !*next;
}

void DeviceFiles::Step() {
  if (!core_->started() || !core_->MayCarryBlobs()) return;
  if (!upload_) {
    const Result<std::optional<client::OwnBlob>> next = core_->blobs().NextToSend({});
    if (!next.ok()) return Heard(next.status());
    if (!*next) return;
    hash_ = (*next)->sha256;
    upload_.emplace(hash_, (*next)->size);
  }
  const Upload::Step step = upload_->Next();
  if (std::holds_alternative<Upload::Finished>(step)) {
    upload_.reset();
    return Heard(core_->blobs().IsThere(hash_));
  }
  if (const auto* chunk = std::get_if<Upload::SendChunk>(&step)) return SendChunk(*chunk);
  AskWhatIsHeld();
}

void DeviceFiles::Calls(std::function<void(Wire::OnAnswer)> ask,
                        std::function<Status(const Result<std::string>&)> hear) {
  const auto end = [this, hear = std::move(hear)](const Result<std::string>& answer) {
    ground_.scheduler.Cancel(*patience_);
    patience_.reset();
    call_.reset();
    Heard(hear(answer));
  };
  patience_ = ground_.scheduler.After(kPatience, [this, end] {
    wire_.Cancel(call_);
    end(Status(v1::REASON_TIMED_OUT, "no answer in time"));
  });
  call_ = wire_.Ask(line_, std::move(ask), end);
}

void DeviceFiles::AskWhatIsHeld() {
  v1::StatBlobRequest request;
  request.set_sha256(hash_);
  request.set_size(files_.at(hash_).size());
  Calls([this, token = core_->token(),
         request](Wire::OnAnswer answer) { server_.StatBlob(token, request, std::move(answer)); },
        [this](const Result<std::string>& answer) {
          v1::StatBlobResponse response;
          const Status heard = Parse(answer, response);
          return heard.ok() ? upload_->OnStat(response) : heard;
        });
}

void DeviceFiles::SendChunk(const Upload::SendChunk& chunk) {
  v1::PutChunkRequest request;
  request.set_sha256(hash_);
  request.set_index(chunk.index);
  request.set_data(files_.at(hash_).substr(chunk.offset, chunk.size));
  Calls([this, token = core_->token(),
         request](Wire::OnAnswer answer) { server_.PutChunk(token, request, std::move(answer)); },
        [this, index = chunk.index](const Result<std::string>& answer) {
          v1::PutChunkResponse response;
          Status heard = Parse(answer, response);
          if (heard.ok()) upload_->OnChunk(index, response);
          return heard;
        });
}

void DeviceFiles::Heard(const Status& status) {
  refused_ = status.reason() == v1::REASON_NOT_ALLOWED;
  if (status.ok()) {
    backoff_.Succeeded();
    return Step();
  }
  ground_.trace.Say(name_, {41, static_cast<uint64_t>(status.reason())},
                    [&] { return "did not get its file there: " + status.ToString(); });
  if (upload_) upload_->OnFailed();
  const TimeMs wait = base::IsTemporary(status.reason()) ? backoff_.Next() : backoff_.Long();
  rest_ = ground_.scheduler.After(wait, [this] {
    rest_.reset();
    LookAround(*core_);
  });
}

template <typename Response>
Status DeviceFiles::Parse(const Result<std::string>& answer, Response& response) {
  if (!answer.ok()) return answer.status();
  if (response.ParseFromString(*answer)) return {};
  return {v1::REASON_INTERNAL, "the server's answer does not parse"};
}

}  // namespace samstig::sim
