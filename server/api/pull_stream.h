// SPDX-License-Identifier: Apache-2.0
// One Pull in flight: sends what its Follow says, one message at a time, and asks again when the
// reader has taken it; at a checkpoint it rests until the feed pokes it. At most one message is in
// memory, however slow the reader, and of a live one only the end is its own: the rest are the
// bytes that all readers share.
#ifndef SAMSTIG_SERVER_API_PULL_STREAM_H_
#define SAMSTIG_SERVER_API_PULL_STREAM_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <mutex>
#include <optional>

#include "samstig/v1/sync_service.pb.h"
#include "server/auth/sessions.h"
#include "server/observe/log.h"
#include "server/observe/metrics.h"
#include "server/sync/follow.h"
#include "server/sync/networks.h"

namespace samstig::server {

class PullStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  // The reactor for the handler to return. It owns itself until the call is done.
  static PullStream* Start(grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
                           Networks& networks, Sessions& sessions, Metrics& metrics, Log& log);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  PullStream(Sessions& sessions, Metrics& metrics, Log& log)
      : sessions_(sessions), metrics_(metrics), log_(log) {}

  enum class Doing {
    kAsking,    // Who is calling?
    kBuilding,  // A reader thread builds the next page.
    kWriting,   // gRPC has the message.
    kResting,   // At a checkpoint, following.
    kFinished,
  };

  void Begin(const base::Result<v1::PullRequest>& request,
             const base::Result<Sessions::Caller>& caller);
  void Poke();
  // Ends the stream as soon as nothing is under way.
  void End(const base::Status& why);

  // These are called with mutex_ held.
  void GoOn();
  void Write(const grpc::ByteBuffer& message);
  void FinishNow(const base::Status& status);

  // Counts and logs what the device asks or is told about its copy.
  void NoteAsked(const v1::PullRequest& request);
  void NoteForked();

  // While kBuilding: a reader thread builds the next page.
  void Build();
  void BuildOn(base::Result<Snapshot*> snapshot);
  // Builds it when it is noted whose desks it holds something of. Without mutex_.
  void Disclose(const Scopes& desks);

  Sessions& sessions_;
  Metrics& metrics_;
  Log& log_;
  std::shared_ptr<PullStream> self_;

  std::mutex mutex_;
  Doing doing_ = Doing::kAsking;
  std::optional<base::Status> ending_;
  Network* network_ = nullptr;
  base::Id device_;
  base::Id reader_;
  std::optional<Follow> follow_;
  uint64_t watch_ = 0;
  grpc::ByteBuffer message_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_PULL_STREAM_H_
