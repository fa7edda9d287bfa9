// SPDX-License-Identifier: Apache-2.0
// The reading half of the engine, over one connection inside a transaction; Snapshot and
// Transaction share it.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_SQLITE_READER_H_
#define SAMSTIG_SERVER_STORE_SQLITE_SQLITE_READER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/sqlite/connection.h"
#include "server/store/store.h"

namespace samstig::server {

// Implements Reader for Base = Snapshot or Transaction. The caller has begun a transaction.
template <typename Base>
class SqliteReader : public Base {
 public:
  Seq LastSeq() const override { return last_seq_; }
  Result<std::optional<std::string>> Get(const Id& id) override;
  Result<std::vector<Id>> Find(const rules::Key& key) override;
  Result<Seq> ChangedAt(const Id& id) override;
  Result<Scopes> ScopesOf(const Id& id) override;
  Result<std::vector<std::string>> History(const Id& id) override;
  Result<std::optional<uint64_t>> ReadEntities(
      uint64_t place, size_t limit,
      const std::function<void(uint64_t place, const Id& id, std::string_view bytes)>& visit)
      override;
  Result<std::vector<Grant>> GrantsOf(const Id& person) override;
  Result<std::vector<Holder>> HoldersOf(const Scope& scope) override;
  Result<std::optional<Seq>> EndOfEpoch(const Id& epoch) override;
  Result<bool> Holds(const Id& person, const Scope& scope) override;
  Status ReadLog(const Scope& scope, Seq after, size_t limit,
                 const std::function<bool(const LogRow&)>& visit) override;
  Result<Seq> LastSeqIn(const Scope& scope) override;
  Result<rules::LeafDigests> DigestsOf(const Scope& scope) override;
  Result<std::optional<Account>> AccountByEmail(std::string_view email) override;
  Result<std::optional<std::string>> EmailOf(const Id& person) override;
  Result<std::optional<SignInCode>> CodeFor(std::string_view email) override;
  Result<std::optional<DeviceRow>> Device(const Id& device) override;
  Result<std::optional<DeviceRow>> DeviceByToken(std::string_view token_hash) override;
  Result<std::vector<DeviceRow>> DevicesOf(const Id& person) override;
  Result<std::optional<StoredOutcome>> OutcomeOf(const Id& device, uint64_t number) override;
  Result<std::optional<StoredOutcome>> RequestOutcome(const Id& person,
                                                      std::string_view request_id) override;
  Result<std::optional<BlobInfo>> Blob(std::string_view sha256) override;
  Result<uint64_t> BlobBytesOf(const Id& person) override;
  Result<std::optional<std::string>> BlobChunk(std::string_view sha256, uint32_t index) override;
  Result<Seq> BackedUpTo() override;
  Result<TimeMs> RestoredAt() override;
  Result<Seq> RestoredTo() override;
  Result<uint64_t> LastNth() override;
  Result<std::optional<NoticeMark>> NoticeMarkOf(const Id& person) override;
  Result<std::vector<NoticeMark>> NoticesDue(TimeMs now, size_t limit) override;
  Result<std::vector<OutMail>> MailsDue(TimeMs now, size_t limit) override;
  Result<typename Reader::Counts> Count() override;

 protected:
  explicit SqliteReader(Connection& connection) : connection_(connection) {}

  // Reads the last seq; starts the read transaction that the caller began.
  Status LoadLastSeq();
  // The scope's number; nullopt when it never had a row.
  Result<std::optional<int64_t>> ScopeNumber(const Scope& scope);
  Result<std::vector<DeviceRow>> ReadDevices(base::Statement& statement);

  Connection& connection_;
  Seq last_seq_ = 0;
};

extern template class SqliteReader<Snapshot>;
extern template class SqliteReader<Transaction>;

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_SQLITE_READER_H_
