// SPDX-License-Identifier: Apache-2.0
#include "client-lib/include/samstig/client.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <utility>

#include "client-lib/core/sync_core.h"
#include "client-lib/native/assemble.h"
#include "client-lib/native/engine.h"
#include "client-lib/native/observers.h"
#include "client-lib/native/system.h"
#include "client-lib/native/writes.h"
#include "client-lib/transport/grpc/grpc_transport.h"
#include "samstig/v1/account_service.pb.h"
#include "samstig/v1/entity_service.pb.h"

namespace samstig::client {


namespace {

constexpr int kQuestionTimeoutMs = 20'000;

// Ends of SyncOnce, for those who wait for them. Thread-safe.
class OnceResults {
 public:
  void Tell(const SyncedOnce& once) {
    const std::lock_guard lock(mutex_);
    ticket_ = once.ticket;
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
  uint64_t ticket_ = 0;
  Status status_;
};

class NativeClient : public Client {
 public:
  NativeClient(std::unique_ptr<SyncCore> core, Parts parts)
      : clock_(std::move(parts.clock)),
        random_(std::move(parts.random)),
        transport_(std::move(parts.transport)),
        ids_(*clock_, *random_),
        engine_(std::move(core), *transport_, *clock_,
                {[this] { observers_.Notify(); },
                 [this](const v1::Outcome& outcome) { writes_.Judged(outcome); },
                 [this](const SyncedOnce& once) { once_results_.Tell(once); }}) {}

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

  Result<std::vector<OutboxItem>> Outbox() override {
    return engine_.With([](SyncCore& core) { return core.OutboxItems(); });
  }

  // ---- Reading

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
    ASSIGN_OR_RETURN(
        const v1::ListVersionsResponse response,
        Ask<v1::ListVersionsResponse>(Transport::Method::kListVersions, token, request));
    std::vector<v1::Entity> versions;
    for (const std::string& bytes : response.entities()) {
      if (!versions.emplace_back().ParseFromString(bytes)) {
        return Status(v1::REASON_INTERNAL, "a version in the server's answer does not parse");
      }
    }
    return versions;
  }

  uint64_t Revision() override {
    return engine_.With([](SyncCore& core) { return core.Revision(); });
  }

  std::unique_ptr<Subscription> Observe(std::function<void()> on_change) override {
    return observers_.Add(std::move(on_change));
  }

  // ---- Synchronising

  Status SyncOnce(SyncBudget budget) override {
    const uint64_t ticket = engine_.With([&](SyncCore& core) {
      ++once_waiting_;
      return core.SyncOnce();
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

  void Start() override {
    engine_.With([](SyncCore& core) { core.Start(); });
  }
  void Stop() override {
    engine_.With([](SyncCore& core) { core.Stop(); });
  }
  void Nudge() override {
    engine_.With([](SyncCore& core) { core.Nudge(); });
  }
  SyncStatus WhyNotSynced() override {
    return engine_.With([](SyncCore& core) { return core.Why(); });
  }

 private:
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
  Result<Response> Ask(Transport::Method method, const std::string& token, const Request& request) {
    std::mutex mutex;
    std::condition_variable ended;
    std::string reply;
    std::optional<Status> status;
    const std::unique_ptr<Call> call = engine_.StartCall(
        method, token, request.SerializeAsString(), kQuestionTimeoutMs,
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

  const std::unique_ptr<base::Clock> clock_;
  const std::unique_ptr<base::Random> random_;
  const std::unique_ptr<Transport> transport_;

  std::mutex ids_mutex_;
  base::IdSource ids_;

  Writes writes_;
  Observers observers_;
  OnceResults once_results_;
  int once_waiting_ = 0;  // Changed with the core in hand.

  Engine engine_;  // Last, so that it ends first.
};

// What a person writes is that person's: no other account of this machine may read it.
void MakePrivate(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  // Only a new file is ever closed here: closing one that SQLite has open in this process would
  // take its lock.
  if (file >= 0) close(file);
}

}  // namespace

Result<std::unique_ptr<Client>> Assemble(Parts parts) {
  ASSIGN_OR_RETURN(std::unique_ptr<SyncCore> core,
                   SyncCore::Open(std::move(parts.store), *parts.clock, *parts.random));
  return std::unique_ptr<Client>(std::make_unique<NativeClient>(std::move(core), std::move(parts)));
}

Result<std::unique_ptr<Client>> Client::Open(Options options) {
  Parts parts;
  ASSIGN_OR_RETURN(parts.transport,
                   NewGrpcTransport({options.server, options.tls, options.ca_file}));
  MakePrivate(options.path);
  ASSIGN_OR_RETURN(parts.store, LocalStore::Open(options.path));
  parts.clock = std::make_unique<SystemClock>();
  parts.random = std::make_unique<SystemRandom>();
  return Assemble(std::move(parts));
}

}  // namespace samstig::client
