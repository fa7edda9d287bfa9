// SPDX-License-Identifier: Apache-2.0
// Samstig's client library: a leader's, coach's or admin's copy of all they may read, and their way
// to write, with or without a network.
//
//   auto client = *Client::Open({.path = "anna.samstig", .server = "samstig.example:443"});
//   client->RequestCode("ledarstig", "anna@pargas.example");
//   client->RedeemCode("ledarstig", "anna@pargas.example", code, "Annas telefon");
//   v1::Mutation mutation;
//   *mutation.mutable_write_post() = ...;                  // With client->NewId() as its id.
//   auto write = *client->Do(mutation);                    // On disk when this returns.
//   client->Start();                                       // Or SyncOnce({}).
//   write->Final(std::chrono::seconds(10)).ToString();     // "OK", or why it was parked.
//
// Files: Attach keeps them beside the database; they go out after the writes.
//
// What you read is what the server has confirmed, folded with your own writes that it has not
// judged yet: your text is there at once and never flickers. A write is never dropped: it is
// applied, merged beside somebody's concurrent version, or parked with a reason, and a parked one
// stays until you let go of it.
//
// Threads: all methods of Client may be called from any thread. Observers are called on the
// library's own thread and must not call back into the Client; post to your own. Errors: Status and
// Result (domain/base/result.h), with a closed Reason. No exceptions.
#ifndef SAMSTIG_CLIENT_H_
#define SAMSTIG_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-lib/core/types.h"
#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "domain/rules/keys.h"
#include "domain/rules/scope.h"
#include "samstig/v1/account_service.pb.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/group_service.pb.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::client {

struct Options {
  // The local database; made when missing. One process at a time: a second gets IN_USE.
  std::string path = {};
  // "host:port" of the gRPC server.
  std::string server = {};
  // TLS with the system's certificate authorities. Only for a server on this machine may it be off.
  bool tls = true;
  // PEM file with certificate authorities to trust instead; empty for the system's.
  std::string ca_file = {};
  // Whether what comes down is compressed on its way: half the bytes, for some time of a processor
  // on both sides. Unset: unless the server is on this machine.
  std::optional<bool> compress = {};
};

// What became of one write. Copyable; outlives the Client harmlessly.
class Write {
 public:
  virtual ~Write() = default;
  // Its number on this device.
  virtual uint64_t number() const = 0;
  // Blocks until the server has judged it or `timeout` has passed. OK for applied and merged; the
  // reason when it was parked; TIMED_OUT when it still waits (it stays in the outbox).
  virtual Status Final(std::chrono::milliseconds timeout) = 0;
};

struct Device {
  Id id;
  std::string name;
  base::TimeMs signed_in = 0;
  base::TimeMs last_seen = 0;
  bool current = false;
};

struct SyncBudget {
  std::chrono::milliseconds time = std::chrono::seconds(30);
  // Own attachments are sent as well, after the writes.
  bool attachments = true;
};

struct SignedOut {
  bool signed_out = false;
  bool revoked = false;
  // If not signed out: what would be lost, and what to hand in to lose it.
  uint64_t waiting = 0;
  uint64_t parked = 0;
  uint64_t attachments = 0;
  std::string confirmation;
};

// For a local database that Client::Open refuses (damaged, newer, on a disk that cannot be
// written): Export of what can still be read in it, without changing it. `database` must not be
// open anywhere. The number of writes saved; DATA_DAMAGED when it is not a database at all. Room
// for a copy of it is needed beside `path`.
Result<uint64_t> ExportUnsent(const std::string& database, const std::string& path);

class Subscription {
 public:
  virtual ~Subscription() = default;  // Ends the observation; no call afterwards.
};

class Client {
 public:
  // Opens the local copy; needs no network. NEWER_DATA, DATA_DAMAGED, IN_USE, READ_ONLY, DISK_FULL.
  static Result<std::unique_ptr<Client>> Open(Options options);
  virtual ~Client() = default;

  // ---- Account. These need the network.

  // Asks for a one-time code by e-mail.
  virtual Status RequestCode(const std::string& network, const std::string& email) = 0;
  // Signs this device in. Another account than before: ALREADY_EXISTS (use another path). The same
  // person again keeps all unsent writes, which then go out as the new device's.
  virtual Status RedeemCode(const std::string& network, const std::string& email,
                            const std::string& code, const std::string& device_name) = 0;
  // nullopt before the first sign-in.
  virtual std::optional<Account> GetAccount() = 0;
  virtual Result<std::vector<Device>> ListDevices() = 0;
  virtual Status RevokeDevice(const Id& device) = 0;

  // ---- Writing. Works offline.

  // A new id for something to be made.
  virtual Id NewId() = 0;
  // Takes the intent set in `mutation` (number and time are filled in here; depends_on holds
  // numbers of Writes), checks it against the rules as far as this device knows, and returns when
  // it is on disk. What the rules already refuse is not taken, and the reason comes back at once.
  virtual Result<std::shared_ptr<Write>> Do(v1::Mutation mutation) = 0;
  // The same in place of a Parked entity of this person's (rules/again.h makes the mutation from
  // it), which is let go of: changed and sent again, or put somewhere else. Both or neither.
  // NOT_FOUND when there is no such entity.
  virtual Result<std::shared_ptr<Write>> DoInstead(const Id& parked, v1::Mutation mutation) = 0;
  // This device's writes that are not confirmed, oldest first.
  virtual Result<std::vector<OutboxItem>> Outbox() = 0;

  // Keeps the bytes of a file beside the database, on disk when it returns, to be named in a post
  // or a report (v1::Attachment) and sent after all writes. `name` is a file's name, `media_type`
  // such as "image/jpeg". What the rules refuse (size, name, type) is not kept; DISK_FULL,
  // READ_ONLY.
  virtual Result<v1::Attachment> Attach(std::string_view bytes, const std::string& name,
                                        const std::string& media_type) = 0;
  // The same for a copy of the file; NOT_FOUND when it cannot be read.
  virtual Result<v1::Attachment> AttachFile(const std::string& path, const std::string& name,
                                            const std::string& media_type) = 0;
  // Of what this device attached; else NOT_FOUND.
  virtual Result<AttachmentStatus> StatusOf(const v1::Attachment& attachment) = 0;
  // The path of a file with exactly the bytes that were named, from this disk or else the server:
  // goes on where an earlier try stopped. `entity` is what names it. Treat it as what a stranger
  // sent: its name and type say nothing sure. It is deleted when this person may no longer read
  // the entity. NOT_FOUND, also while its author's device has not sent it; BAD_HASH.
  virtual Result<std::string> Fetch(const Id& entity, const v1::Attachment& attachment,
                                    std::chrono::milliseconds timeout) = 0;

  // ---- Reading. Works offline. All from the state at one checkpoint.

  // NOT_FOUND when this person has no such entity.
  virtual Result<Shown> Get(const Id& id) = 0;
  // In the order of their ids (which is the order of making for most kinds).
  virtual Result<std::vector<Shown>> Find(const rules::Key& key) = 0;
  // All versions of something this person wrote, oldest first, the last as it is now; what was
  // superseded, edited or taken back is kept by the server and comes from there: this needs the
  // network. NOT_FOUND when there is no such thing of theirs.
  virtual Result<std::vector<v1::Entity>> ListVersions(const Id& id) = 0;
  // Everything of this person's in the network: what they wrote with all its versions, and what was
  // written about them or to them alone. From the server: this needs the network.
  virtual Result<std::vector<OwnThing>> ListOwn() = 0;
  // The people of a cohort, divided into fair groups with a reason for each placement; nothing is
  // stored by it. For the cohort's coaches. The server works it out, for up to some seconds: this
  // needs the network. LINE_OF_COMMAND when there are no such groups.
  virtual Result<v1::ProposeGroupsResponse> ProposeGroups(
      const v1::ProposeGroupsRequest& request) = 0;
  // What there is of this person in all networks of the server, to choose from before Erase. Needs
  // the network.
  virtual Result<v1::PreviewErasureResponse> PreviewErasure() = 0;
  // Erases this person on the server; `request.code` is a fresh one, of RequestCode. The local copy
  // stays until SignOut. Needs the network. WRONG_CODE, LAST_ORGANISER.
  virtual Result<v1::EraseResponse> Erase(const v1::EraseRequest& request) = 0;
  // Where all these words are, each as the beginning of a word, in whatever case; the best `limit`
  // matches, those with pending writes first. Whatever is typed is words, never an error. The first
  // search after much that was new takes longer.
  virtual Result<std::vector<SearchHit>> Search(std::string_view words, size_t limit) = 0;
  // The highest checkpoint that is applied. Grows with every change.
  virtual uint64_t Revision() = 0;
  // Which state of the network that is, to be given back in WritePost.audience by whoever was told
  // from it who can read.
  virtual v1::AudienceSeen AsOf() = 0;
  // Whether this copy holds the entity because it is in the scope.
  virtual Result<bool> IsIn(const Id& id, const rules::Scope& scope) = 0;
  // Calls back after anything that may be shown has changed. Changes close together come as one
  // call.
  virtual std::unique_ptr<Subscription> Observe(std::function<void()> on_change) = 0;

  // ---- Synchronising.

  // Sends what waits, reads what is new and sends own attachments, then returns. OK when all was
  // sent and judged and the copy is at a checkpoint taken after that; otherwise why not. Gives up
  // before its time after three failures in a row.
  virtual Status SyncOnce(SyncBudget budget) = 0;
  // Keeps in touch in the background until Stop: sends at once, hears of changes as they are made.
  virtual void Start() = 0;
  virtual void Stop() = 0;
  // A hint from outside: the network came back, the app came to the front. Tries at once.
  virtual void Nudge() = 0;
  virtual SyncStatus WhyNotSynced() = 0;
  // The server's time as far as this device knows: its clock set right by what the server last
  // said. For due times, and for claimed_ms in revisions.
  virtual base::TimeMs ServerTime() = 0;

  // ---- Leaving.

  // Writes to a new file all of this device's unsent and parked work: JSON that people can read,
  // and the exact bytes. Attachments that are not sent are copied into the folder "<path>.files".
  virtual Status Export(const std::string& path) = 0;
  // Ends this device's access and erases the local copy with all its files. While there is work
  // that only this device holds, the first call does nothing and gives a confirmation; hand that
  // in to go on. It is good as long as no more such work came. When `signed_out`, this Client is
  // as before the first sign-in, and `revoked` tells whether the server has heard; if not, the
  // device still stands in the list of devices.
  virtual Result<SignedOut> SignOut(const std::string& confirmation) = 0;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_H_
