// SPDX-License-Identifier: Apache-2.0
#include "server/store/sqlite/sqlite_store.h"

#include <unistd.h>

#include <cstring>
#include <limits>
#include <mutex>
#include <optional>

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/digest_journal.h"
#include "server/store/sqlite/fill_keys.h"
#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/sqlite_reader.h"
#include "server/store/sqlite/sqlite_transaction.h"

namespace samstig::server {

using base::Database;
using base::Statement;

namespace {

// Idle read connections kept for the next Snapshot.
constexpr size_t kMaxIdleReaders = 4;

using ConnectionPool = std::vector<std::unique_ptr<Connection>>;

class SqliteSnapshot final : public SqliteReader<Snapshot> {
 public:
  static Result<std::unique_ptr<Snapshot>> Begin(std::unique_ptr<Connection> connection,
                                                 std::mutex& mutex, ConnectionPool& pool) {
    std::unique_ptr<SqliteSnapshot> snapshot(
        new SqliteSnapshot(std::move(connection), mutex, pool));
    RETURN_IF_ERROR(snapshot->owned_->db().Execute("BEGIN"));
    RETURN_IF_ERROR(snapshot->LoadLastSeq());
    return std::unique_ptr<Snapshot>(std::move(snapshot));
  }

  ~SqliteSnapshot() override {
    if (!owned_->db().Execute("COMMIT").ok()) return;
    const std::lock_guard lock(mutex_);
    if (pool_.size() < kMaxIdleReaders) pool_.push_back(std::move(owned_));
  }

 private:
  SqliteSnapshot(std::unique_ptr<Connection> connection, std::mutex& mutex, ConnectionPool& pool)
      : SqliteReader(*connection), owned_(std::move(connection)), mutex_(mutex), pool_(pool) {}

  std::unique_ptr<Connection> owned_;
  std::mutex& mutex_;
  ConnectionPool& pool_;
};

// Settings that live in the connection. Some are needed before the first table is made.
Status Prepare(Database& db, int cache_kib) {
  RETURN_IF_ERROR(db.Execute("PRAGMA busy_timeout = 5000"));
  RETURN_IF_ERROR(db.Execute("PRAGMA page_size = 8192"));
  RETURN_IF_ERROR(db.Execute("PRAGMA journal_mode = WAL"));
  RETURN_IF_ERROR(db.Execute("PRAGMA synchronous = FULL"));
  RETURN_IF_ERROR(db.Execute("PRAGMA temp_store = MEMORY"));
  RETURN_IF_ERROR(db.Execute("PRAGMA wal_autocheckpoint = 2000"));
  RETURN_IF_ERROR(db.Execute("PRAGMA journal_size_limit = 67108864"));
  RETURN_IF_ERROR(db.Execute("PRAGMA secure_delete = FAST"));
  return db.Execute("PRAGMA cache_size = -" + std::to_string(cache_kib));
}

Result<int64_t> ReadInt(Database& db, std::string_view sql) {
  ASSIGN_OR_RETURN(Statement statement, db.Prepare(sql));
  ASSIGN_OR_RETURN(bool row, statement.Step());
  return row ? statement.ColumnInt(0) : 0;
}

// Before anything else: to set the journal's mode would already be to change the file.
Status CheckNotNewer(Database& db) {
  ASSIGN_OR_RETURN(int64_t version, ReadInt(db, "PRAGMA user_version"));
  const auto newest = static_cast<int64_t>(Migrations().size());
  if (version <= newest) return {};
  return {v1::REASON_NEWER_DATA, "the data has schema " + std::to_string(version) +
                                     "; this version of Samstig knows up to " +
                                     std::to_string(newest)};
}

// A network is there from when its names are. Of one that was begun and not finished, since the
// disk was full or the server was killed, there are empty tables or nothing. A database of somebody
// else's is as it is.
Result<bool> IsBorn(Database& db) {
  ASSIGN_OR_RETURN(const int64_t anything, ReadInt(db, "SELECT count(*) FROM sqlite_master"));
  if (anything == 0) return false;
  ASSIGN_OR_RETURN(const int64_t meta,
                   ReadInt(db, "SELECT count(*) FROM sqlite_master WHERE name = 'meta'"));
  if (meta == 0) return true;
  ASSIGN_OR_RETURN(const int64_t names,
                   ReadInt(db, "SELECT count(*) FROM meta WHERE name = 'slug'"));
  return names > 0;
}

Status Migrate(Database& db) {
  const std::vector<std::string>& migrations = Migrations();
  ASSIGN_OR_RETURN(int64_t version, ReadInt(db, "PRAGMA user_version"));
  const auto newest = static_cast<int64_t>(migrations.size());
  for (; version < newest; ++version) {
    RETURN_IF_ERROR(db.Execute("BEGIN IMMEDIATE"));
    RETURN_IF_ERROR(db.Execute(migrations[static_cast<size_t>(version)]));
    RETURN_IF_ERROR(db.Execute("PRAGMA user_version = " + std::to_string(version + 1)));
    RETURN_IF_ERROR(db.Execute("COMMIT"));
  }
  return {};
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, std::string vfs, Database db)
      : path_(std::move(path)), vfs_(std::move(vfs)), writer_(std::in_place, std::move(db)) {}

  Status Start(const std::string& slug, const std::string& name_if_new, base::Random& random) {
    RETURN_IF_ERROR(Migrate(writer_->db()));
    if (name_if_new.empty()) {
      RETURN_IF_ERROR(ReadNames());
      if (slug_ != slug) {
        return {v1::REASON_DATA_DAMAGED, "the file holds the network " + slug_ + ", not " + slug};
      }
    }
    RETURN_IF_ERROR(FillDigests(*writer_));
    RETURN_IF_ERROR(FillKeys(*writer_));
    return name_if_new.empty() ? BeginEpoch(random) : BeBorn(slug, name_if_new, random);
  }

  Result<std::unique_ptr<Transaction>> Begin() override {
    if (!writer_) return Closed();
    return SqliteTransaction::Begin(*writer_, scopes_);
  }

  Result<std::unique_ptr<Snapshot>> Read() override {
    std::unique_ptr<Connection> connection;
    {
      const std::lock_guard lock(mutex_);
      if (!writer_) return Closed();
      if (!readers_.empty()) {
        connection = std::move(readers_.back());
        readers_.pop_back();
      }
    }
    if (!connection) {
      ASSIGN_OR_RETURN(Database db, Database::Open(path_, Database::Mode::kReadWrite, vfs_));
      RETURN_IF_ERROR(db.Execute("PRAGMA busy_timeout = 5000"));
      RETURN_IF_ERROR(db.Execute("PRAGMA query_only = ON"));
      RETURN_IF_ERROR(db.Execute("PRAGMA cache_size = -2048"));
      connection = std::make_unique<Connection>(std::move(db));
    }
    return SqliteSnapshot::Begin(std::move(connection), mutex_, readers_);
  }

  // By a connection of its own, which has no statement under way. What it builds meanwhile is as
  // large as the network, and so not in memory but in a file that has no name.
  Status Scrub() override {
    if (!writer_) return Closed();
    ASSIGN_OR_RETURN(Database db, Database::Open(path_, Database::Mode::kReadWrite, vfs_));
    // Readers look for milliseconds; the few that take long are kept away (Keeping::Alone).
    RETURN_IF_ERROR(db.Execute("PRAGMA busy_timeout = 1000"));
    RETURN_IF_ERROR(db.Execute("PRAGMA temp_store = FILE"));
    RETURN_IF_ERROR(db.Execute("VACUUM"));
    ASSIGN_OR_RETURN(Statement truncate, db.Prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
    ASSIGN_OR_RETURN(bool row, truncate.Step());
    if (row && truncate.ColumnInt(0) == 0) return {};
    return {v1::REASON_UNAVAILABLE, "somebody reads the network for long; try again soon"};
  }

  void Close() override {
    const std::lock_guard lock(mutex_);
    readers_.clear();
    writer_.reset();  // The last connection folds the write-ahead log into the file.
  }

  const Id& Epoch() const override { return lineage_.back().epoch; }
  const Id& FirstEpoch() const override { return lineage_.front().epoch; }
  Seq EpochStart() const override { return lineage_.back().start; }

  std::optional<Seq> EndOf(const Id& epoch) const override {
    for (size_t i = 0; i < lineage_.size(); ++i) {
      if (lineage_[i].epoch != epoch) continue;
      return i + 1 < lineage_.size() ? lineage_[i + 1].start : std::numeric_limits<Seq>::max();
    }
    return std::nullopt;
  }

  const std::string& Slug() const override { return slug_; }
  const std::string& Name() const override { return name_; }

 private:
  struct Life {
    Id epoch;
    Seq start = 0;
  };

  static Status Closed() { return {v1::REASON_UNAVAILABLE, "the store is closed"}; }

  // Its names and its first epoch, both or neither (IsBorn).
  Status BeBorn(const std::string& slug, const std::string& name, base::Random& random) {
    RETURN_IF_ERROR(writer_->db().Execute("BEGIN IMMEDIATE"));
    ASSIGN_OR_RETURN(Statement insert, writer_->db().Prepare("INSERT INTO meta VALUES(?1, ?2)"));
    RETURN_IF_ERROR(insert.BindText(1, "slug").BindText(2, slug).Run());
    RETURN_IF_ERROR(insert.BindText(1, "name").BindText(2, name).Run());
    RETURN_IF_ERROR(BeginEpoch(random));
    RETURN_IF_ERROR(writer_->db().Execute("COMMIT"));
    slug_ = slug;
    name_ = name;
    return {};
  }

  Status ReadNames() {
    ASSIGN_OR_RETURN(Statement select,
                     writer_->db().Prepare("SELECT (SELECT value FROM meta WHERE name = 'slug'), "
                                           "(SELECT value FROM meta WHERE name = 'name')"));
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row || select.ColumnIsNull(0)) {
      return {v1::REASON_DATA_DAMAGED, "the file is no network of Samstig's"};
    }
    slug_ = std::string(select.ColumnBytes(0));
    name_ = std::string(select.ColumnBytes(1));
    return {};
  }

  Status BeginEpoch(base::Random& random) {
    uint64_t bits[2] = {random.Next(), random.Next()};
    char bytes[Id::kSize];
    std::memcpy(bytes, bits, sizeof(bytes));
    const Id epoch = Id::FromBytes({bytes, sizeof(bytes)});
    ASSIGN_OR_RETURN(int64_t last_seq,
                     ReadInt(writer_->db(), "SELECT value FROM meta WHERE name = 'last_seq'"));
    ASSIGN_OR_RETURN(Statement insert,
                     writer_->db().Prepare("INSERT INTO lineage(epoch, start_seq) VALUES(?1, ?2)"));
    RETURN_IF_ERROR(insert.Bind(1, epoch).Bind(2, last_seq).Run());
    ASSIGN_OR_RETURN(Statement select,
                     writer_->db().Prepare("SELECT epoch, start_seq FROM lineage ORDER BY no"));
    while (true) {
      ASSIGN_OR_RETURN(bool row, select.Step());
      if (!row) return {};
      ASSIGN_OR_RETURN(Id id, select.ColumnId(0));
      lineage_.push_back({id, select.ColumnUint(1)});
    }
  }

  const std::string path_;
  const std::string vfs_;
  std::optional<Connection> writer_;  // None once closed.
  ScopeNumbers scopes_;
  std::vector<Life> lineage_;
  std::string slug_;
  std::string name_;

  std::mutex mutex_;
  ConnectionPool readers_;  // Idle ones. Guarded by mutex_.
};

}  // namespace

Result<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path, const std::string& slug,
                                               const std::string& name_if_new, base::Random& random,
                                               const std::string& vfs) {
  const bool is_new = !name_if_new.empty();
  Result<Database> db = Database::Open(path, Database::Mode::kReadWrite, vfs);
  if (db.ok()) {
    ASSIGN_OR_RETURN(const bool born, IsBorn(*db));
    if (born && is_new) {
      return Status(v1::REASON_ALREADY_EXISTS, "there is a network " + slug + " already");
    }
    if (!born && !is_new) {
      return Status(v1::REASON_NOT_FOUND,
                    "the network " + slug + " was begun and never finished; create it again");
    }
  } else if (is_new) {
    db = Database::Open(path, Database::Mode::kReadWriteCreate, vfs);
  } else if (access(path.c_str(), F_OK) != 0) {
    return Status(v1::REASON_NOT_FOUND, "there is no network " + slug);
  }
  if (!db.ok()) return db.status();
  RETURN_IF_ERROR(CheckNotNewer(*db));
  RETURN_IF_ERROR(Prepare(*db, /*cache_kib=*/16384));
  auto store = std::make_unique<SqliteStore>(path, vfs, *std::move(db));
  RETURN_IF_ERROR(store->Start(slug, name_if_new, random));
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace samstig::server
