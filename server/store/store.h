// SPDX-License-Identifier: Apache-2.0
// The Store contract: what the server needs of a database that holds one network. Embedded SQLite
// is one engine; every engine passes the suite in tests/contract/store_contract.h.
//
// One writer: at most one Transaction is open at a time, and its changes get the network's next
// numbers (seq) at commit, so that no reader ever sees change n+1 before n. Any number of Snapshots
// read beside it; each shows the state after one commit. Neither is thread-safe; different
// Snapshots may be used by different threads.
//
// A failed Commit leaves the store as it was before the Transaction: nothing is half done. Bytes go
// in and come out as they are; the store parses no entity, but for the keys of one that was stored
// before there were such keys, and for Transaction::Parsed, which changes nothing.
#ifndef SAMSTIG_SERVER_STORE_STORE_H_
#define SAMSTIG_SERVER_STORE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/hash.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "domain/rules/digest.h"
#include "domain/rules/keys.h"
#include "domain/rules/scope.h"

namespace samstig::v1 {
class Entity;
}  // namespace samstig::v1

namespace samstig::server {

using base::Hash128;
using base::Id;
using base::Result;
using base::Status;
using base::TimeMs;
using rules::Scope;
using rules::Scopes;
using Seq = uint64_t;

// One line of the log, as it stands now: "entity `id` is in this scope with these bytes since
// `seq`", or it was and is gone.
struct LogRow {
  Seq seq = 0;
  Id id;
  bool gone = false;
  // Exact bytes of the Entity; empty when gone. Valid during the callback only.
  std::string_view bytes;
  // Which of the network's entities it is, in the order in which they were first stored. Only from
  // ReadLog.
  uint64_t nth = 0;
};

// What one Transaction did that followers of the log want to hear.
struct Changes {
  struct Row {
    Scope scope;
    LogRow row;
  };

  // The seqs it gave: after `from`, up to `to`.
  Seq from = 0;
  Seq to = 0;
  // The rows of the log it wrote, as they stand at its end: one for each (scope, entity), by scope
  // and then by seq. Their bytes live as long as the Transaction.
  std::vector<Row> rows;
  // Who was given a scope or lost one. Ascending.
  std::vector<Id> persons;
  // All scopes in `rows`, and those of `persons` themselves. Ascending.
  Scopes touched;
  // False when the rows were more than are worth keeping (kMaxChangesBytes): then there are none.
  bool whole = true;
};

// The entities' bytes that Changes carries at most, so that a large import takes no memory for it.
inline constexpr size_t kMaxChangesBytes = 1 << 20;

// A person may read a scope since this seq; `until` is set when that has ended.
struct Grant {
  Scope scope;
  Seq since = 0;
  std::optional<Seq> until;
};

// Somebody who may read a scope now, since this seq.
struct Holder {
  Id person;
  Seq since = 0;
};

// Who may sign in with an address. Addresses are kept in lower case and never leave the server.
struct Account {
  Id person;
  std::string email;
};

// A one-time code as it is kept: never the code itself.
struct SignInCode {
  std::string email;
  std::string code_hash;
  TimeMs expires = 0;
  int tries_left = 0;
  // Codes asked for in the hour that began then.
  TimeMs hour_began = 0;
  int asked_in_hour = 0;
};

struct DeviceRow {
  Id device;
  Id person;
  std::string name;
  // SHA-256 of the token, 32 bytes.
  std::string token_hash;
  TimeMs signed_in = 0;
  TimeMs last_seen = 0;
  bool revoked = false;
  // The last mutation number judged.
  uint64_t last_number = 0;
};

// The verdict on a mutation, kept so that a repeat gets the same answer.
struct StoredOutcome {
  Hash128 mutation_hash{};
  // Exact bytes of the Outcome.
  std::string outcome;
};

// How far a person has been told by mail, and when the next look is due. Nothing is kept for a
// single notice: what is beyond the marks has not been told.
struct NoticeMark {
  Id person;
  // Of the digest: changes up to the seq, entities up to the nth, deadlines up to the time.
  Seq told_seq = 0;
  uint64_t told_nth = 0;
  TimeMs told_ms = 0;
  // Of what is told at once.
  Seq soon_seq = 0;
  uint64_t soon_nth = 0;
  // 0: to be worked out from the person's settings.
  TimeMs digest_due = 0;
  // When the person is looked at again.
  TimeMs due = 0;

  bool operator==(const NoticeMark&) const = default;
};

// A mail that a mail server has not taken yet.
struct OutMail {
  // Given by the store; 0 for a new one.
  uint64_t no = 0;
  Id person;
  // The same each time it is tried.
  std::string message_id;
  std::string subject;
  std::string body;
  std::string html;
  TimeMs made = 0;
  TimeMs due = 0;
  int tries = 0;
};

// What one blob is.
struct BlobInfo {
  uint64_t size = 0;
  Id uploader;
  bool complete = false;
  // One bit a chunk, lowest bit first.
  std::string held_chunks;
};

// Reading. Everything is as of one moment.
class Reader {
 public:
  virtual ~Reader() = default;

  // The last seq that is committed (in a Transaction: the one its changes will follow).
  virtual Seq LastSeq() const = 0;

  // Exact bytes of the entity; nullopt when there is none or it has ended.
  virtual Result<std::optional<std::string>> Get(const Id& id) = 0;
  // Ids of the entities under the key, ascending.
  virtual Result<std::vector<Id>> Find(const rules::Key& key) = 0;
  // The seq of the entity's last change; 0 when there was none. Cheap.
  virtual Result<Seq> ChangedAt(const Id& id) = 0;
  // The scopes an entity is in now.
  virtual Result<Scopes> ScopesOf(const Id& id) = 0;
  // Earlier versions of an entity, oldest first: exact bytes.
  virtual Result<std::vector<std::string>> History(const Id& id) = 0;

  // Entities that there are, in the order in which the store came to know them: those after
  // `place`, at most `limit`. Gives the place to go on from; nullopt at the end.
  virtual Result<std::optional<uint64_t>> ReadEntities(
      uint64_t place, size_t limit,
      const std::function<void(uint64_t place, const Id& id, std::string_view bytes)>& visit) = 0;

  // All grants of a person, ended ones included (the latest for each scope).
  virtual Result<std::vector<Grant>> GrantsOf(const Id& person) = 0;
  // Everybody who may read the scope now, by person.
  virtual Result<std::vector<Holder>> HoldersOf(const Scope& scope) = 0;
  // As Store::EndOf, of the epochs that this moment knows.
  virtual Result<std::optional<Seq>> EndOfEpoch(const Id& epoch) = 0;
  // Whether the person may read the scope now.
  virtual Result<bool> Holds(const Id& person, const Scope& scope) = 0;
  // Up to `limit` rows of the scope with seq > after, ascending. Stops early when `visit` returns
  // false.
  virtual Status ReadLog(const Scope& scope, Seq after, size_t limit,
                         const std::function<bool(const LogRow&)>& visit) = 0;
  // The highest seq in the scope's log, 0 if it has none. Cheap.
  virtual Result<Seq> LastSeqIn(const Scope& scope) = 0;
  // What proves a copy of the scope equal. In a Transaction: as of its beginning.
  virtual Result<rules::LeafDigests> DigestsOf(const Scope& scope) = 0;

  virtual Result<std::optional<Account>> AccountByEmail(std::string_view email) = 0;
  // An address of the person's; nullopt when there is none.
  virtual Result<std::optional<std::string>> EmailOf(const Id& person) = 0;
  virtual Result<std::optional<SignInCode>> CodeFor(std::string_view email) = 0;
  virtual Result<std::optional<DeviceRow>> Device(const Id& device) = 0;
  virtual Result<std::optional<DeviceRow>> DeviceByToken(std::string_view token_hash) = 0;
  virtual Result<std::vector<DeviceRow>> DevicesOf(const Id& person) = 0;

  virtual Result<std::optional<StoredOutcome>> OutcomeOf(const Id& device, uint64_t number) = 0;
  virtual Result<std::optional<StoredOutcome>> RequestOutcome(const Id& person,
                                                              std::string_view request_id) = 0;

  virtual Result<std::optional<BlobInfo>> Blob(std::string_view sha256) = 0;
  // The announced sizes of all blobs that the person uploads or has uploaded, in bytes.
  virtual Result<uint64_t> BlobBytesOf(const Id& person) = 0;
  virtual Result<std::optional<std::string>> BlobChunk(std::string_view sha256, uint32_t index) = 0;

  // All changes up to this seq are held by a backup; 0 when there is none. Cheap.
  virtual Result<Seq> BackedUpTo() = 0;
  // When the network was last taken back to a backup; 0 for never. Cheap.
  virtual Result<TimeMs> RestoredAt() = 0;
  // The last seq of the backup that it was taken back to; 0 for never. Cheap.
  virtual Result<Seq> RestoredTo() = 0;

  // How many entities were ever stored: the latest one's LogRow::nth.
  virtual Result<uint64_t> LastNth() = 0;
  virtual Result<std::optional<NoticeMark>> NoticeMarkOf(const Id& person) = 0;
  // The first `limit` that are due at `now` or before, the longest due first.
  virtual Result<std::vector<NoticeMark>> NoticesDue(TimeMs now, size_t limit) = 0;
  virtual Result<std::vector<OutMail>> MailsDue(TimeMs now, size_t limit) = 0;

  struct Counts {
    uint64_t entities = 0;
    uint64_t devices = 0;
    uint64_t bytes_on_disk = 0;
  };
  virtual Result<Counts> Count() = 0;
};

class Snapshot : public Reader {};

// Writing. Reads see the writes made before them. Savepoints let one Work of a group fail alone.
class Transaction : public Reader {
 public:
  // The entity as it stands, parsed; nullptr when there is none or it has ended; DATA_DAMAGED. The
  // same as parsing what Get gives, but what many writes of one group look at, such as their thread
  // and its cohort, is read once.
  virtual Result<std::shared_ptr<const v1::Entity>> Parsed(const Id& id) = 0;

  // Every change below that touches the log takes the network's next seq and returns it. LastSeq()
  // counts them in at once.

  // Stores the entity with these bytes, in exactly these scopes, and writes its log rows. Scopes it
  // was in and is no longer get a "gone" row. An entity keeps every key it ever had: `keys` may
  // add to them, never take one away; DropKey does.
  virtual Result<Seq> Put(const Id& id, std::string_view bytes, const Scopes& scopes,
                          const std::vector<rules::Key>& keys) = 0;
  // Finds the entity under this key from now on, or no longer: for the few keys that follow its
  // state. Nothing happens when it is so already.
  virtual Status AddKey(const Id& id, const rules::Key& key) = 0;
  virtual Status DropKey(const Id& id, const rules::Key& key) = 0;
  // Ends the entity: gone from every scope and key. Its history stays.
  virtual Result<Seq> Remove(const Id& id) = 0;
  // Keeps the entity's present bytes as an earlier version. Before the Put that replaces them.
  virtual Status KeepHistory(const Id& id) = 0;

  // Gives the person the scope from the next seq on. Nothing happens when it is held already.
  virtual Status GiveScope(const Id& person, const Scope& scope) = 0;
  // Ends it at the next seq. Nothing happens when it is not held.
  virtual Status TakeScope(const Id& person, const Scope& scope) = 0;

  virtual Status PutAccount(const Account& account) = 0;
  // The person signs in with this address from now on, and with no other.
  virtual Status MoveAccount(const Account& account) = 0;
  virtual Status PutCode(const SignInCode& code) = 0;
  virtual Status DeleteCode(std::string_view email) = 0;
  // Deletes the codes that expired before and whose hour of counting began before these times.
  virtual Status SweepCodes(TimeMs expired_before, TimeMs hour_began_before) = 0;
  virtual Status PutDevice(const DeviceRow& device) = 0;
  virtual Status SetLastNumber(const Id& device, uint64_t number) = 0;

  virtual Status PutOutcome(const Id& device, uint64_t number, const StoredOutcome& outcome) = 0;
  virtual Status PutRequestOutcome(const Id& person, std::string_view request_id,
                                   const StoredOutcome& outcome, TimeMs now) = 0;

  virtual Status PutBlob(std::string_view sha256, const BlobInfo& info) = 0;
  virtual Status PutBlobChunk(std::string_view sha256, uint32_t index, std::string_view data) = 0;
  virtual Status DeleteBlobChunks(std::string_view sha256) = 0;

  // A backup holds all up to `seq`. Never goes back: an older backup takes nothing from a newer
  // one. OUT_OF_RANGE beyond LastSeq(), which no backup can hold.
  virtual Status SetBackedUpTo(Seq seq) = 0;
  // All changes up to here are the backup's; what comes after them came after `time`.
  virtual Status SetRestoredAt(TimeMs time) = 0;

  // ---- Erasing. Everything else here keeps what was; this leaves nothing of it in the store. What
  // a file may still hold of it in places that are free now, Store::Scrub clears.

  // Every kept version of every entity, also of those that have ended. `seq` tells the versions of
  // one apart.
  virtual Status ReadHistory(
      const std::function<void(const Id& id, Seq seq, std::string_view bytes)>& visit) = 0;
  // The kept version has these bytes from now on.
  virtual Status ReplaceHistory(const Id& id, Seq seq, std::string_view bytes) = 0;
  // There is no such version any more. Harmless when there was none.
  virtual Status ForgetHistory(const Id& id, Seq seq) = 0;
  // All that is kept about a person beside entities and grants: addresses with their codes, devices
  // with their outcomes, answers to requests, the notice mark, mails on their way.
  virtual Status ForgetPerson(const Id& person) = 0;
  // The blobs that the person uploads or has uploaded, by what they are kept under.
  virtual Result<std::vector<std::string>> BlobsOf(const Id& person) = 0;
  // The same bytes once more, as another's. Nothing happens when there is one under `to` already.
  virtual Status CopyBlob(std::string_view from, std::string_view to, const Id& uploader) = 0;
  virtual Status DeleteBlob(std::string_view sha256) = 0;

  virtual Status PutNoticeMark(const NoticeMark& mark) = 0;
  virtual Status PutOutMail(const OutMail& mail) = 0;
  // Harmless when there is none.
  virtual Status DeleteOutMail(uint64_t no) = 0;

  // Everything after the savepoint can be undone as if it had not happened. A new one replaces the
  // last.
  virtual Status Savepoint() = 0;
  virtual Status RollbackToSavepoint() = 0;
  // Counts changes made so far: whether somebody who says "refused" really changed nothing.
  virtual uint64_t Writes() const = 0;

  // All of it is on disk when this returns OK. Afterwards the Transaction is over, whatever it
  // returned.
  virtual Status Commit() = 0;
  // After a Commit that returned OK: what it changed.
  virtual const Changes& Committed() const = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  // Destroying a Transaction that was not committed rolls it back.
  virtual Result<std::unique_ptr<Transaction>> Begin() = 0;
  // The state after the latest commit. Short-lived: an open Snapshot holds back the tidying of the
  // log file.
  virtual Result<std::unique_ptr<Snapshot>> Read() = 0;
  // Leaves nothing in the files of what is no longer in the store, however long ago it went. Takes
  // as long as writing all of it anew. No Transaction is open, here or until this returns;
  // Snapshots may be, and it waits for them: UNAVAILABLE when one stays too long.
  virtual Status Scrub() = 0;
  // Lets go of the data, so that somebody else may move it. No Transaction or Snapshot is open;
  // Begin and Read are refused with UNAVAILABLE from now on. What is below can be asked all the
  // same.
  virtual void Close() = 0;

  // The current life of the log: 16 random bytes appended to the lineage when the store was opened.
  virtual const Id& Epoch() const = 0;
  // The first epoch there ever was: it tells networks apart, through all restores.
  virtual const Id& FirstEpoch() const = 0;
  // The last seq before the current epoch began.
  virtual Seq EpochStart() const = 0;
  // The first seq of an epoch's successor, if the epoch is in the lineage: seqs above it were not
  // given in that epoch. nullopt for an unknown epoch; the highest number for the current one.
  virtual std::optional<Seq> EndOf(const Id& epoch) const = 0;

  // The network's short name and full name.
  virtual const std::string& Slug() const = 0;
  virtual const std::string& Name() const = 0;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_STORE_H_
