// SPDX-License-Identifier: Apache-2.0
// LocalStore: the device's one SQLite file. Holds the confirmed copy (entities, the scopes that
// give them, look-up keys), every write of this device with its outcome, and pages received but not
// yet shown.
//
// Writes are numbered for the life of the file: number n is row n, for ever. What the server calls
// number n counts from the number at which the present device identity began (see `Meta`, sign-in
// in SyncCore). A write's bytes are put down once and never again touched; its outcome is a small
// row beside them. So "waiting" is: no outcome; "sent": an outcome. Nothing here is dropped.
//
// One process at a time. Not thread-safe. A failed call leaves the file as it was before the
// transaction.
#ifndef SAMSTIG_CLIENT_LIB_CORE_LOCAL_STORE_H_
#define SAMSTIG_CLIENT_LIB_CORE_LOCAL_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-lib/core/types.h"
#include "domain/base/sqlite.h"
#include "domain/rules/digest.h"
#include "domain/rules/keys.h"

namespace samstig::client {

// A scope's number in this file. Scope 0 is no scope of the server's: what this person wrote in
// scopes since lost, kept so that nobody's own text is ever gone.
using ScopeNumber = uint32_t;
inline constexpr ScopeNumber kOwnText = 0;

// The scopes that give this device an entity.
using ScopeNumbers = std::vector<ScopeNumber>;

struct StoredEntity {
  std::string bytes;
  ScopeNumbers scopes;
};

// The server's verdict on a write, as kept.
struct StoredOutcome {
  uint64_t number = 0;
  v1::OutcomeKind kind = v1::OUTCOME_KIND_UNSPECIFIED;
  v1::Reason reason = v1::REASON_UNSPECIFIED;
  std::string detail;
  uint64_t seq = 0;
};

class LocalStore {
 public:
  // Makes the file when there is none. NEWER_DATA when a newer version wrote it (it is not
  // touched); DATA_DAMAGED when it is no database of ours (it is kept); IN_USE, READ_ONLY,
  // DISK_FULL, UNAVAILABLE. `vfs`: a registered SQLite VFS, or empty for the system's.
  static Result<std::unique_ptr<LocalStore>> Open(const std::string& path,
                                                  const std::string& vfs = "");

  LocalStore(const LocalStore&) = delete;
  LocalStore& operator=(const LocalStore&) = delete;

  // ---- Transactions. All changes are made inside one; they do not nest.

  enum class Durability {
    kAtOnce,  // On disk when Commit returns: what a person wrote.
    kSoon,    // A power cut may undo it, whole: what the server can give again.
  };
  class Transaction {
   public:
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();  // Rolls back what was not committed.
    // All or nothing. Afterwards the transaction is over, whatever was returned.
    Status Commit();

   private:
    friend class LocalStore;
    explicit Transaction(LocalStore& store) : store_(&store) {}
    LocalStore* store_;
  };
  Result<Transaction> Begin(Durability durability);

  // ---- Small facts by name.

  Result<std::optional<std::string>> Meta(std::string_view name);
  Status SetMeta(std::string_view name, std::string_view value);
  Status DeleteMeta(std::string_view name);

  // ---- The confirmed copy.

  Result<std::optional<std::string>> EntityBytes(const Id& id);
  Result<std::optional<StoredEntity>> Entity(const Id& id);
  // Ids under the key, ascending.
  Result<std::vector<Id>> Find(const rules::Key& key);

  // False, and nothing changed, when the entity is there already.
  Result<bool> InsertEntity(const Id& id, const ScopeNumbers& scopes, std::string_view bytes);
  Status UpdateEntity(const Id& id, const ScopeNumbers& scopes, std::string_view bytes);
  Status SetScopes(const Id& id, const ScopeNumbers& scopes);
  Status DeleteEntity(const Id& id);
  Status PutKey(const rules::Key& key, const Id& id);
  Status DeleteKey(const rules::Key& key, const Id& id);

  // The scope's number, if it has one.
  std::optional<ScopeNumber> FindScope(std::string_view scope) const;
  // The same; gives it one.
  Result<ScopeNumber> NumberScope(std::string_view scope);
  Status DeleteScope(std::string_view scope);
  // All entities in the scope. Reads the whole copy: scopes are lost or started anew seldom.
  Result<std::vector<Id>> IdsInScope(ScopeNumber scope);
  // The scopes that give something, by name.
  const std::map<std::string, ScopeNumber, std::less<>>& Scopes() const { return scopes_; }
  // The whole copy, in the order of ids, until `visit` returns false.
  Status ForEachEntity(const std::function<bool(const Id& id, const ScopeNumbers& scopes,
                                                std::string_view bytes)>& visit);
  // For bytes that no longer say what their keys were. Reads all keys.
  Status DeleteKeysOf(const Id& id);

  // ---- Digests of the copy, kept up by LocalDigests.

  Result<rules::LeafDigests> Leaves(ScopeNumber scope);
  // Zero: the leaf is empty.
  Status PutLeaf(ScopeNumber scope, int leaf, const rules::Digest& digest);
  Status ClearLeaves();

  // Rewrites the file so that what was deleted is in none of its bytes. Outside of transactions.
  Status EraseTraces();
  // Empties the write-ahead log into the database.
  Status Settle();

  // ---- This device's writes.

  Status InsertWrite(uint64_t number, std::string_view mutation);
  // For a new device identity only: the same intent under a new number of the wire.
  Status ReplaceWrite(uint64_t number, std::string_view mutation);
  // The exact bytes; nullopt when there is no such write.
  Result<std::optional<std::string>> WriteBytes(uint64_t number);
  // Writes from `first` on, ascending, until `visit` returns false.
  Status ForEachWrite(uint64_t first,
                      const std::function<bool(uint64_t number, std::string_view mutation)>& visit);
  // 0 when there is none.
  Result<uint64_t> LastWrite();

  Status PutOutcome(const StoredOutcome& outcome);
  Result<std::optional<StoredOutcome>> Outcome(uint64_t number);
  // The highest number with an outcome: outcomes come in the order of numbers. 0 when there is
  // none.
  Result<uint64_t> LastJudged();
  // The first write whose outcome came after `seq`; 0 when there is none.
  Result<uint64_t> FirstJudgedAfter(uint64_t seq);
  // The highest seq of an outcome; 0 when there is none.
  Result<uint64_t> LastOutcomeSeq();
  // These outcomes are not true any more: the writes from `first` on wait again.
  Status ForgetOutcomes(uint64_t first);
  // Applied and merged writes that took effect after `seq`.
  Result<std::vector<StoredOutcome>> TookEffectAfter(uint64_t seq);
  // Parked and not let go of.
  Result<std::vector<StoredOutcome>> OpenParked();
  // Its author has let go of it.
  Status CloseParked(uint64_t number);

  // ---- Pages received and not yet shown.

  Status StagePage(uint64_t no, std::string_view page);
  Status StagePosition(std::string_view scope, uint64_t seq);
  Status ClearStagedPositions();
  Result<std::map<std::string, uint64_t>> StagedPositions();
  Result<uint64_t> StagedPages();
  // Reads the page and deletes it.
  Result<std::string> TakeStagedPage(uint64_t no);
  Status ClearStage();

  // ---- For those of the core who keep tables of their own in it: search, attachments, rescue.

  base::Database& database() { return db_; }

  // Makes the disk full at this many pages of 8 KiB; 0: no longer.
  Status LimitSizeForTest(uint64_t pages);

 private:
  explicit LocalStore(base::Database db) : db_(std::move(db)) {}

  Status Configure();
  Status PrepareStatements();
  Status LoadScopes();
  Status KeepWhatWaits();
  Status CommitTransaction();
  void RollBack();
  Result<std::vector<StoredOutcome>> ReadOutcomes(base::Statement& select);

  base::Database db_;
  std::optional<Durability> durability_;
  // Known scopes; read again after a roll-back.
  std::map<std::string, ScopeNumber, std::less<>> scopes_;
  ScopeNumber last_scope_ = kOwnText;

  struct Statements {
    base::Statement begin, commit;
    base::Statement meta, set_meta, delete_meta;
    base::Statement entity, insert_entity, update_entity, set_scopes, delete_entity, all_entities;
    base::Statement find, put_key, delete_key, delete_keys_of;
    base::Statement leaves, put_leaf, delete_leaf, clear_leaves;
    base::Statement put_scope, delete_scope;
    base::Statement insert_write, replace_write, write, last_write;
    base::Statement first_judged_after, last_outcome_seq, forget_outcomes;
    base::Statement put_outcome, outcome, last_judged, after_seq, open_parked, close_parked;
    base::Statement stage_page, stage_position, staged_positions, staged_count;
    base::Statement staged_page, drop_page;
    base::Statement clear_pages, clear_positions;
  };
  Statements sql_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_LOCAL_STORE_H_
