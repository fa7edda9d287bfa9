// SPDX-License-Identifier: Apache-2.0
// Trace: what happened, in order. Always as a hash, by which two runs of one seed are compared; as
// sentences only when somebody is going to read them.
#ifndef SAMSTIG_TESTS_SIMULATION_TRACE_H_
#define SAMSTIG_TESTS_SIMULATION_TRACE_H_

#include <cstdint>
#include <cstdio>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>

#include "tests/simulation/scheduler.h"

namespace samstig::sim {

enum class Telling {
  kNothing,  // Hash only: thousands of seeds.
  kEnding,   // Keeps the last sentences: a seed that failed, run again.
  kAll,      // Prints each at once.
};

class Trace {
 public:
  Trace(const Scheduler& scheduler, Telling telling) : scheduler_(scheduler), telling_(telling) {}

  // `who` did something that `numbers` tell from anything else; `sentence()` says it to people.
  template <typename Sentence>
  void Say(std::string_view who, std::initializer_list<uint64_t> numbers, Sentence&& sentence) {
    Mix(static_cast<uint64_t>(scheduler_.Now()));
    for (const char c : who) Mix(static_cast<uint8_t>(c));
    for (const uint64_t number : numbers) Mix(number);
    ++events_;
    if (telling_ != Telling::kNothing) Tell(who, sentence());
  }

  uint64_t hash() const { return hash_; }
  uint64_t events() const { return events_; }
  bool IsRead() const { return telling_ != Telling::kNothing; }
  const std::deque<std::string>& ending() const { return ending_; }

 private:
  static constexpr size_t kEndingLines = 60;

  void Mix(uint64_t number) {
    hash_ ^= number + 0x9e3779b97f4a7c15 + (hash_ << 6) + (hash_ >> 2);
    hash_ *= 0xff51afd7ed558ccd;
  }

  void Tell(std::string_view who, const std::string& sentence) {
    const TimeMs since = scheduler_.Now() - Scheduler::kBeginning;
    char time[48];
    std::snprintf(time, sizeof(time), "%3dd %02d:%02d:%02d.%03d  ",
                  static_cast<int>(since / base::kDayMs),
                  static_cast<int>(since / base::kHourMs % 24),
                  static_cast<int>(since / base::kMinuteMs % 60),
                  static_cast<int>(since / base::kSecondMs % 60), static_cast<int>(since % 1000));
    std::string line = time + std::string(who) + ": " + sentence;
    if (telling_ == Telling::kAll) std::printf("%s\n", line.c_str());
    ending_.push_back(std::move(line));
    if (ending_.size() > kEndingLines) ending_.pop_front();
  }

  const Scheduler& scheduler_;
  const Telling telling_;
  uint64_t hash_ = 0;
  uint64_t events_ = 0;
  std::deque<std::string> ending_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_TRACE_H_
