// SPDX-License-Identifier: Apache-2.0
// DigestJournal: what a transaction adds to and takes from the digests, gathered in memory and
// written once at its end, so that a group of a hundred posts in one scope costs a few rows and not
// a hundred.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_DIGEST_JOURNAL_H_
#define SAMSTIG_SERVER_STORE_SQLITE_DIGEST_JOURNAL_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "domain/rules/digest.h"
#include "server/store/sqlite/connection.h"

namespace samstig::server {

class DigestJournal {
 public:
  void Add(int64_t scope, const base::Id& id, const rules::Digest& digest);
  void Subtract(int64_t scope, const base::Id& id, const rules::Digest& digest);

  // Everything after a mark can be taken back.
  size_t Mark() const { return entries_.size(); }
  void RollBackTo(size_t mark) { entries_.resize(mark); }

  // Writes it all. Inside the transaction.
  base::Status Flush(Connection& connection);

 private:
  struct Entry {
    int64_t scope;
    int leaf;
    rules::Digest change;
  };
  std::vector<Entry> entries_;
};

// Computes all digests from the entities on disk, once in the life of a file. Idempotent.
base::Status FillDigests(Connection& connection);
// The leaves of one scope as they are kept.
base::Result<rules::LeafDigests> ReadDigests(Connection& connection, int64_t scope);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_DIGEST_JOURNAL_H_
