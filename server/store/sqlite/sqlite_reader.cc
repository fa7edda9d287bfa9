// SPDX-License-Identifier: Apache-2.0
#include "server/store/sqlite/sqlite_reader.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "server/store/sqlite/digest_journal.h"

namespace samstig::server {

using base::Statement;

namespace {

constexpr char kLastSeqSql[] = "SELECT value FROM meta WHERE name = 'last_seq'";
constexpr char kScopeSql[] = "SELECT no FROM scope WHERE name = ?1";
constexpr char kGetSql[] = "SELECT bytes FROM entity WHERE id = ?1 AND bytes IS NOT NULL";
constexpr char kFindSql[] =
    "SELECT e.id FROM key k JOIN entity e ON e.no = k.entity "
    "WHERE k.name = ?1 AND k.owner = ?2 AND e.bytes IS NOT NULL";
constexpr char kChangedAtSql[] =
    "SELECT max(l.seq) FROM entity e JOIN log l ON l.entity = e.no WHERE e.id = ?1";
constexpr char kScopesOfSql[] =
    "SELECT s.name FROM entity e JOIN log l ON l.entity = e.no JOIN scope s ON s.no = l.scope "
    "WHERE e.id = ?1 AND l.gone = 0";
constexpr char kHistorySql[] =
    "SELECT h.bytes FROM entity e JOIN history h ON h.entity = e.no WHERE e.id = ?1 ORDER BY h.seq";
constexpr char kEntitiesSql[] =
    "SELECT no, id, bytes FROM entity WHERE no > ?1 AND bytes IS NOT NULL ORDER BY no LIMIT ?2";
constexpr char kGrantsSql[] =
    "SELECT s.name, g.since, g.until FROM scope_grant g JOIN scope s ON s.no = g.scope "
    "WHERE g.person = ?1";
constexpr char kHoldersSql[] =
    "SELECT g.person, g.since FROM scope s JOIN scope_grant g ON g.scope = s.no "
    "WHERE s.name = ?1 AND g.until IS NULL ORDER BY g.person";
constexpr char kEpochSql[] =
    "SELECT (SELECT n.start_seq FROM lineage n WHERE n.no > l.no ORDER BY n.no LIMIT 1) "
    "FROM lineage l WHERE l.epoch = ?1";
constexpr char kHoldsSql[] =
    "SELECT 1 FROM scope_grant g JOIN scope s ON s.no = g.scope "
    "WHERE g.person = ?1 AND s.name = ?2 AND g.until IS NULL";
constexpr char kLogSql[] =
    "SELECT l.seq, e.id, l.gone, e.bytes, e.no FROM log l JOIN entity e ON e.no = l.entity "
    "WHERE l.scope = ?1 AND l.seq > ?2 ORDER BY l.seq LIMIT ?3";
constexpr char kLastSeqInSql[] = "SELECT max(seq) FROM log WHERE scope = ?1";
constexpr char kAccountSql[] = "SELECT person FROM account WHERE email = ?1";
constexpr char kEmailSql[] = "SELECT email FROM account WHERE person = ?1 LIMIT 1";
constexpr char kCodeSql[] =
    "SELECT code_hash, expires, tries_left, hour_began, asked_in_hour FROM code WHERE email = ?1";
#define DEVICE_COLUMNS \
  "SELECT id, person, name, token_hash, signed_in, last_seen, revoked, last_number FROM device "
constexpr char kDeviceSql[] = DEVICE_COLUMNS "WHERE id = ?1";
constexpr char kDeviceByTokenSql[] = DEVICE_COLUMNS "WHERE token_hash = ?1";
constexpr char kDevicesOfSql[] = DEVICE_COLUMNS "WHERE person = ?1 ORDER BY id";
#undef DEVICE_COLUMNS
constexpr char kOutcomeSql[] =
    "SELECT o.hash, o.outcome FROM outcome o JOIN device d ON d.no = o.device "
    "WHERE d.id = ?1 AND o.number = ?2";
constexpr char kRequestSql[] =
    "SELECT hash, outcome FROM request WHERE person = ?1 AND request_id = ?2";
constexpr char kBlobSql[] =
    "SELECT size, uploader, complete, held_chunks FROM blob WHERE sha256 = ?1";
constexpr char kBlobBytesSql[] = "SELECT coalesce(sum(size), 0) FROM blob WHERE uploader = ?1";
constexpr char kBlobChunkSql[] =
    "SELECT c.data FROM blob b JOIN blob_chunk c ON c.blob = b.no "
    "WHERE b.sha256 = ?1 AND c.chunk = ?2";
constexpr char kRestoredSql[] = "SELECT value FROM meta WHERE name = 'restored_ms'";
constexpr char kRestoredToSql[] = "SELECT value FROM meta WHERE name = 'restored_to'";
constexpr char kLastNthSql[] = "SELECT coalesce(max(no), 0) FROM entity";
#define MARK_COLUMNS                                                                 \
  "SELECT person, told_seq, told_nth, told_ms, soon_seq, soon_nth, digest_due, due " \
  "FROM notice_mark "
constexpr char kMarkSql[] = MARK_COLUMNS "WHERE person = ?1";
constexpr char kMarksDueSql[] = MARK_COLUMNS "WHERE due <= ?1 ORDER BY due LIMIT ?2";
#undef MARK_COLUMNS
constexpr char kMailsDueSql[] =
    "SELECT no, person, message_id, subject, body, html, made, due, tries FROM out_mail "
    "WHERE due <= ?1 ORDER BY due, no LIMIT ?2";
constexpr char kBackedUpSql[] = "SELECT value FROM meta WHERE name = 'backed_up_to'";
constexpr char kCountSql[] =
    "SELECT (SELECT count(*) FROM entity WHERE bytes IS NOT NULL), (SELECT count(*) FROM device), "
    "(SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)";

Status Damaged(const char* what) { return {v1::REASON_DATA_DAMAGED, what}; }

Result<std::optional<StoredOutcome>> ReadOutcome(Statement& statement) {
  ASSIGN_OR_RETURN(bool found, statement.Step());
  if (!found) return std::optional<StoredOutcome>();
  StoredOutcome stored;
  const std::string_view hash = statement.ColumnBytes(0);
  if (hash.size() != stored.mutation_hash.size())
    return Damaged("an outcome's hash has the wrong size");
  std::memcpy(stored.mutation_hash.data(), hash.data(), hash.size());
  stored.outcome = std::string(statement.ColumnBytes(1));
  statement.Reset();
  return std::optional<StoredOutcome>(std::move(stored));
}

}  // namespace

template <typename Base>
Status SqliteReader<Base>::LoadLastSeq() {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kLastSeqSql));
  ASSIGN_OR_RETURN(bool found, statement->Step());
  last_seq_ = found ? statement->ColumnUint(0) : 0;
  if (found) statement->Reset();
  return {};
}

template <typename Base>
Result<std::optional<int64_t>> SqliteReader<Base>::ScopeNumber(const Scope& scope) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kScopeSql));
  const std::string name = scope.ToText();
  ASSIGN_OR_RETURN(bool found, statement->BindText(1, name).Step());
  if (!found) return std::optional<int64_t>();
  const int64_t number = statement->ColumnInt(0);
  statement->Reset();
  return std::optional<int64_t>(number);
}

template <typename Base>
Result<std::optional<std::string>> SqliteReader<Base>::Get(const Id& id) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kGetSql));
  ASSIGN_OR_RETURN(bool found, statement->Bind(1, id).Step());
  if (!found) return std::optional<std::string>();
  std::string bytes(statement->ColumnBytes(0));
  statement->Reset();
  return std::optional<std::string>(std::move(bytes));
}

template <typename Base>
Result<std::vector<Id>> SqliteReader<Base>::Find(const rules::Key& key) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kFindSql));
  statement->Bind(1, static_cast<int>(key.name)).Bind(2, key.owner);
  std::vector<Id> ids;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) break;
    ASSIGN_OR_RETURN(Id id, statement->ColumnId(0));
    ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

template <typename Base>
Result<Seq> SqliteReader<Base>::ChangedAt(const Id& id) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kChangedAtSql));
  ASSIGN_OR_RETURN(bool row, statement->Bind(1, id).Step());
  const Seq seq = row && !statement->ColumnIsNull(0) ? statement->ColumnUint(0) : 0;
  statement->Reset();
  return seq;
}

template <typename Base>
Result<Scopes> SqliteReader<Base>::ScopesOf(const Id& id) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kScopesOfSql));
  statement->Bind(1, id);
  Scopes scopes;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) break;
    const std::optional<Scope> scope = Scope::FromText(statement->ColumnBytes(0));
    if (!scope) return Damaged("a scope's name does not parse");
    scopes.push_back(*scope);
  }
  std::sort(scopes.begin(), scopes.end());
  return scopes;
}

template <typename Base>
Result<std::vector<std::string>> SqliteReader<Base>::History(const Id& id) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kHistorySql));
  statement->Bind(1, id);
  std::vector<std::string> versions;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) return versions;
    versions.emplace_back(statement->ColumnBytes(0));
  }
}

template <typename Base>
Result<std::optional<uint64_t>> SqliteReader<Base>::ReadEntities(
    uint64_t place, size_t limit,
    const std::function<void(uint64_t place, const Id& id, std::string_view bytes)>& visit) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kEntitiesSql));
  statement->Bind(1, place).Bind(2, static_cast<int64_t>(limit));
  for (size_t rows = 0;; ++rows) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) return rows < limit ? std::nullopt : std::optional(place);
    ASSIGN_OR_RETURN(Id id, statement->ColumnId(1));
    place = statement->ColumnUint(0);
    visit(place, id, statement->ColumnBytes(2));
  }
}

template <typename Base>
Result<std::vector<Grant>> SqliteReader<Base>::GrantsOf(const Id& person) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kGrantsSql));
  statement->Bind(1, person);
  std::vector<Grant> grants;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) return grants;
    const std::optional<Scope> scope = Scope::FromText(statement->ColumnBytes(0));
    if (!scope) return Damaged("a scope's name does not parse");
    Grant grant{*scope, statement->ColumnUint(1), std::nullopt};
    if (!statement->ColumnIsNull(2)) grant.until = statement->ColumnUint(2);
    grants.push_back(grant);
  }
}

template <typename Base>
Result<std::vector<Holder>> SqliteReader<Base>::HoldersOf(const Scope& scope) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kHoldersSql));
  const std::string name = scope.ToText();
  statement->BindText(1, name);
  std::vector<Holder> holders;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) return holders;
    ASSIGN_OR_RETURN(Id person, statement->ColumnId(0));
    holders.push_back({person, statement->ColumnUint(1)});
  }
}

template <typename Base>
Result<std::optional<Seq>> SqliteReader<Base>::EndOfEpoch(const Id& epoch) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kEpochSql));
  statement->Bind(1, epoch);
  ASSIGN_OR_RETURN(bool row, statement->Step());
  if (!row) return std::optional<Seq>();
  const bool current = statement->ColumnIsNull(0);
  const Seq end = current ? std::numeric_limits<Seq>::max() : statement->ColumnUint(0);
  statement->Reset();
  return std::optional<Seq>(end);
}

template <typename Base>
Result<bool> SqliteReader<Base>::Holds(const Id& person, const Scope& scope) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kHoldsSql));
  const std::string name = scope.ToText();
  ASSIGN_OR_RETURN(bool held, statement->Bind(1, person).BindText(2, name).Step());
  if (held) statement->Reset();
  return held;
}

template <typename Base>
Status SqliteReader<Base>::ReadLog(const Scope& scope, Seq after, size_t limit,
                                   const std::function<bool(const LogRow&)>& visit) {
  ASSIGN_OR_RETURN(std::optional<int64_t> number, ScopeNumber(scope));
  if (!number) return {};
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kLogSql));
  statement->Bind(1, *number).Bind(2, after).Bind(3, static_cast<int64_t>(limit));
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) return {};
    LogRow log;
    log.seq = statement->ColumnUint(0);
    ASSIGN_OR_RETURN(log.id, statement->ColumnId(1));
    log.gone = statement->ColumnInt(2) != 0;
    if (!log.gone) log.bytes = statement->ColumnBytes(3);
    log.nth = statement->ColumnUint(4);
    if (!visit(log)) {
      statement->Reset();
      return {};
    }
  }
}

template <typename Base>
Result<Seq> SqliteReader<Base>::LastSeqIn(const Scope& scope) {
  ASSIGN_OR_RETURN(std::optional<int64_t> number, ScopeNumber(scope));
  if (!number) return Seq{0};
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kLastSeqInSql));
  ASSIGN_OR_RETURN(bool row, statement->Bind(1, *number).Step());
  const Seq seq = row ? statement->ColumnUint(0) : 0;
  if (row) statement->Reset();
  return seq;
}

template <typename Base>
Result<rules::LeafDigests> SqliteReader<Base>::DigestsOf(const Scope& scope) {
  ASSIGN_OR_RETURN(std::optional<int64_t> number, ScopeNumber(scope));
  if (!number) return rules::LeafDigests{};
  return ReadDigests(connection_, *number);
}

template <typename Base>
Result<std::optional<Account>> SqliteReader<Base>::AccountByEmail(std::string_view email) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kAccountSql));
  ASSIGN_OR_RETURN(bool found, statement->BindText(1, email).Step());
  if (!found) return std::optional<Account>();
  ASSIGN_OR_RETURN(Id person, statement->ColumnId(0));
  statement->Reset();
  return std::optional<Account>(Account{person, std::string(email)});
}

template <typename Base>
Result<std::optional<std::string>> SqliteReader<Base>::EmailOf(const Id& person) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kEmailSql));
  ASSIGN_OR_RETURN(bool found, statement->Bind(1, person).Step());
  if (!found) return std::optional<std::string>();
  std::string email(statement->ColumnBytes(0));
  statement->Reset();
  return std::optional<std::string>(std::move(email));
}

template <typename Base>
Result<std::optional<SignInCode>> SqliteReader<Base>::CodeFor(std::string_view email) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kCodeSql));
  ASSIGN_OR_RETURN(bool found, statement->BindText(1, email).Step());
  if (!found) return std::optional<SignInCode>();
  SignInCode code;
  code.email = std::string(email);
  code.code_hash = std::string(statement->ColumnBytes(0));
  code.expires = statement->ColumnInt(1);
  code.tries_left = static_cast<int>(statement->ColumnInt(2));
  code.hour_began = statement->ColumnInt(3);
  code.asked_in_hour = static_cast<int>(statement->ColumnInt(4));
  statement->Reset();
  return std::optional<SignInCode>(std::move(code));
}

template <typename Base>
Result<std::vector<DeviceRow>> SqliteReader<Base>::ReadDevices(Statement& statement) {
  std::vector<DeviceRow> devices;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement.Step());
    if (!row) return devices;
    DeviceRow device;
    ASSIGN_OR_RETURN(device.device, statement.ColumnId(0));
    ASSIGN_OR_RETURN(device.person, statement.ColumnId(1));
    device.name = std::string(statement.ColumnBytes(2));
    device.token_hash = std::string(statement.ColumnBytes(3));
    device.signed_in = statement.ColumnInt(4);
    device.last_seen = statement.ColumnInt(5);
    device.revoked = statement.ColumnInt(6) != 0;
    device.last_number = statement.ColumnUint(7);
    devices.push_back(std::move(device));
  }
}

template <typename Base>
Result<std::optional<DeviceRow>> SqliteReader<Base>::Device(const Id& device) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kDeviceSql));
  ASSIGN_OR_RETURN(std::vector<DeviceRow> rows, ReadDevices(statement->Bind(1, device)));
  return rows.empty() ? std::optional<DeviceRow>() : std::move(rows.front());
}

template <typename Base>
Result<std::optional<DeviceRow>> SqliteReader<Base>::DeviceByToken(std::string_view token_hash) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kDeviceByTokenSql));
  ASSIGN_OR_RETURN(std::vector<DeviceRow> rows, ReadDevices(statement->BindBlob(1, token_hash)));
  return rows.empty() ? std::optional<DeviceRow>() : std::move(rows.front());
}

template <typename Base>
Result<std::vector<DeviceRow>> SqliteReader<Base>::DevicesOf(const Id& person) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kDevicesOfSql));
  return ReadDevices(statement->Bind(1, person));
}

template <typename Base>
Result<std::optional<StoredOutcome>> SqliteReader<Base>::OutcomeOf(const Id& device,
                                                                   uint64_t number) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kOutcomeSql));
  return ReadOutcome(statement->Bind(1, device).Bind(2, number));
}

template <typename Base>
Result<std::optional<StoredOutcome>> SqliteReader<Base>::RequestOutcome(
    const Id& person, std::string_view request_id) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kRequestSql));
  return ReadOutcome(statement->Bind(1, person).BindText(2, request_id));
}

template <typename Base>
Result<std::optional<BlobInfo>> SqliteReader<Base>::Blob(std::string_view sha256) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kBlobSql));
  ASSIGN_OR_RETURN(bool found, statement->BindBlob(1, sha256).Step());
  if (!found) return std::optional<BlobInfo>();
  BlobInfo info;
  info.size = statement->ColumnUint(0);
  ASSIGN_OR_RETURN(info.uploader, statement->ColumnId(1));
  info.complete = statement->ColumnInt(2) != 0;
  info.held_chunks = std::string(statement->ColumnBytes(3));
  statement->Reset();
  return std::optional<BlobInfo>(std::move(info));
}

template <typename Base>
Result<uint64_t> SqliteReader<Base>::BlobBytesOf(const Id& person) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kBlobBytesSql));
  ASSIGN_OR_RETURN(bool row, statement->Bind(1, person).Step());
  const uint64_t bytes = row ? statement->ColumnUint(0) : 0;
  if (row) statement->Reset();
  return bytes;
}

template <typename Base>
Result<std::optional<std::string>> SqliteReader<Base>::BlobChunk(std::string_view sha256,
                                                                 uint32_t index) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kBlobChunkSql));
  ASSIGN_OR_RETURN(bool found, statement->BindBlob(1, sha256).Bind(2, index).Step());
  if (!found) return std::optional<std::string>();
  std::string data(statement->ColumnBytes(0));
  statement->Reset();
  return std::optional<std::string>(std::move(data));
}

template <typename Base>
Result<Seq> SqliteReader<Base>::BackedUpTo() {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kBackedUpSql));
  ASSIGN_OR_RETURN(bool found, statement->Step());
  const Seq seq = found ? statement->ColumnUint(0) : 0;
  if (found) statement->Reset();
  return seq;
}

template <typename Base>
Result<TimeMs> SqliteReader<Base>::RestoredAt() {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kRestoredSql));
  ASSIGN_OR_RETURN(bool found, statement->Step());
  const TimeMs time = found ? statement->ColumnInt(0) : 0;
  if (found) statement->Reset();
  return time;
}

template <typename Base>
Result<Seq> SqliteReader<Base>::RestoredTo() {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kRestoredToSql));
  ASSIGN_OR_RETURN(bool found, statement->Step());
  const Seq seq = found ? statement->ColumnUint(0) : 0;
  if (found) statement->Reset();
  return seq;
}

template <typename Base>
Result<uint64_t> SqliteReader<Base>::LastNth() {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kLastNthSql));
  ASSIGN_OR_RETURN(bool found, statement->Step());
  const uint64_t nth = found ? statement->ColumnUint(0) : 0;
  if (found) statement->Reset();
  return nth;
}

namespace {

Result<std::vector<NoticeMark>> ReadMarks(Statement& statement) {
  std::vector<NoticeMark> marks;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement.Step());
    if (!row) return marks;
    NoticeMark mark;
    ASSIGN_OR_RETURN(mark.person, statement.ColumnId(0));
    mark.told_seq = statement.ColumnUint(1);
    mark.told_nth = statement.ColumnUint(2);
    mark.told_ms = statement.ColumnInt(3);
    mark.soon_seq = statement.ColumnUint(4);
    mark.soon_nth = statement.ColumnUint(5);
    mark.digest_due = statement.ColumnInt(6);
    mark.due = statement.ColumnInt(7);
    marks.push_back(mark);
  }
}

}  // namespace

template <typename Base>
Result<std::optional<NoticeMark>> SqliteReader<Base>::NoticeMarkOf(const Id& person) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kMarkSql));
  ASSIGN_OR_RETURN(std::vector<NoticeMark> marks, ReadMarks(statement->Bind(1, person)));
  return marks.empty() ? std::optional<NoticeMark>() : marks.front();
}

template <typename Base>
Result<std::vector<NoticeMark>> SqliteReader<Base>::NoticesDue(TimeMs now, size_t limit) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kMarksDueSql));
  return ReadMarks(statement->Bind(1, now).Bind(2, static_cast<int64_t>(limit)));
}

template <typename Base>
Result<std::vector<OutMail>> SqliteReader<Base>::MailsDue(TimeMs now, size_t limit) {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kMailsDueSql));
  statement->Bind(1, now).Bind(2, static_cast<int64_t>(limit));
  std::vector<OutMail> mails;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement->Step());
    if (!row) return mails;
    OutMail mail;
    mail.no = statement->ColumnUint(0);
    ASSIGN_OR_RETURN(mail.person, statement->ColumnId(1));
    mail.message_id = std::string(statement->ColumnBytes(2));
    mail.subject = std::string(statement->ColumnBytes(3));
    mail.body = std::string(statement->ColumnBytes(4));
    mail.html = std::string(statement->ColumnBytes(5));
    mail.made = statement->ColumnInt(6);
    mail.due = statement->ColumnInt(7);
    mail.tries = static_cast<int>(statement->ColumnInt(8));
    mails.push_back(std::move(mail));
  }
}

template <typename Base>
Result<typename Reader::Counts> SqliteReader<Base>::Count() {
  ASSIGN_OR_RETURN(Statement * statement, connection_.Get(kCountSql));
  ASSIGN_OR_RETURN(bool row, statement->Step());
  Reader::Counts counts;
  if (row) {
    counts.entities = statement->ColumnUint(0);
    counts.devices = statement->ColumnUint(1);
    counts.bytes_on_disk = statement->ColumnUint(2);
    statement->Reset();
  }
  return counts;
}

template class SqliteReader<Snapshot>;
template class SqliteReader<Transaction>;

}  // namespace samstig::server
