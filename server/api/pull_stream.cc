// SPDX-License-Identifier: Apache-2.0
#include "server/api/pull_stream.h"

#include <utility>
#include <variant>

#include "server/api/call.h"
#include "server/api/wire.h"

namespace samstig::server {

using base::Result;
using base::Status;

namespace {

// Of less, what is saved is less than what it costs each of many live readers.
constexpr size_t kWorthCompressing = 1'024;

}  // namespace

PullStream* PullStream::Start(grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
                              Networks& networks, Sessions& sessions, Metrics& metrics, Log& log) {
  std::shared_ptr<PullStream> stream(new PullStream(sessions, metrics, log));
  stream->self_ = stream;
  // For those who accept it (grpc-accept-encoding); pages have text in them, and no tokens.
  context.set_compression_level(GRPC_COMPRESS_LEVEL_LOW);
  metrics.StreamOpened();
  sessions.Authenticate(
      networks, BearerOf(context),
      [stream, parsed = Parsed<v1::PullRequest>(request)](const Result<Sessions::Caller>& caller) {
        stream->Begin(parsed, caller);
      });
  return stream.get();
}

void PullStream::Begin(const Result<v1::PullRequest>& request,
                       const Result<Sessions::Caller>& caller) {
  Result<PullSession> session = [&]() -> Result<PullSession> {
    RETURN_IF_ERROR(caller.status());
    RETURN_IF_ERROR(request.status());
    return PullSession::Make(caller->actor.person, *request);
  }();
  if (!session.ok()) {
    const std::lock_guard lock(mutex_);
    return FinishNow(session.status());
  }
  const std::shared_ptr<PullStream> self = self_;
  {
    const std::lock_guard lock(mutex_);
    network_ = caller->network;
    device_ = caller->actor.device;
    reader_ = caller->actor.person;
    NoteAsked(*request);
    follow_.emplace(*std::move(session), request->follow(), network_->feed(),
                    network_->disclosures(), network_->store());
    follow_->Begin([self] { self->Poke(); });
  }
  const uint64_t watch = sessions_.Watch(*caller, [self](const Status& why) { self->End(why); });
  const std::lock_guard lock(mutex_);
  watch_ = watch;
  if (ending_) return FinishNow(*ending_);
  GoOn();
}

void PullStream::GoOn() {
  Follow::Step step = follow_->Next(network_->clock().Now());
  if (std::holds_alternative<Follow::Ended>(step)) return FinishNow({});
  if (auto* message = std::get_if<LiveMessage>(&step)) return Write(ToWire(std::move(*message)));
  if (std::holds_alternative<Follow::Rest>(step)) {
    doing_ = Doing::kResting;
    return;
  }
  doing_ = Doing::kBuilding;
  Build();
}

void PullStream::Build() {
  network_->Read(
      [self = self_](Result<Snapshot*> snapshot) { self->BuildOn(std::move(snapshot)); });
}

void PullStream::BuildOn(Result<Snapshot*> snapshot) {
  // Only this thread touches follow_ while building.
  Result<PullSession::Page> page = snapshot.ok()
                                       ? follow_->NextPage(**snapshot, network_->clock().Now())
                                       : Result<PullSession::Page>(snapshot.status());
  if (page.ok()) {
    if (const auto* desks = std::get_if<PullSession::Undisclosed>(&*page)) {
      return Disclose(desks->desks);
    }
  }
  const std::lock_guard lock(mutex_);
  if (ending_) return FinishNow(*ending_);
  if (!page.ok()) return FinishNow(page.status());
  const v1::PullResponse& built = std::get<v1::PullResponse>(*page);
  if (built.has_fork()) NoteForked();
  Write(ToWire(built));
}

void PullStream::Disclose(const Scopes& desks) {
  network_->Disclose(reader_, desks, [self = self_](const Status& noted) {
    {
      const std::lock_guard lock(self->mutex_);
      if (self->ending_) return self->FinishNow(*self->ending_);
      if (!noted.ok()) return self->FinishNow(noted);
    }
    self->Build();
  });
}

void PullStream::NoteAsked(const v1::PullRequest& request) {
  if (request.compare_size() > 0) {
    metrics_.CountCopy(Metrics::Copy::kDiffers);
    log_.Warn("copy differs", {{"network", Public(network_->slug())}, {"device", device_}});
  }
  if (request.repair_size() > 0) {
    metrics_.CountCopy(Metrics::Copy::kRepaired);
    int leaves = 0;
    for (const v1::ScopeLeaves& scope : request.repair()) leaves += scope.leaf_size();
    log_.Warn("copy repaired", {{"network", Public(network_->slug())},
                                {"device", device_},
                                {"scopes", request.repair_size()},
                                {"leaves", leaves}});
  }
}

void PullStream::NoteForked() {
  metrics_.CountCopy(Metrics::Copy::kForked);
  log_.Info("device from a history that was taken back",
            {{"network", Public(network_->slug())}, {"device", device_}});
}

void PullStream::Write(const grpc::ByteBuffer& message) {
  doing_ = Doing::kWriting;
  message_ = message;
  grpc::WriteOptions options;
  if (message_.Length() < kWorthCompressing) options.set_no_compression();
  StartWrite(&message_, options);
}

void PullStream::OnWriteDone(bool ok) {
  const std::lock_guard lock(mutex_);
  message_.Clear();
  if (ending_) return FinishNow(*ending_);
  if (!ok) return FinishNow({v1::REASON_CANCELLED, "the reader is gone"});
  GoOn();
}

void PullStream::Poke() {
  const std::lock_guard lock(mutex_);
  // Whoever is not resting asks for news when it is done.
  if (doing_ == Doing::kResting) GoOn();
}

void PullStream::End(const Status& why) {
  const std::lock_guard lock(mutex_);
  if (!ending_) ending_ = why;
  if (doing_ == Doing::kResting) FinishNow(*ending_);
}

void PullStream::OnCancel() { End({v1::REASON_CANCELLED, "the reader is gone"}); }

void PullStream::FinishNow(const Status& status) {
  if (doing_ == Doing::kFinished) return;
  doing_ = Doing::kFinished;
  const grpc::Status answer = ToGrpc(status);
  metrics_.CountRpc("SyncService/Pull", static_cast<int>(answer.error_code()));
  Finish(answer);
}

void PullStream::OnDone() {
  // Never from within an end: gRPC calls this when nothing of the call is running. A poke may be on
  // its way still, and finds the stream finished.
  if (follow_) follow_->End();
  if (watch_ != 0) sessions_.Unwatch(watch_);
  metrics_.StreamClosed();
  const std::shared_ptr<PullStream> last = std::move(self_);
}

}  // namespace samstig::server
