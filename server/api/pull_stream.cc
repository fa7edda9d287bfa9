// SPDX-License-Identifier: Apache-2.0
#include "server/api/pull_stream.h"

#include <utility>

#include "server/api/call.h"

namespace samstig::server {

using base::Result;
using base::Status;

PullStream::PullStream(const v1::PullRequest& request, Sessions& sessions, Metrics& metrics)
    : follow_(request.follow()), request_(request), sessions_(sessions), metrics_(metrics) {}

PullStream* PullStream::Start(const grpc::CallbackServerContext& context,
                              const v1::PullRequest& request, Networks& networks,
                              Sessions& sessions, Metrics& metrics) {
  std::shared_ptr<PullStream> stream(new PullStream(request, sessions, metrics));
  stream->self_ = stream;
  metrics.StreamOpened();
  sessions.Authenticate(
      networks, BearerOf(context),
      [stream](const Result<Sessions::Caller>& caller) { stream->Begin(caller); });
  return stream.get();
}

void PullStream::Begin(const Result<Sessions::Caller>& caller) {
  if (!caller.ok()) {
    const std::lock_guard lock(mutex_);
    return FinishNow(caller.status());
  }
  Result<PullSession> session = PullSession::Make(caller->actor.person, request_);
  if (!session.ok()) {
    const std::lock_guard lock(mutex_);
    return FinishNow(session.status());
  }
  // Followed from before the first page on, so that no commit falls between page and poke.
  const std::shared_ptr<PullStream> self = self_;
  const Scopes own = session->scopes();
  const uint64_t follower =
      follow_ ? caller->network->feed().Add(own, [self](Seq) { self->Poke(); }) : 0;
  const uint64_t watch = sessions_.Watch(*caller, [self](const Status& why) { self->End(why); });
  const std::lock_guard lock(mutex_);
  network_ = caller->network;
  session_.emplace(*std::move(session));
  followed_ = own;
  follower_ = follower;
  watch_ = watch;
  if (ending_) return FinishNow(*ending_);
  Build();
}

void PullStream::Build() {
  doing_ = Doing::kBuilding;
  poked_ = false;
  network_->Read(
      [self = self_](Result<Snapshot*> snapshot) { self->BuildOn(std::move(snapshot)); });
}

void PullStream::BuildOn(Result<Snapshot*> snapshot) {
  // Only this thread touches session_ and page_ while building.
  Result<v1::PullResponse> page =
      snapshot.ok() ? session_->NextPage(network_->store(), **snapshot, network_->clock().Now())
                    : Result<v1::PullResponse>(snapshot.status());
  if (page.ok() && follow_ && session_->scopes() != followed_) {
    followed_ = session_->scopes();
    network_->feed().Change(follower_, followed_);
    const std::lock_guard lock(mutex_);
    poked_ = true;  // Something may have been committed in a new scope before it was followed.
  }
  const std::lock_guard lock(mutex_);
  if (ending_) return FinishNow(*ending_);
  if (!page.ok()) return FinishNow(page.status());
  page_ = *std::move(page);
  doing_ = Doing::kWriting;
  StartWrite(&page_);
}

void PullStream::OnWriteDone(bool ok) {
  const std::lock_guard lock(mutex_);
  const bool at_checkpoint = page_.has_checkpoint();
  page_.Clear();
  if (ending_) return FinishNow(*ending_);
  if (!ok) return FinishNow({v1::REASON_CANCELLED, "the reader is gone"});
  if (at_checkpoint && !follow_) return FinishNow({});
  if (at_checkpoint && !poked_) {
    doing_ = Doing::kResting;
    return;
  }
  Build();
}

void PullStream::Poke() {
  const std::lock_guard lock(mutex_);
  if (doing_ == Doing::kResting) {
    Build();
  } else {
    poked_ = true;
  }
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
  // Never from within a poke or an end: gRPC calls this when nothing of the call is running.
  if (follower_ != 0) network_->feed().Remove(follower_);
  if (watch_ != 0) sessions_.Unwatch(watch_);
  metrics_.StreamClosed();
  const std::shared_ptr<PullStream> last = std::move(self_);
}

}  // namespace samstig::server
