// SPDX-License-Identifier: Apache-2.0
#include "server/api/account_handler.h"

#include <utility>

#include "domain/base/text.h"
#include "samstig/v1/account_service.grpc.pb.h"
#include "server/api/call.h"
#include "server/api/worker.h"
#include "server/auth/sign_in_mail.h"

namespace samstig::server {

using base::Id;

namespace {

constexpr size_t kMaxWaitingErasures = 32;

class AccountService : public v1::AccountService::CallbackService {
 public:
  AccountService(Networks& networks, Sessions& sessions, SignIn& sign_in, Mailer& mailer,
                 Erasures& erasures, Metrics& metrics, std::string app_url)
      : networks_(networks),
        sessions_(sessions),
        sign_in_(sign_in),
        mailer_(mailer),
        erasures_(erasures),
        metrics_(metrics),
        app_url_(std::move(app_url)),
        worker_(kMaxWaitingErasures) {}

  grpc::ServerUnaryReactor* RequestCode(grpc::CallbackServerContext*,
                                        const v1::RequestCodeRequest* request,
                                        v1::RequestCodeResponse*) override {
    const UnaryCall call("AccountService/RequestCode", metrics_);
    RequestCode(call, *request);
    return call.reactor();
  }

  grpc::ServerUnaryReactor* RedeemCode(grpc::CallbackServerContext*,
                                       const v1::RedeemCodeRequest* request,
                                       v1::RedeemCodeResponse* response) override {
    const UnaryCall call("AccountService/RedeemCode", metrics_);
    RedeemCode(call, *request, *response);
    return call.reactor();
  }

  grpc::ServerUnaryReactor* ListDevices(grpc::CallbackServerContext* context,
                                        const v1::ListDevicesRequest*,
                                        v1::ListDevicesResponse* response) override {
    const UnaryCall call("AccountService/ListDevices", metrics_);
    IfSignedIn(call, *context, networks_, sessions_,
               [call, response](const Sessions::Caller& caller) {
                 caller.network->Read(
                     [call, response, actor = caller.actor](const Result<Snapshot*>& snapshot) {
                       if (!snapshot.ok()) return call.Finish(snapshot.status());
                       call.Finish(FillDevices(**snapshot, actor, *response));
                     });
               });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* RevokeDevice(grpc::CallbackServerContext* context,
                                         const v1::RevokeDeviceRequest* request,
                                         v1::RevokeDeviceResponse*) override {
    const UnaryCall call("AccountService/RevokeDevice", metrics_);
    IfSignedIn(call, *context, networks_, sessions_,
               [this, call, request](const Sessions::Caller& caller) {
                 RevokeDevice(call, *request, caller);
               });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* SplitDevice(grpc::CallbackServerContext* context,
                                        const v1::SplitDeviceRequest* request,
                                        v1::SplitDeviceResponse* response) override {
    const UnaryCall call("AccountService/SplitDevice", metrics_);
    IfSignedIn(call, *context, networks_, sessions_,
               [this, call, request, response](const Sessions::Caller& caller) {
                 SplitDevice(call, *request, caller, *response);
               });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* PreviewErasure(grpc::CallbackServerContext* context,
                                           const v1::PreviewErasureRequest*,
                                           v1::PreviewErasureResponse* response) override {
    const UnaryCall call("AccountService/PreviewErasure", metrics_);
    IfSignedIn(call, *context, networks_, sessions_,
               [this, call, response](const Sessions::Caller& caller) {
                 OnWorker(call, [this, call, caller, response] {
                   Answer(call, erasures_.Preview(Whoever(caller)), *response);
                 });
               });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* Erase(grpc::CallbackServerContext* context,
                                  const v1::EraseRequest* request,
                                  v1::EraseResponse* response) override {
    const UnaryCall call("AccountService/Erase", metrics_);
    IfSignedIn(call, *context, networks_, sessions_,
               [this, call, request, response](const Sessions::Caller& caller) {
                 OnWorker(call, [this, call, request, caller, response] {
                   Answer(call, Erase(*request, caller), *response);
                 });
               });
    return call.reactor();
  }

 private:
  void RequestCode(const UnaryCall& call, const v1::RequestCodeRequest& request) {
    const Result<Network*> network = Check(request.network(), request.email());
    if (!network.ok()) return call.Finish(network.status());
    // Asked for every address alike, so that the answer does not tell known ones apart.
    const Status ready = mailer_.Ready();
    if (!ready.ok()) return call.Finish(ready);

    auto mail = std::make_shared<std::optional<CodeToSend>>();
    (*network)->Write(
        [this, mail, name = request.network(), email = request.email(),
         now = (*network)->clock().Now()](Transaction& txn) -> Status {
          ASSIGN_OR_RETURN(*mail, sign_in_.RequestCode(txn, name, email, now));
          return {};
        },
        [this, call, mail, network = *network](const Status& status) {
          if (status.ok() && *mail) {
            const std::string link = SignInLink(app_url_, network->slug(), **mail);
            mailer_.Send(SignInMail(**mail, network->store().Name(), link));
          }
          call.Finish(status);
        });
  }

  void RedeemCode(const UnaryCall& call, const v1::RedeemCodeRequest& request,
                  v1::RedeemCodeResponse& response) {
    const Result<Network*> network = Check(request.network(), request.email());
    if (!network.ok()) return call.Finish(network.status());
    const Status name = base::CheckLine(request.device_name(), "device_name", kMaxDeviceNameBytes,
                                        base::Emptiness::kAllowed);
    if (!name.ok()) return call.Finish(name);
    if (request.code().size() != kCodeDigits) return call.Finish(WrongCode());
    Id device;
    if (!request.device_id().empty()) {
      const Result<Id> parsed = Id::Parse(request.device_id(), "device_id");
      if (!parsed.ok()) return call.Finish(parsed.status());
      device = *parsed;
    }

    struct Redeeming {
      RedeemRequest request;
      std::optional<SignedIn> signed_in;
    };
    auto redeeming = std::make_shared<Redeeming>();
    redeeming->request = RedeemRequest{request.network(), request.email(), Secret(request.code()),
                                       request.device_name(), device};
    (*network)->Write(
        [this, redeeming, now = (*network)->clock().Now()](Transaction& txn) -> Status {
          ASSIGN_OR_RETURN(redeeming->signed_in, sign_in_.RedeemCode(txn, redeeming->request, now));
          return {};
        },
        [this, call, redeeming, &response](const Status& status) {
          if (!status.ok()) return call.Finish(status);
          if (!redeeming->signed_in) return call.Finish(WrongCode());
          const SignedIn& signed_in = *redeeming->signed_in;
          sessions_.End(signed_in.actor.device);  // An earlier token of the same device is over.
          response.set_token(std::string(signed_in.token.Reveal()));
          response.set_device_id(signed_in.actor.device.ToBytes());
          response.set_person_id(signed_in.actor.person.ToBytes());
          call.Finish({});
        });
  }

  void RevokeDevice(const UnaryCall& call, const v1::RevokeDeviceRequest& request,
                    const Sessions::Caller& caller) {
    const Result<Id> device = Id::Parse(request.device_id(), "device_id");
    if (!device.ok()) return call.Finish(device.status());
    caller.network->Write(
        [person = caller.actor.person, device = *device](Transaction& txn) {
          return server::RevokeDevice(txn, person, device);
        },
        [this, call, device = *device](const Status& status) {
          if (status.ok()) sessions_.End(device);
          call.Finish(status);
        });
  }

  void SplitDevice(const UnaryCall& call, const v1::SplitDeviceRequest& request,
                   const Sessions::Caller& caller, v1::SplitDeviceResponse& response) {
    const Status name = base::CheckLine(request.device_name(), "device_name", kMaxDeviceNameBytes,
                                        base::Emptiness::kAllowed);
    if (!name.ok()) return call.Finish(name);
    auto made = std::make_shared<std::optional<SignedIn>>();
    caller.network->Write(
        [this, made, actor = caller.actor, name = request.device_name(),
         network = caller.network](Transaction& txn) -> Status {
          ASSIGN_OR_RETURN(*made, sign_in_.SplitDevice(txn, network->slug(), actor, name,
                                                       network->clock().Now()));
          return {};
        },
        [call, made, &response](const Status& status) {
          if (status.ok()) {
            response.set_token(std::string((*made)->token.Reveal()));
            response.set_device_id((*made)->actor.device.ToBytes());
          }
          call.Finish(status);
        });
  }

  void OnWorker(const UnaryCall& call, std::function<void()> job) {
    const Status posted = worker_.Post(std::move(job));
    if (!posted.ok()) call.Finish(posted);
  }

  template <typename Response>
  static void Answer(const UnaryCall& call, Result<Response> result, Response& response) {
    if (result.ok()) response = *std::move(result);
    call.Finish(result.status());
  }

  static Erasures::Caller Whoever(const Sessions::Caller& caller) {
    return {caller.network->slug(), caller.actor.person, caller.actor.device};
  }

  // The code last: who asks for something that cannot be is told so, and still has it. But nobody
  // learns by asking where an address is known before showing that it is theirs.
  Result<v1::EraseResponse> Erase(const v1::EraseRequest& request, const Sessions::Caller& caller) {
    if (request.code().size() != kCodeDigits) return WrongCode();
    const Erasures::Caller who = Whoever(caller);
    ASSIGN_OR_RETURN(const bool proved, erasures_.HasProvedAddress(who));
    if (!proved) RETURN_IF_ERROR(SpendCode(request.code(), caller));
    ASSIGN_OR_RETURN(const std::vector<Erasures::Step> steps, erasures_.Check(who, request));
    if (proved) RETURN_IF_ERROR(SpendCode(request.code(), caller));
    return erasures_.Take(who, steps);
  }

  // One for the caller's own address. WRONG_CODE.
  Status SpendCode(const std::string& code, const Sessions::Caller& caller) {
    bool right = false;
    RETURN_IF_ERROR(caller.network->WriteNow([&](Transaction& txn) -> Status {
      ASSIGN_OR_RETURN(const std::optional<std::string> email, txn.EmailOf(caller.actor.person));
      if (!email) return {};
      ASSIGN_OR_RETURN(const std::optional<Account> account,
                       sign_in_.SpendCode(txn, caller.network->slug(), *email, Secret(code),
                                          caller.network->clock().Now()));
      right = account && account->person == caller.actor.person;
      return {};
    }));
    return right ? Status() : WrongCode();
  }

  static Status WrongCode() {
    return {v1::REASON_WRONG_CODE, "the code is wrong, used, too old or tried too often"};
  }

  static Status FillDevices(Snapshot& snapshot, const Actor& actor,
                            v1::ListDevicesResponse& response) {
    ASSIGN_OR_RETURN(const std::vector<DeviceRow> devices,
                     server::ListDevices(snapshot, actor.person));
    for (const DeviceRow& row : devices) {
      v1::Device& device = *response.add_devices();
      device.set_device_id(row.device.ToBytes());
      device.set_name(row.name);
      device.set_signed_in_ms(row.signed_in);
      device.set_last_seen_ms(row.last_seen);
      device.set_current(row.device == actor.device);
    }
    return {};
  }

  Result<Network*> Check(const std::string& name, const std::string& email) {
    RETURN_IF_ERROR(CheckNetworkName(name));
    RETURN_IF_ERROR(base::CheckEmail(email));
    Network* network = networks_.Find(name);
    if (network == nullptr) return Status(v1::REASON_NO_SUCH_NETWORK, "there is no such network");
    return network;
  }

  Networks& networks_;
  Sessions& sessions_;
  SignIn& sign_in_;
  Mailer& mailer_;
  Erasures& erasures_;
  Metrics& metrics_;
  const std::string app_url_;
  Worker worker_;  // Last: its jobs use everything above.
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAccountService(Networks& networks, Sessions& sessions,
                                                  SignIn& sign_in, Mailer& mailer,
                                                  Erasures& erasures, Metrics& metrics,
                                                  std::string app_url) {
  return std::make_unique<AccountService>(networks, sessions, sign_in, mailer, erasures, metrics,
                                          std::move(app_url));
}

}  // namespace samstig::server
