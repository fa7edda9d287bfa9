// SPDX-License-Identifier: Apache-2.0
#include "tests/server/api/served.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/unknown_field_set.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "samstig/v1/admin_service.grpc.pb.h"
#include "samstig/v1/blob_service.grpc.pb.h"
#include "samstig/v1/catalogue_service.grpc.pb.h"
#include "samstig/v1/entity_service.grpc.pb.h"
#include "samstig/v1/group_service.grpc.pb.h"
#include "samstig/v1/sync_service.grpc.pb.h"
#include "server/api/account_handler.h"
#include "server/api/admin_handler.h"
#include "server/api/blob_handler.h"
#include "server/api/catalogue_handler.h"
#include "server/api/entity_handler.h"
#include "server/api/group_handler.h"
#include "server/api/sync_handler.h"
#include "server/decide/bootstrap.h"
#include "server/store/sqlite/sqlite_keeper.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {

base::Status KeepingMailer::Ready() {
  const std::lock_guard lock(mutex_);
  if (down_) return {v1::REASON_UNAVAILABLE, "the mail server is down"};
  return {};
}

void KeepingMailer::Send(Mail mail) {
  const std::lock_guard lock(mutex_);
  sent_.push_back(std::move(mail));
}

void KeepingMailer::SetDown(bool down) {
  const std::lock_guard lock(mutex_);
  down_ = down;
}

std::vector<Mail> KeepingMailer::Sent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

std::string KeepingMailer::LastCode() const {
  const std::vector<Mail> sent = Sent();
  if (sent.empty()) return {};
  const std::string& body = sent.back().body;
  return body.substr(body.find("\n    ") + 5, kCodeDigits);
}

// Reads google.rpc.Status by its field numbers, as any client may.
Answer::Answer(grpc::Status given) : status(std::move(given)) {
  google::protobuf::Empty fields;
  if (!fields.ParseFromString(status.error_details())) return;
  const google::protobuf::UnknownFieldSet& set =
      google::protobuf::Empty::GetReflection()->GetUnknownFields(fields);
  for (int i = 0; i < set.field_count(); ++i) {
    const google::protobuf::UnknownField& field = set.field(i);
    if (field.number() == 1) {
      EXPECT_EQ(field.varint(), static_cast<uint64_t>(status.error_code()));
    }
    if (field.number() == 2) {
      EXPECT_EQ(field.length_delimited(), status.error_message());
    }
    google::protobuf::Any any;
    if (field.number() == 3 && any.ParseFromString(field.length_delimited())) {
      EXPECT_TRUE(any.UnpackTo(&detail));
    }
  }
}

Served::Served(base::TimeMs backup_term)
    : keeper_(MakeSqliteKeeper(&NewBlobNamer)),
      networks_([this](const std::string& slug,
                       const std::string& name) { return OpenStore(slug, name); },
                clock_, {}),
      keeping_(networks_, *keeper_, clock_, log_,
               {[this](const std::string& slug) { return dir_.File(slug + ".db"); },
                dir_.File("backups"),
                [this](Network& closed) { sessions_.Forget(closed); },
                {},
                backup_term}) {
  EXPECT_THAT(keeping_.Prepare(), test::IsOk());
  network_ = test::Must(networks_.Create("stigen", "Kommunens ledarstig"));
  Write([this](Transaction& txn) {
    return CreateOrganiser(txn, test::IdNamed("anna"), "Anna Andersson", kAnna, "sv", clock_.Now());
  });
  std::vector<NamedService> services;
  services.push_back(
      {v1::AccountService::service_full_name(),
       MakeAccountService(networks_, sessions_, sign_in_, mailer_, erasures_, metrics_)});
  services.push_back({v1::AdminService::service_full_name(),
                      MakeAdminService(networks_, keeping_, erasures_, Secret(operator_token_),
                                       "1.2.3", clock_, random_, metrics_)});
  services.push_back(
      {v1::CatalogueService::service_full_name(), MakeCatalogueService(networks_, metrics_)});
  services.push_back(
      {v1::BlobService::service_full_name(), MakeBlobService(networks_, sessions_, metrics_)});
  services.push_back({v1::SyncService::service_full_name(),
                      MakeSyncService(networks_, sessions_, metrics_, log_)});
  services.push_back(
      {v1::EntityService::service_full_name(), MakeEntityService(networks_, sessions_, metrics_)});
  services.push_back(
      {v1::GroupService::service_full_name(), MakeGroupService(networks_, sessions_, metrics_)});
  server_ =
      test::Must(GrpcServer::Start({"127.0.0.1:0", true, 4 << 20}, std::move(services), log_));
  channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->port()),
                                 grpc::InsecureChannelCredentials());
  accounts_ = v1::AccountService::NewStub(channel_);
}

Served::~Served() = default;

base::Result<std::unique_ptr<Store>> Served::OpenStore(const std::string& slug,
                                                       const std::string& name) {
  const std::string file = dir_.File(slug + ".db");
  RETURN_IF_ERROR(FinishReplacing(file, *keeper_));
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, OpenSqliteStore(file, slug, name, random_));
  RETURN_IF_ERROR(KeepErased(*store, book_, random_));
  return store;
}

Answer Served::AsksForCode(const std::string& email, const std::string& network) {
  v1::RequestCodeRequest request;
  request.set_network(network);
  request.set_email(email);
  v1::RequestCodeResponse response;
  return Call(*accounts_, &v1::AccountService::Stub::RequestCode, request, &response);
}

Device Served::SignsIn(const std::string& email, const std::string& device_id) {
  EXPECT_THAT(AsksForCode(email), Succeeded());
  v1::RedeemCodeRequest request;
  request.set_network("stigen");
  request.set_email(email);
  request.set_code(mailer_.LastCode());
  request.set_device_name("Annas telefon");
  request.set_device_id(device_id);
  v1::RedeemCodeResponse response;
  const Answer answer = Call(*accounts_, &v1::AccountService::Stub::RedeemCode, request, &response);
  EXPECT_THAT(answer, Succeeded());
  if (!answer.status.ok()) return {};
  return {response.token(), base::Id::FromBytes(response.device_id()),
          base::Id::FromBytes(response.person_id())};
}

base::Id Served::Joins(const std::string& name, const std::string& email) {
  const base::Id id = test::IdNamed(name);
  v1::Entity person = test::APerson(name).WithId(id);
  Write([&](Transaction& txn) -> Status {
    RETURN_IF_ERROR(txn.Put(id, person.SerializeAsString(), {}, {}).status());
    return txn.PutAccount({id, email});
  });
  return id;
}

void Served::Write(const Network::Work& work) {
  ASSERT_THAT(network_->WriteNow(work), test::IsOk());
}

std::string Served::LogAfterStop() {
  server_.reset();
  return log_text_.str();
}

}  // namespace samstig::server
