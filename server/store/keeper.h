// SPDX-License-Identifier: Apache-2.0
// The Keeper: what an engine whose networks are files can do with such a file beside its Store:
// copy it while it is being written, look into it, verify it. It knows no folders and no names;
// those are server/sync/keeping.h's.
#ifndef SAMSTIG_SERVER_STORE_KEEPER_H_
#define SAMSTIG_SERVER_STORE_KEEPER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/store.h"

namespace samstig::server {

// Asked now and then during long work: whether to go on. When not, the work ends with UNAVAILABLE.
using KeepGoing = std::function<bool()>;

// Works out the key that a blob is kept under from its bytes, given piece by piece. Hashing is not
// the store's business.
class BlobNamer {
 public:
  virtual ~BlobNamer() = default;
  virtual void Add(std::string_view bytes) = 0;
  // Add nothing more afterwards.
  virtual std::string KeyFor(const Id& uploader) = 0;
};
using MakeBlobNamer = std::function<std::unique_ptr<BlobNamer>()>;

// Thread-safe. Blocks for as long as reading or writing all of a file takes.
class Keeper {
 public:
  struct Facts {
    std::string slug;
    Seq last_seq = 0;
    // Written by a newer version: it can be kept and looked into, not opened.
    bool newer = false;
  };

  struct Verdict {
    uint64_t entities = 0;
    uint64_t log_rows = 0;
    uint64_t blobs = 0;
    // "log: ..." with ids and numbers, never a text or name. Empty when all is well.
    std::vector<std::string> findings;
  };

  virtual ~Keeper() = default;

  // The state of the file at one commit, as a new single file that is on disk and whole when this
  // returns. The network may be at work on `from` meanwhile; its writer waits for nothing.
  // DATA_DAMAGED when what was copied is not whole, DISK_FULL; `to` is then of no use.
  virtual Status Copy(const std::string& from, const std::string& to, const KeepGoing& go_on) = 0;

  // Opens nothing for writing. DATA_DAMAGED for what is no network's file.
  virtual Result<Facts> Look(const std::string& path) = 0;

  // Reads every byte and checks all that must hold; changes nothing. The network may be at work.
  virtual Result<Verdict> Verify(const std::string& path, const KeepGoing& go_on) = 0;

  // The names of the files that may lie beside a network's and belong to it: "x.db" -> "x.db-wal".
  virtual std::vector<std::string> Companions(const std::string& path) const = 0;
  // Makes a single file of a network's and its companions. Nobody is at work on it.
  virtual Status Join(const std::string& path) = 0;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_KEEPER_H_
