// SPDX-License-Identifier: Apache-2.0
#include "server/api/group_handler.h"

#include <utility>

#include "samstig/v1/group_service.grpc.pb.h"
#include "server/api/call.h"
#include "server/api/worker.h"
#include "server/sync/propose.h"

namespace samstig::server {
namespace {

// Coaches ask seldom, and each question may take seconds: whoever comes after these is to try
// again.
constexpr size_t kMaxWaiting = 8;

class GroupHandler final : public v1::GroupService::CallbackService {
 public:
  GroupHandler(Networks& networks, Sessions& sessions, Metrics& metrics)
      : networks_(networks), sessions_(sessions), metrics_(metrics) {}

  grpc::ServerUnaryReactor* ProposeGroups(grpc::CallbackServerContext* context,
                                          const v1::ProposeGroupsRequest* request,
                                          v1::ProposeGroupsResponse* response) override {
    const UnaryCall call("GroupService/ProposeGroups", metrics_);
    IfSignedIn(call, *context, networks_, sessions_, [=, this](const Sessions::Caller& caller) {
      caller.network->Read([=, this, person = caller.actor.person](Result<Snapshot*> snapshot) {
        if (!snapshot.ok()) return call.Finish(snapshot.status());
        Answer(call, AskForGroups(**snapshot, person, *request), *response);
      });
    });
    return call.reactor();
  }

 private:
  // The network's threads are for reading and writing; the search has one of its own.
  void Answer(const UnaryCall& call, Result<GroupQuestion> question,
              v1::ProposeGroupsResponse& response) {
    if (!question.ok()) return call.Finish(question.status());
    const Status posted = worker_.Post([call, &response, question = *std::move(question)] {
      call.Finish(AnswerGroups(question, response));
    });
    if (!posted.ok()) call.Finish(posted);
  }

  Networks& networks_;
  Sessions& sessions_;
  Metrics& metrics_;
  Worker worker_{kMaxWaiting};
};

}  // namespace

std::unique_ptr<grpc::Service> MakeGroupService(Networks& networks, Sessions& sessions,
                                                Metrics& metrics) {
  return std::make_unique<GroupHandler>(networks, sessions, metrics);
}

}  // namespace samstig::server
