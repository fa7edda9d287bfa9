// SPDX-License-Identifier: Apache-2.0
// Search: the words of what this device may show, found by their beginnings.
//
// The copy is indexed by SQLite's FTS5. A checkpoint only notes which entities are new, in few
// large rows, because a first sync brings a hundred thousand of them and nobody may ever search;
// they are indexed, in steps, when somebody does. What a checkpoint takes away leaves the index in
// the same transaction. Entities with pending writes are searched as they are shown, in a small
// index in memory. Not thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_CORE_SEARCH_H_
#define SAMSTIG_CLIENT_LIB_CORE_SEARCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client-lib/core/local_store.h"
#include "client-lib/core/types.h"
#include "client-lib/core/view.h"
#include "domain/base/id.h"
#include "domain/base/sqlite.h"

namespace samstig::client {

class Search {
 public:
  static Result<Search> Open(LocalStore& store);

  // In the transaction of a checkpoint. `replaced`: those of `touched` whose earlier bytes are no
  // longer so. After a lost scope none of the words that it held stay in the index's pages.
  enum class Traces { kMayStay, kMustGo };
  Status Applied(const std::vector<Id>& touched, const std::vector<Id>& replaced, Traces traces);

  // Indexes some of what was noted, in a transaction of its own. True when there is more to do.
  Result<bool> IndexSome();
  // The best `limit` matches among what is indexed and what is pending; pending ones first.
  Result<std::vector<SearchHit>> Find(std::string_view typed, size_t limit, View& view);

 private:
  explicit Search(LocalStore& store) : store_(&store) {}
  Status Prepare();
  Status Note(const std::vector<Id>& ids);
  struct Noted {
    int64_t no = 0;
    std::string ids;
  };
  Result<std::optional<Noted>> NextNoted();
  // True when it was indexed.
  Result<bool> Forget(const Id& id);
  Status Index(const Id& id);
  Status Tidy();
  Status RefreshPending(View& view);
  Status ForgetPending(const Id& id);

  LocalStore* store_;
  struct Statements {
    base::Statement note, noted, drop_note;
    base::Statement document, put_document, delete_document, put_words, delete_words, optimize;
    base::Statement find;
    base::Statement put_pending, delete_pending, find_pending;
  };
  Statements sql_;
  // What is in the index in memory: the last write that it was made from.
  std::unordered_map<Id, uint64_t, base::IdHash> pending_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_SEARCH_H_
