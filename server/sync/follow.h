// SPDX-License-Identifier: Apache-2.0
// A Follow: what one Pull sends next, from its first page to live. Whoever carries the messages
// (server/api/pull_stream.h, the simulation) asks Next when nothing is on its way, and does what it
// says.
//
// From the cursor to the first checkpoint the pages come from the store. Then the reader is live:
// it is given what each commit encoded for all, without looking at the store, as long as that tells
// everything and nothing else, and as long as who has to know of it is told already. It does not
// when the person's rights changed, when something changed again before the reader took it, when
// the ring of dispatches no longer reaches back to where the reader is, or when one commit alone is
// more than kLiveBytes; then pages from the store bring it to the next checkpoint, and it is live
// again.
#ifndef SAMSTIG_SERVER_SYNC_FOLLOW_H_
#define SAMSTIG_SERVER_SYNC_FOLLOW_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/sync/feed.h"
#include "server/sync/pull.h"

namespace samstig::server {

// What one commit may have for a reader to be given live. More than a page, for its bytes are those
// of all readers: a push of 256 posts, read from the store by each of them, would cost the server
// more than to judge it.
inline constexpr size_t kLiveBytes = 256 << 10;

// A message in parts: joined end to end they are one PullResponse.
struct LiveMessage {
  std::vector<Piece> pieces;
  // The server's time and the checkpoint.
  std::string end;
};

// Not thread-safe; a poke may come on any thread.
class Follow {
 public:
  // Everything is said, and nobody wants to hear of later changes.
  struct Ended {};
  // Nothing to say until a poke.
  struct Rest {};
  // NextPage, with a Snapshot that was opened after this.
  struct ReadPage {};
  using Step = std::variant<Ended, Rest, ReadPage, LiveMessage>;

  // With `follow`, Begin follows. The references outlive this.
  Follow(PullSession session, bool follow, Feed& feed, const Disclosures& disclosures,
         const Store& store);
  ~Follow();
  Follow(const Follow&) = delete;
  Follow& operator=(const Follow&) = delete;

  // Before the first Next, so that no commit falls between a page and its poke.
  void Begin(Feed::Poke poke);
  // No later news; a poke that is on its way may still come.
  void End();

  Step Next(TimeMs now);
  // As PullSession::NextPage.
  Result<PullSession::Page> NextPage(Snapshot& snapshot, TimeMs now);

 private:
  std::optional<LiveMessage> Live(Seq after, TimeMs now);
  // Whether something of the reader's changed in more than one of them. What it was in between is
  // no longer for anybody: it may have been withdrawn, or have left the scope.
  bool ChangesTwice(const Feed::Dispatches& dispatches) const;
  // Whether there is something in them of a desk that is to be noted first.
  bool HoldUndisclosed(const Feed::Dispatches& dispatches, TimeMs now) const;
  // Adds what the dispatch has for this reader; false when that goes beyond a page, or, alone,
  // beyond kLiveBytes.
  bool Add(const Dispatch& dispatch, LiveMessage& message, size_t& bytes) const;

  PullSession session_;
  const bool follow_;
  Feed& feed_;
  const Disclosures& disclosures_;
  const Store& store_;
  uint64_t follower_ = 0;
  Scopes followed_;
  // Those of them that the person held at the last checkpoint: all but, if that was not so, the
  // person's own.
  Scopes held_;
  // Those of them that are desks of others: most people have none.
  Scopes desks_;
  bool at_checkpoint_ = false;
  // The reader may be behind from here on.
  std::optional<Seq> news_after_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_FOLLOW_H_
