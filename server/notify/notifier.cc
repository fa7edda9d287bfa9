// SPDX-License-Identifier: Apache-2.0
#include "server/notify/notifier.h"

#include <chrono>
#include <utility>

namespace samstig::server {
namespace {

// A look-up that finds nobody due takes microseconds.
constexpr std::chrono::seconds kPauseBetweenRounds{20};

class NetworkAtWork : public PostedNetwork {
 public:
  explicit NetworkAtWork(Network& network) : network_(network) {}

  const std::string& slug() const override { return network_.slug(); }
  const std::string& name() const override { return network_.store().Name(); }
  Status Read(const std::function<Status(Reader&)>& work) override {
    return network_.ReadNow([&](Snapshot& snapshot) { return work(snapshot); });
  }
  Status Write(const std::function<Status(Transaction&)>& work) override {
    return network_.WriteNow(work);
  }

 private:
  Network& network_;
};

}  // namespace

Notifier::Notifier(Networks& networks, const StopLinks& links, std::unique_ptr<MailCarrier> carrier,
                   const base::Clock& clock, Log& log, Metrics& metrics)
    : networks_(networks),
      carrier_(std::move(carrier)),
      log_(log),
      postmaster_(links, *carrier_, clock, log, metrics),
      thread_([this] { Run(); }) {}

Notifier::~Notifier() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  postmaster_.Stop();
  wakes_.notify_one();
  thread_.join();
}

void Notifier::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    for (Network* network : networks_.All()) {
      NetworkAtWork at_work(*network);
      const Status done = postmaster_.Round(at_work);
      // One that is being restored is met again when it is back.
      if (!done.ok() && done.reason() != v1::REASON_UNAVAILABLE) {
        log_.Warn("notices held up", {{"network", Public(network->slug())}, {"why", done}});
      }
    }
    lock.lock();
    wakes_.wait_for(lock, kPauseBetweenRounds, [this] { return stopping_; });
  }
}

}  // namespace samstig::server
