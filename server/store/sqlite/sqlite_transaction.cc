// SPDX-License-Identifier: Apache-2.0
#include "server/store/sqlite/sqlite_transaction.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace samstig::server {

using base::Statement;

namespace {

constexpr char kBeginSql[] = "BEGIN IMMEDIATE";
constexpr char kCommitSql[] = "COMMIT";
constexpr char kRollbackSql[] = "ROLLBACK";
constexpr char kSavepointSql[] = "SAVEPOINT work";
constexpr char kReleaseSql[] = "RELEASE work";
constexpr char kRollbackToSql[] = "ROLLBACK TO work";
constexpr char kSaveSeqSql[] = "INSERT OR REPLACE INTO meta(name, value) VALUES('last_seq', ?1)";
constexpr char kInsertScopeSql[] = "INSERT INTO scope(name) VALUES(?1) RETURNING no";
constexpr char kEntityNumberSql[] = "SELECT no FROM entity WHERE id = ?1";
constexpr char kBytesByIdSql[] = "SELECT bytes FROM entity WHERE id = ?1 AND bytes IS NOT NULL";
constexpr char kEntityBytesSql[] = "SELECT bytes FROM entity WHERE no = ?1 AND bytes IS NOT NULL";
constexpr char kInsertEntitySql[] =
    "INSERT INTO entity(id, bytes) VALUES(?1, ?2) ON CONFLICT(id) DO NOTHING";
constexpr char kUpdateEntitySql[] = "UPDATE entity SET bytes = ?2 WHERE no = ?1";
constexpr char kEndEntitySql[] = "UPDATE entity SET bytes = NULL WHERE no = ?1";
constexpr char kInsertLogSql[] = "INSERT INTO log(scope, seq, entity, gone) VALUES(?1, ?2, ?3, 0)";
constexpr char kMoveLogSql[] =
    "UPDATE log SET seq = ?2, gone = ?4 WHERE entity = ?3 AND scope = ?1";
constexpr char kLogRowsSql[] =
    "SELECT l.scope, l.gone, s.name FROM log l JOIN scope s ON s.no = l.scope WHERE l.entity = ?1";
constexpr char kInsertKeySql[] =
    "INSERT INTO key(name, owner, entity) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING";
constexpr char kAddKeySql[] =
    "INSERT OR IGNORE INTO key(name, owner, entity) SELECT ?1, ?2, no FROM entity WHERE id = ?3";
constexpr char kDropKeySql[] =
    "DELETE FROM key WHERE name = ?1 AND owner = ?2 "
    "AND entity = (SELECT no FROM entity WHERE id = ?3)";
constexpr char kKeepHistorySql[] =
    "INSERT INTO history(entity, seq, bytes) SELECT no, ?2, bytes FROM entity "
    "WHERE id = ?1 AND bytes IS NOT NULL";
constexpr char kGiveScopeSql[] =
    "INSERT INTO scope_grant(person, scope, since, until) VALUES(?1, ?2, ?3, NULL) "
    "ON CONFLICT(person, scope) DO UPDATE SET since = ?3, until = NULL WHERE until IS NOT NULL";
constexpr char kTakeScopeSql[] =
    "UPDATE scope_grant SET until = ?3 WHERE person = ?1 AND scope = ?2 AND until IS NULL";
constexpr char kPutAccountSql[] = "INSERT OR REPLACE INTO account(email, person) VALUES(?1, ?2)";
constexpr char kDropAddressesSql[] = "DELETE FROM account WHERE person = ?1";
constexpr char kPutCodeSql[] =
    "INSERT OR REPLACE INTO code(email, code_hash, expires, tries_left, hour_began, asked_in_hour) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
constexpr char kDeleteCodeSql[] = "DELETE FROM code WHERE email = ?1";
constexpr char kSweepCodesSql[] = "DELETE FROM code WHERE expires < ?1 AND hour_began < ?2";
constexpr char kPutDeviceSql[] =
    "INSERT INTO device(id, person, name, token_hash, signed_in, last_seen, revoked, last_number) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(id) DO UPDATE SET person = ?2, name = ?3, "
    "token_hash = ?4, signed_in = ?5, last_seen = ?6, revoked = ?7, last_number = ?8";
constexpr char kLastNumberSql[] = "UPDATE device SET last_number = ?2 WHERE id = ?1";
constexpr char kDeviceNumberSql[] = "SELECT no FROM device WHERE id = ?1";
constexpr char kPutOutcomeSql[] =
    "INSERT INTO outcome(device, number, hash, outcome) VALUES(?1, ?2, ?3, ?4)";
constexpr char kPutRequestSql[] =
    "INSERT INTO request(person, request_id, hash, outcome, at) VALUES(?1, ?2, ?3, ?4, ?5)";
constexpr char kRestoredAtSql[] =
    "INSERT INTO meta(name, value) VALUES('restored_ms', ?1) "
    "ON CONFLICT(name) DO UPDATE SET value = ?1";
constexpr char kRestoredToSql[] =
    "INSERT INTO meta(name, value) VALUES('restored_to', ?1) "
    "ON CONFLICT(name) DO UPDATE SET value = ?1";
constexpr char kPutMarkSql[] =
    "INSERT OR REPLACE INTO notice_mark(person, told_seq, told_nth, told_ms, soon_seq, soon_nth, "
    "digest_due, due) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr char kPutMailSql[] =
    "INSERT OR REPLACE INTO out_mail(no, person, message_id, subject, body, html, made, due, "
    "tries) "
    "VALUES(nullif(?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr char kDeleteMailSql[] = "DELETE FROM out_mail WHERE no = ?1";
constexpr char kBackedUpToSql[] =
    "INSERT INTO meta(name, value) VALUES('backed_up_to', ?1) "
    "ON CONFLICT(name) DO UPDATE SET value = max(value, ?1)";
constexpr char kPutBlobSql[] =
    "INSERT INTO blob(sha256, size, uploader, complete, held_chunks) VALUES(?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT(sha256) DO UPDATE SET size = ?2, uploader = ?3, complete = ?4, held_chunks = ?5";
constexpr char kPutChunkSql[] =
    "INSERT OR REPLACE INTO blob_chunk(blob, chunk, data) "
    "VALUES((SELECT no FROM blob WHERE sha256 = ?1), ?2, ?3)";
constexpr char kDeleteChunksSql[] =
    "DELETE FROM blob_chunk WHERE blob = (SELECT no FROM blob WHERE sha256 = ?1)";

std::string_view View(const Hash128& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

Result<std::unique_ptr<Transaction>> SqliteTransaction::Begin(Connection& connection,
                                                              ScopeNumbers& scopes) {
  std::unique_ptr<SqliteTransaction> txn(new SqliteTransaction(connection, scopes));
  RETURN_IF_ERROR(txn->Run(kBeginSql));
  txn->open_ = true;
  RETURN_IF_ERROR(txn->LoadLastSeq());
  txn->changes_.from = txn->last_seq_;
  return std::unique_ptr<Transaction>(std::move(txn));
}

SqliteTransaction::~SqliteTransaction() {
  // After some errors SQLite has rolled back by itself; then there is nothing to end.
  if (open_ && connection_.db().InTransaction()) (void)connection_.db().Execute(kRollbackSql);
}

Status SqliteTransaction::Run(const char* sql) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(sql));
  return statement->Run();
}

Result<int64_t> SqliteTransaction::NumberFor(const Scope& scope) {
  if (const auto known = known_scopes_.find(scope); known != known_scopes_.end())
    return known->second;
  if (const auto fresh = new_scopes_.find(scope); fresh != new_scopes_.end()) return fresh->second;
  ASSIGN_OR_RETURN(std::optional<int64_t> number, ScopeNumber(scope));
  if (!number) {
    ASSIGN_OR_RETURN(Statement * insert, connection_.Get(kInsertScopeSql));
    const std::string name = scope.ToText();
    ASSIGN_OR_RETURN(bool row, insert->BindText(1, name).Step());
    if (!row) return Status(v1::REASON_INTERNAL, "no number for a new scope");
    number = insert->ColumnInt(0);
    RETURN_IF_ERROR(insert->Run());
  }
  new_scopes_.emplace(scope, *number);
  return *number;
}

Result<std::optional<int64_t>> SqliteTransaction::EntityNumber(const Id& id) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kEntityNumberSql));
  ASSIGN_OR_RETURN(bool found, statement->Bind(1, id).Step());
  if (!found) return std::optional<int64_t>();
  const int64_t number = statement->ColumnInt(0);
  statement->Reset();
  return std::optional<int64_t>(number);
}

// Most that is stored is new: then this is the one look at the tree of ids.
Result<std::optional<int64_t>> SqliteTransaction::Insert(const Id& id, std::string_view bytes) {
  ASSIGN_OR_RETURN(Statement * insert, connection_.Get(kInsertEntitySql));
  RETURN_IF_ERROR(insert->Bind(1, id).BindBlob(2, bytes).Run());
  if (connection_.db().Changes() == 0) return std::optional<int64_t>();
  return std::optional<int64_t>(connection_.db().LastInsertedRow());
}

Result<int64_t> SqliteTransaction::DeviceNumber(const Id& device) {
  if (const int64_t* known = read_once_.FindDevice(device)) return *known;
  ASSIGN_OR_RETURN(Statement * select, connection_.Get(kDeviceNumberSql));
  ASSIGN_OR_RETURN(bool found, select->Bind(1, device).Step());
  if (!found) return Status(v1::REASON_INTERNAL, "there is no such device");
  const int64_t number = select->ColumnInt(0);
  select->Reset();
  read_once_.NoteDevice(device, number);
  return number;
}

Result<std::shared_ptr<const v1::Entity>> SqliteTransaction::Parsed(const Id& id) {
  if (const ReadOnce::Entity* known = read_once_.FindEntity(id)) return *known;
  ASSIGN_OR_RETURN(Statement * select, connection_.Get(kBytesByIdSql));
  ASSIGN_OR_RETURN(bool found, select->Bind(1, id).Step());
  // What is not there is about to be made, as a rule, and not asked for again.
  if (!found) return ReadOnce::Entity();
  const std::string_view bytes = select->ColumnBytes(0);
  auto entity = std::make_shared<v1::Entity>();
  const bool parsed = entity->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  select->Reset();
  if (!parsed) return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  read_once_.NoteEntity(id, entity);
  return ReadOnce::Entity(std::move(entity));
}

Result<bool> SqliteTransaction::Holds(const Id& person, const Scope& scope) {
  if (const bool* known = read_once_.FindHeld(person, scope)) return *known;
  ASSIGN_OR_RETURN(const bool held, SqliteReader::Holds(person, scope));
  read_once_.NoteHeld(person, scope, held);
  return held;
}

Result<rules::Digest> SqliteTransaction::DigestOf(int64_t entity) {
  ASSIGN_OR_RETURN(Statement * select, connection_.Get(kEntityBytesSql));
  ASSIGN_OR_RETURN(bool found, select->Bind(1, entity).Step());
  if (!found) return rules::Digest();
  const rules::Digest digest = rules::Digest::Of(select->ColumnBytes(0));
  select->Reset();
  return digest;
}

Status SqliteTransaction::InsertLog(const Scope& scope, const Logged& entity) {
  ASSIGN_OR_RETURN(int64_t number, NumberFor(scope));
  ASSIGN_OR_RETURN(Statement * insert, connection_.Get(kInsertLogSql));
  noted_rows_.push_back({scope, entity.seq, false});
  digests_.Add(number, entity.id, entity.digest);
  return insert->Bind(1, number).Bind(2, entity.seq).Bind(3, entity.number).Run();
}

Status SqliteTransaction::MoveLog(int64_t scope_number, const Logged& entity, bool gone) {
  ASSIGN_OR_RETURN(Statement * move, connection_.Get(kMoveLogSql));
  return move->Bind(1, scope_number)
      .Bind(2, entity.seq)
      .Bind(3, entity.number)
      .Bind(4, gone ? 1 : 0)
      .Run();
}

Status SqliteTransaction::MoveScopes(const Logged& entity, const Scopes& scopes,
                                     const rules::Digest& before) {
  struct Row {
    int64_t number;
    bool gone;
    Scope scope;
  };
  std::vector<Row> rows;
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kLogRowsSql));
  statement->Bind(1, entity.number);
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) break;
    const std::optional<Scope> scope = Scope::FromText(statement->ColumnBytes(2));
    if (!scope) return {v1::REASON_DATA_DAMAGED, "a scope's name does not parse"};
    rows.push_back({statement->ColumnInt(0), statement->ColumnInt(1) != 0, *scope});
  }
  for (const Row& row : rows) {
    const bool stays = std::find(scopes.begin(), scopes.end(), row.scope) != scopes.end();
    if (!row.gone) digests_.Subtract(row.number, entity.id, before);
    if (stays) digests_.Add(row.number, entity.id, entity.digest);
    if (!stays && row.gone) continue;
    RETURN_IF_ERROR(MoveLog(row.number, entity, !stays));
    noted_rows_.push_back({row.scope, entity.seq, !stays});
  }
  for (const Scope& scope : scopes) {
    const bool had =
        std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.scope == scope; });
    if (!had) RETURN_IF_ERROR(InsertLog(scope, entity));
  }
  return {};
}

Result<Seq> SqliteTransaction::Put(const Id& id, std::string_view bytes, const Scopes& scopes,
                                   const std::vector<rules::Key>& keys) {
  ++writes_;
  const Seq seq = ++last_seq_;
  const rules::Digest digest = rules::Digest::Of(bytes);
  Note(seq, id, bytes);
  ASSIGN_OR_RETURN(const std::optional<int64_t> entity, Insert(id, bytes));
  if (entity) {
    for (const Scope& scope : scopes) RETURN_IF_ERROR(InsertLog(scope, {id, *entity, seq, digest}));
    RETURN_IF_ERROR(AddKeys(*entity, keys));
    return seq;
  }
  read_once_.ForgetEntity(id);
  ASSIGN_OR_RETURN(const std::optional<int64_t> known, EntityNumber(id));
  if (!known) return Status(v1::REASON_INTERNAL, "an entity is neither there nor new");
  ASSIGN_OR_RETURN(const rules::Digest before, DigestOf(*known));
  ASSIGN_OR_RETURN(Statement * update, connection_.Get(kUpdateEntitySql));
  RETURN_IF_ERROR(update->Bind(1, *known).BindBlob(2, bytes).Run());
  RETURN_IF_ERROR(MoveScopes({id, *known, seq, digest}, scopes, before));
  RETURN_IF_ERROR(AddKeys(*known, keys));
  return seq;
}

Status SqliteTransaction::AddKeys(int64_t entity, const std::vector<rules::Key>& keys) {
  ASSIGN_OR_RETURN(Statement * insert, connection_.Get(kInsertKeySql));
  for (const rules::Key& key : keys) {
    RETURN_IF_ERROR(
        insert->Bind(1, static_cast<int>(key.name)).Bind(2, key.owner).Bind(3, entity).Run());
  }
  return {};
}

Status SqliteTransaction::AddKey(const Id& id, const rules::Key& key) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * add, connection_.Get(kAddKeySql));
  return add->Bind(1, static_cast<int>(key.name)).Bind(2, key.owner).Bind(3, id).Run();
}

Status SqliteTransaction::DropKey(const Id& id, const rules::Key& key) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * drop, connection_.Get(kDropKeySql));
  return drop->Bind(1, static_cast<int>(key.name)).Bind(2, key.owner).Bind(3, id).Run();
}

Result<Seq> SqliteTransaction::Remove(const Id& id) {
  ++writes_;
  const Seq seq = ++last_seq_;
  read_once_.ForgetEntity(id);
  Note(seq, id, {});
  ASSIGN_OR_RETURN(std::optional<int64_t> known, EntityNumber(id));
  if (!known) return Status(v1::REASON_NOT_FOUND, "there is no such entity");
  ASSIGN_OR_RETURN(const rules::Digest before, DigestOf(*known));
  ASSIGN_OR_RETURN(Statement * end, connection_.Get(kEndEntitySql));
  RETURN_IF_ERROR(end->Bind(1, *known).Run());
  RETURN_IF_ERROR(MoveScopes({id, *known, seq, {}}, {}, before));
  return seq;
}

Status SqliteTransaction::KeepHistory(const Id& id) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * keep, connection_.Get(kKeepHistorySql));
  return keep->Bind(1, id).Bind(2, last_seq_).Run();
}

Status SqliteTransaction::GiveScope(const Id& person, const Scope& scope) {
  ++writes_;
  read_once_.ForgetHeld();
  ASSIGN_OR_RETURN(int64_t number, NumberFor(scope));
  ASSIGN_OR_RETURN(Statement * give, connection_.Get(kGiveScopeSql));
  RETURN_IF_ERROR(give->Bind(1, person).Bind(2, number).Bind(3, last_seq_ + 1).Run());
  if (connection_.db().Changes() == 0) return {};
  noted_persons_.push_back({++last_seq_, person});  // Wakes the person's devices.
  return {};
}

Status SqliteTransaction::TakeScope(const Id& person, const Scope& scope) {
  ++writes_;
  read_once_.ForgetHeld();
  ASSIGN_OR_RETURN(int64_t number, NumberFor(scope));
  ASSIGN_OR_RETURN(Statement * take, connection_.Get(kTakeScopeSql));
  RETURN_IF_ERROR(take->Bind(1, person).Bind(2, number).Bind(3, last_seq_ + 1).Run());
  if (connection_.db().Changes() == 0) return {};
  noted_persons_.push_back({++last_seq_, person});
  return {};
}

Status SqliteTransaction::PutAccount(const Account& account) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutAccountSql));
  return put->BindText(1, account.email).Bind(2, account.person).Run();
}

Status SqliteTransaction::MoveAccount(const Account& account) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * drop, connection_.Get(kDropAddressesSql));
  RETURN_IF_ERROR(drop->Bind(1, account.person).Run());
  return PutAccount(account);
}

Status SqliteTransaction::PutCode(const SignInCode& code) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutCodeSql));
  return put->BindText(1, code.email)
      .BindBlob(2, code.code_hash)
      .Bind(3, code.expires)
      .Bind(4, code.tries_left)
      .Bind(5, code.hour_began)
      .Bind(6, code.asked_in_hour)
      .Run();
}

Status SqliteTransaction::DeleteCode(std::string_view email) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * remove, connection_.Get(kDeleteCodeSql));
  return remove->BindText(1, email).Run();
}

Status SqliteTransaction::SweepCodes(TimeMs expired_before, TimeMs hour_began_before) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * sweep, connection_.Get(kSweepCodesSql));
  return sweep->Bind(1, expired_before).Bind(2, hour_began_before).Run();
}

Status SqliteTransaction::PutDevice(const DeviceRow& device) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutDeviceSql));
  return put->Bind(1, device.device)
      .Bind(2, device.person)
      .BindText(3, device.name)
      .BindBlob(4, device.token_hash)
      .Bind(5, device.signed_in)
      .Bind(6, device.last_seen)
      .Bind(7, device.revoked ? 1 : 0)
      .Bind(8, device.last_number)
      .Run();
}

Status SqliteTransaction::SetLastNumber(const Id& device, uint64_t number) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * set, connection_.Get(kLastNumberSql));
  return set->Bind(1, device).Bind(2, number).Run();
}

Status SqliteTransaction::PutOutcome(const Id& device, uint64_t number,
                                     const StoredOutcome& outcome) {
  ++writes_;
  ASSIGN_OR_RETURN(const int64_t device_number, DeviceNumber(device));
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutOutcomeSql));
  return put->Bind(1, device_number)
      .Bind(2, number)
      .BindBlob(3, View(outcome.mutation_hash))
      .BindBlob(4, outcome.outcome)
      .Run();
}

Status SqliteTransaction::PutRequestOutcome(const Id& person, std::string_view request_id,
                                            const StoredOutcome& outcome, TimeMs now) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutRequestSql));
  return put->Bind(1, person)
      .BindText(2, request_id)
      .BindBlob(3, View(outcome.mutation_hash))
      .BindBlob(4, outcome.outcome)
      .Bind(5, now)
      .Run();
}

Status SqliteTransaction::PutBlob(std::string_view sha256, const BlobInfo& info) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutBlobSql));
  return put->BindBlob(1, sha256)
      .Bind(2, info.size)
      .Bind(3, info.uploader)
      .Bind(4, info.complete ? 1 : 0)
      .BindBlob(5, info.held_chunks)
      .Run();
}

Status SqliteTransaction::PutBlobChunk(std::string_view sha256, uint32_t index,
                                       std::string_view data) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutChunkSql));
  return put->BindBlob(1, sha256).Bind(2, index).BindBlob(3, data).Run();
}

Status SqliteTransaction::DeleteBlobChunks(std::string_view sha256) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * remove, connection_.Get(kDeleteChunksSql));
  return remove->BindBlob(1, sha256).Run();
}

Status SqliteTransaction::SetBackedUpTo(Seq seq) {
  if (seq > last_seq_) {
    return {v1::REASON_OUT_OF_RANGE, "no backup can hold " + std::to_string(seq) +
                                         "; the last is " + std::to_string(last_seq_)};
  }
  ++writes_;
  ASSIGN_OR_RETURN(Statement * set, connection_.Get(kBackedUpToSql));
  return set->Bind(1, seq).Run();
}

Status SqliteTransaction::SetRestoredAt(TimeMs time) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * set, connection_.Get(kRestoredAtSql));
  RETURN_IF_ERROR(set->Bind(1, time).Run());
  ASSIGN_OR_RETURN(Statement * to, connection_.Get(kRestoredToSql));
  return to->Bind(1, last_seq_).Run();
}

Status SqliteTransaction::PutNoticeMark(const NoticeMark& mark) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutMarkSql));
  return put->Bind(1, mark.person)
      .Bind(2, mark.told_seq)
      .Bind(3, mark.told_nth)
      .Bind(4, mark.told_ms)
      .Bind(5, mark.soon_seq)
      .Bind(6, mark.soon_nth)
      .Bind(7, mark.digest_due)
      .Bind(8, mark.due)
      .Run();
}

Status SqliteTransaction::PutOutMail(const OutMail& mail) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * put, connection_.Get(kPutMailSql));
  return put->Bind(1, mail.no)
      .Bind(2, mail.person)
      .BindText(3, mail.message_id)
      .BindText(4, mail.subject)
      .BindText(5, mail.body)
      .BindText(6, mail.html)
      .Bind(7, mail.made)
      .Bind(8, mail.due)
      .Bind(9, mail.tries)
      .Run();
}

Status SqliteTransaction::DeleteOutMail(uint64_t no) {
  ++writes_;
  ASSIGN_OR_RETURN(Statement * remove, connection_.Get(kDeleteMailSql));
  return remove->Bind(1, no).Run();
}

Status SqliteTransaction::Savepoint() {
  if (has_savepoint_) RETURN_IF_ERROR(Run(kReleaseSql));
  RETURN_IF_ERROR(Run(kSavepointSql));
  has_savepoint_ = true;
  savepoint_seq_ = last_seq_;
  savepoint_digests_ = digests_.Mark();
  return {};
}

Status SqliteTransaction::RollbackToSavepoint() {
  RETURN_IF_ERROR(Run(kRollbackToSql));
  last_seq_ = savepoint_seq_;
  digests_.RollBackTo(savepoint_digests_);
  read_once_.ForgetAll();
  while (!noted_.empty() && noted_.back().seq > last_seq_) noted_.pop_back();
  while (!noted_rows_.empty() && noted_rows_.back().seq > last_seq_) noted_rows_.pop_back();
  while (!noted_persons_.empty() && noted_persons_.back().seq > last_seq_)
    noted_persons_.pop_back();
  new_scopes_.clear();  // Those from before the savepoint are found again by reading.
  return {};
}

Status SqliteTransaction::Commit() {
  RETURN_IF_ERROR(digests_.Flush(connection_));
  ASSIGN_OR_RETURN(Statement * save, connection_.Get(kSaveSeqSql));
  RETURN_IF_ERROR(save->Bind(1, last_seq_).Run());
  RETURN_IF_ERROR(Run(kCommitSql));
  open_ = false;
  known_scopes_.insert(new_scopes_.begin(), new_scopes_.end());
  SumUp();
  return {};
}

void SqliteTransaction::Note(Seq seq, const Id& id, std::string_view bytes) {
  noted_bytes_ += bytes.size();
  const bool is_too_much = noted_bytes_ > kMaxChangesBytes;
  noted_.push_back({seq, id, is_too_much ? std::string() : std::string(bytes)});
}

void SqliteTransaction::SumUp() {
  changes_.to = last_seq_;
  changes_.whole = noted_bytes_ <= kMaxChangesBytes;
  std::set<Scope> touched;
  std::set<std::pair<Scope, Id>> seen;
  // From the latest back, so that the first one met of an entity in a scope is the one that stands.
  auto noted = noted_.rbegin();
  for (auto row = noted_rows_.rbegin(); row != noted_rows_.rend(); ++row) {
    while (noted->seq != row->seq) ++noted;
    touched.insert(row->scope);
    if (!changes_.whole || !seen.emplace(row->scope, noted->id).second) continue;
    const std::string_view bytes = row->gone ? std::string_view() : noted->bytes;
    changes_.rows.push_back({row->scope, {row->seq, noted->id, row->gone, bytes}});
  }
  std::sort(changes_.rows.begin(), changes_.rows.end(), [](const auto& a, const auto& b) {
    return std::tie(a.scope, a.row.seq) < std::tie(b.scope, b.row.seq);
  });
  std::set<Id> persons;
  for (const auto& [seq, person] : noted_persons_) {
    persons.insert(person);
    touched.insert(Scope::OfPerson(person));
  }
  changes_.persons.assign(persons.begin(), persons.end());
  changes_.touched.assign(touched.begin(), touched.end());
}

}  // namespace samstig::server
