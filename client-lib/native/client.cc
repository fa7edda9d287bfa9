// SPDX-License-Identifier: Apache-2.0
#include "client-lib/include/samstig/client.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <utility>

#include "client-lib/core/leaving.h"
#include "client-lib/core/rescue.h"
#include "client-lib/core/sync_core.h"
#include "client-lib/native/assemble.h"
#include "client-lib/native/blob_carrier.h"
#include "client-lib/native/blob_fetch.h"
#include "client-lib/native/blob_folder.h"
#include "client-lib/native/engine.h"
#include "client-lib/native/export.h"
#include "client-lib/native/observers.h"
#include "client-lib/native/system.h"
#include "client-lib/native/writes.h"
#include "client-lib/transport/grpc/grpc_transport.h"
#include "domain/base/sha256.h"
#include "domain/rules/attachments.h"
#include "samstig/v1/account_service.pb.h"
#include "samstig/v1/entity_service.pb.h"

namespace samstig::client {

namespace {

constexpr int kQuestionTimeoutMs = 20'000;
// The server writes each network's file anew before it answers.
constexpr int kErasureTimeoutMs = 3'600'000;

// Ends of SyncOnce, for those who wait for them. Thread-safe.
class OnceResults {
 public:
  // A core's ticket as it is waited for: another core begins from 1 again.
  uint64_t Given(uint64_t ticket) {
    const std::lock_guard lock(mutex_);
    given_ = before_ + ticket;
    return given_;
  }

  // The core that gave tickets so far is gone.
  void EndAll(const Status& why) {
    const std::lock_guard lock(mutex_);
    before_ = ticket_ = given_;
    status_ = why;
    told_.notify_all();
  }

  void Tell(const SyncedOnce& once) {
    const std::lock_guard lock(mutex_);
    ticket_ = before_ + once.ticket;
    status_ = once.status;
    told_.notify_all();
  }

  // nullopt when it has not ended in time.
  std::optional<Status> WaitFor(uint64_t ticket, std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    if (!told_.wait_for(lock, time, [&] { return ticket_ >= ticket; })) return std::nullopt;
    return status_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable told_;
  uint64_t before_ = 0;
  uint64_t given_ = 0;
  uint64_t ticket_ = 0;
  Status status_;
};

// What a person writes is that person's: no other account of this machine may read it.
void MakePrivate(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  // Only a new file is ever closed here: closing one that SQLite has open in this process would
  // take its lock.
  if (file >= 0) close(file);
}

class NativeClient : public Client {
 public:
  NativeClient(std::unique_ptr<SyncCore> core, Parts parts)
      : path_(std::move(parts.path)),
        clock_(std::move(parts.clock)),
        random_(std::move(parts.random)),
        transport_(std::move(parts.transport)),
        ids_(*clock_, *random_),
        folder_(BlobFolderOf(path_)),
        engine_(std::move(core), *transport_, *clock_,
                {[this] {
                   observers_.Notify();
                   WakeCarrier();
                 },
                 [this](const v1::Outcome& outcome) {
                   writes_.Judged(outcome);
                   WakeCarrier();
                 },
                 [this](const SyncedOnce& once) { once_results_.Tell(once); }}),
        carrier_(std::make_unique<BlobCarrier>(engine_, folder_, *random_)) {}

  ~NativeClient() override {
    std::unique_ptr<BlobCarrier> carrier;
    {
      const std::lock_guard lock(carrier_mutex_);
      carrier = std::move(carrier_);
    }
  }

  // ---- Account

  Status RequestCode(const std::string& network, const std::string& email) override {
    v1::RequestCodeRequest request;
    request.set_network(network);
    request.set_email(email);
    return Ask<v1::RequestCodeResponse>(Transport::Method::kRequestCode, "", request).status();
  }

  Status RedeemCode(const std::string& network, const std::string& email, const std::string& code,
                    const std::string& device_name) override {
    const std::optional<Account> before = GetAccount();
    if (before && before->network != network) {
      return {v1::REASON_ALREADY_EXISTS, "the file belongs to another network"};
    }
    v1::RedeemCodeRequest request;
    request.set_network(network);
    request.set_email(email);
    request.set_code(code);
    request.set_device_name(device_name);
    if (before) request.set_device_id(before->device.ToBytes());
    ASSIGN_OR_RETURN(const v1::RedeemCodeResponse response,
                     Ask<v1::RedeemCodeResponse>(Transport::Method::kRedeemCode, "", request));
    ASSIGN_OR_RETURN(const Id person, Id::Parse(response.person_id(), "person_id"));
    ASSIGN_OR_RETURN(const Id device, Id::Parse(response.device_id(), "device_id"));
    const Account account{network, person, device};
    Status taken =
        engine_.With([&](SyncCore& core) { return core.SignedIn(account, response.token()); });
    if (taken.reason() == v1::REASON_ALREADY_EXISTS && before->device != device) {
      // A token that nobody is going to use.
      (void)Revoke(device, response.token());
    }
    carrier_->Nudge();
    return taken;
  }

  std::optional<Account> GetAccount() override {
    return engine_.With([](SyncCore& core) { return core.account(); });
  }

  Result<std::vector<Device>> ListDevices() override {
    ASSIGN_OR_RETURN(const std::string token, Token());
    ASSIGN_OR_RETURN(const v1::ListDevicesResponse response,
                     Ask<v1::ListDevicesResponse>(Transport::Method::kListDevices, token,
                                                  v1::ListDevicesRequest()));
    std::vector<Device> devices;
    for (const v1::Device& device : response.devices()) {
      ASSIGN_OR_RETURN(const Id id, Id::Parse(device.device_id(), "device_id"));
      devices.push_back(
          {id, device.name(), device.signed_in_ms(), device.last_seen_ms(), device.current()});
    }
    return devices;
  }

  Status RevokeDevice(const Id& device) override {
    ASSIGN_OR_RETURN(const std::string token, Token());
    return Revoke(device, token);
  }

  // ---- Writing

  Id NewId() override {
    const std::lock_guard lock(ids_mutex_);
    return ids_.Next();
  }

  Result<std::shared_ptr<Write>> Do(v1::Mutation mutation) override {
    return engine_.With([&](SyncCore& core) -> Result<std::shared_ptr<Write>> {
      ASSIGN_OR_RETURN(const uint64_t number, core.Enqueue(std::move(mutation)));
      // Before anybody else gets to the core, so that no verdict comes in between.
      return writes_.Add(number);
    });
  }

  Result<std::shared_ptr<Write>> DoInstead(const Id& parked, v1::Mutation mutation) override {
    return engine_.With([&](SyncCore& core) -> Result<std::shared_ptr<Write>> {
      ASSIGN_OR_RETURN(const uint64_t number, core.EnqueueInstead(parked, std::move(mutation)));
      return writes_.Add(number);
    });
  }

  Result<std::vector<OutboxItem>> Outbox() override {
    return engine_.With([](SyncCore& core) { return core.OutboxItems(); });
  }

  // ---- Attachments

  Result<v1::Attachment> Attach(std::string_view bytes, const std::string& name,
                                const std::string& media_type) override {
    return Keep(name, media_type, [&] { return folder_.Keep(bytes); });
  }

  Result<v1::Attachment> AttachFile(const std::string& path, const std::string& name,
                                    const std::string& media_type) override {
    return Keep(name, media_type, [&] { return folder_.KeepCopyOf(path); });
  }

  Result<AttachmentStatus> StatusOf(const v1::Attachment& attachment) override {
    return carrier_->StatusOf(attachment.sha256());
  }

  Result<std::string> Fetch(const Id& entity, const v1::Attachment& attachment,
                            std::chrono::milliseconds timeout) override {
    const std::lock_guard lock(fetch_mutex_);
    return FetchBlob(engine_, folder_, entity, attachment.sha256(), timeout);
  }

  // ---- Reading

  Result<std::vector<SearchHit>> Search(std::string_view words, size_t limit) override {
    for (bool more = true; more;) {
      // In steps, so that nobody who writes or reads waits for all of it.
      ASSIGN_OR_RETURN(more, engine_.With([](SyncCore& core) { return core.IndexSome(); }));
    }
    return engine_.With([&](SyncCore& core) { return core.FindWords(words, limit); });
  }

  Result<Shown> Get(const Id& id) override {
    return engine_.With([&](SyncCore& core) { return core.Get(id); });
  }

  Result<std::vector<Shown>> Find(const rules::Key& key) override {
    return engine_.With([&](SyncCore& core) { return core.Find(key); });
  }

  Result<std::vector<v1::Entity>> ListVersions(const Id& id) override {
    ASSIGN_OR_RETURN(const std::string token, Token());
    v1::ListVersionsRequest request;
    request.set_entity_id(id.ToBytes());
    std::vector<v1::Entity> versions;
    do {
      ASSIGN_OR_RETURN(
          const v1::ListVersionsResponse response,
          Ask<v1::ListVersionsResponse>(Transport::Method::kListVersions, token, request));
      if (response.entities().empty() && !response.next_page_token().empty()) {
        return Status(v1::REASON_INTERNAL, "the server's pages of versions do not end");
      }
      for (const std::string& bytes : response.entities()) {
        if (!versions.emplace_back().ParseFromString(bytes)) {
          return Status(v1::REASON_INTERNAL, "a version in the server's answer does not parse");
        }
      }
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return versions;
  }

  Result<std::vector<OwnThing>> ListOwn() override {
    ASSIGN_OR_RETURN(const std::string token, Token());
    v1::ListOwnRequest request;
    std::vector<OwnThing> own;
    do {
      ASSIGN_OR_RETURN(const v1::ListOwnResponse response,
                       Ask<v1::ListOwnResponse>(Transport::Method::kListOwn, token, request));
      if (response.next_page_token() == request.page_token() && !request.page_token().empty()) {
        return Status(v1::REASON_INTERNAL, "the server's pages of one's own do not end");
      }
      for (const v1::OwnEntity& entity : response.own()) {
        ASSIGN_OR_RETURN(OwnThing thing, OwnThingOf(entity));
        own.push_back(std::move(thing));
      }
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return own;
  }

  Result<v1::ProposeGroupsResponse> ProposeGroups(
      const v1::ProposeGroupsRequest& request) override {
    ASSIGN_OR_RETURN(const std::string token, Token());
    return Ask<v1::ProposeGroupsResponse>(Transport::Method::kProposeGroups, token, request);
  }

  Result<v1::PreviewErasureResponse> PreviewErasure() override {
    ASSIGN_OR_RETURN(const std::string token, Token());
    return Ask<v1::PreviewErasureResponse>(Transport::Method::kPreviewErasure, token,
                                           v1::PreviewErasureRequest());
  }

  Result<v1::EraseResponse> Erase(const v1::EraseRequest& request) override {
    ASSIGN_OR_RETURN(const std::string token, Token());
    return Ask<v1::EraseResponse>(Transport::Method::kErase, token, request, kErasureTimeoutMs);
  }

  uint64_t Revision() override {
    return engine_.With([](SyncCore& core) { return core.Revision(); });
  }

  v1::AudienceSeen AsOf() override {
    return engine_.With([](SyncCore& core) { return core.AsOf(); });
  }

  Result<bool> IsIn(const Id& id, const rules::Scope& scope) override {
    return engine_.With([&](SyncCore& core) { return core.IsIn(id, scope); });
  }

  std::unique_ptr<Subscription> Observe(std::function<void()> on_change) override {
    return observers_.Add(std::move(on_change));
  }

  // ---- Synchronising

  Status SyncOnce(SyncBudget budget) override {
    const auto end = std::chrono::steady_clock::now() + budget.time;
    RETURN_IF_ERROR(SyncWrites(budget));
    return budget.attachments ? carrier_->SendAll(end) : base::Ok();
  }

  void Start() override {
    engine_.With([](SyncCore& core) { core.Start(); });
    carrier_->Nudge();
  }
  void Stop() override {
    engine_.With([](SyncCore& core) { core.Stop(); });
  }
  void Nudge() override {
    engine_.With([](SyncCore& core) { core.Nudge(); });
    carrier_->Nudge();
  }
  SyncStatus WhyNotSynced() override {
    return engine_.With([](SyncCore& core) { return core.Why(); });
  }
  base::TimeMs ServerTime() override {
    return engine_.With([](SyncCore& core) { return core.ServerTime(); });
  }

  // ---- Leaving

  Status Export(const std::string& path) override {
    const std::lock_guard lock(attach_mutex_);
    const Rescued rescued =
        engine_.With([](SyncCore& core) { return RescueFrom(core.store().database()); });
    return WriteExport(rescued, folder_, path);
  }

  Result<SignedOut> SignOut(const std::string& confirmation) override {
    // Nobody makes files while they are erased.
    const std::scoped_lock files(attach_mutex_, fetch_mutex_);
    carrier_->Pause();
    Result<SignedOut> answer = Leave(confirmation);
    carrier_->Resume();
    return answer;
  }

 private:
  Result<OwnThing> OwnThingOf(const v1::OwnEntity& entity) {
    OwnThing thing;
    for (const std::string& bytes : entity.versions()) {
      if (!thing.versions.emplace_back().ParseFromString(bytes)) {
        return Status(v1::REASON_INTERNAL, "a version in the server's answer does not parse");
      }
    }
    if (thing.versions.empty()) {
      return Status(v1::REASON_INTERNAL, "something in the server's answer has no version");
    }
    if (!entity.more()) return thing;
    const Id id = Id::FromBytes(thing.versions.back().id());
    ASSIGN_OR_RETURN(thing.versions, ListVersions(id));
    return thing;
  }

  Status SyncWrites(SyncBudget budget) {
    const uint64_t ticket = engine_.With([&](SyncCore& core) {
      ++once_waiting_;
      return once_results_.Given(core.SyncOnce());
    });
    const std::optional<Status> ended = once_results_.WaitFor(ticket, budget.time);
    return engine_.With([&](SyncCore& core) -> Status {
      const bool last = --once_waiting_ == 0;
      if (ended) return *ended;
      const SyncStatus why = core.Why();
      if (last) core.GiveUpSyncOnce();
      if (why.reason != v1::REASON_UNSPECIFIED) return {why.reason, why.detail};
      return {v1::REASON_TIMED_OUT, "the time was not enough; nothing is lost"};
    });
  }

  template <typename KeepFile>
  Result<v1::Attachment> Keep(const std::string& name, const std::string& media_type,
                              const KeepFile& keep_file) {
    v1::Attachment attachment;
    attachment.set_name(name);
    attachment.set_media_type(media_type);
    // Refused before anything is copied; hash and size come from the file.
    attachment.set_sha256(std::string(base::kSha256Bytes, '\0'));
    attachment.set_size(1);
    RETURN_IF_ERROR(rules::CheckAttachment(attachment));
    const std::lock_guard lock(attach_mutex_);
    if (!GetAccount()) return Status(v1::REASON_NOT_SIGNED_IN, "sign in once before writing");
    ASSIGN_OR_RETURN(const BlobFolder::Kept kept, keep_file());
    attachment.set_sha256(kept.sha256);
    attachment.set_size(kept.size);
    RETURN_IF_ERROR(engine_.With(
        [&](SyncCore& core) { return core.blobs().Keep(kept.sha256, kept.size, name); }));
    carrier_->Wake();
    return attachment;
  }

  Result<SignedOut> Leave(const std::string& confirmation) {
    const std::optional<Account> account = GetAccount();
    if (!account) return Status(v1::REASON_NOT_SIGNED_IN, "nobody is signed in");
    const std::string token = engine_.With([](SyncCore& core) { return core.token(); });
    SignedOut answer;
    Status status;
    engine_.Replace([&](std::unique_ptr<SyncCore>& core) {
      const Result<OnlyHere> work = WhatIsOnlyHere(*core);
      if (!work.ok()) {
        status = work.status();
        return false;
      }
      if (!work->confirmation.empty() && work->confirmation != confirmation) {
        answer = {false, false, work->waiting, work->parked, work->attachments, work->confirmation};
        return false;
      }
      status = EraseAll(core);
      answer.signed_out = status.ok();
      return true;
    });
    RETURN_IF_ERROR(status);
    if (!answer.signed_out) return answer;
    const Status gone(v1::REASON_CANCELLED, "signed out");
    writes_.EndAll(gone);
    once_results_.EndAll(gone);
    answer.revoked = Revoke(account->device, token).ok();
    return answer;
  }

  // Ends the core, deletes its files and puts an empty one in its place. When they cannot be
  // deleted, the core is opened again as it was.
  Status EraseAll(std::unique_ptr<SyncCore>& core) {
    core.reset();
    Status erased = folder_.Erase();
    for (const char* end : {"", "-wal", "-shm", "-journal"}) {
      if (!erased.ok()) break;
      if (unlink((path_ + end).c_str()) != 0 && errno != ENOENT) {
        erased = FileTrouble("deleting the local copy", errno);
      }
    }
    core = NewCore(path_);
    // A disk that gives nothing any more: then at least nothing is shown.
    if (!core) core = NewCore(":memory:");
    if (!core) std::abort();
    return erased;
  }

  std::unique_ptr<SyncCore> NewCore(const std::string& path) {
    if (path != ":memory:") MakePrivate(path);
    Result<std::unique_ptr<LocalStore>> store = LocalStore::Open(path);
    if (!store.ok()) return nullptr;
    Result<std::unique_ptr<SyncCore>> core = SyncCore::Open(*std::move(store), *clock_, *random_);
    return core.ok() ? *std::move(core) : nullptr;
  }

  void WakeCarrier() {
    const std::lock_guard lock(carrier_mutex_);
    if (carrier_) carrier_->Wake();
  }

  Result<std::string> Token() {
    std::string token = engine_.With([](SyncCore& core) { return core.token(); });
    if (token.empty()) return Status(v1::REASON_NOT_SIGNED_IN, "sign in first");
    return token;
  }

  Status Revoke(const Id& device, const std::string& token) {
    v1::RevokeDeviceRequest request;
    request.set_device_id(device.ToBytes());
    return Ask<v1::RevokeDeviceResponse>(Transport::Method::kRevokeDevice, token, request).status();
  }

  // One question to the server, waited for.
  template <typename Response, typename Request>
  Result<Response> Ask(Transport::Method method, const std::string& token, const Request& request,
                       int timeout_ms = kQuestionTimeoutMs) {
    std::mutex mutex;
    std::condition_variable ended;
    std::string reply;
    std::optional<Status> status;
    const std::unique_ptr<Call> call = engine_.StartCall(
        method, token, request.SerializeAsString(), timeout_ms,
        [&](std::string frame) {
          const std::lock_guard lock(mutex);
          reply = std::move(frame);
        },
        [&](Status s) {
          const std::lock_guard lock(mutex);
          status = std::move(s);
          ended.notify_all();
        });
    std::unique_lock lock(mutex);
    ended.wait(lock, [&] { return status.has_value(); });
    if (!status->ok()) return *status;
    Response response;
    if (!response.ParseFromString(reply)) {
      return Status(v1::REASON_INTERNAL, "the server's answer does not parse");
    }
    return response;
  }

  const std::string path_;
  const std::unique_ptr<base::Clock> clock_;
  const std::unique_ptr<base::Random> random_;
  const std::unique_ptr<Transport> transport_;

  std::mutex ids_mutex_;
  base::IdSource ids_;

  Writes writes_;
  Observers observers_;
  OnceResults once_results_;
  int once_waiting_ = 0;  // Changed with the core in hand.

  BlobFolder folder_;
  std::mutex attach_mutex_;  // Before fetch_mutex_, where both are held.
  std::mutex fetch_mutex_;
  std::mutex carrier_mutex_;

  Engine engine_;  // These two last, so that they end first.
  std::unique_ptr<BlobCarrier> carrier_;
};

}  // namespace

Result<std::unique_ptr<Client>> Assemble(Parts parts) {
  ASSIGN_OR_RETURN(std::unique_ptr<SyncCore> core,
                   SyncCore::Open(std::move(parts.store), *parts.clock, *parts.random));
  return std::unique_ptr<Client>(std::make_unique<NativeClient>(std::move(core), std::move(parts)));
}

Result<std::unique_ptr<Client>> Client::Open(Options options) {
  Parts parts;
  ASSIGN_OR_RETURN(parts.transport, NewGrpcTransport({options.server, options.tls, options.ca_file,
                                                      options.compress}));
  parts.path = options.path;
  MakePrivate(options.path);
  ASSIGN_OR_RETURN(parts.store, LocalStore::Open(options.path));
  parts.clock = std::make_unique<SystemClock>();
  parts.random = std::make_unique<SystemRandom>();
  return Assemble(std::move(parts));
}

}  // namespace samstig::client
