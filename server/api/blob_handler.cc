// SPDX-License-Identifier: Apache-2.0
#include "server/api/blob_handler.h"

#include <utility>

#include "domain/rules/attachments.h"
#include "samstig/v1/blob_service.grpc.pb.h"
#include "server/api/blob_check.h"
#include "server/api/call.h"
#include "server/auth/sha256.h"
#include "server/sync/blob_keeping.h"
#include "server/sync/blob_rights.h"
#include "server/sync/disclosures.h"

namespace samstig::server {

using base::Id;

namespace {

Status NoSuchBlob() { return {v1::REASON_NOT_FOUND, "the caller has no such blob"}; }

// One GetBlob in flight. One chunk is in memory: read, handed to gRPC, and the next read when that
// is sent. So at most one thing is under way, and no lock is needed.
class BlobStream final : public grpc::ServerWriteReactor<v1::GetBlobResponse> {
 public:
  BlobStream(const v1::GetBlobRequest& request, Metrics& metrics)
      : sha256_(request.sha256()),
        entity_id_(request.entity_id()),
        offset_(request.offset()),
        metrics_(metrics) {}

  void Begin(const Result<Sessions::Caller>& caller) {
    if (!caller.ok()) return End(caller.status());
    const Status checked = CheckSha256(sha256_);
    if (!checked.ok()) return End(checked);
    network_ = caller->network;
    person_ = caller->actor.person;
    GoOn();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End({v1::REASON_CANCELLED, "the reader is gone"});
    offset_ += message_.data().size();
    GoOn();
  }

  // The write under way fails, and OnWriteDone ends the call.
  void OnCancel() override {}
  void OnDone() override { delete this; }

 private:
  // A right that ended in the middle ends the reading: each chunk is asked for anew.
  void GoOn() {
    network_->Read([this](const Result<Snapshot*>& snapshot) {
      const Status opened = snapshot.ok() ? Open(**snapshot) : snapshot.status();
      if (!opened.ok()) return End(opened);
      const Result<Scopes> unnoted = Unnoted(**snapshot);
      if (!unnoted.ok()) return End(unnoted.status());
      if (unnoted->empty()) return SendNext(**snapshot);
      network_->Disclose(person_, *unnoted, [this](const Status& noted) {
        if (!noted.ok()) return End(noted);
        GoOn();
      });
    });
  }

  // What is attached to a report is of its desk.
  Result<Scopes> Unnoted(Snapshot& snapshot) {
    if (entity_id_.empty()) return Scopes();
    ASSIGN_OR_RETURN(const Id entity, Id::Parse(entity_id_, "entity_id"));
    ASSIGN_OR_RETURN(const Scopes desks, DesksOfOthers(snapshot, entity, person_));
    return network_->disclosures().Unnoted(person_, desks, network_->clock().Now());
  }

  Status Open(Snapshot& snapshot) {
    ASSIGN_OR_RETURN(const Id owner, BlobOwnerFor(snapshot, person_, entity_id_, sha256_));
    key_ = BlobKey(owner, sha256_);
    ASSIGN_OR_RETURN(const std::optional<BlobInfo> info, snapshot.Blob(key_));
    if (!info || !info->complete) return NoSuchBlob();
    if (offset_ > info->size) {
      return {v1::REASON_OUT_OF_RANGE, "offset is " + std::to_string(offset_) + "; the blob has " +
                                           std::to_string(info->size) + " bytes"};
    }
    size_ = info->size;
    return {};
  }

  void SendNext(Snapshot& snapshot) {
    if (offset_ == size_) return End({});
    Result<std::optional<std::string>> chunk =
        snapshot.BlobChunk(key_, static_cast<uint32_t>(offset_ / rules::kBlobChunkBytes));
    if (!chunk.ok()) return End(chunk.status());
    const size_t skip = offset_ % rules::kBlobChunkBytes;
    if (!*chunk || (*chunk)->size() <= skip) {
      return End({v1::REASON_DATA_DAMAGED, "a chunk of the blob is missing"});
    }
    message_.set_data(skip == 0 ? **std::move(chunk) : (*chunk)->substr(skip));
    StartWrite(&message_);
  }

  void End(const Status& status) {
    const grpc::Status answer = ToGrpc(status);
    metrics_.CountRpc("BlobService/GetBlob", answer.error_code());
    Finish(answer);
  }

  const std::string sha256_;
  const std::string entity_id_;
  uint64_t offset_;
  Metrics& metrics_;
  Network* network_ = nullptr;
  Id person_;
  std::string key_;
  uint64_t size_ = 0;
  v1::GetBlobResponse message_;
};

class BlobService final : public v1::BlobService::CallbackService {
 public:
  BlobService(Networks& networks, Sessions& sessions, Metrics& metrics)
      : networks_(networks), sessions_(sessions), metrics_(metrics) {}

  grpc::ServerUnaryReactor* StatBlob(grpc::CallbackServerContext* context,
                                     const v1::StatBlobRequest* request,
                                     v1::StatBlobResponse* response) override {
    const UnaryCall call("BlobService/StatBlob", metrics_);
    IfSignedIn(call, *context, networks_, sessions_,
               [this, call, request, response](const Sessions::Caller& caller) {
                 Stat(call, caller, *request, *response);
               });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* PutChunk(grpc::CallbackServerContext* context,
                                     const v1::PutChunkRequest* request,
                                     v1::PutChunkResponse* response) override {
    const UnaryCall call("BlobService/PutChunk", metrics_);
    IfSignedIn(call, *context, networks_, sessions_,
               [this, call, request, response](const Sessions::Caller& caller) {
                 Put(call, caller, *request, *response);
               });
    return call.reactor();
  }

  grpc::ServerWriteReactor<v1::GetBlobResponse>* GetBlob(
      grpc::CallbackServerContext* context, const v1::GetBlobRequest* request) override {
    auto* stream = new BlobStream(*request, metrics_);  // Deletes itself when the call is done.
    sessions_.Authenticate(
        networks_, BearerOf(*context),
        [stream](const Result<Sessions::Caller>& caller) { stream->Begin(caller); });
    return stream;
  }

 private:
  void Stat(const UnaryCall& call, const Sessions::Caller& caller,
            const v1::StatBlobRequest& request, v1::StatBlobResponse& response) {
    const Status checked = CheckSha256(request.sha256());
    if (!checked.ok()) return call.Finish(checked);
    const std::string key = BlobKey(caller.actor.person, request.sha256());
    auto info = std::make_shared<BlobInfo>();
    caller.network->Write(
        [actor = caller.actor, key, info, size = request.size()](Transaction& txn) -> Status {
          ASSIGN_OR_RETURN(*info, AnnounceBlob(txn, actor, key, size));
          return {};
        },
        [this, call, key, info, network = caller.network, &request,
         &response](const Status& status) {
          if (!status.ok()) return call.Finish(status);
          if (info->complete || !HoldsAllChunks(*info)) {
            response.set_complete(info->complete);
            response.set_held_chunks(info->held_chunks);
            return call.Finish({});
          }
          // All chunks came, but the server stopped before it had checked them.
          checks_.Check(*network, key, request.sha256(), info->size,
                        [call, info, &response](const Status& whole) {
                          if (!whole.ok() && whole.reason() != v1::REASON_BAD_HASH) {
                            return call.Finish(whole);
                          }
                          if (!whole.ok()) {
                            info->held_chunks.assign(info->held_chunks.size(), '\0');
                          }
                          response.set_complete(whole.ok());
                          response.set_held_chunks(info->held_chunks);
                          call.Finish({});
                        });
        });
  }

  void Put(const UnaryCall& call, const Sessions::Caller& caller,
           const v1::PutChunkRequest& request, v1::PutChunkResponse& response) {
    const Status checked = CheckSha256(request.sha256());
    if (!checked.ok()) return call.Finish(checked);
    const std::string key = BlobKey(caller.actor.person, request.sha256());
    auto info = std::make_shared<BlobInfo>();
    caller.network->Write(
        [key, info, &request](Transaction& txn) -> Status {
          ASSIGN_OR_RETURN(*info, KeepChunk(txn, key, request.index(), request.data()));
          return {};
        },
        [this, call, key, info, network = caller.network, &request,
         &response](const Status& status) {
          if (!status.ok()) return call.Finish(status);
          response.set_complete(info->complete);
          if (info->complete || !HoldsAllChunks(*info)) return call.Finish({});
          checks_.Check(*network, key, request.sha256(), info->size,
                        [call, &response](const Status& whole) {
                          response.set_complete(whole.ok());
                          call.Finish(whole);
                        });
        });
  }

  Networks& networks_;
  Sessions& sessions_;
  Metrics& metrics_;
  BlobChecks checks_;
};

}  // namespace

namespace {

class ShaNamer final : public BlobNamer {
 public:
  void Add(std::string_view bytes) override { hash_.Add(bytes); }
  std::string KeyFor(const Id& uploader) override { return BlobKey(uploader, hash_.Finish()); }

 private:
  Sha256 hash_;
};

}  // namespace

std::unique_ptr<BlobNamer> NewBlobNamer() { return std::make_unique<ShaNamer>(); }

std::unique_ptr<grpc::Service> MakeBlobService(Networks& networks, Sessions& sessions,
                                               Metrics& metrics) {
  return std::make_unique<BlobService>(networks, sessions, metrics);
}

}  // namespace samstig::server
