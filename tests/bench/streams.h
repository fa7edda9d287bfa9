// SPDX-License-Identifier: Apache-2.0
// Many readers who follow live, without a copy each: what the server alone can do.
#ifndef SAMSTIG_TESTS_BENCH_STREAMS_H_
#define SAMSTIG_TESTS_BENCH_STREAMS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/country.h"

namespace samstig::bench {

// Open Pulls over a few connections, as a proxy carries them. They see that something came, when,
// and up to which seq; they keep nothing.
class Streams {
 public:
  // Opens `count` of them and waits until all are at a checkpoint. Aborts with the reason when that
  // does not work.
  Streams(Country& country, size_t count);
  ~Streams();

  // Does `write`, and waits until it has come to all. The milliseconds from before the write to
  // each.
  std::vector<double> Follow(const std::function<void()>& write);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_STREAMS_H_
