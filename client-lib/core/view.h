// SPDX-License-Identifier: Apache-2.0
// View: what is shown = the confirmed copy folded, on each read, with this device's writes that it
// does not hold yet, in their order and by the same rules the server judges with. So there is no
// second copy to repair: a write is there at once, and leaves the fold in the very transaction that
// brings its effect. A write that no longer folds is not shown; the server will judge it. Not
// thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_CORE_VIEW_H_
#define SAMSTIG_CLIENT_LIB_CORE_VIEW_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "client-lib/core/local_store.h"
#include "client-lib/core/types.h"
#include "domain/base/id.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"

namespace samstig::client {

class View {
 public:
  explicit View(LocalStore& store) : store_(store) {}

  void SetPerson(const Id& person) { person_ = person; }

  // ---- Reading

  // NOT_FOUND when there is none.
  Result<Shown> Get(const Id& id);
  // Ascending by id.
  Result<std::vector<Shown>> Find(const rules::Key& key);
  // What the mutation would make of what is shown now, or why the rules refuse it. Costs the same
  // however many writes are pending.
  rules::FoldResult Try(const v1::Mutation& mutation);

  // ---- Pending writes. Their bytes are in the store.

  // Forgets all of them, to be loaded anew.
  void Clear();
  // A new write on `target` that Try has folded.
  void Add(uint64_t number, const Id& target, rules::Folded folded);
  // A write found in the store at start. `seq`: where it took effect, 0 when it was not judged.
  Status Load(uint64_t number, std::string_view mutation, uint64_t seq);
  // The server has applied it; it stays until the copy holds its effect.
  void TookEffectAt(uint64_t number, uint64_t seq);
  // It was parked.
  Status Drop(uint64_t number);
  // The copy has come to this seq, and these entities of it are new.
  Status Advance(uint64_t seq, const std::vector<Id>& touched);

  size_t pending() const { return pending_.size(); }
  // The entities with pending writes, each with the number of the last.
  std::vector<std::pair<Id, uint64_t>> PendingTargets() const;
  // Mutations folded so far: what reads and writes cost, for tests of that.
  uint64_t folds() const { return folds_; }

 private:
  struct Pending {
    Id target;         // Nil when this version does not know the intent.
    uint64_t seq = 0;  // 0: not judged.
  };
  // An entity with all pending writes on it folded in.
  struct Current {
    std::optional<v1::Entity> entity;
    uint64_t last_folded = 0;  // Number of the last write that is in it; 0: none.
  };

  Result<Current> Fold(const Id& id);
  Result<std::optional<v1::Entity>> Confirmed(const Id& id);
  rules::FoldResult FoldOne(const std::optional<v1::Entity>& before, const v1::Mutation& mutation);
  Shown AsShown(Current current) const;
  bool HasPending(const Id& target) const;
  Status Refresh(const Id& target);
  void SetKeys(const Id& target, const Current& current);
  void Insert(uint64_t number, const Id& target, uint64_t seq);
  void Remember(const Id& target, Current current);
  // Takes the write out of the fold; its target must then be refreshed. Nil if it was not there.
  Id Remove(uint64_t number);

  LocalStore& store_;
  Id person_;
  std::map<uint64_t, Pending> pending_;
  std::set<std::pair<Id, uint64_t>> by_target_;
  std::set<std::pair<uint64_t, uint64_t>> by_seq_;  // (seq, number) of those that took effect.
  // Under which keys the entities with pending writes are found, as folded.
  std::unordered_map<Id, std::vector<rules::Key>, base::IdHash> keys_;
  std::set<std::pair<rules::Key, Id>> by_key_;
  // Long chains of writes on one entity, such as a draft saved every few seconds, folded once.
  std::unordered_map<Id, Current, base::IdHash> remembered_;
  uint64_t folds_ = 0;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_VIEW_H_
