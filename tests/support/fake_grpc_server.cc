// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_grpc_server.h"

#include <google/protobuf/any.pb.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "samstig/v1/account_service.grpc.pb.h"
#include "samstig/v1/entity_service.grpc.pb.h"
#include "samstig/v1/error_detail.pb.h"
#include "samstig/v1/group_service.grpc.pb.h"
#include "samstig/v1/sync_service.grpc.pb.h"
#include "tests/support/story.h"

namespace samstig::test {

using base::Id;
using base::Result;
using base::Status;

namespace {

// Field 3 of google.rpc.Status, as bytes: the test writes what the transport must read.
std::string RpcStatusWith(const google::protobuf::Any& any) {
  const std::string detail = any.SerializeAsString();
  std::string bytes = "\x1a";
  for (size_t rest = detail.size();; rest >>= 7) {
    bytes.push_back(static_cast<char>(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest));
    if (rest <= 0x7f) break;
  }
  return bytes + detail;
}

grpc::StatusCode CodeOf(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_UNAVAILABLE:
      return grpc::StatusCode::UNAVAILABLE;
    case v1::REASON_NOT_SIGNED_IN:
    case v1::REASON_TOKEN_EXPIRED:
    case v1::REASON_DEVICE_REVOKED:
      return grpc::StatusCode::UNAUTHENTICATED;
    default:
      return grpc::StatusCode::FAILED_PRECONDITION;
  }
}

grpc::Status ToGrpc(const Status& status) {
  if (status.ok()) return grpc::Status::OK;
  v1::ErrorDetail detail;
  detail.set_reason(status.reason());
  google::protobuf::Any any;
  any.PackFrom(detail);
  return {CodeOf(status.reason()), status.detail(), RpcStatusWith(any)};
}

std::string TokenOf(const grpc::CallbackServerContext& context) {
  const auto found = context.client_metadata().find("authorization");
  if (found == context.client_metadata().end()) return "";
  const std::string value(found->second.data(), found->second.size());
  return value.starts_with("Bearer ") ? value.substr(7) : "";
}

class PullReactor;

// What the services and their streams share.
struct Shared {
  explicit Shared(const base::Clock& clock) : server(clock) {}
  std::mutex mutex;
  FakeServer server;
  std::set<PullReactor*> streams;
};

class PullReactor : public grpc::ServerWriteReactor<v1::PullResponse> {
 public:
  PullReactor(Shared& shared, const std::string& token, const v1::PullRequest& request)
      : shared_(shared) {
    const std::lock_guard lock(shared_.mutex);
    stream_ = shared_.server.Pull(token, request.SerializeAsString());
    shared_.streams.insert(this);
    Go();
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(shared_.mutex);
    writing_ = false;
    ok && !cancelled_ ? Go() : End(grpc::Status::CANCELLED);
  }
  void OnCancel() override {
    const std::lock_guard lock(shared_.mutex);
    cancelled_ = true;  // A write under way may still end well; then it ends the call.
    if (!writing_) End(grpc::Status::CANCELLED);
  }
  void OnDone() override {
    {
      const std::lock_guard lock(shared_.mutex);
      shared_.streams.erase(this);
    }
    delete this;
  }

  // With the lock held: writes what there is now.
  void Go() {
    if (writing_ || ended_) return;
    Result<std::optional<std::string>> frame = stream_->Next();
    if (!frame.ok()) return End(ToGrpc(frame.status()));
    if (*frame) {
      page_.ParseFromString(**frame);
      writing_ = true;
      StartWrite(&page_);
    } else if (stream_->ended()) {
      End(grpc::Status::OK);
    }
  }

 private:
  void End(const grpc::Status& status) {
    if (!std::exchange(ended_, true)) Finish(status);
  }

  Shared& shared_;
  std::optional<FakeServer::Stream> stream_;
  v1::PullResponse page_;
  bool writing_ = false;
  bool cancelled_ = false;
  bool ended_ = false;
};

class SyncHandler : public v1::SyncService::CallbackService {
 public:
  explicit SyncHandler(Shared& shared) : shared_(shared) {}

  grpc::ServerUnaryReactor* Push(grpc::CallbackServerContext* context,
                                 const v1::PushRequest* request,
                                 v1::PushResponse* response) override {
    const std::lock_guard lock(shared_.mutex);
    const Result<std::string> reply =
        shared_.server.Push(TokenOf(*context), request->SerializeAsString());
    if (reply.ok()) response->ParseFromString(*reply);
    for (PullReactor* stream : shared_.streams) stream->Go();
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(ToGrpc(reply.status()));
    return reactor;
  }
  grpc::ServerWriteReactor<v1::PullResponse>* Pull(grpc::CallbackServerContext* context,
                                                   const v1::PullRequest* request) override {
    return new PullReactor(shared_, TokenOf(*context), *request);
  }

 private:
  Shared& shared_;
};

class EntityHandler : public v1::EntityService::CallbackService {
 public:
  explicit EntityHandler(Shared& shared) : shared_(shared) {}

  grpc::ServerUnaryReactor* ListVersions(grpc::CallbackServerContext* context,
                                         const v1::ListVersionsRequest* request,
                                         v1::ListVersionsResponse* response) override {
    const std::lock_guard lock(shared_.mutex);
    const Result<std::string> reply =
        shared_.server.ListVersions(TokenOf(*context), request->SerializeAsString());
    if (reply.ok()) response->ParseFromString(*reply);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(ToGrpc(reply.status()));
    return reactor;
  }

 private:
  Shared& shared_;
};

class GroupHandler : public v1::GroupService::CallbackService {
 public:
  explicit GroupHandler(Shared& shared) : shared_(shared) {}

  grpc::ServerUnaryReactor* ProposeGroups(grpc::CallbackServerContext* context,
                                          const v1::ProposeGroupsRequest* request,
                                          v1::ProposeGroupsResponse* response) override {
    const std::lock_guard lock(shared_.mutex);
    const Result<std::string> reply =
        shared_.server.ProposeGroups(TokenOf(*context), request->SerializeAsString());
    if (reply.ok()) response->ParseFromString(*reply);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(ToGrpc(reply.status()));
    return reactor;
  }

 private:
  Shared& shared_;
};

class AccountHandler : public v1::AccountService::CallbackService {
 public:
  explicit AccountHandler(Shared& shared) : shared_(shared) {}

  grpc::ServerUnaryReactor* RequestCode(grpc::CallbackServerContext* context,
                                        const v1::RequestCodeRequest* request,
                                        v1::RequestCodeResponse*) override {
    return Finish(context, request->network() == "demo"
                               ? Status()
                               : Status(v1::REASON_NO_SUCH_NETWORK, "no such network"));
  }
  grpc::ServerUnaryReactor* RedeemCode(grpc::CallbackServerContext* context,
                                       const v1::RedeemCodeRequest* request,
                                       v1::RedeemCodeResponse* response) override {
    if (request->code() != FakeGrpcServer::kCode) {
      return Finish(context, {v1::REASON_WRONG_CODE, "the code is wrong"});
    }
    const Id person = FakeGrpcServer::PersonOf(request->email());
    const std::lock_guard lock(shared_.mutex);
    const Id device = request->device_id().empty()
                          ? Id::FromName("device", request->email() + std::to_string(++devices_))
                          : Id::FromBytes(request->device_id());
    response->set_token(shared_.server.SignsIn(person, device));
    response->set_person_id(person.ToBytes());
    response->set_device_id(device.ToBytes());
    names_[device] = request->device_name();
    return Finish(context, {});
  }
  grpc::ServerUnaryReactor* ListDevices(grpc::CallbackServerContext* context,
                                        const v1::ListDevicesRequest*,
                                        v1::ListDevicesResponse* response) override {
    const std::lock_guard lock(shared_.mutex);
    for (const auto& [id, name] : names_) {
      v1::Device& device = *response->add_devices();
      device.set_device_id(id.ToBytes());
      device.set_name(name);
      device.set_current(true);
    }
    return Finish(context, {});
  }
  grpc::ServerUnaryReactor* RevokeDevice(grpc::CallbackServerContext* context,
                                         const v1::RevokeDeviceRequest* request,
                                         v1::RevokeDeviceResponse*) override {
    const std::lock_guard lock(shared_.mutex);
    const bool known = names_.erase(Id::FromBytes(request->device_id())) > 0;
    return Finish(context, known ? Status() : Status(v1::REASON_NOT_FOUND, "no such device"));
  }
  // One network, with one report in it.
  grpc::ServerUnaryReactor* PreviewErasure(grpc::CallbackServerContext* context,
                                           const v1::PreviewErasureRequest*,
                                           v1::PreviewErasureResponse* response) override {
    response->add_networks()->set_network("demo");
    response->mutable_networks(0)->set_submissions(1);
    return Finish(context, {});
  }
  grpc::ServerUnaryReactor* Erase(grpc::CallbackServerContext* context,
                                  const v1::EraseRequest* request,
                                  v1::EraseResponse* response) override {
    if (request->code() != FakeGrpcServer::kCode) {
      return Finish(context, {v1::REASON_WRONG_CODE, "the code is wrong"});
    }
    for (const v1::NetworkErasure& asked : request->networks()) {
      response->add_networks()->set_network(asked.network());
    }
    return Finish(context, {});
  }

 private:
  static grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context,
                                          const Status& status) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(ToGrpc(status));
    return reactor;
  }

  Shared& shared_;
  int devices_ = 0;
  std::map<Id, std::string> names_;
};

}  // namespace

struct FakeGrpcServer::State {
  explicit State(const base::Clock& clock)
      : shared(clock), sync(shared), entities(shared), groups(shared), account(shared) {}

  void Listen(int wanted_port) {
    const bool tls = !certificate.empty();
    std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
    if (tls) {
      grpc::SslServerCredentialsOptions options;
      options.pem_key_cert_pairs.push_back({key, certificate});
      credentials = grpc::SslServerCredentials(options);
    }
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:" + std::to_string(wanted_port), credentials, &port);
    builder.RegisterService(&sync);
    builder.RegisterService(&entities);
    builder.RegisterService(&groups);
    builder.RegisterService(&account);
    grpc = builder.BuildAndStart();
    if (!grpc || port == 0) std::abort();
    address = "127.0.0.1:" + std::to_string(port);
  }
  void Shutdown() {
    grpc->Shutdown(std::chrono::system_clock::now());
    grpc->Wait();
    grpc.reset();
  }

  Shared shared;
  SyncHandler sync;
  EntityHandler entities;
  GroupHandler groups;
  AccountHandler account;
  std::string certificate;
  std::string key;
  int port = 0;
  std::string address;
  std::unique_ptr<grpc::Server> grpc;
};

FakeGrpcServer::FakeGrpcServer(const base::Clock& clock, const std::string& certificate,
                               const std::string& key)
    : state_(std::make_unique<State>(clock)) {
  state_->certificate = certificate;
  state_->key = key;
  state_->Listen(0);
}

FakeGrpcServer::~FakeGrpcServer() {
  if (state_->grpc) state_->Shutdown();
}

const std::string& FakeGrpcServer::address() const { return state_->address; }

void FakeGrpcServer::With(const std::function<void(FakeServer&)>& fn) {
  const std::lock_guard lock(state_->shared.mutex);
  fn(state_->shared.server);
  for (PullReactor* stream : state_->shared.streams) stream->Go();
}

Id FakeGrpcServer::PersonOf(const std::string& email) {
  return IdNamed(email.substr(0, email.find('@')));
}

void FakeGrpcServer::Stops() { state_->Shutdown(); }
void FakeGrpcServer::StartsAgain() { state_->Listen(state_->port); }

}  // namespace samstig::test
