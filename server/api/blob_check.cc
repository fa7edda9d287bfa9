// SPDX-License-Identifier: Apache-2.0
#include "server/api/blob_check.h"

#include <vector>

#include "server/auth/sha256.h"
#include "server/sync/blob_keeping.h"

namespace samstig::server {
namespace {

// 4 MiB, some ten milliseconds of hashing.
constexpr uint32_t kChunksPerStep = 16;

}  // namespace

struct BlobChecks::Running {
  Network& network;
  const std::string key;
  const std::string sha256;
  const uint32_t chunks;
  uint32_t next = 0;
  Sha256 hash;
  std::vector<Done> waiting;  // Guarded by mutex_.
};

void BlobChecks::Check(Network& network, const std::string& key, const std::string& sha256,
                       uint64_t size, Done done) {
  std::shared_ptr<Running> running;
  {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<Running>& known = running_[Name(&network, key)];
    const bool under_way = known != nullptr;
    if (!under_way) known.reset(new Running{network, key, sha256, ChunkCount(size), 0, {}, {}});
    known->waiting.push_back(std::move(done));
    if (under_way) return;
    running = known;
  }
  Step(running);
}

void BlobChecks::Step(const std::shared_ptr<Running>& running) {
  running->network.Read([this, running](const Result<Snapshot*>& snapshot) {
    if (!snapshot.ok()) return Finish(running, snapshot.status());
    for (uint32_t i = 0; i < kChunksPerStep && running->next < running->chunks; ++i) {
      const Result<std::optional<std::string>> chunk =
          (*snapshot)->BlobChunk(running->key, running->next++);
      if (!chunk.ok()) return Finish(running, chunk.status());
      if (!*chunk) return Conclude(running, false);
      running->hash.Add(**chunk);
    }
    // Chunks that are held never change, so steps on different snapshots hash the same bytes.
    if (running->next < running->chunks) return Step(running);
    Conclude(running, running->hash.Finish() == running->sha256);
  });
}

void BlobChecks::Conclude(const std::shared_ptr<Running>& running, bool whole) {
  running->network.Write(
      [running, whole](Transaction& txn) { return ConcludeBlob(txn, running->key, whole); },
      [this, running, whole](const Status& status) {
        if (!status.ok() || whole) return Finish(running, status);
        Finish(running, {v1::REASON_BAD_HASH,
                         "the chunks do not make the announced whole; send them again"});
      });
}

void BlobChecks::Finish(const std::shared_ptr<Running>& running, const Status& status) {
  std::vector<Done> waiting;
  {
    const std::lock_guard lock(mutex_);
    running_.erase(Name(&running->network, running->key));
    waiting.swap(running->waiting);
  }
  for (const Done& done : waiting) done(status);
}

}  // namespace samstig::server
