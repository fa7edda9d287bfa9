// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/local_store.h"

#include <array>
#include <cstring>
#include <utility>

namespace samstig::client {

using base::Database;
using base::Ok;
using base::Statement;

namespace {

// "SAMS". Tells our files from any other SQLite database.
constexpr int64_t kApplicationId = 0x53414d53;

// Migrations by number: kMigrations[n] brings a file of version n to n + 1. Never edited after a
// release.
//
// entity.scopes holds 4 bytes, little-endian, for each scope that gives the entity: most are in
// one, and a row of its own for each (scope, entity) would double the cost of a first sync.
constexpr std::array<const char*, 3> kMigrations = {R"sql(
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE entity (id BLOB PRIMARY KEY, scopes BLOB NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE scope (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE look_up (key INTEGER, owner BLOB, id BLOB, PRIMARY KEY (key, owner, id)) WITHOUT ROWID;
  CREATE TABLE write (number INTEGER PRIMARY KEY, mutation BLOB NOT NULL);
  CREATE TABLE outcome (number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, reason INTEGER NOT NULL,
                        detail TEXT NOT NULL, seq INTEGER NOT NULL, open INTEGER NOT NULL);
  CREATE INDEX outcome_by_seq ON outcome (seq);
  CREATE INDEX outcome_open ON outcome (number) WHERE open = 1;
  CREATE TABLE staged_page (no INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE staged_position (scope TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
)sql",
                                                    R"sql(
  CREATE TABLE digest (scope INTEGER, leaf INTEGER, digest BLOB NOT NULL,
                       PRIMARY KEY (scope, leaf)) WITHOUT ROWID;
)sql",
                                                    // Search and attachments. Everything that was
                                                    // there before is noted, to be indexed.
                                                    R"sql(
  CREATE TABLE search_document (no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, text TEXT NOT NULL);
  CREATE VIRTUAL TABLE search_words USING fts5(
    text, content='search_document', content_rowid='no', tokenize='unicode61 remove_diacritics 0');
  CREATE TABLE search_note (no INTEGER PRIMARY KEY, ids BLOB NOT NULL);
  INSERT INTO search_note (ids) SELECT id FROM entity;
  CREATE TABLE blob_own (sha256 BLOB PRIMARY KEY, size INTEGER NOT NULL, name TEXT NOT NULL,
                         there INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE blob_fetched (sha256 BLOB, entity BLOB, PRIMARY KEY (sha256, entity)) WITHOUT ROWID;
  CREATE INDEX blob_fetched_by_entity ON blob_fetched (entity);
  CREATE TABLE blob_dropped (sha256 BLOB PRIMARY KEY) WITHOUT ROWID;
)sql"};
constexpr auto kVersion = static_cast<int64_t>(kMigrations.size());

// First of all, and each time: with an exclusive lock WAL needs no shared memory, which phones and
// browsers cannot be trusted with, and a second process is turned away at the door.
constexpr char kLockPragma[] = "PRAGMA locking_mode=EXCLUSIVE";
// A new file gets its page size before its first page is written.
constexpr char kPragmas[] = R"sql(
  PRAGMA page_size=8192;
  PRAGMA journal_mode=WAL;
  PRAGMA wal_autocheckpoint=2000;
  PRAGMA journal_size_limit=16777216;
  PRAGMA cache_size=-8192;
  PRAGMA temp_store=MEMORY;
  PRAGMA secure_delete=ON;
  PRAGMA cell_size_check=ON;
  PRAGMA trusted_schema=OFF;
)sql";

constexpr size_t kScopeBytes = 4;

std::string Packed(const ScopeNumbers& scopes) {
  std::string bytes;
  bytes.reserve(scopes.size() * kScopeBytes);
  for (ScopeNumber scope : scopes) {
    for (size_t i = 0; i < kScopeBytes; ++i) bytes.push_back(static_cast<char>(scope >> (8 * i)));
  }
  return bytes;
}

Result<ScopeNumbers> Unpacked(std::string_view bytes) {
  if (bytes.size() % kScopeBytes != 0) {
    return Status(v1::REASON_DATA_DAMAGED, "the scopes of an entity are cut short");
  }
  ScopeNumbers scopes(bytes.size() / kScopeBytes);
  for (size_t at = 0; at < bytes.size(); ++at) {
    scopes[at / kScopeBytes] |= static_cast<ScopeNumber>(static_cast<uint8_t>(bytes[at]))
                                << (8 * (at % kScopeBytes));
  }
  return scopes;
}

// The one row of a statement that has at most one, as `read` takes it.
template <typename Read>
auto OneRow(Statement& select, Read read) -> Result<std::optional<decltype(read())>> {
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<decltype(read())>();
  std::optional<decltype(read())> value = read();
  select.Reset();
  return value;
}

Result<std::optional<std::string>> OneBlob(Statement& select) {
  return OneRow(select, [&] { return std::string(select.ColumnBytes(0)); });
}

Result<uint64_t> OneNumber(Statement& select) {
  ASSIGN_OR_RETURN(const auto number, OneRow(select, [&] { return select.ColumnUint(0); }));
  return number.value_or(0);
}

Result<int64_t> Pragma(Database& db, std::string_view sql) {
  ASSIGN_OR_RETURN(Statement select, db.Prepare(sql));
  ASSIGN_OR_RETURN(const auto value, OneRow(select, [&] { return select.ColumnInt(0); }));
  return value.value_or(0);
}

StoredOutcome ReadOutcome(const Statement& row) {
  StoredOutcome outcome;
  outcome.number = row.ColumnUint(0);
  outcome.kind = static_cast<v1::OutcomeKind>(row.ColumnInt(1));
  outcome.reason = static_cast<v1::Reason>(row.ColumnInt(2));
  outcome.detail = row.ColumnBytes(3);
  outcome.seq = row.ColumnUint(4);
  return outcome;
}

// Whose file it is, before anything is written to it.
Result<int64_t> VersionOf(Database& db) {
  ASSIGN_OR_RETURN(const int64_t version, Pragma(db, "PRAGMA user_version"));
  ASSIGN_OR_RETURN(const int64_t application, Pragma(db, "PRAGMA application_id"));
  ASSIGN_OR_RETURN(const int64_t tables, Pragma(db, "SELECT count(*) FROM sqlite_schema"));
  const bool is_new = version == 0 && application == 0 && tables == 0;
  if (!is_new && application != kApplicationId) {
    return Status(v1::REASON_DATA_DAMAGED, "the file is a database, but not one of Samstig's");
  }
  if (version > kVersion) {
    return Status(v1::REASON_NEWER_DATA, "the file has version " + std::to_string(version) +
                                             "; this program knows up to " +
                                             std::to_string(kVersion));
  }
  return version;
}

Status Migrate(Database& db, int64_t from) {
  // Also when there is nothing to do: a file that cannot be written is found out now.
  RETURN_IF_ERROR(db.Execute("BEGIN IMMEDIATE"));
  for (int64_t version = from; version < kVersion; ++version) {
    RETURN_IF_ERROR(db.Execute(kMigrations[static_cast<size_t>(version)]));
  }
  if (from < kVersion) {
    RETURN_IF_ERROR(db.Execute("PRAGMA application_id=" + std::to_string(kApplicationId)));
    RETURN_IF_ERROR(db.Execute("PRAGMA user_version=" + std::to_string(kVersion)));
  }
  return db.Execute("COMMIT");
}

}  // namespace

Result<std::unique_ptr<LocalStore>> LocalStore::Open(const std::string& path,
                                                     const std::string& vfs) {
  ASSIGN_OR_RETURN(Database db, Database::Open(path, Database::Mode::kReadWriteCreate, vfs));
  std::unique_ptr<LocalStore> store(new LocalStore(std::move(db)));
  RETURN_IF_ERROR(store->Configure());
  RETURN_IF_ERROR(store->PrepareStatements());
  RETURN_IF_ERROR(store->LoadScopes());
  RETURN_IF_ERROR(store->KeepWhatWaits());
  return store;
}

Status LocalStore::Configure() {
  RETURN_IF_ERROR(db_.Execute(kLockPragma));
  ASSIGN_OR_RETURN(const int64_t version, VersionOf(db_));
  RETURN_IF_ERROR(db_.Execute(kPragmas));
  return Migrate(db_, version);
}

// A write whose sync failed was refused to its author, and may be in the log all the same. Once it
// is found there it is shown and sent like any other, so it must not go with the next power cut.
Status LocalStore::KeepWhatWaits() {
  ASSIGN_OR_RETURN(const uint64_t last, LastWrite());
  ASSIGN_OR_RETURN(const uint64_t judged, LastJudged());
  return last > judged ? db_.SyncLog() : Ok();
}

Status LocalStore::PrepareStatements() {
  const auto prepare = [&](Statement& statement, std::string_view sql) -> Status {
    ASSIGN_OR_RETURN(statement, db_.Prepare(sql));
    return Ok();
  };
  const std::pair<Statement*, std::string_view> all[] = {
      {&sql_.begin, "BEGIN IMMEDIATE"},
      {&sql_.commit, "COMMIT"},
      {&sql_.meta, "SELECT value FROM meta WHERE name = ?1"},
      {&sql_.set_meta, "INSERT OR REPLACE INTO meta VALUES (?1, ?2)"},
      {&sql_.delete_meta, "DELETE FROM meta WHERE name = ?1"},
      {&sql_.entity, "SELECT bytes, scopes FROM entity WHERE id = ?1"},
      {&sql_.insert_entity, "INSERT OR IGNORE INTO entity VALUES (?1, ?2, ?3)"},
      {&sql_.update_entity, "UPDATE entity SET scopes = ?2, bytes = ?3 WHERE id = ?1"},
      {&sql_.set_scopes, "UPDATE entity SET scopes = ?2 WHERE id = ?1"},
      {&sql_.delete_entity, "DELETE FROM entity WHERE id = ?1"},
      {&sql_.all_entities, "SELECT id, scopes FROM entity"},
      {&sql_.find, "SELECT id FROM look_up WHERE key = ?1 AND owner = ?2 ORDER BY id"},
      {&sql_.put_key, "INSERT OR IGNORE INTO look_up VALUES (?1, ?2, ?3)"},
      {&sql_.delete_key, "DELETE FROM look_up WHERE key = ?1 AND owner = ?2 AND id = ?3"},
      {&sql_.delete_keys_of, "DELETE FROM look_up WHERE id = ?1"},
      {&sql_.leaves, "SELECT leaf, digest FROM digest WHERE scope = ?1"},
      {&sql_.put_leaf, "INSERT OR REPLACE INTO digest VALUES (?1, ?2, ?3)"},
      {&sql_.delete_leaf, "DELETE FROM digest WHERE scope = ?1 AND leaf = ?2"},
      {&sql_.clear_leaves, "DELETE FROM digest"},
      {&sql_.put_scope, "INSERT INTO scope VALUES (?1, ?2)"},
      {&sql_.delete_scope, "DELETE FROM scope WHERE name = ?1"},
      {&sql_.insert_write, "INSERT INTO write VALUES (?1, ?2)"},
      {&sql_.replace_write, "UPDATE write SET mutation = ?2 WHERE number = ?1"},
      {&sql_.write, "SELECT mutation FROM write WHERE number = ?1"},
      {&sql_.last_write, "SELECT max(number) FROM write"},
      {&sql_.put_outcome, "INSERT OR REPLACE INTO outcome VALUES (?1, ?2, ?3, ?4, ?5, ?6)"},
      {&sql_.outcome, "SELECT number, kind, reason, detail, seq FROM outcome WHERE number = ?1"},
      {&sql_.last_judged, "SELECT max(number) FROM outcome"},
      {&sql_.first_judged_after, "SELECT min(number) FROM outcome WHERE seq > ?1"},
      {&sql_.last_outcome_seq, "SELECT max(seq) FROM outcome"},
      {&sql_.forget_outcomes, "DELETE FROM outcome WHERE number >= ?1"},
      {&sql_.after_seq,
       "SELECT number, kind, reason, detail, seq FROM outcome WHERE seq > ?1 AND kind IN (1, 2)"},
      {&sql_.open_parked,
       "SELECT number, kind, reason, detail, seq FROM outcome WHERE open = 1 ORDER BY number"},
      {&sql_.close_parked, "UPDATE outcome SET open = 0 WHERE number = ?1"},
      {&sql_.stage_page, "INSERT INTO staged_page VALUES (?1, ?2)"},
      {&sql_.stage_position, "INSERT OR REPLACE INTO staged_position VALUES (?1, ?2)"},
      {&sql_.staged_positions, "SELECT scope, seq FROM staged_position"},
      {&sql_.staged_page, "SELECT bytes FROM staged_page WHERE no = ?1"},
      {&sql_.drop_page, "DELETE FROM staged_page WHERE no = ?1"},
      {&sql_.staged_count, "SELECT count(*) FROM staged_page"},
      {&sql_.clear_pages, "DELETE FROM staged_page"},
      {&sql_.clear_positions, "DELETE FROM staged_position"},
  };
  static_assert(v1::OUTCOME_KIND_APPLIED == 1 && v1::OUTCOME_KIND_MERGED == 2,
                "spelt out in after_seq");
  for (const auto& [statement, sql] : all) RETURN_IF_ERROR(prepare(*statement, sql));
  return Ok();
}

// ---- Transactions

Result<LocalStore::Transaction> LocalStore::Begin(Durability durability) {
  if (durability_ != durability) {
    RETURN_IF_ERROR(db_.Execute(durability == Durability::kAtOnce ? "PRAGMA synchronous=FULL"
                                                                  : "PRAGMA synchronous=NORMAL"));
    durability_ = durability;
  }
  RETURN_IF_ERROR(sql_.begin.Run());
  return Transaction(*this);
}

LocalStore::Transaction::Transaction(Transaction&& other) noexcept
    : store_(std::exchange(other.store_, nullptr)) {}

LocalStore::Transaction::~Transaction() {
  if (store_ != nullptr) store_->RollBack();
}

Status LocalStore::Transaction::Commit() {
  return std::exchange(store_, nullptr)->CommitTransaction();
}

Status LocalStore::CommitTransaction() {
  Status committed = sql_.commit.Run();
  if (!committed.ok()) RollBack();
  return committed;
}

void LocalStore::RollBack() {
  // SQLite has rolled back by itself after some errors
  // (https://www.sqlite.org/lang_transaction.html). If this fails there is nothing left to try; the
  // next call will say why.
  if (db_.InTransaction()) (void)db_.Execute("ROLLBACK");
  (void)LoadScopes();
}

// ---- Small facts

Result<std::optional<std::string>> LocalStore::Meta(std::string_view name) {
  return OneBlob(sql_.meta.BindText(1, name));
}

Status LocalStore::SetMeta(std::string_view name, std::string_view value) {
  return sql_.set_meta.BindText(1, name).BindBlob(2, value).Run();
}

Status LocalStore::DeleteMeta(std::string_view name) {
  return sql_.delete_meta.BindText(1, name).Run();
}

// ---- The confirmed copy

Result<std::optional<std::string>> LocalStore::EntityBytes(const Id& id) {
  return OneBlob(sql_.entity.Bind(1, id));
}

Result<std::optional<StoredEntity>> LocalStore::Entity(const Id& id) {
  Statement& row = sql_.entity.Bind(1, id);
  ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<StoredEntity>();
  Result<ScopeNumbers> scopes = Unpacked(row.ColumnBytes(1));
  StoredEntity entity{std::string(row.ColumnBytes(0)), {}};
  row.Reset();
  if (!scopes.ok()) return scopes.status();
  entity.scopes = *std::move(scopes);
  return std::optional(std::move(entity));
}

Result<std::vector<Id>> LocalStore::Find(const rules::Key& key) {
  Statement& row = sql_.find.Bind(1, static_cast<int>(key.name)).Bind(2, key.owner);
  std::vector<Id> ids;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return ids;
    Result<Id> id = row.ColumnId(0);
    if (!id.ok()) {
      row.Reset();
      return id.status();
    }
    ids.push_back(*id);
  }
}

Result<bool> LocalStore::InsertEntity(const Id& id, const ScopeNumbers& scopes,
                                      std::string_view bytes) {
  const std::string packed = Packed(scopes);
  RETURN_IF_ERROR(sql_.insert_entity.Bind(1, id).BindBlob(2, packed).BindBlob(3, bytes).Run());
  return db_.Changes() == 1;
}

Status LocalStore::UpdateEntity(const Id& id, const ScopeNumbers& scopes, std::string_view bytes) {
  const std::string packed = Packed(scopes);
  return sql_.update_entity.Bind(1, id).BindBlob(2, packed).BindBlob(3, bytes).Run();
}

Status LocalStore::SetScopes(const Id& id, const ScopeNumbers& scopes) {
  const std::string packed = Packed(scopes);
  return sql_.set_scopes.Bind(1, id).BindBlob(2, packed).Run();
}

Status LocalStore::DeleteEntity(const Id& id) { return sql_.delete_entity.Bind(1, id).Run(); }

Status LocalStore::PutKey(const rules::Key& key, const Id& id) {
  return sql_.put_key.Bind(1, static_cast<int>(key.name)).Bind(2, key.owner).Bind(3, id).Run();
}

Status LocalStore::DeleteKey(const rules::Key& key, const Id& id) {
  return sql_.delete_key.Bind(1, static_cast<int>(key.name)).Bind(2, key.owner).Bind(3, id).Run();
}

Status LocalStore::DeleteKeysOf(const Id& id) { return sql_.delete_keys_of.Bind(1, id).Run(); }

Status LocalStore::ForEachEntity(const std::function<bool(const Id& id, const ScopeNumbers& scopes,
                                                          std::string_view bytes)>& visit) {
  // Its own statement: `visit` may read the copy as well.
  ASSIGN_OR_RETURN(Statement row, db_.Prepare("SELECT id, scopes, bytes FROM entity ORDER BY id"));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return Ok();
    ASSIGN_OR_RETURN(const Id id, row.ColumnId(0));
    ASSIGN_OR_RETURN(const ScopeNumbers scopes, Unpacked(row.ColumnBytes(1)));
    if (!visit(id, scopes, row.ColumnBytes(2))) return Ok();
  }
}

// ---- Digests

Result<rules::LeafDigests> LocalStore::Leaves(ScopeNumber scope) {
  rules::LeafDigests leaves{};
  Statement& row = sql_.leaves.Bind(1, scope);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return leaves;
    const auto leaf = static_cast<size_t>(row.ColumnUint(0));
    const std::optional<rules::Digest> digest = rules::Digest::FromBytes(row.ColumnBytes(1));
    // What is not a digest counts as none: it will not match, and is made anew.
    if (leaf < leaves.size() && digest) leaves[leaf] = *digest;
  }
}

Status LocalStore::PutLeaf(ScopeNumber scope, int leaf, const rules::Digest& digest) {
  if (digest.IsZero()) return sql_.delete_leaf.Bind(1, scope).Bind(2, leaf).Run();
  const std::string bytes = digest.ToBytes();
  return sql_.put_leaf.Bind(1, scope).Bind(2, leaf).BindBlob(3, bytes).Run();
}

Status LocalStore::ClearLeaves() { return sql_.clear_leaves.Run(); }

// ---- Scopes

Status LocalStore::LoadScopes() {
  scopes_.clear();
  last_scope_ = kOwnText;
  ASSIGN_OR_RETURN(Statement row, db_.Prepare("SELECT number, name FROM scope ORDER BY number"));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return Ok();
    last_scope_ = static_cast<ScopeNumber>(row.ColumnUint(0));
    scopes_.emplace(row.ColumnBytes(1), last_scope_);
  }
}

std::optional<ScopeNumber> LocalStore::FindScope(std::string_view scope) const {
  const auto found = scopes_.find(scope);
  return found == scopes_.end() ? std::nullopt : std::optional(found->second);
}

Result<ScopeNumber> LocalStore::NumberScope(std::string_view scope) {
  if (const auto found = scopes_.find(scope); found != scopes_.end()) return found->second;
  const ScopeNumber number = last_scope_ + 1;
  RETURN_IF_ERROR(sql_.put_scope.Bind(1, number).BindText(2, scope).Run());
  scopes_.emplace(scope, number);
  last_scope_ = number;
  return number;
}

Status LocalStore::DeleteScope(std::string_view scope) {
  RETURN_IF_ERROR(sql_.delete_scope.BindText(1, scope).Run());
  if (const auto found = scopes_.find(scope); found != scopes_.end()) scopes_.erase(found);
  return Ok();
}

Result<std::vector<Id>> LocalStore::IdsInScope(ScopeNumber scope) {
  const std::string wanted = Packed({scope});
  std::vector<Id> ids;
  Statement& row = sql_.all_entities;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return ids;
    const std::string_view scopes = row.ColumnBytes(1);
    for (size_t at = 0; at + kScopeBytes <= scopes.size(); at += kScopeBytes) {
      if (scopes.substr(at, kScopeBytes) != wanted) continue;
      Result<Id> id = row.ColumnId(0);
      if (!id.ok()) {
        row.Reset();
        return id.status();
      }
      ids.push_back(*id);
    }
  }
}

Status LocalStore::EraseTraces() {
  // Secure delete clears freed pages, but not what a tree left behind when it moved its rows about.
  RETURN_IF_ERROR(db_.Execute("VACUUM"));
  return Settle();
}

Status LocalStore::Settle() { return db_.Execute("PRAGMA wal_checkpoint(TRUNCATE)"); }

// ---- This device's writes

Status LocalStore::InsertWrite(uint64_t number, std::string_view mutation) {
  return sql_.insert_write.Bind(1, number).BindBlob(2, mutation).Run();
}

Status LocalStore::ReplaceWrite(uint64_t number, std::string_view mutation) {
  return sql_.replace_write.Bind(1, number).BindBlob(2, mutation).Run();
}

Result<std::optional<std::string>> LocalStore::WriteBytes(uint64_t number) {
  return OneBlob(sql_.write.Bind(1, number));
}

Status LocalStore::ForEachWrite(
    uint64_t first, const std::function<bool(uint64_t number, std::string_view mutation)>& visit) {
  // Its own statement: `visit` may read writes as well.
  ASSIGN_OR_RETURN(
      Statement row,
      db_.Prepare("SELECT number, mutation FROM write WHERE number >= ?1 ORDER BY number"));
  row.Bind(1, first);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more || !visit(row.ColumnUint(0), row.ColumnBytes(1))) return Ok();
  }
}

Result<uint64_t> LocalStore::LastWrite() { return OneNumber(sql_.last_write); }

Status LocalStore::PutOutcome(const StoredOutcome& outcome) {
  const bool open = outcome.kind == v1::OUTCOME_KIND_PARKED;
  return sql_.put_outcome.Bind(1, outcome.number)
      .Bind(2, static_cast<int>(outcome.kind))
      .Bind(3, static_cast<int>(outcome.reason))
      .BindText(4, outcome.detail)
      .Bind(5, outcome.seq)
      .Bind(6, open ? 1 : 0)
      .Run();
}

Result<std::optional<StoredOutcome>> LocalStore::Outcome(uint64_t number) {
  Statement& row = sql_.outcome.Bind(1, number);
  return OneRow(row, [&] { return ReadOutcome(row); });
}

Result<uint64_t> LocalStore::LastJudged() { return OneNumber(sql_.last_judged); }

Result<uint64_t> LocalStore::FirstJudgedAfter(uint64_t seq) {
  return OneNumber(sql_.first_judged_after.Bind(1, seq));
}

Result<uint64_t> LocalStore::LastOutcomeSeq() { return OneNumber(sql_.last_outcome_seq); }

Status LocalStore::ForgetOutcomes(uint64_t first) {
  return sql_.forget_outcomes.Bind(1, first).Run();
}

Result<std::vector<StoredOutcome>> LocalStore::ReadOutcomes(Statement& row) {
  std::vector<StoredOutcome> outcomes;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return outcomes;
    outcomes.push_back(ReadOutcome(row));
  }
}

Result<std::vector<StoredOutcome>> LocalStore::TookEffectAfter(uint64_t seq) {
  return ReadOutcomes(sql_.after_seq.Bind(1, seq));
}

Result<std::vector<StoredOutcome>> LocalStore::OpenParked() {
  return ReadOutcomes(sql_.open_parked);
}

Status LocalStore::CloseParked(uint64_t number) { return sql_.close_parked.Bind(1, number).Run(); }

// ---- The stage

Status LocalStore::StagePage(uint64_t no, std::string_view page) {
  return sql_.stage_page.Bind(1, no).BindBlob(2, page).Run();
}

Status LocalStore::StagePosition(std::string_view scope, uint64_t seq) {
  return sql_.stage_position.BindText(1, scope).Bind(2, seq).Run();
}

Result<std::map<std::string, uint64_t>> LocalStore::StagedPositions() {
  std::map<std::string, uint64_t> positions;
  Statement& row = sql_.staged_positions;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) return positions;
    positions.emplace(row.ColumnBytes(0), row.ColumnUint(1));
  }
}

Result<uint64_t> LocalStore::StagedPages() { return OneNumber(sql_.staged_count); }

Result<std::string> LocalStore::TakeStagedPage(uint64_t no) {
  ASSIGN_OR_RETURN(std::optional<std::string> page, OneBlob(sql_.staged_page.Bind(1, no)));
  if (!page) return Status(v1::REASON_DATA_DAMAGED, "a staged page is missing");
  RETURN_IF_ERROR(sql_.drop_page.Bind(1, no).Run());
  return *std::move(page);
}

Status LocalStore::ClearStage() {
  RETURN_IF_ERROR(sql_.clear_pages.Run());
  return ClearStagedPositions();
}

Status LocalStore::ClearStagedPositions() { return sql_.clear_positions.Run(); }

Status LocalStore::LimitSizeForTest(uint64_t pages) {
  return db_.Execute("PRAGMA max_page_count=" + std::to_string(pages == 0 ? 1'000'000'000 : pages));
}

}  // namespace samstig::client
