// SPDX-License-Identifier: Apache-2.0
// The writing half of the engine: one write transaction on the store's one writing connection.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_SQLITE_TRANSACTION_H_
#define SAMSTIG_SERVER_STORE_SQLITE_SQLITE_TRANSACTION_H_

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/store/sqlite/digest_journal.h"
#include "server/store/sqlite/read_once.h"
#include "server/store/sqlite/sqlite_reader.h"

namespace samstig::server {

// Numbers of scopes that are known to be on disk. Outlives the transactions.
using ScopeNumbers = std::map<Scope, int64_t>;

class SqliteTransaction final : public SqliteReader<Transaction> {
 public:
  // Begins. `scopes` is added to at commit.
  static Result<std::unique_ptr<Transaction>> Begin(Connection& connection, ScopeNumbers& scopes);
  ~SqliteTransaction() override;

  Result<std::shared_ptr<const v1::Entity>> Parsed(const Id& id) override;
  Result<bool> Holds(const Id& person, const Scope& scope) override;
  Result<Seq> Put(const Id& id, std::string_view bytes, const Scopes& scopes,
                  const std::vector<rules::Key>& keys) override;
  Status AddKey(const Id& id, const rules::Key& key) override;
  Status DropKey(const Id& id, const rules::Key& key) override;
  Result<Seq> Remove(const Id& id) override;
  Status KeepHistory(const Id& id) override;
  Status GiveScope(const Id& person, const Scope& scope) override;
  Status TakeScope(const Id& person, const Scope& scope) override;
  Status PutAccount(const Account& account) override;
  Status MoveAccount(const Account& account) override;
  Status PutCode(const SignInCode& code) override;
  Status DeleteCode(std::string_view email) override;
  Status SweepCodes(TimeMs expired_before, TimeMs hour_began_before) override;
  Status PutDevice(const DeviceRow& device) override;
  Status SetLastNumber(const Id& device, uint64_t number) override;
  Status PutOutcome(const Id& device, uint64_t number, const StoredOutcome& outcome) override;
  Status PutRequestOutcome(const Id& person, std::string_view request_id,
                           const StoredOutcome& outcome, TimeMs now) override;
  Status PutBlob(std::string_view sha256, const BlobInfo& info) override;
  Status PutBlobChunk(std::string_view sha256, uint32_t index, std::string_view data) override;
  Status DeleteBlobChunks(std::string_view sha256) override;
  Status SetBackedUpTo(Seq seq) override;
  Status SetRestoredAt(TimeMs time) override;
  // These are in sqlite_erasing.cc.
  Status ReadHistory(
      const std::function<void(const Id& id, Seq seq, std::string_view bytes)>& visit) override;
  Status ReplaceHistory(const Id& id, Seq seq, std::string_view bytes) override;
  Status ForgetHistory(const Id& id, Seq seq) override;
  Status ForgetPerson(const Id& person) override;
  Result<std::vector<std::string>> BlobsOf(const Id& person) override;
  Status CopyBlob(std::string_view from, std::string_view to, const Id& uploader) override;
  Status DeleteBlob(std::string_view sha256) override;
  Status PutNoticeMark(const NoticeMark& mark) override;
  Status PutOutMail(const OutMail& mail) override;
  Status DeleteOutMail(uint64_t no) override;
  Status Savepoint() override;
  Status RollbackToSavepoint() override;
  uint64_t Writes() const override { return writes_; }
  Status Commit() override;
  const Changes& Committed() const override { return changes_; }

 private:
  SqliteTransaction(Connection& connection, ScopeNumbers& scopes)
      : SqliteReader(connection), known_scopes_(scopes) {}

  Result<int64_t> NumberFor(const Scope& scope);
  // The entity's number; nullopt when it was never stored.
  Result<std::optional<int64_t>> EntityNumber(const Id& id);
  // The number of an entity that is new with these bytes; nullopt when there is or was one already.
  Result<std::optional<int64_t>> Insert(const Id& id, std::string_view bytes);
  Result<int64_t> DeviceNumber(const Id& device);
  // The digest of the entity's present bytes; zero when it has ended.
  Result<rules::Digest> DigestOf(int64_t entity);
  // An entity as it is to be in the log from now on.
  struct Logged {
    const Id& id;
    int64_t number;
    Seq seq;
    rules::Digest digest;
  };
  Status AddKeys(int64_t entity, const std::vector<rules::Key>& keys);
  Status InsertLog(const Scope& scope, const Logged& entity);
  Status MoveLog(int64_t scope_number, const Logged& entity, bool gone);
  // Moves the rows of an entity that was stored before: to `scopes`, gone from the others. `before`
  // is what it added to the digests of the scopes it was in.
  Status MoveScopes(const Logged& entity, const Scopes& scopes, const rules::Digest& before);
  Status Run(const char* sql);
  // Remembers for Committed() what the entity's rows of this seq hold.
  void Note(Seq seq, const Id& id, std::string_view bytes);
  // Makes changes_ of what was noted.
  void SumUp();

  // One Put or Remove.
  struct Noted {
    Seq seq;
    Id id;
    std::string bytes;
  };
  struct NotedRow {
    Scope scope;
    Seq seq;
    bool gone;
  };
  // A scope that was given or taken.
  struct NotedPerson {
    Seq seq;
    Id person;
  };

  ScopeNumbers& known_scopes_;
  ScopeNumbers new_scopes_;
  DigestJournal digests_;
  size_t savepoint_digests_ = 0;
  ReadOnce read_once_;
  // In order of seq; what came after the savepoint is cut off when it is undone.
  std::deque<Noted> noted_;
  std::vector<NotedRow> noted_rows_;
  std::vector<NotedPerson> noted_persons_;
  size_t noted_bytes_ = 0;
  Changes changes_;
  Seq savepoint_seq_ = 0;
  uint64_t writes_ = 0;
  bool open_ = false;
  bool has_savepoint_ = false;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_SQLITE_TRANSACTION_H_
