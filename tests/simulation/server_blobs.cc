// SPDX-License-Identifier: Apache-2.0
// Blobs on the simulated server: the steps of server/sync/blob_keeping.h in the order of
// server/api/blob_handler.cc, each in a commit of its own, so that the server may crash between any
// two.
#include <memory>
#include <utility>

#include "domain/base/sha256.h"
#include "server/decide/blob_key.h"
#include "server/sync/blob_keeping.h"
#include "tests/simulation/server_host.h"

namespace samstig::sim {

using server::BlobInfo;
using server::Snapshot;
using server::Transaction;

namespace {

// Whether the chunks make the whole that was announced.
Result<bool> IsWhole(server::Store& store, const std::string& key, const std::string& sha256,
                     uint64_t size) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, store.Read());
  base::Sha256Sum sum;
  for (uint32_t i = 0; i < server::ChunkCount(size); ++i) {
    ASSIGN_OR_RETURN(const std::optional<std::string> chunk, snapshot->BlobChunk(key, i));
    if (!chunk) return false;
    sum.Add(*chunk);
  }
  return sum.Finish() == sha256;
}

}  // namespace

void ServerHost::StatBlob(const std::string& token, const v1::StatBlobRequest& request,
                          Answer answer) {
  const Result<server::Actor> actor = Authenticate(token);
  if (!actor.ok()) return answer(actor.status());
  const std::string key = server::BlobKey(actor->person, request.sha256());
  const auto info = std::make_shared<BlobInfo>();
  const auto tell = [info, answer] {
    v1::StatBlobResponse response;
    response.set_complete(info->complete);
    response.set_held_chunks(info->held_chunks);
    answer(response.SerializeAsString());
  };
  Write({[actor = *actor, key, info, size = request.size()](Transaction& txn) -> Status {
           ASSIGN_OR_RETURN(*info, server::AnnounceBlob(txn, actor, key, size));
           return {};
         },
         [this, key, request, info, tell, answer](const Status& status) {
           if (!status.ok()) return answer(status);
           if (info->complete || !server::HoldsAllChunks(*info)) return tell();
           // All chunks came, but the server stopped before it had checked them.
           Conclude(key, request.sha256(), info->size, [info, tell, answer](const Status& whole) {
             if (!whole.ok() && whole.reason() != v1::REASON_BAD_HASH) return answer(whole);
             info->complete = whole.ok();
             if (!whole.ok()) info->held_chunks.assign(info->held_chunks.size(), '\0');
             tell();
           });
         },
         nullptr});
}

void ServerHost::PutChunk(const std::string& token, const v1::PutChunkRequest& request,
                          Answer answer) {
  const Result<server::Actor> actor = Authenticate(token);
  if (!actor.ok()) return answer(actor.status());
  const std::string key = server::BlobKey(actor->person, request.sha256());
  const auto info = std::make_shared<BlobInfo>();
  const auto tell = [answer](bool complete) {
    v1::PutChunkResponse response;
    response.set_complete(complete);
    answer(response.SerializeAsString());
  };
  Write({[key, info, request](Transaction& txn) -> Status {
           ASSIGN_OR_RETURN(*info, server::KeepChunk(txn, key, request.index(), request.data()));
           return {};
         },
         [this, key, request, info, tell, answer](const Status& status) {
           if (!status.ok()) return answer(status);
           if (info->complete || !server::HoldsAllChunks(*info)) return tell(info->complete);
           Conclude(key, request.sha256(), info->size, [tell, answer](const Status& whole) {
             whole.ok() ? tell(true) : answer(whole);
           });
         },
         nullptr});
}

void ServerHost::Conclude(const std::string& key, const std::string& sha256, uint64_t size,
                          std::function<void(Status)> done) {
  const Result<bool> whole = IsWhole(*store_, key, sha256, size);
  if (!whole.ok()) return done(whole.status());
  Write(
      {[key, whole = *whole](Transaction& txn) { return server::ConcludeBlob(txn, key, whole); },
       [whole = *whole, done](const Status& status) {
         if (!status.ok() || whole) return done(status);
         done({v1::REASON_BAD_HASH, "the chunks do not make the announced whole; send them again"});
       },
       nullptr});
}

}  // namespace samstig::sim
