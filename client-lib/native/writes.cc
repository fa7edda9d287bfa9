// SPDX-License-Identifier: Apache-2.0
#include "client-lib/native/writes.h"

#include <condition_variable>
#include <optional>
#include <utility>

namespace samstig::client {

class JudgedWrite : public Write {
 public:
  explicit JudgedWrite(uint64_t number) : number_(number) {}

  uint64_t number() const override { return number_; }

  Status Final(std::chrono::milliseconds timeout) override {
    std::unique_lock lock(mutex_);
    if (!judged_.wait_for(lock, timeout, [&] { return final_.has_value(); })) {
      return {v1::REASON_TIMED_OUT, "not judged yet; it stays in the outbox"};
    }
    return *final_;
  }

  void Tell(Status status) {
    const std::lock_guard lock(mutex_);
    final_ = std::move(status);
    judged_.notify_all();
  }

 private:
  const uint64_t number_;
  std::mutex mutex_;
  std::condition_variable judged_;
  std::optional<Status> final_;
};

Writes::Writes() = default;

Writes::~Writes() {
  EndAll({v1::REASON_CANCELLED, "the client was closed first; it stays in the outbox"});
}

void Writes::EndAll(const Status& why) {
  std::unordered_map<uint64_t, std::weak_ptr<JudgedWrite>> all;
  {
    const std::lock_guard lock(mutex_);
    all.swap(waiting_);
  }
  for (auto& [number, waiting] : all) {
    if (const auto write = waiting.lock()) write->Tell(why);
  }
}

std::shared_ptr<Write> Writes::Add(uint64_t number) {
  auto write = std::make_shared<JudgedWrite>(number);
  const std::lock_guard lock(mutex_);
  waiting_[number] = write;
  return write;
}

void Writes::Judged(const v1::Outcome& outcome) {
  std::shared_ptr<JudgedWrite> write;
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(outcome.number());
    if (found == waiting_.end()) return;
    write = found->second.lock();
    waiting_.erase(found);
  }
  if (!write) return;
  const bool parked = outcome.kind() == v1::OUTCOME_KIND_PARKED;
  write->Tell(parked ? Status(outcome.reason() == v1::REASON_UNSPECIFIED ? v1::REASON_INTERNAL
                                                                         : outcome.reason(),
                              outcome.detail())
                     : Status());
}

}  // namespace samstig::client
