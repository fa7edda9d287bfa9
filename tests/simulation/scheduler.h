// SPDX-License-Identifier: Apache-2.0
// Scheduler: the world's time. What is to happen waits in a queue; time leaps from one to the next.
// What was put in first happens first when two are due at once.
#ifndef SAMSTIG_TESTS_SIMULATION_SCHEDULER_H_
#define SAMSTIG_TESTS_SIMULATION_SCHEDULER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "domain/base/clock.h"

namespace samstig::sim {

using base::TimeMs;

class Scheduler {
 public:
  // 2026-09-07T06:00Z, a Monday morning.
  static constexpr TimeMs kBeginning = 1'788'760'800'000;

  using Happening = std::function<void()>;
  using Ticket = std::pair<TimeMs, uint64_t>;

  TimeMs Now() const { return now_; }

  Ticket After(TimeMs delay, Happening happening) {
    const Ticket ticket{now_ + (delay < 0 ? 0 : delay), ++last_};
    queue_.emplace(ticket, std::move(happening));
    return ticket;
  }
  void Cancel(const Ticket& ticket) { queue_.erase(ticket); }

  // Lets the next thing happen, unless nothing is due up to `end`: then time is `end` and the
  // answer false.
  bool Step(TimeMs end) {
    if (queue_.empty() || queue_.begin()->first.first > end) {
      now_ = end;
      return false;
    }
    auto next = queue_.extract(queue_.begin());
    now_ = next.key().first;
    next.mapped()();
    return true;
  }

 private:
  TimeMs now_ = kBeginning;
  uint64_t last_ = 0;
  std::map<Ticket, Happening> queue_;
};

// A clock on the wall of one machine. It runs as time does, but may be wrong, and may be set.
class WallClock final : public base::Clock {
 public:
  explicit WallClock(const Scheduler& scheduler) : scheduler_(scheduler) {}
  TimeMs Now() const override { return scheduler_.Now() + wrong_by_; }
  void SetWrongBy(TimeMs wrong_by) { wrong_by_ = wrong_by; }
  TimeMs wrong_by() const { return wrong_by_; }

 private:
  const Scheduler& scheduler_;
  TimeMs wrong_by_ = 0;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_SCHEDULER_H_
