// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/server_stream.h"

#include <utility>

#include "tests/simulation/plants.h"

namespace samstig::sim {

using server::PullSession;

namespace {

// "c/1024b6b7… 3 (anew), lost m/…": what a page holds, for people.
std::string InWords(const v1::PullResponse& page) {
  std::string words;
  for (const v1::ScopeRun& run : page.runs()) {
    words += " " + run.scope().substr(0, 10) + " " + std::to_string(run.changes_size());
    words += run.from_start() ? " (anew)," : ",";
  }
  for (const std::string& scope : page.lost_scopes()) words += " lost " + scope.substr(0, 10) + ",";
  if (page.has_checkpoint()) words += " checkpoint " + std::to_string(page.checkpoint().seq());
  return words;
}

}  // namespace

ServerHost::StreamId ServerHost::Pull(const std::string& token, const std::string& bytes,
                                      Listener listener) {
  const auto start = [&]() -> Result<StreamId> {
    ASSIGN_OR_RETURN(const server::Actor actor, Authenticate(token));
    v1::PullRequest request;
    if (!request.ParseFromString(bytes)) return Status(v1::REASON_MALFORMED, "no PullRequest");
    ASSIGN_OR_RETURN(PullSession session, PullSession::Make(actor.person, request));
    const StreamId id = ++last_stream_;
    auto stream = std::make_unique<Stream>(actor, request.follow(), std::move(session), listener);
    stream->followed = stream->session.scopes();
    if (stream->follow) {
      stream->follower = feed_->Add(stream->followed, [this, id](server::Seq) { Poke(id); });
    }
    streams_.emplace(id, std::move(stream));
    return id;
  };
  const Result<StreamId> started = start();
  if (!started.ok()) {
    listener.end(started.status());
    return 0;
  }
  ground_.scheduler.After(dice_.Between(0, 5), [this, id = *started] { Build(id); });
  return *started;
}

void ServerHost::Build(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  Stream& stream = *found->second;
  stream.doing = Stream::Doing::kBuilding;
  stream.poked = false;
  Result<v1::PullResponse> page = [&]() -> Result<v1::PullResponse> {
    if (!stream.snapshot || !SAMSTIG_PLANTED(page_from_old_snapshot)) {
      ASSIGN_OR_RETURN(stream.snapshot, store_->Read());
    }
    Result<v1::PullResponse> built =
        stream.session.NextPage(*store_, *stream.snapshot, clock_.Now());
    const bool last = built.ok() && built->has_checkpoint();
    if (last || !SAMSTIG_PLANTED(page_from_old_snapshot)) stream.snapshot.reset();
    return built;
  }();
  if (IsDark()) return;
  if (page.ok() && stream.follow && stream.session.scopes() != stream.followed) {
    stream.followed = stream.session.scopes();
    feed_->Change(stream.follower, stream.followed);
    stream.poked = true;
  }
  if (!page.ok()) return EndStream(id, page.status());
  witness_.PageBuilt(stream.actor.person, *page);
  stream.at_checkpoint = page->has_checkpoint();
  stream.doing = Stream::Doing::kWriting;
  ground_.trace.Say("server", {5, page->ByteSizeLong(), page->checkpoint().seq()}, [&] {
    return "sends a page of " + std::to_string(page->ByteSizeLong()) + " bytes to stream " +
           std::to_string(id) + ":" + InWords(*page);
  });
  const bool more_to_come = !stream.at_checkpoint;
  const Id person = stream.actor.person;
  stream.listener.frame(page->SerializeAsString());
  if (more_to_come && page_hook_) page_hook_(person);
}

void ServerHost::Taken(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  Stream& stream = *found->second;
  if (stream.doing != Stream::Doing::kWriting) return;
  if (stream.at_checkpoint && !stream.follow) return EndStream(id, {});
  if (stream.at_checkpoint && !stream.poked) {
    stream.doing = Stream::Doing::kResting;
    return;
  }
  Build(id);
}

void ServerHost::Poke(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  Stream& stream = *found->second;
  if (stream.doing != Stream::Doing::kResting) {
    if (!SAMSTIG_PLANTED(poke_lost)) stream.poked = true;
    return;
  }
  stream.doing = Stream::Doing::kBuilding;
  ground_.scheduler.After(dice_.Between(0, 3), [this, id] { Build(id); });
}

void ServerHost::EndStream(StreamId id, const Status& status) {
  auto stream = streams_.extract(id);
  if (stream.empty()) return;
  if (feed_ && stream.mapped()->follower != 0) feed_->Remove(stream.mapped()->follower);
  stream.mapped()->listener.end(status);
}

void ServerHost::Close(StreamId id) {
  auto stream = streams_.extract(id);
  if (stream.empty()) return;
  if (feed_ && stream.mapped()->follower != 0) feed_->Remove(stream.mapped()->follower);
}

void ServerHost::EndStreamsOf(const Id& device) {
  std::vector<StreamId> ended;
  for (const auto& [id, stream] : streams_) {
    if (stream->actor.device == device) ended.push_back(id);
  }
  for (const StreamId id : ended) {
    EndStream(id, {v1::REASON_DEVICE_REVOKED, "the device's token has ended"});
  }
}

}  // namespace samstig::sim
