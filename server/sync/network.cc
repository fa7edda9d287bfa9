// SPDX-License-Identifier: Apache-2.0
#include "server/sync/network.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

#include "server/decide/disclosure.h"

namespace samstig::server {

namespace {

Status Closed() {
  return {v1::REASON_UNAVAILABLE, "the network is being restored; try again soon"};
}

}  // namespace

Network::Network(std::unique_ptr<Store> store, const base::Clock& clock, Options options)
    : store_(std::move(store)), clock_(clock), options_(std::move(options)) {
  if (Result<std::unique_ptr<Snapshot>> snapshot = store_->Read(); snapshot.ok()) {
    last_seq_.store((*snapshot)->LastSeq(), std::memory_order_release);
  }
  threads_.emplace_back([this] { WriterLoop(); });
  threads_.emplace_back([this] { HeraldLoop(); });
  for (int i = 0; i < options_.reader_threads; ++i) threads_.emplace_back([this] { ReaderLoop(); });
}

Network::~Network() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  writer_wakes_.notify_all();
  readers_wake_.notify_all();
  herald_wakes_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Network::Close() {
  // From here on nobody takes the lock to stay, so that readers cannot keep us waiting for ever.
  closed_.store(true);
  const std::unique_lock lock(store_mutex_);
  store_->Close();
}

Status Network::CheckOpen() const { return closed_.load() ? Closed() : Status(); }

void Network::Write(Work work, Done done) {
  if (closed_.load()) return done(Closed());
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && writes_.size() < options_.max_waiting_writes) {
      writes_.push_back({std::move(work), std::move(done)});
      writer_wakes_.notify_one();
      return;
    }
  }
  done({v1::REASON_OVERLOADED, "too much is waiting to be written; try again soon"});
}

void Network::Read(ReadWork work) {
  const std::lock_guard lock(mutex_);
  reads_.push_back(std::move(work));
  readers_wake_.notify_one();
}

void Network::Disclose(const Id& reader, const Scopes& desks, Done go_on) {
  const TimeMs now = clock_.Now();
  const Scopes unnoted = disclosures_.Unnoted(reader, desks, now);
  if (unnoted.empty()) return go_on({});
  Write([reader, unnoted,
         now](Transaction& txn) { return NoteDisclosures(txn, reader, unnoted, now); },
        [this, reader, unnoted, now, go_on = std::move(go_on)](Status status) {
          if (status.ok()) disclosures_.Noted(reader, unnoted, now);
          go_on(std::move(status));
        });
}

Status Network::WriteNow(Work work) {
  std::promise<Status> promise;
  std::future<Status> answer = promise.get_future();
  Write(std::move(work), [&promise](Status status) { promise.set_value(std::move(status)); });
  return answer.get();
}

Status Network::ReadNow(const std::function<Status(Snapshot&)>& work) {
  const std::shared_lock lock(store_mutex_);
  RETURN_IF_ERROR(CheckOpen());
  ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store_->Read());
  return work(*snapshot);
}

Status Network::ScrubNow() {
  const std::lock_guard write(write_mutex_);
  const std::shared_lock lock(store_mutex_);
  RETURN_IF_ERROR(CheckOpen());
  return store_->Scrub();
}

void Network::WriterLoop() {
  while (true) {
    std::vector<Waiting> group;
    {
      std::unique_lock lock(mutex_);
      writer_wakes_.wait(lock, [this] { return stopping_ || !writes_.empty(); });
      if (writes_.empty()) return;  // Stopping, and all accepted work is done.
      const size_t size = std::min(writes_.size(), options_.max_group);
      std::move(writes_.begin(), writes_.begin() + static_cast<std::ptrdiff_t>(size),
                std::back_inserter(group));
      writes_.erase(writes_.begin(), writes_.begin() + static_cast<std::ptrdiff_t>(size));
    }
    CommitGroup(std::move(group));
  }
}

namespace {

// Runs one Work alone inside the group and appends its answer: what it changed before it failed is
// undone. Not OK only when the engine itself failed.
Status RunAlone(Transaction& txn, const Network::Work& work, std::vector<Status>& answers) {
  RETURN_IF_ERROR(txn.Savepoint());
  const uint64_t before = txn.Writes();
  answers.push_back(work(txn));
  if (!answers.back().ok() && txn.Writes() != before) return txn.RollbackToSavepoint();
  return {};
}

}  // namespace

void Network::CommitGroup(std::vector<Waiting> group) {
  const auto began = std::chrono::steady_clock::now();
  std::vector<Status> answers;
  const Status committed = [&]() -> Status {
    const std::lock_guard write(write_mutex_);
    const std::shared_lock lock(store_mutex_);
    RETURN_IF_ERROR(CheckOpen());
    ASSIGN_OR_RETURN(std::unique_ptr<Transaction> txn, store_->Begin());
    for (const Waiting& waiting : group) {
      RETURN_IF_ERROR(RunAlone(*txn, waiting.work, answers));
    }
    RETURN_IF_ERROR(txn->Commit());
    last_seq_.store(txn->LastSeq(), std::memory_order_release);
    // Before anybody is answered: who was told that a right has ended can rely on it.
    feed_.Committed(txn->Committed());
    return {};
  }();
  if (committed.ok()) {
    const std::lock_guard lock(mutex_);
    has_news_ = true;
    herald_wakes_.notify_one();
  }
  if (options_.on_commit) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    options_.on_commit(took.count(), group.size());
  }
  for (size_t i = 0; i < group.size(); ++i) {
    group[i].done(committed.ok() ? answers[i] : committed);
  }
}

void Network::ReaderLoop() {
  while (true) {
    ReadWork work;
    {
      std::unique_lock lock(mutex_);
      readers_wake_.wait(lock, [this] { return stopping_ || !reads_.empty(); });
      if (reads_.empty()) return;
      work = std::move(reads_.front());
      reads_.pop_front();
    }
    const std::shared_lock lock(store_mutex_);
    const Status open = CheckOpen();
    Result<std::unique_ptr<Snapshot>> snapshot =
        open.ok() ? store_->Read() : Result<std::unique_ptr<Snapshot>>(open);
    work(snapshot.ok() ? Result<Snapshot*>(snapshot->get()) : Result<Snapshot*>(snapshot.status()));
  }
}

void Network::HeraldLoop() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      herald_wakes_.wait(lock, [this] { return stopping_ || has_news_; });
      if (!std::exchange(has_news_, false)) return;
    }
    feed_.Announce();
  }
}

}  // namespace samstig::server
