// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/server_stream.h"

#include <utility>
#include <variant>

#include "server/decide/disclosure.h"
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
    if (version_ == Version::kForeign) {
      return Status(v1::REASON_VERSION_UNSUPPORTED, "this server speaks another protocol");
    }
    ASSIGN_OR_RETURN(PullSession session, PullSession::Make(actor.person, request));
    const StreamId id = ++last_stream_;
    auto stream = std::make_unique<Stream>(actor, std::move(session), request.follow(), *feed_,
                                           *disclosures_, *store_, listener);
    stream->follow.Begin([this, id] { Poke(id); });
    streams_.emplace(id, std::move(stream));
    return id;
  };
  const Result<StreamId> started = start();
  if (!started.ok()) {
    listener.end(started.status());
    return 0;
  }
  ground_.scheduler.After(dice_.Between(0, 5), [this, id = *started] { GoOn(id); });
  return *started;
}

void ServerHost::GoOn(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  Stream& stream = *found->second;
  server::Follow::Step step = stream.follow.Next(clock_.Now());
  if (std::holds_alternative<server::Follow::Ended>(step)) return EndStream(id, {});
  if (std::holds_alternative<server::Follow::Rest>(step)) {
    stream.doing = Stream::Doing::kResting;
    return;
  }
  if (const auto* message = std::get_if<server::LiveMessage>(&step)) return SendLive(id, *message);
  stream.doing = Stream::Doing::kBuilding;
  // The step and its page are apart, as on the real server's threads.
  ground_.scheduler.After(dice_.Between(0, 3), [this, id] { Build(id); });
}

void ServerHost::SendLive(StreamId id, const server::LiveMessage& message) {
  std::string bytes;
  for (const server::Piece& piece : message.pieces) bytes += *piece;
  bytes += message.end;
  v1::PullResponse page;
  if (!page.ParseFromString(bytes)) {
    return ground_.verdict.Broken("live", "the pieces of a message make no PullResponse");
  }
  Send(id, page, bytes);
}

void ServerHost::Build(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  Stream& stream = *found->second;
  Result<PullSession::Page> page = [&]() -> Result<PullSession::Page> {
    if (!stream.snapshot || !SAMSTIG_PLANTED(page_from_old_snapshot)) {
      ASSIGN_OR_RETURN(stream.snapshot, store_->Read());
    }
    Result<PullSession::Page> built = stream.follow.NextPage(*stream.snapshot, clock_.Now());
    const auto* whole = built.ok() ? std::get_if<v1::PullResponse>(&*built) : nullptr;
    const bool last = whole != nullptr && whole->has_checkpoint();
    if (last || !SAMSTIG_PLANTED(page_from_old_snapshot)) stream.snapshot.reset();
    return built;
  }();
  if (IsDark()) return;
  if (!page.ok()) return EndStream(id, page.status());
  if (const auto* undisclosed = std::get_if<PullSession::Undisclosed>(&*page)) {
    return Disclose(id, undisclosed->desks);
  }
  const v1::PullResponse& built = std::get<v1::PullResponse>(*page);
  Send(id, built, built.SerializeAsString());
}

void ServerHost::Disclose(StreamId id, const server::Scopes& desks) {
  const Id reader = streams_.at(id)->actor.person;
  const base::TimeMs now = clock_.Now();
  Write({[reader, desks, now](server::Transaction& txn) {
           return server::NoteDisclosures(txn, reader, desks, now);
         },
         [this, id, reader, desks, now](const Status& noted) {
           if (!noted.ok()) return EndStream(id, noted);
           disclosures_->Noted(reader, desks, now);
           Build(id);
         },
         nullptr});
}

void ServerHost::Send(StreamId id, const v1::PullResponse& page, const std::string& bytes) {
  Stream& stream = *streams_.at(id);
  witness_.PageBuilt(stream.actor.person, page);
  stream.doing = Stream::Doing::kWriting;
  ground_.trace.Say("server", {5, bytes.size(), page.checkpoint().seq()}, [&] {
    return "sends a page of " + std::to_string(bytes.size()) + " bytes to stream " +
           std::to_string(id) + ":" + InWords(page);
  });
  const Id person = stream.actor.person;
  stream.listener.frame(bytes);
  if (!page.has_checkpoint() && page_hook_) page_hook_(person);
}

void ServerHost::Taken(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  if (found->second->doing != Stream::Doing::kWriting) return;
  GoOn(id);
}

void ServerHost::Poke(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  Stream& stream = *found->second;
  if (stream.doing != Stream::Doing::kResting) {
    if (SAMSTIG_PLANTED(poke_lost)) (void)stream.follow.Next(clock_.Now());
    return;
  }
  stream.doing = Stream::Doing::kBuilding;
  ground_.scheduler.After(dice_.Between(0, 3), [this, id] { GoOn(id); });
}

void ServerHost::EndStream(StreamId id, const Status& status) {
  auto stream = streams_.extract(id);
  if (stream.empty()) return;
  stream.mapped()->follow.End();
  stream.mapped()->listener.end(status);
}

void ServerHost::Close(StreamId id) { streams_.erase(id); }

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
