// SPDX-License-Identifier: Apache-2.0
#include "server/api/admin_handler.h"

#include <utility>

#include "domain/base/text.h"
#include "domain/rules/limits.h"
#include "samstig/v1/admin_service.grpc.pb.h"
#include "server/api/call.h"
#include "server/api/worker.h"
#include "server/decide/bootstrap.h"

namespace samstig::server {

using base::Id;

namespace {

constexpr size_t kMaxWaitingCalls = 32;

class AdminService final : public v1::AdminService::CallbackService {
 public:
  AdminService(Networks& networks, Keeping& keeping, Erasures& erasures, Secret operator_token,
               std::string version, const base::Clock& clock, base::Random& random,
               Metrics& metrics)
      : networks_(networks),
        keeping_(keeping),
        erasures_(erasures),
        operator_token_(std::move(operator_token)),
        version_(std::move(version)),
        started_ms_(clock.Now()),
        clock_(clock),
        random_(random),
        metrics_(metrics),
        worker_(kMaxWaitingCalls),
        keeping_worker_(kMaxWaitingCalls) {}

  grpc::ServerUnaryReactor* CreateNetwork(grpc::CallbackServerContext* context,
                                          const v1::CreateNetworkRequest* request,
                                          v1::CreateNetworkResponse* response) override {
    const UnaryCall call("AdminService/CreateNetwork", metrics_);
    IfOperator(worker_, call, *context,
               [this, call, request, response] { call.Finish(Create(*request, *response)); });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest*,
                                      v1::GetStatusResponse* response) override {
    const UnaryCall call("AdminService/GetStatus", metrics_);
    IfOperator(worker_, call, *context, [this, call, response] { call.Finish(Fill(*response)); });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* BackUpNetwork(grpc::CallbackServerContext* context,
                                          const v1::BackUpNetworkRequest* request,
                                          v1::BackUpNetworkResponse* response) override {
    const UnaryCall call("AdminService/BackUpNetwork", metrics_);
    const Status operators = CheckOperator(*context);
    if (!operators.ok()) {
      call.Finish(operators);
      return call.reactor();
    }
    // Taken here and not on the worker, where a second backup would wait for the first and then
    // run.
    const Result<Keeping::Turn> turn = keeping_.TakeTurn(request->network());
    if (!turn.ok()) {
      call.Finish(turn.status());
      return call.reactor();
    }
    Post(keeping_worker_, call, [this, call, turn = *turn, response] {
      const Result<Backup> backup = keeping_.BackUp(turn);
      if (backup.ok()) Fill(*backup, *response->mutable_backup());
      call.Finish(backup.status());
    });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* ListBackups(grpc::CallbackServerContext* context,
                                        const v1::ListBackupsRequest* request,
                                        v1::ListBackupsResponse* response) override {
    const UnaryCall call("AdminService/ListBackups", metrics_);
    IfOperator(worker_, call, *context, [this, call, request, response] {
      const Result<std::vector<Backup>> backups = keeping_.List(request->network());
      if (!backups.ok()) return call.Finish(backups.status());
      for (const Backup& backup : *backups) Fill(backup, *response->add_backups());
      call.Finish({});
    });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* RestoreNetwork(grpc::CallbackServerContext* context,
                                           const v1::RestoreNetworkRequest* request,
                                           v1::RestoreNetworkResponse* response) override {
    const UnaryCall call("AdminService/RestoreNetwork", metrics_);
    IfOperator(keeping_worker_, call, *context, [this, call, request, response] {
      const Result<Keeping::Restored> restored =
          keeping_.Restore(request->network(), request->backup());
      if (restored.ok()) {
        response->set_last_seq(restored->last_seq);
        response->set_kept_as(restored->kept_as);
      }
      call.Finish(restored.status());
    });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* VerifyNetwork(grpc::CallbackServerContext* context,
                                          const v1::VerifyNetworkRequest* request,
                                          v1::VerifyNetworkResponse* response) override {
    const UnaryCall call("AdminService/VerifyNetwork", metrics_);
    IfOperator(keeping_worker_, call, *context, [this, call, request, response] {
      Result<Keeper::Verdict> verdict = keeping_.Verify(request->network(), request->backup());
      if (verdict.ok()) {
        response->set_entities(verdict->entities);
        response->set_log_rows(verdict->log_rows);
        response->set_blobs(verdict->blobs);
        for (std::string& finding : verdict->findings) response->add_findings(std::move(finding));
      }
      call.Finish(verdict.status());
    });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* ErasePerson(grpc::CallbackServerContext* context,
                                        const v1::ErasePersonRequest* request,
                                        v1::ErasePersonResponse* response) override {
    const UnaryCall call("AdminService/ErasePerson", metrics_);
    IfOperator(keeping_worker_, call, *context, [this, call, request, response] {
      Result<v1::ErasedIn> erased =
          erasures_.EraseByAddress(request->network(), request->email(), request->choices());
      if (erased.ok()) *response->mutable_erased() = *std::move(erased);
      call.Finish(erased.status());
    });
    return call.reactor();
  }

 private:
  Status CheckOperator(const grpc::CallbackServerContext& context) const {
    const Secret bearer(BearerOf(context));
    if (ConstantTimeEqual(bearer.Reveal(), operator_token_.Reveal())) return {};
    return {v1::REASON_NOT_OPERATOR, "the call carries no operator token"};
  }

  static void Post(Worker& worker, const UnaryCall& call, std::function<void()> job) {
    const Status posted = worker.Post(std::move(job));
    if (!posted.ok()) call.Finish(posted);
  }

  void IfOperator(Worker& worker, const UnaryCall& call, const grpc::CallbackServerContext& context,
                  std::function<void()> job) {
    const Status operators = CheckOperator(context);
    if (!operators.ok()) return call.Finish(operators);
    Post(worker, call, std::move(job));
  }

  static void Fill(const Backup& backup, v1::Backup& response) {
    response.set_name(backup.name);
    response.set_network(backup.network);
    response.set_made_ms(backup.made);
    response.set_last_seq(backup.last_seq);
    response.set_bytes(backup.bytes);
  }

  Status Create(const v1::CreateNetworkRequest& request, v1::CreateNetworkResponse& response) {
    // All of it before the file is made: a network without organiser is of no use.
    RETURN_IF_ERROR(CheckNetworkName(request.network()));
    RETURN_IF_ERROR(base::CheckLine(request.name(), "name", rules::kMaxNameBytes));
    RETURN_IF_ERROR(
        base::CheckLine(request.organiser_name(), "organiser_name", rules::kMaxNameBytes));
    RETURN_IF_ERROR(base::CheckEmail(request.organiser_email()));
    RETURN_IF_ERROR(rules::CheckLanguage(request.organiser_language(), "organiser_language"));

    Network* network = networks_.Find(request.network());
    if (network == nullptr) {
      ASSIGN_OR_RETURN(network, networks_.Create(request.network(), request.name()));
    }
    // For a network that is there already this fails with ALREADY_EXISTS, unless its first
    // organiser was never written because the server stopped in between.
    const Id person = base::IdSource(clock_, random_).Next();
    RETURN_IF_ERROR(network->WriteNow([&](Transaction& txn) {
      return CreateOrganiser(txn, person, request.organiser_name(), request.organiser_email(),
                             request.organiser_language(), clock_.Now());
    }));
    response.set_organiser_person_id(person.ToBytes());
    return {};
  }

  Status Fill(v1::GetStatusResponse& response) {
    response.set_version(version_);
    response.set_started_ms(started_ms_);
    for (Network* network : networks_.All()) {
      v1::NetworkStatus& status = *response.add_networks();
      RETURN_IF_ERROR(network->ReadNow([&](Snapshot& snapshot) -> Status {
        ASSIGN_OR_RETURN(const Reader::Counts counts, snapshot.Count());
        status.set_last_seq(snapshot.LastSeq());
        status.set_entities(counts.entities);
        status.set_devices(counts.devices);
        status.set_bytes_on_disk(counts.bytes_on_disk);
        return {};
      }));
      status.set_network(network->slug());
      status.set_name(network->store().Name());
      status.set_live_streams(static_cast<uint32_t>(network->feed().followers()));
    }
    return {};
  }

  Networks& networks_;
  Keeping& keeping_;
  Erasures& erasures_;
  const Secret operator_token_;
  const std::string version_;
  const TimeMs started_ms_;
  const base::Clock& clock_;
  base::Random& random_;
  Metrics& metrics_;
  Worker worker_;  // These last: their jobs use everything above.
  // For what takes as long as reading a whole network; one after the other.
  Worker keeping_worker_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAdminService(Networks& networks, Keeping& keeping,
                                                Erasures& erasures, Secret operator_token,
                                                std::string version, const base::Clock& clock,
                                                base::Random& random, Metrics& metrics) {
  return std::make_unique<AdminService>(networks, keeping, erasures, std::move(operator_token),
                                        std::move(version), clock, random, metrics);
}

}  // namespace samstig::server
