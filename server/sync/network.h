// SPDX-License-Identifier: Apache-2.0
// A Network at work: its store, its one writer thread with group commit, its reader threads, the
// feed that has for followers what was committed, and the herald, a thread that pokes them so that
// no number of followers slows the writer. All SQLite work of the server happens on these threads;
// gRPC reactions only post here and come back by callback.
//
// Thread-safe.
#ifndef SAMSTIG_SERVER_SYNC_NETWORK_H_
#define SAMSTIG_SERVER_SYNC_NETWORK_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/result.h"
#include "server/store/store.h"
#include "server/sync/disclosures.h"
#include "server/sync/feed.h"

namespace samstig::server {

class Network {
 public:
  // Changes made in one go. Check everything before the first change: a Work that returns an error
  // after it changed something is undone alone. May run twice when a group has to be repeated, so
  // it has no effects outside `txn` but to set its own results anew.
  using Work = std::function<Status(Transaction& txn)>;
  // After all of the group is on disk, with what the Work returned; or with why nothing was
  // committed (DISK_FULL, READ_ONLY, UNAVAILABLE ...). Called on the writer thread: hand on, do not
  // linger.
  using Done = std::function<void(Status)>;
  // With the state of the latest commit, or with why it cannot be read.
  using ReadWork = std::function<void(Result<Snapshot*> snapshot)>;

  struct Options {
    int reader_threads = 2;
    // Work waiting for the writer beyond this is refused with OVERLOADED.
    size_t max_waiting_writes = 10'000;
    // At most so many Works share one commit.
    size_t max_group = 512;
    // Told of every group commit: how long it took, how many Works it carried. On the writer
    // thread.
    std::function<void(double seconds, size_t works)> on_commit;
  };

  Network(std::unique_ptr<Store> store, const base::Clock& clock, Options options);
  // Finishes the work that was accepted, then stops.
  ~Network();

  // Ends the network's work while the server goes on: its store is closed when this returns. Works
  // under way are finished; those that wait and all that come later are answered UNAVAILABLE, so
  // that whoever still holds this Network finds out at the next step. Not from a thread of the
  // Network's.
  void Close();

  void Write(Work work, Done done);
  // Runs on a reader thread. Work that is waiting when the Network ends still runs.
  void Read(ReadWork work);

  // Goes on when it is on disk that the owners of these desks are told of this reader today: at
  // once when it is known to be, else on the writer thread. With why not if that fails, and then
  // nothing of the desks may be sent.
  void Disclose(const Id& reader, const Scopes& desks, Done go_on);

  // The same as Write and Read, blocking. For start-up, tools and tests; never from a gRPC reaction
  // or one of the threads here.
  Status WriteNow(Work work);
  Status ReadNow(const std::function<Status(Snapshot&)>& work);

  // Store::Scrub, with the writer held until it is done; readers go on. Blocks; as WriteNow.
  Status ScrubNow();

  Store& store() { return *store_; }
  Feed& feed() { return feed_; }
  const Disclosures& disclosures() const { return disclosures_; }
  const base::Clock& clock() const { return clock_; }
  const std::string& slug() const { return store_->Slug(); }
  // The last seq that is on disk.
  Seq LastSeq() const { return last_seq_.load(std::memory_order_acquire); }

 private:
  struct Waiting {
    Work work;
    Done done;
  };

  void WriterLoop();
  void ReaderLoop();
  void HeraldLoop();
  void CommitGroup(std::vector<Waiting> group);
  Status CheckOpen() const;

  // Held shared by whoever has a Transaction or a Snapshot, alone by Close.
  std::shared_mutex store_mutex_;
  // Held by whoever writes: a group, or ScrubNow.
  std::mutex write_mutex_;
  const std::unique_ptr<Store> store_;
  const base::Clock& clock_;
  const Options options_;
  Feed feed_;
  Disclosures disclosures_;
  std::atomic<Seq> last_seq_{0};

  std::mutex mutex_;
  std::condition_variable writer_wakes_;
  std::condition_variable readers_wake_;
  std::deque<Waiting> writes_;
  std::deque<ReadWork> reads_;
  std::condition_variable herald_wakes_;
  bool has_news_ = false;
  bool stopping_ = false;
  std::atomic<bool> closed_{false};

  std::vector<std::thread> threads_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_NETWORK_H_
