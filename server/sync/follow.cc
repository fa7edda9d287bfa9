// SPDX-License-Identifier: Apache-2.0
#include "server/sync/follow.h"

#include <algorithm>
#include <utility>

namespace samstig::server {

Follow::Follow(PullSession session, bool follow, Feed& feed, const Disclosures& disclosures,
               const Store& store)
    : session_(std::move(session)),
      follow_(follow),
      feed_(feed),
      disclosures_(disclosures),
      store_(store),
      followed_(session_.scopes()) {}

Follow::~Follow() { End(); }

void Follow::Begin(Feed::Poke poke) {
  if (follow_) follower_ = feed_.Add(followed_, std::move(poke));
}

void Follow::End() {
  if (follower_ != 0) feed_.Remove(std::exchange(follower_, 0));
}

Follow::Step Follow::Next(TimeMs now) {
  if (!at_checkpoint_) return ReadPage{};
  if (!follow_) return Ended{};
  const std::optional<Seq> news = feed_.TakeNews(follower_);
  if (news) news_after_ = std::min(news_after_.value_or(*news), *news);
  if (!news_after_) return Rest{};
  // What the last page already had is no news.
  const Seq after = std::max(*news_after_, session_.seen());
  std::optional<LiveMessage> message = Live(after, now);
  if (!message) {
    at_checkpoint_ = false;
    news_after_.reset();  // The page that comes next is newer than any of it.
    return ReadPage{};
  }
  if (message->pieces.empty()) return Rest{};
  return *std::move(message);
}

std::optional<LiveMessage> Follow::Live(Seq after, TimeMs now) {
  const std::optional<Feed::Dispatches> dispatches = feed_.Since(after);
  if (!dispatches) return std::nullopt;
  for (const auto& dispatch : *dispatches) {
    if (dispatch->ChangesRightsOf(session_.person())) return std::nullopt;
  }
  if (ChangesTwice(*dispatches) || HoldUndisclosed(*dispatches, now)) return std::nullopt;
  LiveMessage message;
  size_t bytes = 0;
  Seq to = after;
  for (const auto& dispatch : *dispatches) {
    if (!Add(*dispatch, message, bytes)) break;
    to = dispatch->to();
  }
  const bool is_all = dispatches->empty() || to == dispatches->back()->to();
  if (!is_all && message.pieces.empty()) return std::nullopt;  // The first alone is too much.
  news_after_ = is_all ? std::nullopt : std::optional<Seq>(to);
  if (message.pieces.empty()) return message;
  session_.GivenUpTo(to);
  v1::PullResponse end;
  end.set_server_time_ms(now);
  end.mutable_checkpoint()->set_epoch(store_.Epoch().ToBytes());
  end.mutable_checkpoint()->set_seq(to);
  message.end = end.SerializeAsString();
  return message;
}

bool Follow::ChangesTwice(const Feed::Dispatches& dispatches) const {
  if (dispatches.size() < 2) return false;
  std::vector<Id> ids;
  for (const Scope& scope : held_) {
    ids.clear();
    for (const auto& dispatch : dispatches) {
      const Dispatch::Part* part = dispatch->In(scope);
      if (part != nullptr) ids.insert(ids.end(), part->ids.begin(), part->ids.end());
    }
    std::sort(ids.begin(), ids.end());
    if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) return true;
  }
  return false;
}

bool Follow::HoldUndisclosed(const Feed::Dispatches& dispatches, TimeMs now) const {
  Scopes touched;
  for (const Scope& desk : desks_) {
    const bool in_any =
        std::any_of(dispatches.begin(), dispatches.end(),
                    [&](const auto& dispatch) { return dispatch->In(desk) != nullptr; });
    if (in_any) touched.push_back(desk);
  }
  return !disclosures_.Unnoted(session_.person(), touched, now).empty();
}

bool Follow::Add(const Dispatch& dispatch, LiveMessage& message, size_t& bytes) const {
  const size_t before = message.pieces.size();
  for (const Scope& scope : held_) {
    const Dispatch::Part* part = dispatch.In(scope);
    if (part == nullptr) continue;
    bytes += part->piece->size();
    message.pieces.push_back(part->piece);
  }
  if (bytes <= (before == 0 ? kLiveBytes : kPageBytes)) return true;
  message.pieces.resize(before);
  return false;
}

Result<PullSession::Page> Follow::NextPage(Snapshot& snapshot, TimeMs now) {
  ASSIGN_OR_RETURN(PullSession::Page page, session_.NextPage(store_, snapshot, disclosures_, now));
  const auto* built = std::get_if<v1::PullResponse>(&page);
  at_checkpoint_ = built != nullptr && built->has_checkpoint();
  if (!follow_ || !at_checkpoint_) return page;
  held_ = session_.scopes();
  const Scope own = Scope::OfPerson(session_.person());
  ASSIGN_OR_RETURN(bool holds_own, snapshot.Holds(session_.person(), own));
  if (!holds_own) std::erase(held_, own);
  desks_ = held_;
  std::erase_if(desks_,
                [this](const Scope& scope) { return !IsDeskOfAnother(scope, session_.person()); });
  if (session_.scopes() != followed_) {
    followed_ = session_.scopes();
    feed_.Change(follower_, followed_, session_.seen());
  }
  return page;
}

}  // namespace samstig::server
