// SPDX-License-Identifier: Apache-2.0
#include "server/api/entity_handler.h"

#include <functional>
#include <utility>

#include "samstig/v1/entity_service.grpc.pb.h"
#include "server/api/call.h"
#include "server/sync/apply.h"
#include "server/sync/list.h"
#include "server/sync/own.h"
#include "server/sync/versions.h"

namespace samstig::server {
namespace {

// Fills the response, and says what is to be noted before anybody is given it.
using Fill = std::function<Result<Scopes>(Snapshot&)>;

void AnswerFrom(const UnaryCall& call, const Sessions::Caller& caller, Fill fill) {
  caller.network->Read([call, network = caller.network, person = caller.actor.person,
                        fill = std::move(fill)](const Result<Snapshot*>& snapshot) {
    const Result<Scopes> desks =
        snapshot.ok() ? fill(**snapshot) : Result<Scopes>(snapshot.status());
    if (!desks.ok()) return call.Finish(desks.status());
    network->Disclose(person, *desks, [call](const Status& noted) { call.Finish(noted); });
  });
}

class EntityHandler final : public v1::EntityService::CallbackService {
 public:
  EntityHandler(Networks& networks, Sessions& sessions, Metrics& metrics)
      : networks_(networks), sessions_(sessions), metrics_(metrics) {}

  grpc::ServerUnaryReactor* Apply(grpc::CallbackServerContext* context,
                                  const v1::ApplyRequest* request,
                                  v1::ApplyResponse* response) override {
    const UnaryCall call("EntityService/Apply", metrics_);
    IfSignedIn(call, *context, networks_, sessions_, [=, this](const Sessions::Caller& caller) {
      ApplySignedIn(call, caller, *request, *response);
    });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* List(grpc::CallbackServerContext* context,
                                 const v1::ListRequest* request,
                                 v1::ListResponse* response) override {
    const UnaryCall call("EntityService/List", metrics_);
    IfSignedIn(call, *context, networks_, sessions_, [=](const Sessions::Caller& caller) {
      AnswerFrom(call, caller, [=, person = caller.actor.person](Snapshot& snapshot) {
        return ListEntities(snapshot, person, *request, *response);
      });
    });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* ListVersions(grpc::CallbackServerContext* context,
                                         const v1::ListVersionsRequest* request,
                                         v1::ListVersionsResponse* response) override {
    const UnaryCall call("EntityService/ListVersions", metrics_);
    IfSignedIn(call, *context, networks_, sessions_, [=](const Sessions::Caller& caller) {
      AnswerFrom(call, caller, [=, person = caller.actor.person](Snapshot& snapshot) {
        return server::ListVersions(snapshot, person, *request, *response);
      });
    });
    return call.reactor();
  }

  grpc::ServerUnaryReactor* ListOwn(grpc::CallbackServerContext* context,
                                    const v1::ListOwnRequest* request,
                                    v1::ListOwnResponse* response) override {
    const UnaryCall call("EntityService/ListOwn", metrics_);
    IfSignedIn(call, *context, networks_, sessions_, [=](const Sessions::Caller& caller) {
      AnswerFrom(call, caller, [=, person = caller.actor.person](Snapshot& snapshot) {
        return server::ListOwn(snapshot, person, *request, *response);
      });
    });
    return call.reactor();
  }

 private:
  void ApplySignedIn(const UnaryCall& call, const Sessions::Caller& caller,
                     const v1::ApplyRequest& request, v1::ApplyResponse& response) {
    if (Status checked = CheckApply(request.request_id(), request.mutation()); !checked.ok()) {
      return call.Finish(checked);
    }
    const base::Clock& clock = caller.network->clock();
    caller.network->Write(
        [actor = caller.actor, &request, &response, &clock](Transaction& txn) -> Status {
          ASSIGN_OR_RETURN(
              *response.mutable_outcome(),
              server::Apply(txn, actor, request.request_id(), request.mutation(), clock.Now()));
          return {};
        },
        [this, call, &response](const Status& status) {
          if (status.ok()) metrics_.CountOutcome(response.outcome().kind());
          call.Finish(status);
        });
  }

  Networks& networks_;
  Sessions& sessions_;
  Metrics& metrics_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeEntityService(Networks& networks, Sessions& sessions,
                                                 Metrics& metrics) {
  return std::make_unique<EntityHandler>(networks, sessions, metrics);
}

}  // namespace samstig::server
