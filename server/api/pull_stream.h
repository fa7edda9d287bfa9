// SPDX-License-Identifier: Apache-2.0
// One Pull in flight: builds a page, writes it, and builds the next when the reader has taken it;
// at a checkpoint it rests until the feed pokes it. At most one page is in memory, however slow the
// reader.
#ifndef SAMSTIG_SERVER_API_PULL_STREAM_H_
#define SAMSTIG_SERVER_API_PULL_STREAM_H_

#include <grpcpp/support/server_callback.h>

#include <memory>
#include <mutex>
#include <optional>

#include "samstig/v1/sync_service.pb.h"
#include "server/auth/sessions.h"
#include "server/observe/metrics.h"
#include "server/sync/networks.h"
#include "server/sync/pull.h"

namespace samstig::server {

class PullStream final : public grpc::ServerWriteReactor<v1::PullResponse> {
 public:
  // The reactor for the handler to return. It owns itself until the call is done.
  static PullStream* Start(const grpc::CallbackServerContext& context,
                           const v1::PullRequest& request, Networks& networks, Sessions& sessions,
                           Metrics& metrics);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  PullStream(const v1::PullRequest& request, Sessions& sessions, Metrics& metrics);

  enum class Doing {
    kAsking,    // Who is calling?
    kBuilding,  // A reader thread builds the next page.
    kWriting,   // gRPC has the page.
    kResting,   // At a checkpoint, following.
    kFinished,
  };

  void Begin(const base::Result<Sessions::Caller>& caller);
  void Poke();
  // Ends the stream as soon as nothing is under way.
  void End(const base::Status& why);

  // These are called with mutex_ held.
  void Build();
  void FinishNow(const base::Status& status);

  // On a reader thread.
  void BuildOn(base::Result<Snapshot*> snapshot);

  const bool follow_;
  const v1::PullRequest request_;
  Sessions& sessions_;
  Metrics& metrics_;
  std::shared_ptr<PullStream> self_;

  std::mutex mutex_;
  Doing doing_ = Doing::kAsking;
  bool poked_ = false;
  std::optional<base::Status> ending_;
  Network* network_ = nullptr;
  std::optional<PullSession> session_;
  Scopes followed_;
  uint64_t follower_ = 0;
  uint64_t watch_ = 0;
  v1::PullResponse page_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_PULL_STREAM_H_
