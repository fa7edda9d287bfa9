// SPDX-License-Identifier: Apache-2.0
// Random changes to the SQLite store and to a plain model of it, which is a few maps: whatever was
// done, undone, committed or dropped, both say the same.
#include <map>
#include <set>

#include "server/store/sqlite/sqlite_store.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/memory_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/story.h"

namespace samstig {
namespace {

using base::Id;
using rules::Key;
using rules::Scope;
using server::Seq;

// Few of each, so that changes meet.
Id EntityNo(uint8_t n) { return test::IdNamed("entity " + std::to_string(n % 8)); }
Id PersonNo(uint8_t n) { return test::IdNamed("person " + std::to_string(n % 3)); }
Scope ScopeNo(uint8_t n) {
  const Scope all[] = {Scope::Network(), Scope::OfCohort(EntityNo(0)), Scope::OfPerson(PersonNo(0)),
                       Scope::Desk(EntityNo(0), PersonNo(1))};
  return all[n % std::size(all)];
}
Key KeyNo(uint8_t n) {
  const Key all[] = {{rules::KeyName::kCohorts, {}},
                     {rules::KeyName::kPostsOfThread, EntityNo(0)},
                     {rules::KeyName::kPostsOfThread, EntityNo(1)}};
  return all[n % std::size(all)];
}

struct Model {
  struct Entity {
    std::optional<std::string> bytes;
    std::set<Key> keys;
    std::map<Seq, std::string> history;
    // In each scope it ever was in: since when it is as it is, and whether it is gone.
    std::map<Scope, std::pair<Seq, bool>> log;
  };
  struct Term {
    Seq since = 0;
    std::optional<Seq> until;
  };
  Seq last = 0;
  std::map<Id, Entity> entities;
  std::map<std::pair<Id, Scope>, Term> grants;

  void Put(const Id& id, const std::string& bytes, const std::set<Scope>& scopes,
           const std::vector<Key>& keys) {
    Entity& entity = entities[id];
    entity.bytes = bytes;
    entity.keys.insert(keys.begin(), keys.end());
    Move(entity, ++last, scopes);
  }
  void Remove(const Id& id) {
    Entity& entity = entities.at(id);
    entity.bytes.reset();
    Move(entity, ++last, {});
  }
  static void Move(Entity& entity, Seq seq, const std::set<Scope>& scopes) {
    for (auto& [scope, row] : entity.log) {
      if (!scopes.contains(scope) && !row.second) row = {seq, true};
    }
    for (const Scope& scope : scopes) entity.log[scope] = {seq, false};
  }
  bool Holds(const Id& person, const Scope& scope) const {
    const auto term = grants.find({person, scope});
    return term != grants.end() && !term->second.until;
  }
};

template <typename T>
T Must(base::Result<T> result) {
  FUZZ_MUST(result.ok());
  return *std::move(result);
}

void MustAgreeOnEntity(server::Reader& reader, const Id& id, const Model::Entity& entity) {
  FUZZ_MUST(Must(reader.Get(id)) == entity.bytes);
  Seq changed = 0;
  std::set<Scope> scopes;
  for (const auto& [scope, row] : entity.log) {
    changed = std::max(changed, row.first);
    if (!row.second) scopes.insert(scope);
  }
  FUZZ_MUST(Must(reader.ChangedAt(id)) == changed);
  const rules::Scopes in = Must(reader.ScopesOf(id));
  FUZZ_MUST(std::set<Scope>(in.begin(), in.end()) == scopes && in.size() == scopes.size());
  std::vector<std::string> history;
  for (const auto& [seq, bytes] : entity.history) history.push_back(bytes);
  FUZZ_MUST(Must(reader.History(id)) == history);
}

// The scope's log from a place on, row by row, and its digests.
void MustAgreeOnScope(server::Reader& reader, const Model& model, const Scope& scope,
                      bool digests) {
  std::map<Seq, std::pair<Id, bool>> rows;
  rules::LeafDigests leaves{};
  for (const auto& [id, entity] : model.entities) {
    const auto row = entity.log.find(scope);
    if (row == entity.log.end()) continue;
    rows[row->second.first] = {id, row->second.second};
    if (!row->second.second) leaves[rules::LeafOf(id)] += rules::Digest::Of(*entity.bytes);
  }
  FUZZ_MUST(Must(reader.LastSeqIn(scope)) == (rows.empty() ? 0 : rows.rbegin()->first));
  if (digests) FUZZ_MUST(Must(reader.DigestsOf(scope)) == leaves);
  auto next = rows.begin();
  const auto read = reader.ReadLog(scope, 0, 1'000, [&](const server::LogRow& row) {
    FUZZ_MUST(next != rows.end() && row.seq == next->first && row.id == next->second.first &&
              row.gone == next->second.second);
    FUZZ_MUST(row.gone || row.bytes == *model.entities.at(row.id).bytes);
    ++next;
    return true;
  });
  FUZZ_MUST(read.ok() && next == rows.end());
}

void MustAgree(server::Reader& reader, const Model& model, bool digests) {
  FUZZ_MUST(reader.LastSeq() == model.last);
  for (uint8_t n = 0; n < 8; ++n) {
    const auto entity = model.entities.find(EntityNo(n));
    MustAgreeOnEntity(reader, EntityNo(n),
                      entity == model.entities.end() ? Model::Entity() : entity->second);
  }
  for (uint8_t n = 0; n < 4; ++n) {
    const Scope scope = ScopeNo(n);
    MustAgreeOnScope(reader, model, scope, digests);
    size_t holders = 0;
    for (uint8_t p = 0; p < 3; ++p) {
      FUZZ_MUST(Must(reader.Holds(PersonNo(p), scope)) == model.Holds(PersonNo(p), scope));
      holders += model.Holds(PersonNo(p), scope);
    }
    FUZZ_MUST(Must(reader.HoldersOf(scope)).size() == holders);
  }
  for (uint8_t n = 0; n < 3; ++n) {
    std::vector<Id> found;
    for (const auto& [id, entity] : model.entities) {
      if (entity.bytes && entity.keys.contains(KeyNo(n))) found.push_back(id);
    }
    FUZZ_MUST(Must(reader.Find(KeyNo(n))) == found);
    for (const server::Grant& grant : Must(reader.GrantsOf(PersonNo(n)))) {
      const Model::Term& term = model.grants.at({PersonNo(n), grant.scope});
      FUZZ_MUST(grant.since == term.since && grant.until == term.until);
    }
  }
}

// The store and its model at work on one transaction after another.
class Pair {
 public:
  explicit Pair(test::MemoryVfs& vfs) {
    vfs.Wipe("model");
    store_ = Must(server::OpenSqliteStore("/model/store.db", "model", "The model's", random_,
                                          test::MemoryVfs::name()));
    model_.last = Must(store_->Read())->LastSeq();
    committed_ = model_;
  }

  void Does(const fuzz::Piece& piece) {
    if (!txn_) {
      txn_ = Must(store_->Begin());
      saved_.reset();
    }
    const auto at = [&](size_t i) {
      return i < piece.bytes.size() ? static_cast<uint8_t>(piece.bytes[i]) : uint8_t{0};
    };
    const Id id = EntityNo(at(0));
    switch (piece.verb % 11) {
      case 0:
      case 1:
        return Puts(id, at(1), at(2), piece.bytes);
      case 2:
        if (Lives(id)) {
          FUZZ_MUST(txn_->Remove(id).ok());
          model_.Remove(id);
        }
        return;
      case 3:
        return Keeps(id);
      case 4:
        FUZZ_MUST(txn_->AddKey(id, KeyNo(at(1))).ok());
        if (model_.entities.contains(id)) model_.entities[id].keys.insert(KeyNo(at(1)));
        return;
      case 5:
        FUZZ_MUST(txn_->DropKey(id, KeyNo(at(1))).ok());
        if (model_.entities.contains(id)) model_.entities[id].keys.erase(KeyNo(at(1)));
        return;
      case 6:
        FUZZ_MUST(txn_->GiveScope(PersonNo(at(0)), ScopeNo(at(1))).ok());
        if (!model_.Holds(PersonNo(at(0)), ScopeNo(at(1))))
          model_.grants[{PersonNo(at(0)), ScopeNo(at(1))}] = {++model_.last, std::nullopt};
        return;
      case 7:
        FUZZ_MUST(txn_->TakeScope(PersonNo(at(0)), ScopeNo(at(1))).ok());
        if (model_.Holds(PersonNo(at(0)), ScopeNo(at(1))))
          model_.grants[{PersonNo(at(0)), ScopeNo(at(1))}].until = ++model_.last;
        return;
      case 8:
        FUZZ_MUST(txn_->Savepoint().ok());
        saved_ = model_;
        return;
      case 9:
        if (!saved_) return;
        FUZZ_MUST(txn_->RollbackToSavepoint().ok());
        model_ = *saved_;
        return;
      case 10:
        return Ends(at(0) % 4 != 0);
    }
  }

  void MustAgreeAtLast() {
    if (txn_) {
      MustAgree(*txn_, model_, false);
      Ends(true);
    }
    store_.reset();
    store_ = Must(
        server::OpenSqliteStore("/model/store.db", "model", "", random_, test::MemoryVfs::name()));
    MustAgree(*Must(store_->Read()), committed_, true);
  }

 private:
  bool Lives(const Id& id) const {
    const auto entity = model_.entities.find(id);
    return entity != model_.entities.end() && entity->second.bytes;
  }

  void Puts(const Id& id, uint8_t scope_bits, uint8_t key_bits, const std::string& bytes) {
    std::set<Scope> scopes;
    std::vector<Key> keys;
    for (uint8_t n = 0; n < 4; ++n) {
      if (scope_bits >> n & 1) scopes.insert(ScopeNo(n));
    }
    for (uint8_t n = 0; n < 3; ++n) {
      if (key_bits >> n & 1) keys.push_back(KeyNo(n));
    }
    FUZZ_MUST(txn_->Put(id, bytes, {scopes.begin(), scopes.end()}, keys).ok());
    model_.Put(id, bytes, scopes, keys);
  }

  // Once for each state of the network, as its callers do.
  void Keeps(const Id& id) {
    if (!Lives(id) || model_.entities[id].history.contains(model_.last)) return;
    FUZZ_MUST(txn_->KeepHistory(id).ok());
    model_.entities[id].history[model_.last] = *model_.entities[id].bytes;
  }

  void Ends(bool commits) {
    MustAgree(*txn_, model_, false);
    if (commits) {
      FUZZ_MUST(txn_->Commit().ok());
      committed_ = model_;
    }
    txn_.reset();
    model_ = committed_;
    MustAgree(*Must(store_->Read()), committed_, true);
  }

  test::SeededRandom random_{1};
  std::unique_ptr<server::Store> store_;
  std::unique_ptr<server::Transaction> txn_;
  Model model_;
  Model committed_;
  std::optional<Model> saved_;
};

}  // namespace
}  // namespace samstig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig;
  static test::MemoryVfs vfs(1);
  Pair pair(vfs);
  for (const fuzz::Piece& piece : fuzz::PiecesOf(data, size)) pair.Does(piece);
  pair.MustAgreeAtLast();
  return 0;
}
