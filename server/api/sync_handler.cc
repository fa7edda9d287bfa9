// SPDX-License-Identifier: Apache-2.0
#include "server/api/sync_handler.h"

#include <string>
#include <utility>
#include <vector>

#include "samstig/v1/sync_service.grpc.pb.h"
#include "server/api/call.h"
#include "server/api/pull_stream.h"
#include "server/sync/pull.h"
#include "server/sync/push.h"

namespace samstig::server {
namespace {

// Pull comes and goes as bytes, so that readers who follow live share them.
using Base = v1::SyncService::WithCallbackMethod_Push<
    v1::SyncService::WithRawCallbackMethod_Pull<v1::SyncService::Service>>;

class SyncHandler final : public Base {
 public:
  SyncHandler(Networks& networks, Sessions& sessions, Metrics& metrics, Log& log)
      : networks_(networks), sessions_(sessions), metrics_(metrics), log_(log) {}

  grpc::ServerUnaryReactor* Push(grpc::CallbackServerContext* context,
                                 const v1::PushRequest* request,
                                 v1::PushResponse* response) override {
    const UnaryCall call("SyncService/Push", metrics_);
    if (Status version = CheckVersion(request->version_min(), request->version_max());
        !version.ok()) {
      call.Finish(version);
      return call.reactor();
    }
    IfSignedIn(call, *context, networks_, sessions_, [=, this](const Sessions::Caller& caller) {
      PushSignedIn(call, caller, *request, *response);
    });
    return call.reactor();
  }

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Pull(grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request) override {
    return PullStream::Start(*context, *request, networks_, sessions_, metrics_, log_);
  }

 private:
  void PushSignedIn(const UnaryCall& call, const Sessions::Caller& caller,
                    const v1::PushRequest& request, v1::PushResponse& response) {
    Result<PushBatch> parsed =
        PushBatch::Parse({request.mutations().begin(), request.mutations().end()});
    if (!parsed.ok()) return call.Finish(parsed.status());
    const auto batch = std::make_shared<PushBatch>(*std::move(parsed));
    const base::Clock& clock = caller.network->clock();
    caller.network->Write(
        [batch, actor = caller.actor, &clock](Transaction& txn) {
          return batch->Run(txn, actor, clock.Now());
        },
        [this, batch, call, network = caller.network, &response](const Status& status) {
          if (status.ok()) Answer(*batch, *network, response);
          call.Finish(status);
        });
  }

  void Answer(const PushBatch& batch, Network& network, v1::PushResponse& response) {
    for (const v1::Outcome& outcome : batch.outcomes()) {
      metrics_.CountOutcome(outcome.kind());
      *response.add_outcomes() = outcome;
    }
    response.set_next_number(batch.next_number());
    response.set_server_time_ms(network.clock().Now());
    response.set_epoch(network.store().Epoch().ToBytes());
    response.set_epoch_start_seq(network.store().EpochStart());
  }

  Networks& networks_;
  Sessions& sessions_;
  Metrics& metrics_;
  Log& log_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSyncService(Networks& networks, Sessions& sessions,
                                               Metrics& metrics, Log& log) {
  return std::make_unique<SyncHandler>(networks, sessions, metrics, log);
}

}  // namespace samstig::server
